"""Editing given work before it is accepted, and correcting it afterwards; the old words are always kept."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.assignments.messages import Performer, Wording
from congvu.assignments.models import Amendment, Assignment, CoPerformer, Involvement
from congvu.assignments.services import telling
from congvu.assignments.services.access import enter, index, journal, open_assignment, store, written
from congvu.assignments.services.giving import due_text, involve, leader_name, set_due
from congvu.assignments.services.performers import Checked, all_checked
from congvu.assignments.services.steering import move_deadline, require_deadline, tell_performers
from congvu.assignments.states import Action, State
from congvu.common.errors import ActionRefused
from congvu.directory.messages import Actor

Part = Amendment.Part
NAMES = {"content": "nội dung", "lead": "chủ trì", "partners": "phối hợp", "due_on": "thời hạn"}


@dataclass(frozen=True, slots=True)
class Change:
    """One part that becomes another; in words."""

    part: str
    before: str
    after: str


@transaction.atomic
def edit_assignment(
    assignment_id: int,
    wanted: Wording,
    reason: str = "",
    *,
    actor: Actor,
    seen_version: int | None = None,
) -> Assignment:
    """Change text, deadline, lead or partners of work that nobody has accepted yet.

    Args:
        wanted: the work as it should read.
        reason: why, if there is more to say than that it was wrong.

    Raises:
        ActionRefused: nothing changes, or the new parts could not have been given (see `create_assignment`).
    """
    assignment = open_assignment(assignment_id, Action.EDIT, actor=actor, seen_version=seen_version)
    enter(assignment, Action.EDIT)
    return _amend(assignment, wanted, written(reason, _("lý do"), field="reason", required=False), actor)


@transaction.atomic
def correct_assignment(
    assignment_id: int, wanted: Wording, reason: str, *, actor: Actor, seen_version: int | None = None
) -> Assignment:
    """Correct text, deadline or partners of work that is being done; its performers are told.

    Another lead is a transfer (see `transfer`), which keeps what the one before did.

    Raises:
        ActionRefused: no reason, nothing changes, another lead, a partner who has answered is taken out …
    """
    assignment = open_assignment(
        assignment_id, Action.CORRECT, actor=actor, seen_version=seen_version, reason=reason
    )
    if wanted.lead is not None and wanted.lead.who != _lead(assignment).who:
        raise ActionRefused(
            _("Nhiệm vụ đã nhận: đổi nơi chủ trì bằng “Chuyển đơn vị khác”."), code="lead", field="lead"
        )
    enter(assignment, Action.CORRECT)
    return _amend(assignment, wanted, written(reason, _("lý do"), field="reason"), actor)


def _amend(assignment: Assignment, wanted: Wording, why: str, actor: Actor) -> Assignment:
    changes = [
        *_change_content(assignment, wanted.content),
        *_change_lead(assignment, wanted, actor),
        *_change_partners(assignment, wanted, actor),
        *_change_due(assignment, wanted.due_on, why, actor),
    ]
    if not changes:
        raise ActionRefused(_("Chưa có gì thay đổi."), code="same")
    index(assignment)
    store(assignment)
    _keep(assignment, changes, why, actor)
    return assignment


def _keep(assignment: Assignment, changes: list[Change], why: str, actor: Actor) -> None:
    """Write down what changed, and tell who works on it; drafts are nobody's business yet."""
    now = timezone.now()
    Amendment.objects.bulk_create(
        Amendment(
            assignment=assignment,
            part=one.part,
            before=one.before,
            after=one.after,
            reason=why,
            officer_id=actor.officer_id,
            at=now,
        )
        for one in changes
    )
    parts = ", ".join(NAMES[one.part] for one in changes)
    begun = assignment.state in {State.IN_PROGRESS, State.RETURNED}
    kind = "assignment.corrected" if begun else "assignment.edited"
    journal(
        assignment,
        kind,
        actor=actor,
        reason=why,
        parts=parts,
        changes={one.part: [one.before, one.after] for one in changes},
    )
    if assignment.state != State.HIDDEN:
        tell_performers(assignment, _("Nhiệm vụ được sửa: %(parts)s") % {"parts": parts}, actor)


