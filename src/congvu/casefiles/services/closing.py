"""Closing a case file, opening it again, and letting a unit keep it back.

Legal source: NĐ 30/2020/NĐ-CP Điều 29.4 (closing), Điều 30.2 (deadline), Điều 31.3d (keeping back).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.calendars.queries import legal_rules
from congvu.calendars.rules.legal import Code
from congvu.casefiles import rules
from congvu.casefiles.models import CaseFile, CaseItem
from congvu.casefiles.queries.closing import facts_of
from congvu.casefiles.services.access import journal, open_for, store
from congvu.casefiles.services.pages import counted
from congvu.casefiles.services.retention import require_period
from congvu.casefiles.states import Action, State
from congvu.common.errors import ActionRefused, StateRefused
from congvu.directory.messages import Actor

_SHIFT = 1_000_000


@transaction.atomic
def close_case_file(
    case_file_id: int,
    *,
    actor: Actor,
    ended_on: date | None = None,
    retention: str = "",
    retention_years: int | None = None,
    sheet_total: int | None = None,
    seen_version: int | None = None,
) -> CaseFile:
    """Close a case file: documents in the order of time, totals and end written, the hand-over due computed.

    Args:
        ended_on: when the work ended; today unless told.
        retention, retention_years: as the keeper confirms them (Điều 29.4b); unchanged when not given.
        sheet_total: sheets of paper, for a case file on paper.

    Raises:
        ActionRefused: a check stops it (see `rules.closing_checks`); the sentences say what is missing.
    """
    case_file = open_for(case_file_id, Action.CLOSE, actor=actor, seen_version=seen_version)
    if retention:
        require_period(retention, retention_years)
        case_file.retention, case_file.retention_years = retention, retention_years
    today = timezone.localdate()
    case_file.ended_on = ended_on or today
    facts = _closable(case_file, today)
    _arrange(case_file)
    case_file.doc_total = len(facts.items)
    case_file.page_total = sum(item.pages for item in facts.items)
    case_file.next_ordinal = case_file.doc_total + 1
    if sheet_total is not None:
        case_file.sheet_total = sheet_total
    case_file.state, case_file.closed_by_id = State.CLOSED, actor.officer_id
    case_file.closed_at, case_file.due_on = timezone.now(), due_of(case_file)
    store(
        case_file,
        *("state", "ended_on", "retention", "retention_years", "doc_total", "page_total", "sheet_total"),
        *("next_ordinal", "closed_by", "closed_at", "due_on"),
    )
    journal(
        case_file,
        "casefile.closed",
        actor=actor,
        documents=case_file.doc_total,
        pages=case_file.page_total,
        due=case_file.due_on,
    )
    return case_file


def _closable(case_file: CaseFile, today: date) -> rules.ClosingFacts:
    """Return the facts of a case file that may be closed; refuse one that a check stops."""
    facts = facts_of(case_file, ended_on=case_file.ended_on or today, today=today)
    stops = [check for check in rules.closing_checks(facts) if check.stops]
    if stops:
        raise ActionRefused(
            _("Chưa kết thúc được: %(problems)s") % {"problems": " ".join(one.sentence for one in stops)},
            code=f"closing-{stops[0].code}",
        )
    return facts


def due_of(case_file: CaseFile) -> date | None:
    """Return the last day for handing `case_file` over, by the legal rules of the day on which it ended."""
    assert case_file.ended_on is not None
    law = legal_rules(case_file.ended_on)
    return rules.due_date(
        rules.DueFacts(
            case_file.retention,
            case_file.ended_on,
            case_file.retention_years,
            case_file.building,
            case_file.settled_on,
        ),
        general=law.budget(Code.ARCHIVE_HANDOVER),
        building=law.budget(Code.ARCHIVE_BUILDING),
        least_years=law.number(Code.ARCHIVE_LEAST_YEARS),
    )


def _arrange(case_file: CaseFile) -> None:
    """Number the documents 1, 2, 3 … in the order of their dates (Phụ lục VI III.4g)."""
    items = sorted(
        case_file.items.filter(removed_at__isnull=True),
        key=lambda item: (item.dated_on or date.max, item.ordinal),
    )
    wanted = {item.pk: number for number, item in enumerate(items, start=1)}
    moved = [item for item in items if item.ordinal != wanted[item.pk]]
    if not moved:
        return
    case_file.items.filter(removed_at__isnull=True).update(ordinal=F("ordinal") + _SHIFT)
    for item in items:
        item.ordinal = wanted[item.pk]
    CaseItem.objects.bulk_update(items, ["ordinal"], batch_size=200)


@transaction.atomic
def count_pages(case_file_id: int, *, actor: Actor, seen_version: int | None = None) -> int:
    """Write the pages of documents that have none and whose PDF files say so; return how many."""
    case_file = open_for(case_file_id, Action.ARRANGE, actor=actor, seen_version=seen_version)
    found = []
    for item in case_file.items.filter(removed_at__isnull=True, pages=0).prefetch_related("files"):
        item.pages = counted([row.stored_id for row in item.files.all()])
        if item.pages:
            found.append(item)
    if found:
        CaseItem.objects.bulk_update(found, ["pages"], batch_size=200)
        store(case_file)
        for item in found:
            journal(case_file, "casefile.item_described", actor=actor, ordinal=item.ordinal, pages=item.pages)
    return len(found)


@transaction.atomic
def reopen_case_file(
    case_file_id: int, *, actor: Actor, reason: str, seen_version: int | None = None
) -> CaseFile:
    """Let a closed case file be opened again; needs the approval capability and a reason."""
    case_file = open_for(case_file_id, Action.REOPEN, actor=actor, seen_version=seen_version, reason=reason)
    return _opened(case_file, "casefile.reopened", actor, reason)


@transaction.atomic
def amend_case_file(case_file_id: int, *, actor: Actor, seen_version: int | None = None) -> CaseFile:
    """Open a case file that the archive returned, so that its keeper can complete it."""
    case_file = open_for(case_file_id, Action.AMEND, actor=actor, seen_version=seen_version)
    return _opened(case_file, "casefile.amended", actor)


def _opened(case_file: CaseFile, kind: str, actor: Actor, reason: str = "") -> CaseFile:
    case_file.state, case_file.due_on, case_file.kept_until = State.OPEN, None, None
    store(case_file, "state", "due_on", "kept_until")
    journal(case_file, kind, actor=actor, reason=reason)
    return case_file


@transaction.atomic
def keep_back(
    case_file_id: int, *, actor: Actor, until: date, reason: str, seen_version: int | None = None
) -> CaseFile:
    """Let a case file that is due stay where it is used, at most two years past its day (Điều 31.3d).

    Raises:
        StateRefused: it has no day by which it is due. ActionRefused: the day is too late, or before the due.
    """
    case_file = open_for(
        case_file_id, Action.KEEP_BACK, actor=actor, seen_version=seen_version, reason=reason
    )
    if case_file.due_on is None or case_file.ended_on is None:
        raise StateRefused(_("Hồ sơ này không có hạn nộp lưu."), code="not-due")
    latest = rules.kept_back_until(
        case_file.due_on, legal_rules(case_file.ended_on).budget(Code.ARCHIVE_KEEP_BACK)
    )
    if not case_file.due_on < until <= latest:
        raise ActionRefused(
            _("Chỉ được giữ lại sau hạn nộp lưu và không quá ngày %(latest)s.")
            % {"latest": f"{latest:%d/%m/%Y}"},
            code="until",
            field="until",
        )
    case_file.kept_until = until
    store(case_file, "kept_until")
    journal(case_file, "casefile.kept_back", actor=actor, reason=reason, until=f"{until:%d/%m/%Y}")
    return case_file


def checklist(
    case_file: CaseFile, *, ended_on: date, today: date, changes: Mapping[str, object] | None = None
) -> list[rules.Check]:
    """Return the checklist of closing as it would come out now, with what the keeper means to change."""
    facts = replace(facts_of(case_file, ended_on=ended_on, today=today), **dict(changes or {}))  # type: ignore[arg-type]
    return rules.closing_checks(facts)
