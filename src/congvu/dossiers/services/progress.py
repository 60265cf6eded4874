"""Working on steps: take over, assign, complete, send back, undo."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.text import clean
from congvu.directory.messages import Actor
from congvu.directory.models import Post
from congvu.directory.queries import in_force
from congvu.dossiers.models import Dossier, HandOver, Involvement, Step
from congvu.dossiers.queries.inbox import holds
from congvu.dossiers.queries.locking import open_step_of
from congvu.dossiers.rules import OUTSIDE, holder_key, roles_for
from congvu.dossiers.services.access import journal, open_dossier, store
from congvu.dossiers.services.clock import FAR, recompute, resume_clock
from congvu.dossiers.services.moving import MOVED_FIELDS, Moved, advance_from, apply, cancel_opinions
from congvu.dossiers.services.telling import tell_assigned, tell_holders
from congvu.dossiers.states import UNDO_MINUTES, UNDOABLE, WAITING, Action, ResultState, StepState
from congvu.workflow import rules as workflow
from congvu.workflow.queries import definition


def open_step(dossier: Dossier, key: str, *, actor: Actor) -> Step:
    """Return the open step `key` in the actor's hands.

    Raises:
        StateRefused: it is no longer open, or somebody else holds it.
    """
    step = open_step_of(dossier, key)
    if step is None:
        raise StateRefused(_("Bước này không còn mở; có thể người khác đã xử lý."), code="step-closed")
    if not holds(actor, step):
        raise StateRefused(_("Bước “%(step)s” không do bạn xử lý.") % {"step": step.name}, code="not-holder")
    return step


@transaction.atomic
def take_over(dossier_id: int, key: str, *, actor: Actor, seen_version: int | None = None) -> Step:
    """Take a step out of the queue of one's unit, so that colleagues see who is on it."""
    dossier = open_dossier(dossier_id, Action.TAKE_OVER, actor=actor, seen_version=seen_version)
    step = open_step(dossier, key, actor=actor)
    if step.assignee_id == actor.officer_id:
        return step
    give(step, actor.officer_id)
    step.taken_at = timezone.now()
    step.save(update_fields=["assignee", "holder", "taken_at"])
    _receive(dossier, step, actor)
    store(dossier)
    journal(dossier, "dossier.taken_over", actor=actor, step=step.name)
    return step


@transaction.atomic
def assign_step(
    dossier_id: int,
    key: str,
    *,
    actor: Actor,
    officer_id: int,
    reason: str = "",
    seen_version: int | None = None,
) -> Step:
    """Assign (or re-assign) a step to an officer of the agency who holds its role."""
    dossier = open_dossier(dossier_id, Action.ASSIGN, actor=actor, seen_version=seen_version)
    step = dossier.steps.filter(state=StepState.OPEN, key=key).first()
    if step is None:
        raise StateRefused(_("Bước này không còn mở."), code="step-closed")
    if step.type == OUTSIDE or not may_assign(actor, step):
        raise StateRefused(_("Bước này thuộc đơn vị khác."), code="not-holder")
    name = assignee_name(dossier, step, officer_id)
    give(step, officer_id)
    step.taken_at = None
    step.save(update_fields=["assignee", "holder", "taken_at"])
    Involvement.objects.bulk_create(
        [
            Involvement(
                dossier=dossier,
                agency_id=step.agency_id,
                unit_id=step.unit_id,
                officer_id=officer_id,
                reason=Involvement.Reason.STEP,
            )
        ],
        ignore_conflicts=True,
    )
    store(dossier)
    tell_assigned(dossier, step, actor=actor)
    journal(dossier, "dossier.assigned", actor=actor, reason=reason, step=step.name, to=name)
    return step


def may_assign(actor: Actor, step: Step) -> bool:
    """Tell whether a step is the actor's to give: in their hands, of their units, or of their agency."""
    wide = actor.agency_wide and step.agency_id == actor.agency_id
    return wide or step.unit_id in actor.unit_ids or holds(actor, step)


