"""The same act on many dossiers, with a preview that names what is left out and why."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.directory.messages import Actor
from congvu.dossiers.models import Dossier, Step
from congvu.dossiers.queries.inbox import holds
from congvu.dossiers.services.progress import assign_step, complete_step, may_assign, take_over
from congvu.dossiers.services.returning import return_result
from congvu.dossiers.states import MOVES, STATE_NAMES, Action, State, StepState

LIMIT = 200
BULK = (Action.TAKE_OVER, Action.ASSIGN, Action.COMPLETE, Action.RETURN_RESULT)


@dataclass(frozen=True, slots=True)
class BulkLine:
    """What will happen, or happened, to one dossier: `problem` is "" when it goes well."""

    dossier_id: int
    code: str
    owner: str
    step_key: str = ""
    step_name: str = ""
    problem: str = ""


def preview_bulk(dossier_ids: Sequence[int], action: Action, *, actor: Actor) -> list[BulkLine]:
    """Tell for each dossier whether `action` can be done, or why not (three statements in all).

    Raises:
        ActionRefused: the action is not one for many, or too many are selected.
    """
    if action not in BULK:
        raise ActionRefused(_("Thao tác này không làm hàng loạt được."), code="bulk")
    if len(set(dossier_ids)) > LIMIT:
        raise ActionRefused(_("Chọn tối đa %(n)s hồ sơ một lần.") % {"n": LIMIT}, code="bulk-limit")
    dossiers = Dossier.objects.visible_to(actor).in_bulk(list(set(dossier_ids)))
    steps: dict[int, list[Step]] = {}
    for step in Step.objects.filter(dossier_id__in=dossiers, state=StepState.OPEN).order_by("id"):
        steps.setdefault(step.dossier_id, []).append(step)
    return [
        _line(dossiers.get(pk), pk, steps.get(pk, []), action, actor) for pk in dict.fromkeys(dossier_ids)
    ]


def apply_bulk(dossier_ids: Sequence[int], action: Action, *, actor: Actor, **values: Any) -> list[BulkLine]:
    """Do `action` to each dossier in a transaction of its own; return one line per dossier.

    Args:
        values: `officer_id` for ASSIGN; `note` for COMPLETE; `way` and `receiver` for RETURN_RESULT.
    """
    lines = preview_bulk(dossier_ids, action, actor=actor)
    return [line if line.problem else _do(line, action, actor, values) for line in lines]


def _line(dossier: Dossier | None, pk: int, steps: list[Step], action: Action, actor: Actor) -> BulkLine:
    if dossier is None:
        return BulkLine(pk, "", "", problem=_("Không tìm thấy hồ sơ trong phạm vi của bạn."))
    line = BulkLine(pk, dossier.code or "", dossier.owner_name)
    move = MOVES[action]
    if not actor.can(move.capability):
        return _refused(line, _("Bạn không có quyền thực hiện thao tác này."))
    if State(dossier.state) not in move.sources:
        return _refused(line, _("Hồ sơ đang ở trạng thái “%s”.") % STATE_NAMES[State(dossier.state)])
    if action == Action.RETURN_RESULT:
        received = dossier.receiving_agency_id == actor.agency_id
        return line if received else _refused(line, _("Kết quả do nơi tiếp nhận hồ sơ trả."))
    fits = may_assign if action == Action.ASSIGN else holds
    mine = [step for step in steps if fits(actor, step)]
    if not mine:
        return _refused(line, _("Không có bước nào do bạn xử lý."))
    if len(mine) > 1:
        return _refused(line, _("Hồ sơ có nhiều bước song song, hãy mở để xử lý."))
    (step,) = mine
    if action == Action.COMPLETE and step.type in {
        "sign",
        "issue",
        "return",
        "opinion",
        "payment",
        "publish",
    }:
        return _refused(line, _("Bước “%s” phải xử lý trong hồ sơ.") % step.name)
    return BulkLine(pk, line.code, line.owner, step.key, step.name)


def _refused(line: BulkLine, problem: str) -> BulkLine:
    return BulkLine(line.dossier_id, line.code, line.owner, line.step_key, line.step_name, problem)


def _do(line: BulkLine, action: Action, actor: Actor, values: dict[str, Any]) -> BulkLine:
    acts: dict[Action, Callable[[], object]] = {
        Action.TAKE_OVER: lambda: take_over(line.dossier_id, line.step_key, actor=actor),
        Action.ASSIGN: lambda: assign_step(
            line.dossier_id, line.step_key, actor=actor, officer_id=values["officer_id"]
        ),
        Action.COMPLETE: lambda: complete_step(
            line.dossier_id, line.step_key, actor=actor, note=values.get("note", "")
        ),
        Action.RETURN_RESULT: lambda: return_result(
            line.dossier_id,
            actor=actor,
            way=values.get("way", "counter"),
            receiver=values.get("receiver") or line.owner,
        ),
    }
    try:
        acts[action]()
    except ActionRefused as refusal:
        return _refused(line, refusal.message)
    except PermissionDenied:
        return _refused(line, _("Bạn không có quyền thực hiện thao tác này."))
    except ObjectDoesNotExist:
        return _refused(line, _("Không tìm thấy hồ sơ trong phạm vi của bạn."))
    return line
