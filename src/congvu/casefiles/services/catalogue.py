"""The catalogue of a year: drafted (from last year's), written line by line, issued, closed.

Legal source: NĐ 30/2020/NĐ-CP Điều 28 and Phụ lục V mục I, II.
"""

import re
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.audit.services import record
from congvu.casefiles import rules
from congvu.casefiles.messages import EntryDraft
from congvu.casefiles.models import CaseFile, Catalogue, CatalogueEntry
from congvu.casefiles.services.fitting import fitting
from congvu.casefiles.services.people import checked_keeper, checked_unit
from congvu.casefiles.services.retention import require_period
from congvu.casefiles.states import CATALOGUE_STATES, CatalogueState
from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.subject import Subject
from congvu.common.text import one_line
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand

LABEL = "casefiles.catalogue"
DRAFTS, APPROVES = "casefile.archive", "casefile.approve"
_NUMBER = re.compile(r"^(\d+)")


@transaction.atomic
def draft_catalogue(year: int, *, actor: Actor, copy: bool = True) -> Catalogue:
    """Begin the catalogue of a year; with `copy`, with the lines of the newest one before it.

    Raises:
        ActionRefused: the year is out of range. StateRefused: the year has a catalogue already.
    """
    demand(actor, DRAFTS)
    if not 2000 <= year <= timezone.localdate().year + 1:
        raise ActionRefused(_("Năm của danh mục không hợp lệ."), code="year", field="year")
    own = Catalogue.objects.filter(agency_id=actor.agency_id)
    if own.filter(year=year).exists():
        raise StateRefused(_("Năm %(year)s đã có danh mục hồ sơ.") % {"year": year}, code="catalogue-exists")
    catalogue = Catalogue.objects.create(agency_id=actor.agency_id, year=year, created_at=timezone.now())
    before = own.filter(year__lt=year).order_by("-year").first() if copy else None
    count = _copied(before, catalogue) if before else 0
    _journal(catalogue, "catalogue.drafted", actor, count=count, source=before.year if before else None)
    return catalogue


def _copied(before: Catalogue, catalogue: Catalogue) -> int:
    """Copy the lines of `before`, headings first, so that every line finds its new heading."""
    new_of: dict[int, CatalogueEntry] = {}
    waiting = list(before.entries.all())
    while waiting:
        ready = [row for row in waiting if row.parent_id is None or row.parent_id in new_of]
        for row in ready:
            old = row.pk
            row.pk, row.catalogue = None, catalogue
            row.parent = new_of[row.parent_id] if row.parent_id else None
            row._state.adding = True
            new_of[old] = row
        for row in ready:
            row.save(force_insert=True)
        waiting = [row for row in waiting if row not in ready]
    return sum(not row.is_heading for row in new_of.values())


@transaction.atomic
def write_entry(
    catalogue_id: int, draft: EntryDraft, *, actor: Actor, entry_id: int | None = None
) -> CatalogueEntry:
    """Write a line of a catalogue, a new one or `entry_id`.

    An issued catalogue takes new case files (Điều 29 khoản 2 điểm c), but its lines change no more.

    Raises:
        ActionRefused: a title, notation, retention or heading is missing or wrong.
        StateRefused: the catalogue is closed, or its line stands.
    """
    catalogue = _open(catalogue_id, DRAFTS, actor)
    if catalogue.state == CatalogueState.CLOSED or (entry_id and catalogue.state != CatalogueState.DRAFT):
        raise StateRefused(_("Danh mục hồ sơ năm %(year)s không còn sửa được.") % {"year": catalogue.year})
    entry = catalogue.entries.get(pk=entry_id) if entry_id else CatalogueEntry(catalogue=catalogue)
    if entry_id is None:
        last = catalogue.entries.filter(parent_id=draft.parent_id).aggregate(last=Max("place"))["last"]
        entry.place = (last or 0) + 1
        entry.is_heading = draft.is_heading
    _fill(entry, draft, actor)
    fitting(entry).save()
    _journal(catalogue, "catalogue.entry_written", actor, title=entry.title, notation=entry.notation)
    return entry


def _fill(entry: CatalogueEntry, draft: EntryDraft, actor: Actor) -> None:
    entry.title, entry.note = one_line(draft.title), one_line(draft.note)
    if not entry.title:
        raise ActionRefused(_("Hãy ghi tiêu đề."), code="title", field="title")
    entry.parent = _heading(entry, draft.parent_id)
    entry.unit = checked_unit(draft.unit_id, actor)
    entry.keeper = checked_keeper(draft.keeper_id, actor)
    if entry.is_heading:
        entry.sign = one_line(draft.sign).upper()
        return
    require_period(draft.retention, draft.retention_years)
    entry.retention, entry.retention_years = draft.retention, draft.retention_years
    entry.notation = one_line(draft.notation).upper() or _next_notation(entry)
    if not rules.is_notation(entry.notation):
        raise ActionRefused(
            _("Số, ký hiệu hồ sơ gồm số và chữ in hoa, tối đa 20 ký tự, ví dụ 01.TCCB."),
            code="notation",
            field="notation",
        )
    same = entry.catalogue.entries.filter(notation=entry.notation)
    if same.exclude(pk=entry.pk).exists():
        raise ActionRefused(
            _("Danh mục đã có hồ sơ %(notation)s.") % {"notation": entry.notation},
            code="notation-taken",
            field="notation",
        )