@transaction.atomic
def complete_step(
    dossier_id: int,
    key: str,
    *,
    actor: Actor,
    outcome: str = "",
    note: str = "",
    assign_to: int | None = None,
    seen_version: int | None = None,
) -> Moved:
    """Complete a step and start whatever follows.

    Args:
        key: the step.
        outcome: one of the step's outcomes, where it has any.
        note: what was found or decided.
        assign_to: the officer who gets the next step (assignment by a head of unit).
        seen_version: the version that the officer saw.

    Raises:
        StateRefused: the step is not open or not in the actor's hands; a publication still runs.
        ActionRefused: the outcome is missing.

    Legal source: NĐ 118/2025/NĐ-CP Điều 18 (chuyển hồ sơ), TT 01/2018/TT-VPCP Điều 8 (quy trình nội bộ).
    """
    dossier = open_dossier(dossier_id, Action.COMPLETE, actor=actor, seen_version=seen_version)
    step = open_step(dossier, key, actor=actor)
    _require_ordinary(dossier, step)
    return finish_step(dossier, step, actor=actor, outcome=outcome, note=note, assign_to=assign_to)


_DONE_FIELDS = ("state", "outcome", "note", "done_at", "done_by", "undo")


def finish_step(
    dossier: Dossier,
    step: Step,
    *,
    actor: Actor,
    outcome: str = "",
    note: str = "",
    assign_to: int | None = None,
) -> Moved:
    """Close an open step of a locked dossier and move on; records the event."""
    now = timezone.now()
    before = {"marking": list(dossier.marking), "outcomes": dict(dossier.outcomes), "state": dossier.state}
    _receive(dossier, step, actor)
    if (
        dossier.paused_at is not None
        and definition(dossier.process_version_id or 0).step(step.key).stops_clock
    ):
        resume_clock(dossier)
    moved = advance_from(dossier, step, outcome, actor=actor)
    step.state = StepState.DONE
    step.outcome = outcome
    step.note = clean(note)
    step.done_at = now
    step.done_by_id = actor.officer_id
    step.undo = {**before, "started": [row.pk for row in moved.started]}
    store(dossier, *MOVED_FIELDS, also=[(step, _DONE_FIELDS)])
    if assign_to is not None:
        _assign_next(dossier, moved, assign_to)
        tell_assigned(dossier, moved.started[0], actor=actor)
    journal(
        dossier,
        "dossier.step_done",
        actor=actor,
        reason=note,
        step=step.name,
        key=step.key,
        outcome=outcome,
        next=[row.name for row in moved.started],
        late=bool(step.due_at and now > step.due_at),
    )
    return moved


@transaction.atomic
def send_back(
    dossier_id: int, key: str, *, actor: Actor, to: str, reason: str, seen_version: int | None = None
) -> Moved:
    """Send the dossier back to an earlier step, with the reason; whatever lies between is cancelled.

    A result that waits to be initialled, signed or issued falls with it, for the same reason.
    """
    dossier = open_dossier(
        dossier_id, Action.SEND_BACK, actor=actor, seen_version=seen_version, reason=reason
    )
    step = open_step(dossier, key, actor=actor)
    known = definition(dossier.process_version_id or 0)
    advance = workflow.return_to(known, frozenset(dossier.marking), key, to)
    drop_results(dossier, actor=actor, reason=reason)
    step.state = StepState.RETURNED
    step.done_at = timezone.now()
    step.done_by_id = actor.officer_id
    step.note = clean(reason)
    step.save(update_fields=["state", "done_at", "done_by", "note"])
    moved = apply(dossier, advance, actor=actor, opened_by=step)
    store(dossier, *MOVED_FIELDS)
    _give_back(dossier, moved)
    tell_holders(dossier, moved.started, actor=actor, back=True)
    journal(
        dossier,
        "dossier.sent_back",
        actor=actor,
        reason=reason,
        step=step.name,
        to=known.step(to).name,
    )
    return moved


