"""Putting documents into a case file, describing, moving and taking them out.

Legal source: NĐ 30/2020/NĐ-CP Điều 29 khoản 3; Phụ lục VI Phần I mục III.4 (ordinals by themselves, one
document in several case files without a copy).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.casefiles.messages import FileRef, ItemDraft
from congvu.casefiles.models import CaseFile, CaseItem, CaseItemFile
from congvu.casefiles.services.access import MOST_TEXT, journal, open_for, require_reason, store
from congvu.casefiles.services.fitting import fitting
from congvu.casefiles.services.pages import counted
from congvu.casefiles.states import STATE_NAMES, Action, State
from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.subject import Subject
from congvu.common.text import clean, indexed, one_line
from congvu.directory.messages import Actor
from congvu.files.models import StoredFile

type Files = Sequence[tuple[str, int, str]]
_TEXTS = (
    "summary", "type_name", "number", "notation", "author", "signer", "signer_position", "note", "language",
)  # fmt: skip


@transaction.atomic
def file_item(
    *,
    case_file_id: int,
    subject: Subject | None,
    title: str,
    actor: Actor,
    code: str = "",
    on: date | None = None,
    kind: str = "other",
    files: Files = (),
    seen_version: int | None = None,
    **more: Any,
) -> CaseItem:
    """Put a document into a case file; a subject that lies there already gets only the files it lacks.

    Args:
        case_file_id: where to.
        subject: the thing it stands for; None for a document of the case file alone.
        title: what it is about.
        code: number and notation as one text, "189/TB-UBND".
        on: its date.
        kind: "incoming", "outgoing", "dossier", "assignment" or "other".
        files: name, key of the stored file, digest ("" takes the store's).
        more: other fields of `ItemDraft`.

    Raises:
        ActionRefused: no title, an unknown kind, a file that is not there or whose digest differs.
        StateRefused: the case file takes no documents any more.
    """
    number, _slash, notation = code.partition("/") if code[:1].isdecimal() else ("", "", code)
    draft = ItemDraft(
        summary=title,
        kind=kind,
        dated_on=on,
        files=tuple(FileRef(*one) for one in files),
        **{"number": number, "notation": notation, **more},
    )
    case_file = open_for(case_file_id, Action.FILE, actor=actor, seen_version=seen_version)
    if draft.pages < 1:
        draft = replace(draft, pages=counted([one.stored_id for one in draft.files]))
    return put(case_file, subject, draft, actor=actor)


def put(
    case_file: CaseFile, subject: Subject | None, draft: ItemDraft, *, actor: Actor, automatic: bool = False
) -> CaseItem:
    """Write a document into a locked case file (the caller checked that it may).

    Raises:
        ActionRefused: see `file_item`.
    """
    stored = _stored(draft.files)
    if subject is not None and (found := _filed(case_file, subject)) is not None:
        _add_files(found, draft.files, stored)
        return found
    item = _new(case_file, subject, draft, actor)
    item.automatic = automatic
    fitting(item).save(force_insert=True)
    _add_files(item, draft.files, stored)
    case_file.next_ordinal += 1
    added = indexed(f"{item.number} {item.notation} {item.summary}")
    case_file.search_text = f"{case_file.search_text} {added}"[:MOST_TEXT]
    store(case_file, "next_ordinal", "search_text")
    journal(
        case_file,
        "casefile.filed_automatically" if automatic else "casefile.filed",
        actor=actor,
        title=item.summary,
        ordinal=item.ordinal,
        thing=str(subject or ""),
    )
    return item


def _filed(case_file: CaseFile, subject: Subject) -> CaseItem | None:
    return case_file.items.filter(
        subject_label=subject.label, subject_pk=subject.pk, removed_at__isnull=True
    ).first()


def _new(case_file: CaseFile, subject: Subject | None, draft: ItemDraft, actor: Actor) -> CaseItem:
    if draft.kind not in CaseItem.Kind:
        raise ActionRefused(_("Nguồn văn bản không có trong danh mục."), code="kind", field="kind")
    item = CaseItem(
        case_file=case_file,
        subject_label=subject.label if subject else "",
        subject_pk=subject.pk if subject else None,
        ordinal=case_file.next_ordinal,
        kind=draft.kind,
        dated_on=draft.dated_on,
        pages=draft.pages,
        filed_by_id=actor.officer_id,
        filed_at=timezone.now(),
    )
    _describe(item, draft)
    return item


def _describe(item: CaseItem, draft: ItemDraft) -> None:
    for name in _TEXTS:
        setattr(item, name, one_line(getattr(draft, name)))
    item.summary = item.summary[:500]
    if not item.summary:
        raise ActionRefused(_("Hãy ghi trích yếu nội dung."), code="summary", field="summary")


def _stored(files: Sequence[FileRef]) -> dict[int, StoredFile]:
    """Return the stored files by key; refuse one that is not there or is no longer what was meant."""
    found = StoredFile.objects.select_related("blob").in_bulk({one.stored_id for one in files})
    for one in files:
        row = found.get(one.stored_id)
        if row is None or (one.sha256 and row.blob.sha256 != one.sha256):
            raise ActionRefused(
                _("Tệp “%(name)s” không còn, hoặc nội dung đã khác.") % {"name": one.name},
                code="file",
                field="files",
            )
    return found


def _add_files(item: CaseItem, files: Sequence[FileRef], stored: dict[int, StoredFile]) -> None:
    if not files:
        return
    there = {row.sha256: row.place for row in item.files.all()}
    place = max(there.values(), default=0)
    rows = []
    for one in files:
        file = stored[one.stored_id]
        if file.blob.sha256 not in there:
            place += 1
            there[file.blob.sha256] = place
            rows.append(
                CaseItemFile(
                    item=item,
                    place=place,
                    stored=file,
                    name=(one.name or file.name)[:255],
                    sha256=file.blob.sha256,
                    size=file.blob.size,
                    media_type=file.blob.media_type,
                )
            )
    CaseItemFile.objects.bulk_create(rows)


@transaction.atomic
def describe_item(
    item_id: int, draft: ItemDraft, *, actor: Actor, seen_version: int | None = None
) -> CaseItem:
    """Fill in what a document's data lack (biên mục, Điều 29 khoản 4 điểm d)."""
    item, case_file = _inside(item_id, Action.ARRANGE, actor, seen_version)
    _describe(item, draft)
    item.dated_on, item.pages = draft.dated_on, draft.pages
    fitting(item).save()
    store(case_file)
    journal(case_file, "casefile.item_described", actor=actor, ordinal=item.ordinal)
    return item


@transaction.atomic
def remove_item(item_id: int, *, actor: Actor, reason: str, seen_version: int | None = None) -> CaseItem:
    """Take a document out of a case file; the row stays with the reason (Điều 29.4b: doubles, drafts)."""
    item, case_file = _inside(item_id, Action.REMOVE, actor, seen_version, reason)
    _take_out(item, case_file, actor, reason)
    journal(case_file, "casefile.item_removed", actor=actor, reason=reason, title=item.summary)
    return item


@transaction.atomic
def move_item(
    item_id: int, *, to_id: int, actor: Actor, reason: str, seen_version: int | None = None
) -> CaseItem:
    """Move a document to another open case file, with its files; the old row says where it went.

    Raises:
        StateRefused: the other case file is the same one, or takes no documents.
    """
    item, case_file = _inside(item_id, Action.MOVE, actor, seen_version, reason)
    target = CaseFile.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=to_id)
    if target.pk == case_file.pk or target.state != State.OPEN:
        raise StateRefused(
            _("Hồ sơ %(code)s không nhận văn bản (%(state)s).")
            % {"code": target.code, "state": STATE_NAMES[State(target.state)]},
            code="target",
            field="to_id",
        )
    files = tuple(FileRef(row.name, row.stored_id, row.sha256) for row in item.files.all())
    texts = {name: getattr(item, name) for name in _TEXTS}
    draft = ItemDraft(kind=item.kind, dated_on=item.dated_on, pages=item.pages, files=files, **texts)
    subject = Subject(item.subject_label, item.subject_pk) if item.subject_pk else None
    _take_out(item, case_file, actor, reason, moved_to=target)
    journal(case_file, "casefile.item_moved", actor=actor, reason=reason, title=item.summary, to=target.code)
    fresh = put(target, subject, draft, actor=actor)
    journal(
        target,
        "casefile.item_taken_in",
        actor=actor,
        reason=reason,
        title=item.summary,
        source=case_file.code,
    )
    return fresh


def _inside(
    item_id: int, action: Action, actor: Actor, seen_version: int | None, reason: str | None = None
) -> tuple[CaseItem, CaseFile]:
    """Lock the case file of an item that lies in it, and return both."""
    item = CaseItem.objects.get(
        pk=item_id, removed_at__isnull=True, case_file__in=CaseFile.objects.visible_to(actor)
    )
    case_file = open_for(item.case_file_id, action, actor=actor, seen_version=seen_version, reason=reason)
    item = CaseItem.objects.get(pk=item_id, removed_at__isnull=True)
    return item, case_file


def _take_out(
    item: CaseItem, case_file: CaseFile, actor: Actor, reason: str, *, moved_to: CaseFile | None = None
) -> None:
    require_reason(reason)
    item.removed_at, item.removed_by_id = timezone.now(), actor.officer_id
    item.removed_reason, item.moved_to = clean(reason), moved_to
    fitting(item).save(update_fields=["removed_at", "removed_by", "removed_reason", "moved_to"])
    store(case_file)
