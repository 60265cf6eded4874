"""The dry run: every row is read, understood and held against what is here; nothing is brought in."""

from collections.abc import Callable, Iterator
from itertools import batched
from typing import Any

from django.db import transaction
from django.utils import timezone

from congvu.directory.messages import Actor
from congvu.files.services import keep_made
from congvu.moving.messages import Cell, Sheet
from congvu.moving.models import Move
from congvu.moving.rules.tally import Tally
from congvu.moving.services.access import journal
from congvu.moving.services.bundles import bundle_of
from congvu.moving.services.deciding import Decision, Seen, decide
from congvu.moving.services.reading import packed, rows_of, unpacked
from congvu.moving.services.understanding import reader_of
from congvu.moving.services.wrong import keep_wrong, sheet_of_wrong
from congvu.moving.states import State

BATCH = 500


def read_in(move: Move, *, actor: Actor) -> Move:
    """Read the source once and keep its rows, so that everything after goes on from any place at once."""
    if move.read_rows_id is None:
        counted = [0]
        rows = _counting(rows_of(move.source, _sheet(move)), counted)
        move.read_rows = keep_made(packed(rows), f"{move.pk}.jsonl", "application/jsonl", actor=actor)
        move.total = counted[0]
        move.save(update_fields=["read_rows", "total"])
    return move


def _sheet(move: Move) -> Sheet:
    data = move.sheet
    return Sheet(data["name"], tuple(data["headings"]), data["first"], data["encoding"])


def _counting(rows: Iterator[tuple[int, list[Cell]]], counted: list[int]) -> Iterator[tuple[int, list[Cell]]]:
    for row in rows:
        counted[0] += 1
        yield row


def check(move: Move, *, actor: Actor, going: Callable[[], bool] = lambda: True) -> Move:
    """Try all rows of a run and write down what is wrong; from the beginning, whatever was tried before.

    Args:
        move: in the state “checking”.
        actor: for whom.
        going: asked after each batch; False ends the trial where it is.
    """
    move = read_in(move, actor=actor)
    move.wrong.all().delete()
    tally, seen = Tally(), Seen()
    read, plan = reader_of(move, actor)
    assert move.read_rows is not None
    place = 0
    with bundle_of(move) as bundle:
        for batch in batched(unpacked(move.read_rows), BATCH):
            rows = [read(no, cells) for _offset, no, cells in batch]
            decision = decide(move, rows, actor=actor, bundle=bundle, seen=seen)
            count(tally, decision)
            place += len(rows)
            with transaction.atomic():
                keep_wrong(move, decision.refused)
                Move.objects.filter(pk=move.pk).update(place=place, moved_at=timezone.now())
            if not going():
                return move
    return _finished(move, tally, plan.unknown, actor)


def count(tally: Tally, decision: Decision) -> None:
    """Count the rows of a batch."""
    for row in decision.new:
        tally.add(row, "new")
    for row, _moved in decision.already:
        tally.add(row, "already")
    for row, _moved in decision.differs:
        tally.add(row, "differs")
    for row in decision.wrong:
        tally.add(row, "wrong")


@transaction.atomic
def _finished(move: Move, tally: Tally, unknown: dict[str, Any], actor: Actor) -> Move:
    held = Move.objects.select_for_update().get(pk=move.pk)
    if held.state != State.CHECKING:
        return held
    held.dry = {**tally.as_json(), "unknown": unknown}
    held.state, held.place, held.offset, held.counts = State.CHECKED, 0, 0, {}
    held.told, held.moved_at = "", timezone.now()
    held.wrong_sheet = sheet_of_wrong(held, actor=actor)
    held.save(update_fields=["dry", "state", "place", "offset", "counts", "told", "moved_at", "wrong_sheet"])
    journal(
        held,
        "moving.checked",
        actor=actor,
        file=held.source.name,
        rows=tally.all["rows"],
        wrong=tally.all["wrong"] + tally.all["differs"],
    )
    return held