def drop_results(dossier: Dossier, *, actor: Actor, reason: str) -> None:
    """Let every result that is not issued yet fall; each is recorded with the reason."""
    for result in dossier.results.filter(state__in=WAITING):
        result.state = ResultState.REJECTED
        result.save(update_fields=["state"])
        journal(dossier, "dossier.result_rejected", actor=actor, reason=reason, result=result.name)


@transaction.atomic
def undo_step(dossier_id: int, step_id: int, *, actor: Actor, seen_version: int | None = None) -> Step:
    """Take back one's own completion while nobody has touched what followed, within half an hour.

    Nothing that left the agency is undone: a hand-over to another agency is refused.
    """
    dossier = open_dossier(dossier_id, Action.UNDO_STEP, actor=actor, seen_version=seen_version)
    step = dossier.steps.filter(pk=step_id, state=StepState.DONE, done_by_id=actor.officer_id).first()
    if step is None or step.done_at is None or not step.undo:
        raise StateRefused(_("Không có bước nào của bạn để hoàn tác."), code="undo")
    spec = definition(dossier.process_version_id or 0).step(step.key)
    started = list(dossier.steps.filter(pk__in=step.undo["started"]))
    untouched = all(
        row.state == StepState.OPEN
        and row.taken_at is None
        and row.agency_id == step.agency_id
        and row.type != OUTSIDE
        for row in started
    )
    recent = (timezone.now() - step.done_at).total_seconds() <= UNDO_MINUTES * 60
    possible = step.type in UNDOABLE and not spec.stops_clock
    if not (untouched and recent and started and possible):
        raise StateRefused(
            _("Không thể hoàn tác: bước sau đã được xử lý, đã chuyển cơ quan khác hoặc đã quá %(n)s phút.")
            % {"n": UNDO_MINUTES},
            code="undo",
        )
    pks = [row.pk for row in started]
    dossier.steps.filter(pk__in=pks).update(state=StepState.CANCELLED, done_at=timezone.now())
    cancel_opinions(dossier, Q(step_id__in=pks))
    _take_back(dossier, step)
    dossier.marking = step.undo["marking"]
    dossier.outcomes = step.undo["outcomes"]
    dossier.state = step.undo["state"]
    dossier.holding = f"{step.name} – {step.unit.name}"[:300]
    _reopen(dossier, step)
    store(dossier, "marking", "outcomes", "state", "holding", "due_at", "paused_at")
    journal(dossier, "dossier.step_undone", actor=actor, step=step.name)
    return step


def assignee_name(dossier: Dossier, step: Step, officer_id: int) -> str:
    """Return the name of an officer who may do `step`.

    Raises:
        ActionRefused: they hold its role in no post at its agency today, or may not see so secret a dossier.
    """
    post = (
        Post.objects.filter(
            in_force(), officer_id=officer_id, agency_id=step.agency_id, roles__code__in=roles_for(step.role)
        )
        .filter(officer__is_active=True, officer__clearance__gte=dossier.confidentiality)
        .select_related("officer")
        .first()
    )
    if post is None:
        raise ActionRefused(
            _("Cán bộ được giao không giữ vai trò xử lý bước này tại cơ quan, hoặc không được xem hồ sơ."),
            code="assignee",
            field="officer",
        )
    return post.officer.full_name


