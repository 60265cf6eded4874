"""The only door to a run that is about to change: scope, capability, state, lock."""

from typing import Any

from django.utils.translation import gettext as _

from congvu.audit.services import record
from congvu.common.errors import StateRefused
from congvu.common.subject import Subject
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.moving.models import Move
from congvu.moving.queries import moves_of
from congvu.moving.states import MOVES, STATE_NAMES, Action

CAPABILITY = "moving.manage"


def open_move(move_id: int, action: Action, *, actor: Actor) -> Move:
    """Lock a run of the actor's agency for `action` and return it.

    Raises:
        PermissionDenied: the capability is missing.
        Move.DoesNotExist: none of the actor's agency (existence does not leak).
        StateRefused: the table does not allow the action in this state.
    """
    demand(actor, CAPABILITY)
    move = moves_of(actor).select_for_update(of=("self",)).get(pk=move_id)
    require(move, action)
    return move


def require(move: Move, action: Action) -> None:
    """Refuse what the table does not allow, or what a run that has begun to write no longer allows."""
    begun = move.started_at is not None
    late = begun and action in {Action.MAP, Action.CHECK, Action.START}
    early = not begun and action == Action.RESUME
    if move.stage not in MOVES[action].sources or late or early:
        raise StateRefused(
            _("Lượt chuyển đang ở trạng thái “%(state)s”, không thể thực hiện “%(action)s”.")
            % {"state": STATE_NAMES[move.stage], "action": MOVES[action].label}
        )


def journal(move: Move, kind: str, *, actor: Actor, **data: Any) -> None:
    """Record that something happened to a run."""
    record(kind, Subject("moving.move", move.pk), actor=actor, agency_id=move.agency_id, **data)
