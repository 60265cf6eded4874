"""The deadline clock: facts are stored, `due_at` is recomputed here and nowhere else."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.calendars import rules as clock
from congvu.calendars.queries import legal_rules, schedule_for
from congvu.calendars.rules.legal import Unit
from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.text import clean
from congvu.directory.messages import Actor
from congvu.dossiers.models import Dossier, Extension, Pause, Step
from congvu.dossiers.rules import step_due
from congvu.dossiers.services.access import journal, open_dossier, store
from congvu.dossiers.services.fitting import fitting
from congvu.dossiers.states import Action, StepState
from congvu.procedures.messages import FrozenCase, FrozenProcedure
from congvu.procedures.queries import frozen
from congvu.workflow.queries import definition
from congvu.workflow.rules import Step as StepSpec

FAR = datetime(9999, 1, 1, tzinfo=timezone.get_default_timezone())


def start_clock(dossier: Dossier) -> None:
    """Set the budget of an accepted dossier and its due date; the caller writes the row.

    Legal source: the time printed on the receipt starts the clock (NĐ 118/2025/NĐ-CP Điều 17, 18).
    """
    assert dossier.accepted_at is not None
    procedure = frozen(dossier.procedure_version_id)
    dossier.rules_on = timezone.localdate(dossier.accepted_at)
    if dossier.master_system:
        dossier.first_due_at = dossier.due_at
        return
    _set_budget(dossier, procedure, procedure.case(dossier.case_id))
    dossier.due_at = compute(dossier, (), None).due_at
    dossier.first_due_at = dossier.due_at


def compute(dossier: Dossier, pauses: tuple[Pause, ...], extension: Extension | None) -> clock.Deadline:
    """Return the deadline that follows from a dossier's facts, by the rules it began with.

    The clock of a copy runs where its master is: the deadline is what was told.
    """
    assert dossier.accepted_at is not None
    assert dossier.rules_on is not None
    facts = clock.ClockFacts(
        started_at=dossier.accepted_at,
        budget=_budget(dossier),
        pauses=_pauses(pauses),
        extensions=(
            (clock.Extension(extension.at, extension.reason, until=extension.new_due_at),)
            if extension
            else ()
        ),
        budget_basis=f"Thủ tục {dossier.procedure_code}",
        told=_("Thời hạn do %(master)s tính và thông báo.") % {"master": dossier.master_system}
        if dossier.master_system
        else "",
    )
    deadline = clock.compute_due(
        facts, schedule_for(dossier.competent_agency_id), legal_rules(dossier.rules_on)
    )
    return replace(deadline, due_at=dossier.due_at) if dossier.master_system else deadline


def _pauses(rows: Iterable[Pause]) -> tuple[clock.Pause, ...]:
    return tuple(
        clock.Pause(
            row.starts_at,
            row.ends_at,
            row.reason,
            "restart" if row.kind == "restart" else "pause",
            row.legal_basis,
        )
        for row in rows
    )


def _budget(dossier: Dossier) -> clock.Budget | None:
    if dossier.budget_amount is None:
        return None
    return clock.Budget(dossier.budget_amount, cast(Unit, dossier.budget_unit))


def deadline_of(dossier: Dossier) -> clock.Deadline:
    """Return the deadline of a stored dossier with its explanation (screen "vì sao có hạn này")."""
    return compute(dossier, tuple(dossier.pauses.all()), Extension.objects.filter(dossier=dossier).first())


def recompute(dossier: Dossier) -> None:
    """Set `due_at` and `paused_at` from the facts, and bring the open steps' order in line."""
    deadline = deadline_of(dossier)
    dossier.due_at = deadline.due_at
    open_pause = dossier.pauses.filter(ends_at__isnull=True).first()
    dossier.paused_at = open_pause.starts_at if open_pause else None
    dossier.steps.filter(state=StepState.OPEN).update(
        order_at=dossier.due_at or FAR, paused=open_pause is not None
    )


def pause_clock(
    dossier: Dossier, *, kind: str, reason: str, legal_basis: str = "", at: datetime | None = None
) -> Pause:
    """Let the clock stand still from now on."""
    if dossier.paused_at is not None:
        raise StateRefused(_("Hồ sơ đang tạm dừng tính thời hạn."), code="paused")
    row = fitting(
        Pause(
            dossier=dossier,
            kind=kind,
            reason=clean(reason)[:500],
            legal_basis=legal_basis,
            starts_at=at or timezone.now(),
        )
    )
    row.save(force_insert=True)
    recompute(dossier)
    return row


def resume_clock(dossier: Dossier, *, at: datetime | None = None) -> Pause | None:
    """Let the clock run again from now on; steps that waited get the time back."""
    row = dossier.pauses.filter(ends_at__isnull=True).first()
    if row is None:
        return None
    row.ends_at = at or timezone.now()
    row.save(update_fields=["ends_at"])
    recompute(dossier)
    retime_steps(dossier)
    return row


def retime_steps(dossier: Dossier) -> list[Step]:
    """Set when the open steps are due from the facts, each by its own agency's hours; return those that move.

    What stands behind a step moves with it: the hand-over to its agency, and the opinion that it waits for.
    """
    if dossier.process_version_id is None:
        return []
    known, pauses = definition(dossier.process_version_id), _pauses(dossier.pauses.all())
    moved = []
    for step in dossier.steps.filter(state=StepState.OPEN):
        before, step.due_at = step.due_at, _due_of(step, known.step(step.key), pauses)
        if step.due_at != before:
            step.hand_overs.update(due_at=step.due_at)
            step.opinions.filter(answered_at__isnull=True, due_at=before).update(due_at=step.due_at)
            moved.append(step)
    Step.objects.bulk_update(moved, ["due_at"])
    return moved