def _change_content(assignment: Assignment, content: str) -> list[Change]:
    found = written(content, _("nội dung nhiệm vụ"), field="content")
    if found == assignment.content:
        return []
    change = Change(Part.CONTENT, assignment.content, found)
    assignment.content = found
    return [change]


def _change_lead(assignment: Assignment, wanted: Wording, actor: Actor) -> list[Change]:
    old, lead = _lead(assignment), wanted.lead
    if lead is None or lead.who == old.who:
        return []
    one = all_checked([lead], actor, confidentiality=assignment.confidentiality, field="lead")[0]
    before = leader_name(assignment)
    Involvement.objects.filter(assignment=assignment, reason="lead").delete()
    assignment.lead_agency, assignment.lead_unit, assignment.lead_officer = one.agency, one.unit, one.officer
    involve(assignment, one, "lead")
    set_due(assignment, assignment.due_on)
    if assignment.state != State.HIDDEN:
        said = _("Nhiệm vụ mới, hạn %(due)s") % {"due": due_text(assignment)}
        telling.tell(telling.performers(assignment), "assignment.given", said, assignment, actor=actor)
    return [Change(Part.LEAD, before, leader_name(assignment))]


def _change_partners(assignment: Assignment, wanted: Wording, actor: Actor) -> list[Change]:
    rows = {row.who: row for row in assignment.partners.select_related("agency", "unit", "officer")}
    asked = {one.who: one for one in wanted.partners}
    if _lead(assignment).who in asked:
        raise ActionRefused(_("Đơn vị chủ trì không đồng thời phối hợp."), code="twice", field="partners")
    if set(asked) == set(rows):
        return []
    before = ", ".join(_called(row) for row in rows.values())
    for who in set(rows) - set(asked):
        _take_out(assignment, rows[who])
    fresh = [one for who, one in asked.items() if who not in rows]
    rank = assignment.confidentiality
    for one in all_checked(fresh, actor, confidentiality=rank, field="partners"):
        _take_in(assignment, one, actor)
    after = assignment.partners.select_related("agency", "unit", "officer")
    return [Change(Part.PARTNERS, before, ", ".join(_called(row) for row in after.all()))]


def _take_out(assignment: Assignment, row: CoPerformer) -> None:
    if row.answered_at is not None:
        raise ActionRefused(
            _("%(who)s đã gửi kết quả phối hợp, không bỏ ra được.") % {"who": _called(row)},
            code="answered",
            field="partners",
        )
    row.delete()
    Involvement.objects.filter(assignment=assignment, who=row.who, reason="partner").delete()


def _take_in(assignment: Assignment, one: Checked, actor: Actor) -> None:
    row = CoPerformer.objects.create(
        assignment=assignment,
        who=one.performer.who,
        agency=one.agency,
        unit=one.unit,
        officer=one.officer,
    )
    involve(assignment, one, "partner")
    if assignment.state != State.HIDDEN:
        telling.tell_partner(assignment, row, actor=actor)


def _change_due(assignment: Assignment, due_on: date | None, why: str, actor: Actor) -> list[Change]:
    if due_on == assignment.due_on:
        return []
    require_deadline(assignment, due_on)
    before = due_text(assignment)
    if assignment.state == State.HIDDEN:  # nothing was given yet: it is the first deadline that changes
        set_due(assignment, due_on)
        assignment.first_due_on = due_on
    else:
        move_deadline(assignment, due_on, why, actor=actor)
    return [Change(Part.DUE, before, due_text(assignment))]


def _lead(assignment: Assignment) -> Performer:
    return Performer(assignment.lead_agency_id, assignment.lead_unit_id, assignment.lead_officer_id)


def _called(row: CoPerformer) -> str:
    return str(row.officer or row.unit or row.agency)
