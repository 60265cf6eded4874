"""Handing case files over to the agency's archive: proposed, checked, accepted or returned, with minutes.

Legal source: NĐ 30/2020/NĐ-CP Điều 30 khoản 3, Điều 31; Phụ lục V mục III and V (list and minutes).
"""

from collections.abc import Mapping, Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.audit.services import record
from congvu.calendars.queries import legal_rules
from congvu.calendars.rules.legal import Code
from congvu.casefiles.models import CaseFile, Handover, HandoverLine
from congvu.casefiles.rules.deadlines import add
from congvu.casefiles.services.access import journal, open_for, require_reason, store
from congvu.casefiles.services.fitting import fitting
from congvu.casefiles.states import HANDOVER_MOVES, HANDOVER_STATES, Action, HandoverState, State
from congvu.common.errors import ActionRefused, StaleVersion, StateRefused
from congvu.common.subject import Subject
from congvu.common.text import clean, one_line
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.registers.services import take_number

LABEL, REGISTER = "casefiles.handover", "handover"
MOST = 500


@transaction.atomic
def propose_handover(
    case_file_ids: Sequence[int], *, actor: Actor, title: str = "", condition: str = "", boxes: int = 0
) -> Handover:
    """Propose that the archive takes these case files; the minutes get the next number of the year.

    Raises:
        ActionRefused: none or too many, or of several units.
        StateRefused: one is not closed, or not in the actor's hands.
    """
    demand(actor, "casefile.keep")
    keys = sorted(set(case_file_ids))
    if not 0 < len(keys) <= MOST:
        raise ActionRefused(_("Hãy chọn từ 1 đến %(most)s hồ sơ.") % {"most": MOST}, code="case-files")
    found = [open_for(pk, Action.SUBMIT, actor=actor) for pk in keys]
    if not actor.officer_id:
        raise PermissionDenied("casefile.keep")
    if len({one.unit_id for one in found}) > 1:
        raise ActionRefused(_("Mỗi biên bản chỉ giao hồ sơ của một đơn vị."), code="units")
    now = timezone.now()
    today = timezone.localdate(now)
    handover = Handover(
        agency_id=actor.agency_id,
        unit_id=found[0].unit_id,
        year=today.year,
        number=take_number(agency_id=actor.agency_id, register=REGISTER, period=str(today.year)),
        title=one_line(title) or _("Hồ sơ của %(unit)s") % {"unit": found[0].unit.name},
        condition=one_line(condition),
        boxes=boxes,
        giver_id=actor.officer_id,
        giver_title=actor.post_title,
        proposed_at=now,
        answer_by=add(today, legal_rules(today).budget(Code.ARCHIVE_EXAMINE)),
    )
    fitting(handover).save()
    found.sort(key=lambda one: (one.year, one.notation))
    HandoverLine.objects.bulk_create(
        HandoverLine(handover=handover, case_file=one, place=place)
        for place, one in enumerate(found, start=1)
    )
    for one in found:
        one.state = State.SUBMITTED
        store(one, "state")
        journal(one, "casefile.submitted", actor=actor, number=str(handover))
    _journal(handover, "handover.proposed", actor, count=len(found))
    return handover


@transaction.atomic
def check_handover(
    handover_id: int,
    verdicts: Mapping[int, tuple[str, str]],
    *,
    actor: Actor,
    seen_version: int | None = None,
) -> Handover:
    """Write what the archive found of each case file.

    Args:
        verdicts: by key of the line: "good" or "bad", and the remark (needed for "bad").

    Raises:
        ActionRefused: an unknown line or verdict, or a remark is missing.
    """
    handover = _open(handover_id, "check", actor, seen_version)
    lines = {line.pk: line for line in handover.lines.all()}
    for pk, (verdict, remark) in verdicts.items():
        line = lines.get(pk)
        if line is None or verdict not in {"good", "bad"}:
            raise ActionRefused(_("Hồ sơ không thuộc biên bản này."), code="line")
        if verdict == "bad" and not clean(remark):
            raise ActionRefused(
                _("Hãy ghi hồ sơ phải hoàn thiện điều gì."), code="remark", field=f"nhan_xet_{pk}"
            )
        line.verdict, line.remark = verdict, clean(remark)
        fitting(line).save(update_fields=["verdict", "remark"])
    _move(handover, "check")
    _journal(handover, "handover.checked", actor, count=len(verdicts))
    return handover


