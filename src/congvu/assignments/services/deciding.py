"""The two approvals: the performing unit's leader, then the giver; and what ends work."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from congvu.assignments.models import Assignment, Extension, Report
from congvu.assignments.services.access import (
    drop_proposals,
    enter,
    journal,
    open_assignment,
    pending,
    store,
    written,
)
from congvu.assignments.services.filing_away import file_assignment
from congvu.assignments.services.giving import running_children, set_due
from congvu.assignments.services.reporting import lay_before_giver, note_earlier
from congvu.assignments.services.telling import performers as performers_of
from congvu.assignments.services.telling import tell, tell_decided
from congvu.assignments.states import (
    COMPLETED,
    FINAL,
    KIND_NAMES,
    Action,
    ReportKind,
    ReportState,
    State,
)
from congvu.common import subjects
from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.subject import Subject
from congvu.directory.messages import Actor


@transaction.atomic
def pass_unit(assignment_id: int, *, actor: Actor, note: str = "", seen_version: int | None = None) -> Report:
    """Approve, as leader of the performing unit, what waits there; a proposal then lies before the giver."""
    assignment = open_assignment(assignment_id, Action.PASS_UNIT, actor=actor, seen_version=seen_version)
    report = _at_unit(assignment)
    report.unit_by_id, report.unit_at = actor.officer_id, timezone.now()
    report.note = written(note, _("ý kiến"), field="note", required=False)
    note_earlier(assignment, report, actor=actor)
    lay_before_giver(assignment, report, actor=actor)
    report.save()
    store(assignment)
    journal(assignment, "assignment.unit_passed", actor=actor, reason=report.note)
    return report


@transaction.atomic
def refuse_unit(assignment_id: int, reason: str, *, actor: Actor, seen_version: int | None = None) -> Report:
    """Send a report back to its author, as leader of the performing unit; work goes on."""
    assignment = open_assignment(
        assignment_id, Action.REFUSE_UNIT, actor=actor, seen_version=seen_version, reason=reason
    )
    report = _at_unit(assignment)
    report.state = ReportState.REFUSED
    report.unit_by_id, report.unit_at = actor.officer_id, timezone.now()
    report.note = written(reason, _("lý do"), field="reason")
    report.save()
    store(assignment)
    journal(assignment, "assignment.unit_refused", actor=actor, reason=report.note)
    tell_decided(assignment, report, _("Lãnh đạo đơn vị yêu cầu báo cáo lại"), actor=actor)
    return report


@transaction.atomic
def approve(
    assignment_id: int,
    *,
    actor: Actor,
    note: str = "",
    confirmed: bool = False,
    seen_version: int | None = None,
) -> Assignment:
    """Approve what lies before the giver: the work ends, is closed, or gets the later deadline.

    Args:
        confirmed: that work whose parts still run may end.

    Raises:
        ActionRefused: parts still run and nobody confirmed (code "children").
    """
    assignment = open_assignment(assignment_id, Action.APPROVE, actor=actor, seen_version=seen_version)
    report = pending(assignment)
    if report.kind != ReportKind.EXTENSION:
        require_confirmed(assignment, confirmed=confirmed)
    report.state = ReportState.APPROVED
    report.giver_by_id, report.giver_at = actor.officer_id, timezone.now()
    report.note = written(note, _("ý kiến"), field="note", required=False) or report.note
    report.save()
    enter(assignment, Action.APPROVE)
    if report.kind == ReportKind.EXTENSION:
        _extend(assignment, report, actor)
    else:
        _complete(assignment, report, actor)
    said = _("%(report)s được duyệt") % {"report": KIND_NAMES[ReportKind(report.kind)]}
    tell_decided(assignment, report, said, actor=actor)
    return assignment


@transaction.atomic
def refuse(assignment_id: int, reason: str, *, actor: Actor, seen_version: int | None = None) -> Assignment:
    """Refuse what lies before the giver; work goes on under the deadline it had."""
    assignment = open_assignment(
        assignment_id, Action.REFUSE, actor=actor, seen_version=seen_version, reason=reason
    )
    report = pending(assignment)
    report.state = ReportState.REFUSED
    report.giver_by_id, report.giver_at = actor.officer_id, timezone.now()
    report.note = written(reason, _("lý do"), field="reason")
    report.save()
    enter(assignment, Action.REFUSE)
    store(assignment)
    name = KIND_NAMES[ReportKind(report.kind)]
    journal(assignment, "assignment.refused", actor=actor, reason=report.note, report=name.lower())
    said = _("%(report)s không được duyệt") % {"report": name}
    tell_decided(assignment, report, said, actor=actor)
    return assignment


@transaction.atomic
def close(
    assignment_id: int,
    reason: str,
    *,
    actor: Actor,
    confirmed: bool = False,
    seen_version: int | None = None,
) -> Assignment:
    """Close work by the giver's own decision; it counts as completed today.

    Raises:
        ActionRefused: parts still run and nobody confirmed (code "children").
    """
    assignment = open_assignment(
        assignment_id, Action.CLOSE, actor=actor, seen_version=seen_version, reason=reason
    )
    require_confirmed(assignment, confirmed=confirmed)
    why = written(reason, _("lý do"), field="reason")
    drop_proposals(assignment, _("Nhiệm vụ được đóng: %(why)s") % {"why": why}, actor=actor)
    enter(assignment, Action.CLOSE)
    assignment.finished_on, assignment.finished_at = timezone.localdate(), timezone.now()
    store(assignment)
    journal(assignment, "assignment.closed", actor=actor, reason=why)
    tell(performers_of(assignment), "assignment.closed", _("Nhiệm vụ được đóng"), assignment, actor=actor)
    file_assignment(assignment, actor=actor)
    close_source(assignment, actor)
    return assignment


@transaction.atomic
def cancel(assignment_id: int, reason: str, *, actor: Actor, seen_version: int | None = None) -> Assignment:
    """Take work back as if it had never been given; statistics do not count it.

    Raises:
        StateRefused: parts of it still run.
    """
    assignment = open_assignment(
        assignment_id, Action.CANCEL, actor=actor, seen_version=seen_version, reason=reason
    )
    if running_children(assignment):
        raise StateRefused(
            _("Còn nhiệm vụ con đang thực hiện: hãy hủy hoặc kết thúc chúng trước."), code="children"
        )
    why = written(reason, _("lý do"), field="reason")
    hidden = assignment.state == State.HIDDEN
    drop_proposals(assignment, why, actor=actor)
    enter(assignment, Action.CANCEL)
    assignment.finished_at = timezone.now()
    store(assignment)
    journal(assignment, "assignment.cancelled", actor=actor, reason=why)
    if not hidden:
        said = _("Nhiệm vụ bị hủy")
        tell(performers_of(assignment), "assignment.cancelled", said, assignment, actor=actor)
    close_source(assignment, actor)
    return assignment


def close_source(assignment: Assignment, actor: Actor) -> None:
    """Tell the room that owns the source, in this transaction, when all work that came from it has ended.

    Two last tasks that end at once are put in order by locking the first task of the source: the later one
    then sees that the other has ended. A source whose work was cancelled altogether is not told.
    """
    if not assignment.source_label or assignment.source_pk is None:
        return
    siblings = Assignment.objects.filter(source_label=assignment.source_label, source_pk=assignment.source_pk)
    siblings.order_by("pk").select_for_update(of=("self",)).first()
    if siblings.exclude(state__in=[state.value for state in FINAL]).exists():
        return
    if siblings.filter(state__in=[state.value for state in COMPLETED]).exists():
        subjects.closed(Subject(assignment.source_label, assignment.source_pk), actor)


def require_confirmed(assignment: Assignment, *, confirmed: bool) -> None:
    """Ask before work ends whose parts still run."""
    count = running_children(assignment)
    if count and not confirmed:
        raise ActionRefused(
            ngettext(
                "Còn %(count)s nhiệm vụ con chưa kết thúc. Đánh dấu xác nhận nếu vẫn muốn kết thúc.",
                "Còn %(count)s nhiệm vụ con chưa kết thúc. Đánh dấu xác nhận nếu vẫn muốn kết thúc.",
                count,
            )
            % {"count": count},
            code="children",
            field="confirmed",
        )


def _at_unit(assignment: Assignment) -> Report:
    """Return what waits at the performing unit: a proposal before progress, the latest first."""
    waiting = list(assignment.reports.filter(state=ReportState.AT_UNIT).order_by("-pk"))
    if not waiting:
        raise StateRefused(_("Không còn báo cáo nào chờ duyệt tại đơn vị."), code="no-report")
    return next((one for one in waiting if one.kind != ReportKind.PROGRESS), waiting[0])


def _extend(assignment: Assignment, report: Report, actor: Actor) -> None:
    old, new = assignment.due_on, report.new_due_on
    Extension.objects.create(
        assignment=assignment,
        report=report,
        old_due_on=old,
        new_due_on=new,
        reason=report.content,
        officer_id=actor.officer_id,
        at=timezone.now(),
    )
    set_due(assignment, new)
    store(assignment)
    journal(assignment, "assignment.extended", actor=actor, old=f"{old:%d/%m/%Y}", new=f"{new:%d/%m/%Y}")


def _complete(assignment: Assignment, report: Report, actor: Actor) -> None:
    assignment.finished_at = timezone.now()
    done = report.kind == ReportKind.DONE
    assignment.finished_on = report.finished_on if done else timezone.localdate()
    store(assignment)
    if done:
        finished = f"{assignment.finished_on:%d/%m/%Y}"
        journal(assignment, "assignment.ended", actor=actor, finished=finished, reason=report.note)
    else:
        journal(assignment, "assignment.closed", actor=actor, reason=report.content[:500])
    file_assignment(assignment, actor=actor)
    close_source(assignment, actor)
