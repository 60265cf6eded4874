"""A stage of our dossier that another system works on: given out, taken back, its result taken in."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.text import clean, one_line
from congvu.directory.messages import Actor
from congvu.dossiers.messages import StageResult
from congvu.dossiers.models import ComponentFile, Dossier, Result, Step
from congvu.dossiers.queries.locking import locked
from congvu.dossiers.rules import OUTSIDE, holder_key, outside_holder
from congvu.dossiers.services.access import journal, open_dossier, store
from congvu.dossiers.services.fitting import fitting
from congvu.dossiers.services.moving import holding_text, stage_of, watch_place
from congvu.dossiers.services.outside import hand_out, name_of
from congvu.dossiers.services.progress import finish_step, open_step
from congvu.dossiers.states import RUNNING, Action, ResultState, State, StepState
from congvu.workflow.queries import definition

_HELD = ("type", "role", "assignee", "holder")


@transaction.atomic
def hand_out_step(
    dossier_id: int, key: str, *, actor: Actor, code: str, reason: str, seen_version: int | None = None
) -> Step:
    """Hand the open step in the actor's hands to an agency that works on another system.

    The step stays open and comes back to the same hands with what that agency decides; until then nobody
    here can complete it.

    Args:
        key: the step.
        code: the agency's code on the interchange.
        reason: what is asked of it; printed on the transfer note.

    Legal source: NĐ 118/2025/NĐ-CP Điều 18; NĐ 61/2018/NĐ-CP Điều 19.7 for agencies of different levels.
    """
    dossier = open_dossier(dossier_id, Action.HAND_OVER, actor=actor, seen_version=seen_version)
    step = open_step(dossier, key, actor=actor)
    if not clean(reason):
        raise ActionRefused(_("Hãy ghi rõ nội dung đề nghị giải quyết."), code="reason", field="reason")
    code = one_line(code).upper()
    to = name_of(dossier.receiving_agency_id, code) if code else ""
    if not to:
        raise ActionRefused(
            _("Chưa có đường liên thông đến mã “%(code)s”.") % {"code": code}, code="agency", field="code"
        )
    step.undo = {"before": holding_of(step)}
    step.type, step.assignee_id, step.holder = OUTSIDE, None, outside_holder(code)
    step.save(update_fields=["type", "assignee", "holder", "undo"])
    _hold(dossier)
    store(dossier, "holding")
    hand_out(dossier, [step], actor=actor, reason=clean(reason))
    return step


def holding_of(step: Step) -> dict[str, Any]:
    """Return in whose hands a step is, so that it can come back there."""
    return {"type": step.type, "role": step.role, "assignee": step.assignee_id, "holder": step.holder}


def stage_step(dossier: Dossier, step_id: int | None) -> Step | None:
    """Return the step of a locked dossier that another system still works on, or None when it ended."""
    found = dossier.steps.filter(pk=step_id or 0, state=StepState.OPEN, type=OUTSIDE)
    return found.select_related("unit").first()


def give_back(dossier: Dossier, step: Step, before: dict[str, Any]) -> Step:
    """Put a step that another system no longer works on into hands here: those from before, or the counter's.

    Args:
        dossier: locked.
        step: of it, open at another system.
        before: `holding_of` the step before it was handed out; {} for a step that the process placed there.
    """
    if before:
        step.type, step.role, step.assignee_id = before["type"], before["role"], before["assignee"]
        step.holder = before["holder"]
    else:
        spec = definition(dossier.process_version_id or 0).step(step.key)
        place = watch_place(dossier)
        step.type, step.role, step.unit_id, step.assignee_id = spec.type, "clerk", place.unit_id, None
        step.holder = holder_key(officer_id=None, unit_id=place.unit_id, role="clerk")
    step.taken_at = None
    step.save(update_fields=[*_HELD, "unit", "taken_at"])
    _hold(dossier)
    store(dossier, "holding")
    return step


def take_result(
    dossier: Dossier, step: Step, result: StageResult, before: dict[str, Any], *, actor: Actor
) -> Step | None:
    """Take in what another system decided: the result is kept, and the process goes on.

    A step handed out by hand comes back to those hands; so does any that needs a decision here: a refusal,
    an outcome to choose, a clock that stands still.

    Args:
        dossier: locked.
        step: of it, open at that system.
        result: what came.
        before: as in `give_back`.

    Returns:
        The step that somebody here has to look at, or None when the process went on by itself.
    """
    _keep(dossier, result, actor)
    known = definition(dossier.process_version_id or 0)
    chosen = any(one.outcomes for one in stage_of(known, known.step(step.key)))
    if before or chosen or not result.positive or State(dossier.state) not in RUNNING:
        return give_back(dossier, step, before)
    holder, following = step.holder, [step]
    while following:
        moved = finish_step(dossier, following[0], actor=actor, note=result.content or result.name)
        following = [one for one in moved.started if one.holder == holder]
    return None


def _keep(dossier: Dossier, result: StageResult, actor: Actor) -> None:
    """Keep the paper issued as a result of the dossier, everything else as its files."""
    now = timezone.now()
    issued = result.positive and bool(result.notation or result.file_ids)
    if issued:
        row = Result(
            dossier=dossier,
            name=one_line(result.name),
            code=one_line(result.code),
            positive=True,
            content=clean(result.content),
            state=ResultState.ISSUED,
            number=result.number or 0,
            notation=one_line(result.notation),
            file_id=result.file_ids[0] if result.file_ids else None,
            proposed_at=now,
            signed_at=result.signed_at or result.issued_at or now,
            issued_at=result.issued_at or now,
        )
        fitting(row).save(force_insert=True)
        journal(dossier, "dossier.result_issued", actor=actor, result=row.name, notation=row.notation)
    add_files(dossier, result.file_ids[1:] if issued else result.file_ids)


def add_files(dossier: Dossier, file_ids: tuple[int, ...], component_id: int | None = None) -> None:
    """Lay stored files into a locked dossier."""
    now = timezone.now()
    ComponentFile.objects.bulk_create(
        [
            ComponentFile(dossier=dossier, component_id=component_id, file_id=file_id, added_at=now)
            for file_id in file_ids
        ]
    )


def locked_for(dossier_id: int, agency_id: int) -> Dossier:
    """Lock a dossier for what came from, or goes to, another system.

    Raises:
        StateRefused: it is not there any more.
    """
    try:
        return locked(dossier_id, Actor.system(agency_id))
    except Dossier.DoesNotExist:
        raise StateRefused(_("Hồ sơ không còn trong hệ thống."), code="gone") from None


def _hold(dossier: Dossier) -> None:
    dossier.holding = holding_text(
        list(dossier.steps.filter(state=StepState.OPEN).select_related("unit").order_by("id"))
    )