@transaction.atomic
def accept_handover(handover_id: int, *, actor: Actor, seen_version: int | None = None) -> Handover:
    """Take the case files that were found good into the archive; the others go back with their remarks.

    Raises:
        StateRefused: a case file is not checked yet, or none was found good.
    """
    handover = _open(handover_id, "accept", actor, seen_version)
    lines = list(handover.lines.all())
    if any(line.verdict == HandoverLine.Verdict.WAITING for line in lines):
        raise StateRefused(_("Còn hồ sơ chưa kiểm tra."), code="unchecked")
    good = [line for line in lines if line.verdict == HandoverLine.Verdict.GOOD]
    if not good:
        raise StateRefused(_("Không có hồ sơ nào đủ điều kiện: hãy trả lại biên bản."), code="none-good")
    for line in lines:
        kept = line in good
        _settle(line, handover, actor, State.ACCEPTED if kept else State.RETURNED, line.remark)
    handover.receiver_id, handover.receiver_title = actor.officer_id, actor.post_title
    _move(handover, "accept", "receiver", "receiver_title")
    _journal(handover, "handover.accepted", actor, count=len(good), returned=len(lines) - len(good))
    return handover


@transaction.atomic
def return_handover(
    handover_id: int, *, actor: Actor, reason: str, seen_version: int | None = None
) -> Handover:
    """Return all case files of a hand-over to those who proposed it, with the reason."""
    handover = _open(handover_id, "return", actor, seen_version)
    require_reason(reason)
    for line in handover.lines.all():
        _settle(line, handover, actor, State.RETURNED, line.remark or reason)
    handover.reason = clean(reason)
    handover.receiver_id, handover.receiver_title = actor.officer_id, actor.post_title
    _move(handover, "return", "reason", "receiver", "receiver_title")
    _journal(handover, "handover.returned", actor, reason=reason)
    return handover


def _settle(line: HandoverLine, handover: Handover, actor: Actor, state: State, reason: str) -> None:
    """Move one case file on; the archive's desk sees every case file of its agency that was handed to it."""
    case_file = CaseFile.objects.select_for_update(of=("self",)).get(
        pk=line.case_file_id, agency_id=handover.agency_id
    )
    if case_file.state != State.SUBMITTED:
        raise StateRefused(_("Hồ sơ %(code)s không còn chờ nộp lưu.") % {"code": case_file.code})
    case_file.state = state
    store(case_file, "state")
    kind = "casefile.accepted" if state == State.ACCEPTED else "casefile.returned"
    journal(
        case_file,
        kind,
        actor=actor,
        reason=reason if state == State.RETURNED else "",
        number=str(handover),
    )


def _open(handover_id: int, action: str, actor: Actor, seen_version: int | None) -> Handover:
    move = HANDOVER_MOVES[action]
    demand(actor, move.capability)
    handover = Handover.objects.select_for_update(of=("self",)).get(pk=handover_id, agency_id=actor.agency_id)
    if seen_version is not None and handover.version != seen_version:
        raise StaleVersion(_("Biên bản vừa được người khác cập nhật. Hãy xem lại."))
    if HandoverState(handover.state) not in move.sources:
        raise StateRefused(
            _("Biên bản đang ở trạng thái “%(state)s”, không thể “%(action)s”.")
            % {"state": HANDOVER_STATES[HandoverState(handover.state)], "action": move.label}
        )
    return handover


def _move(handover: Handover, action: str, *fields: str) -> None:
    handover.state = HANDOVER_MOVES[action].target
    handover.version += 1
    if handover.state in {HandoverState.ACCEPTED, HandoverState.RETURNED}:
        handover.settled_at = timezone.now()
    fitting(handover).save(update_fields=["state", "version", "settled_at", *fields])


def _journal(
    handover: Handover, kind: str, actor: Actor, *, reason: str = "", count: int = 0, returned: int = 0
) -> None:
    record(
        kind,
        Subject(LABEL, handover.pk),
        actor=actor,
        agency_id=handover.agency_id,
        reason=clean(reason),
        number=str(handover),
        count=count,
        returned=returned,
    )