def _require_ordinary(dossier: Dossier, step: Step) -> None:
    """Steps with an act of their own (sign, issue, return, opinion) are completed by that act."""
    own_act = {
        "sign": _("Hãy dùng “Ký duyệt”."),
        "issue": _("Hãy dùng “Cấp số, phát hành”."),
        "return": _("Hãy dùng “Trả kết quả”."),
        "opinion": _("Hãy dùng “Trả lời ý kiến”."),
        "payment": _("Hãy dùng “Xác nhận đã nộp”."),
    }
    if step.type in own_act and _awaits_act(dossier, step):
        raise StateRefused(own_act[step.type], code="own-act")
    if step.type == "publish" and step.due_at and timezone.now() < step.due_at:
        raise StateRefused(
            _("Chưa hết thời gian niêm yết, công khai (đến %(due)s).")
            % {"due": timezone.localtime(step.due_at).strftime("%H:%M ngày %d/%m/%Y")},
            code="publishing",
        )


def _awaits_act(dossier: Dossier, step: Step) -> bool:
    """Signing and issuing have an act of their own only when a result is there to be signed or issued."""
    waiting = {"sign": (ResultState.PROPOSED, ResultState.CHECKED), "issue": (ResultState.SIGNED,)}
    if step.type not in waiting:
        return True
    return dossier.results.filter(state__in=waiting[step.type]).exists()


def give(step: Step, officer_id: int | None) -> None:
    """Put a step into an officer's hands, or back into its role's queue; the caller writes it."""
    step.assignee_id = officer_id
    step.holder = holder_key(officer_id=officer_id, unit_id=step.unit_id, role=step.role)


def _assign_next(dossier: Dossier, moved: Moved, officer_id: int) -> None:
    if not moved.started:
        raise ActionRefused(_("Không có bước sau để phân công."), code="assignee", field="assign_to")
    if len(moved.started) > 1:
        raise ActionRefused(_("Bước sau có nhiều nhánh, hãy phân công từng bước."), code="assignee")
    (step,) = moved.started
    assignee_name(dossier, step, officer_id)
    give(step, officer_id)
    step.save(update_fields=["assignee", "holder"])
    Involvement.objects.bulk_create(
        [
            Involvement(
                dossier=dossier,
                agency_id=step.agency_id,
                unit_id=step.unit_id,
                officer_id=officer_id,
                reason=Involvement.Reason.STEP,
            )
        ],
        ignore_conflicts=True,
    )


def _give_back(dossier: Dossier, moved: Moved) -> None:
    """A step that is done again goes to the officer who did it before."""
    for step in moved.started:
        before = (
            dossier.steps.filter(key=step.key, state=StepState.DONE, done_by__isnull=False)
            .order_by("-id")
            .first()
        )
        if before is not None and before.unit_id == step.unit_id:
            give(step, before.done_by_id)
            step.save(update_fields=["assignee", "holder"])


def _receive(dossier: Dossier, step: Step, actor: Actor) -> None:
    """The first act at another agency confirms that the dossier arrived there."""
    if step.handed_over and step.taken_at is None:
        HandOver.objects.filter(step=step, received_at__isnull=True).update(
            received_at=timezone.now(), received_by_id=actor.officer_id
        )


def _take_back(dossier: Dossier, step: Step) -> None:
    """Undo what a completed step did beside moving on: its proposal, its check, a pause that it began."""
    mine = dossier.results.filter(proposed_by=step.done_by_id, proposed_at__gte=step.started_at)
    mine.filter(state=ResultState.PROPOSED).update(state=ResultState.REJECTED)
    dossier.results.filter(
        state=ResultState.CHECKED, checked_by=step.done_by_id, checked_at__gte=step.started_at
    ).update(state=ResultState.PROPOSED, checked_by=None, checked_at=None)
    begun = dossier.pauses.filter(ends_at__isnull=True, starts_at__gte=step.done_at)
    if dossier.paused_at is not None and begun.delete()[0]:
        recompute(dossier)


def _reopen(dossier: Dossier, step: Step) -> None:
    step.state = StepState.OPEN
    step.order_at = dossier.due_at or FAR
    step.paused = dossier.paused_at is not None
    step.outcome = ""
    step.done_at = None
    step.done_by_id = None
    step.undo = {}
    step.save(update_fields=["state", "outcome", "done_at", "done_by", "undo", "order_at", "paused"])
