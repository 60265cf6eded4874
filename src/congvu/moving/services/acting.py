"""What an officer does with a run: try it, start it, stop it, go on, drop it, close the gaps of a book."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.common.text import one_line
from congvu.directory.messages import Actor
from congvu.documents.services import moving_in as documents
from congvu.moving.messages import Mapping
from congvu.moving.models import Move
from congvu.moving.rules.fields import Kind
from congvu.moving.services.access import journal, open_move
from congvu.moving.services.reconciling import reconcile
from congvu.moving.services.staging import check_mapping
from congvu.moving.services.working import begin
from congvu.moving.states import MOVES, Action


@transaction.atomic
def start_check(move_id: int, *, actor: Actor) -> Move:
    """Have the worker try all rows; nothing is brought in.

    Raises:
        ActionRefused: the columns are not told, or the run has no name of its old system yet.
        StateRefused: it is at work, or has begun to bring in.
    """
    move = open_move(move_id, Action.CHECK, actor=actor)
    if move.profile_id is None:
        raise ActionRefused(_("Hãy khai báo cột trước khi kiểm thử."), code="mapping")
    check_mapping(Kind(move.kind), Mapping.from_json(move.mapping), move.sheet["headings"])
    _active(move, Action.CHECK, actor)
    return move


@transaction.atomic
def start_move(move_id: int, *, actor: Actor) -> Move:
    """Have the worker bring in the rows that the trial found right."""
    move = open_move(move_id, Action.START, actor=actor)
    move.started_at = timezone.now()
    move.wrong.all().delete()
    _active(move, Action.START, actor)
    journal(move, "moving.started", actor=actor, file=move.source.name)
    return move


@transaction.atomic
def stop_move(move_id: int, *, actor: Actor) -> Move:
    """Stop a run behind the batch under way; what came in stays."""
    move = open_move(move_id, Action.STOP, actor=actor)
    move.state, move.moved_at = MOVES[Action.STOP].target, timezone.now()
    move.save(update_fields=["state", "moved_at"])
    journal(move, "moving.stopped", actor=actor, row=move.place)
    return move


@transaction.atomic
def resume_move(move_id: int, *, actor: Actor) -> Move:
    """Go on with a run that was stopped, or that an error stopped, behind its last whole batch."""
    move = open_move(move_id, Action.RESUME, actor=actor)
    _active(move, Action.RESUME, actor)
    journal(move, "moving.started", actor=actor, file=move.source.name)
    return move


@transaction.atomic
def drop_move(move_id: int, *, actor: Actor) -> Move:
    """Give a run up; what came in stays, and another run of the same source goes on behind it."""
    move = open_move(move_id, Action.DROP, actor=actor)
    move.state, move.ended_at = MOVES[Action.DROP].target, timezone.now()
    move.save(update_fields=["state", "ended_at"])
    journal(move, "moving.dropped", actor=actor)
    return move


def _active(move: Move, action: Action, actor: Actor) -> None:
    """Make a run active and have the worker take it up."""
    move.state, move.told, move.moved_at = MOVES[action].target, "", timezone.now()
    move.turn += 1
    move.officer_id = actor.officer_id
    move.place, move.offset = (move.place, move.offset) if action == Action.RESUME else (0, 0)
    move.save(update_fields=["state", "told", "moved_at", "turn", "officer", "place", "offset", "started_at"])
    begin(move)


@transaction.atomic
def close_gaps(move_id: int, group: str, *, reason: str, actor: Actor) -> int:
    """Declare the numbers of a register that the old system has no document for void; return how many.

    Numbers of rows that are wrong are left alone: their documents may still come in.

    Raises:
        ActionRefused: no reason, or no such register in this run.
    """
    reason = one_line(reason)
    if not reason:
        raise ActionRefused(_("Hãy ghi lý do các số này trống."), code="reason", field="reason")
    move = Move.objects.select_for_update().get(pk=move_id, agency_id=actor.agency_id)
    move.report = reconcile(move)
    line = next((one for one in move.report["lines"] if one["group"] == group), None)
    if line is None or not line["book"]:
        raise ActionRefused(_("Lượt này không có sổ đó."), code="group", field="group")
    done = documents.void_gaps(line["book"], line["gaps_absent"], reason=reason, actor=actor)
    move.report = reconcile(move)
    move.save(update_fields=["report"])
    if done:
        journal(move, "moving.voided", actor=actor, count=done, book=line["name"])
    return done