def _heading(entry: CatalogueEntry, parent_id: int | None) -> CatalogueEntry | None:
    """Return the heading that a line stands under: large, then small, not deeper (Phụ lục V mục I.1)."""
    if parent_id is None:
        return None
    parent = entry.catalogue.entries.filter(pk=parent_id, is_heading=True).exclude(pk=entry.pk).first()
    deep = entry.is_heading and (
        (parent is not None and parent.parent_id)
        or (entry.pk and entry.children.filter(is_heading=True).exists())
    )
    if parent is None or deep:
        raise ActionRefused(_("Đề mục không hợp lệ."), code="parent", field="parent_id")
    return parent


def _next_notation(entry: CatalogueEntry) -> str:
    """Return the next free number of the catalogue with the large heading's abbreviation: "07.TCCB"."""
    top = entry.parent
    while top is not None and top.parent is not None:
        top = top.parent
    taken = [_NUMBER.match(text) for text in entry.catalogue.entries.values_list("notation", flat=True)]
    number = max((int(found[1]) for found in taken if found), default=0) + 1
    return f"{number:02}.{top.sign}" if top and top.sign else f"{number:02}"


@transaction.atomic
def remove_entry(entry_id: int, *, actor: Actor) -> None:
    """Take a line out of a draft; a heading only when nothing stands under it."""
    demand(actor, DRAFTS)
    entry = CatalogueEntry.objects.select_related("catalogue").get(
        pk=entry_id, catalogue__agency_id=actor.agency_id
    )
    catalogue = _open(entry.catalogue_id, DRAFTS, actor)
    if catalogue.state != CatalogueState.DRAFT:
        raise StateRefused(_("Danh mục hồ sơ năm %(year)s không còn sửa được.") % {"year": catalogue.year})
    title = entry.title
    try:
        entry.delete()
    except ProtectedError:
        raise StateRefused(
            _("“%(title)s” còn có dòng hoặc hồ sơ bên dưới.") % {"title": title}, code="entry-used"
        ) from None
    _journal(catalogue, "catalogue.entry_removed", actor, title=title)


@transaction.atomic
def approve_catalogue(
    catalogue_id: int,
    *,
    actor: Actor,
    decision_no: str,
    decision_on: date | None = None,
    seen_version: int | None = None,
) -> Catalogue:
    """Issue the catalogue of a year by a decision.

    Raises:
        ActionRefused: no decision number, or no case file in it. StateRefused: it is no draft.

    Legal source: NĐ 30/2020/NĐ-CP Điều 28: approved by the head, issued at the beginning of the year.
    """
    catalogue = _open(catalogue_id, APPROVES, actor)
    _require(catalogue, CatalogueState.DRAFT, seen_version)
    if not one_line(decision_no):
        raise ActionRefused(_("Hãy ghi số quyết định ban hành."), code="decision", field="decision_no")
    if not catalogue.entries.filter(is_heading=False).exists():
        raise ActionRefused(_("Danh mục chưa có hồ sơ nào."), code="empty")
    catalogue.state = CatalogueState.APPROVED
    catalogue.decision_no = one_line(decision_no)
    catalogue.decision_on = decision_on or timezone.localdate()
    catalogue.approved_by_id, catalogue.approved_at = actor.officer_id, timezone.now()
    catalogue.version += 1
    fitting(catalogue).save()
    _journal(catalogue, "catalogue.approved", actor, decision=catalogue.decision_no)
    return catalogue


@transaction.atomic
def close_catalogue(catalogue_id: int, *, actor: Actor, seen_version: int | None = None) -> Catalogue:
    """Close the catalogue of a year: no new case files under it.

    Raises:
        StateRefused: it is not issued, or a case file of it is still open.
    """
    catalogue = _open(catalogue_id, DRAFTS, actor)
    _require(catalogue, CatalogueState.APPROVED, seen_version)
    open_ones = CaseFile.objects.open().filter(entry__catalogue=catalogue).count()
    if open_ones:
        raise StateRefused(
            _("Còn %(count)s hồ sơ của danh mục chưa kết thúc.") % {"count": open_ones}, code="still-open"
        )
    catalogue.state = CatalogueState.CLOSED
    catalogue.version += 1
    catalogue.save(update_fields=["state", "version"])
    _journal(catalogue, "catalogue.closed", actor)
    return catalogue


def _open(catalogue_id: int, capability: str, actor: Actor) -> Catalogue:
    demand(actor, capability)
    return Catalogue.objects.select_for_update().get(pk=catalogue_id, agency_id=actor.agency_id)


def _require(catalogue: Catalogue, state: CatalogueState, seen_version: int | None) -> None:
    if seen_version is not None and catalogue.version != seen_version:
        raise StateRefused(_("Danh mục vừa được người khác cập nhật. Hãy xem lại."), code="stale")
    if catalogue.state != state:
        name = CATALOGUE_STATES[CatalogueState(catalogue.state)]
        raise StateRefused(_("Danh mục đang ở trạng thái “%(state)s”.") % {"state": name})


def _journal(catalogue: Catalogue, kind: str, actor: Actor, **data: Any) -> None:
    facts = {"year": catalogue.year, **data}
    record(kind, Subject(LABEL, catalogue.pk), actor=actor, agency_id=catalogue.agency_id, **facts)