def _due_of(step: Step, spec: StepSpec, pauses: tuple[clock.Pause, ...]) -> datetime | None:
    return step_due(
        step.started_at,
        pauses,
        schedule_for(step.agency_id),
        rules=legal_rules(timezone.localdate(step.started_at)),
        minutes=step.budget_hours * 60,
        wait=clock.Budget(spec.wait.amount, cast(Unit, spec.wait.unit)) if spec.wait else None,
    )


@transaction.atomic
def extend_dossier(
    dossier_id: int, *, actor: Actor, new_due_at: datetime, reason: str, seen_version: int | None = None
) -> Dossier:
    """Extend the deadline once, with an apology (form 04), at least a day before it expires.

    Args:
        new_due_at: the new due date, later than the old one.
        reason: why it is late; printed on the apology.

    Raises:
        StateRefused: it was extended before; it is overdue already; or the clock stands still.
        ActionRefused: the new date is not later.

    Legal source: NĐ 61/2018/NĐ-CP Điều 19.9, carried on by NĐ 118/2025/NĐ-CP; values in LegalRules.
    """
    dossier = open_dossier(dossier_id, Action.EXTEND, actor=actor, seen_version=seen_version, reason=reason)
    now = timezone.now()
    old = _extendable(dossier, new_due_at, now)
    rules_then = legal_rules(dossier.rules_on or timezone.localdate())
    latest = clock.apology_latest(old, schedule_for(dossier.competent_agency_id), rules_then)
    Extension.objects.create(
        dossier=dossier,
        old_due_at=old,
        new_due_at=new_due_at,
        reason=clean(reason),
        officer_id=actor.officer_id,
        at=now,
        late_notice=now > latest,
    )
    recompute(dossier)
    store(dossier, "due_at", "paused_at")
    journal(
        dossier,
        "dossier.extended",
        actor=actor,
        reason=reason,
        old=written(old),
        new=written(dossier.due_at),
        late=now > latest,
    )
    return dossier


def _extendable(dossier: Dossier, new_due_at: datetime, now: datetime) -> datetime:
    """Return the deadline about to be extended; refuse a second time, one that is over, and no gain."""
    if dossier.due_at is None:
        raise StateRefused(_("Hồ sơ không có hạn trả để gia hạn."), code="no-due")
    if Extension.objects.filter(dossier=dossier).exists():
        raise StateRefused(_("Hồ sơ đã được gia hạn một lần, không được hẹn lại lần nữa."), code="extended")
    if now > dossier.due_at:
        raise StateRefused(
            _("Hồ sơ đã quá hạn từ %(due)s; chỉ xin lỗi và gia hạn được trước khi hết hạn.")
            % {"due": written(dossier.due_at)},
            code="overdue",
        )
    if new_due_at <= dossier.due_at:
        raise ActionRefused(_("Hạn mới phải sau hạn cũ."), code="earlier", field="new_due_at")
    return dossier.due_at


@transaction.atomic
def change_rules(
    dossier_id: int,
    *,
    actor: Actor,
    version_id: int,
    case_no: int,
    rules_on: date,
    reason: str,
    seen_version: int | None = None,
) -> Dossier:
    """Move a running dossier to another version of its procedure, with recorded approval and basis.

    A change in the catalogue never does this by itself (a dossier keeps what it began with).
    """
    dossier = open_dossier(
        dossier_id, Action.CHANGE_RULES, actor=actor, seen_version=seen_version, reason=reason
    )
    before = {"version": dossier.procedure_version_id, "due": written(dossier.due_at)}
    _bind(dossier, version_id, case_no)
    dossier.rules_on = rules_on
    recompute(dossier)
    store(dossier, *_RULE_FIELDS)
    journal(
        dossier,
        "dossier.rules_changed",
        actor=actor,
        reason=reason,
        before=before,
        version=version_id,
        due=written(dossier.due_at),
    )
    return dossier


_RULE_FIELDS = (
    "procedure_version", "case", "rules_on", "budget_amount", "budget_unit", "due_at", "paused_at",
)  # fmt: skip


def _bind(dossier: Dossier, version_id: int, case_no: int) -> None:
    """Set version, case and budget of another version of the same procedure."""
    target = frozen(version_id)
    if target.code != dossier.procedure_code:
        raise ActionRefused(_("Phiên bản này thuộc thủ tục khác."), code="procedure", field="version")
    case = next((case for case in target.cases if case.no == case_no), None)
    if case is None:
        raise ActionRefused(_("Trường hợp không có trong thủ tục này."), code="case", field="case")
    dossier.procedure_version_id = version_id
    dossier.case_id = case.id
    _set_budget(dossier, target, case)


def _set_budget(dossier: Dossier, procedure: FrozenProcedure, case: FrozenCase) -> None:
    """Set the time that the case gives for the channel; what is done while one waits is due the same day.

    Legal source: NĐ 61/2018/NĐ-CP Điều 17.4 (instant results), carried on by NĐ 118/2025/NĐ-CP.
    """
    limit = case.time(dossier.channel)
    if limit is not None and limit.amount is not None:
        dossier.budget_amount, dossier.budget_unit = limit.amount, limit.unit
    elif procedure.instant:
        dossier.budget_amount, dossier.budget_unit = 0, "wday"
    else:
        dossier.budget_amount, dossier.budget_unit = None, ""


def written(moment: datetime | None) -> str:
    """Return a moment as events say it."""
    return timezone.localtime(moment).strftime("%H:%M %d/%m/%Y") if moment else ""
