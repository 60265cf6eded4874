"""Bringing in: batch after batch, each one transaction with its documents, keys, events and place."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import batched

from django.db import IntegrityError, transaction
from django.utils import timezone

from congvu.common.errors import ActionRefused
from congvu.common.subject import Subject
from congvu.directory.messages import Actor
from congvu.documents.messages import ArrivedFile, PastIncoming, PastOutgoing
from congvu.documents.services import moving_in as documents
from congvu.dossiers.services import moving_in as dossiers
from congvu.moving.messages import Cell, Row, Trouble
from congvu.moving.models import Move, MovedRow
from congvu.moving.rules.tally import Tally
from congvu.moving.services.bundles import Bundle, bundle_of
from congvu.moving.services.checking import count
from congvu.moving.services.deciding import Decision, decide
from congvu.moving.services.finishing import finish
from congvu.moving.services.reading import unpacked
from congvu.moving.services.understanding import Reader, reader_of
from congvu.moving.services.wrong import keep_wrong
from congvu.moving.states import State

BATCH, TRIES = 500, 3
DOSSIER_BATCH = 50

type Raw = tuple[int, int, list[Cell]]


def run(move: Move, *, actor: Actor, going: Callable[[], bool] = lambda: True) -> Move:
    """Bring rows in from where the run stands, to its end or as long as `going` says.

    Each batch moves the place on in its own transaction: whatever kills the process, the next one goes on
    behind the last whole batch, and no row comes in twice.

    Args:
        move: in the state “running”.
        actor: for whom.
        going: asked after each batch.
    """
    read, _plan = reader_of(move, actor)
    assert move.read_rows is not None
    size = DOSSIER_BATCH if move.kind == "dossiers" else BATCH
    with bundle_of(move) as bundle:
        for batch in batched(unpacked(move.read_rows, move.offset), size):
            found = _batch(move, batch, read, actor, bundle)
            if found is None:
                return move
            move = found
            if not going():
                return move
    return finish(move, actor=actor)


def _batch(move: Move, batch: Sequence[Raw], read: Reader, actor: Actor, bundle: Bundle) -> Move | None:
    """Bring in one batch; return the run as it stands then, None when somebody stopped it."""
    for left in reversed(range(TRIES)):
        rows = [read(no, cells) for _offset, no, cells in batch]
        try:
            return _whole(move, batch, rows, actor, bundle)
        except IntegrityError:
            if not left:
                raise
        except ActionRefused:
            rows = [read(no, cells) for _offset, no, cells in batch]
            return _whole(move, batch, rows, actor, bundle, singly=True)
    return None


@transaction.atomic
def _whole(
    move: Move, batch: Sequence[Raw], rows: list[Row], actor: Actor, bundle: Bundle, *, singly: bool = False
) -> Move | None:
    held = Move.objects.select_for_update(of=("self",)).select_related("source", "archive").get(pk=move.pk)
    if held.state != State.RUNNING or held.offset != move.offset or held.turn != move.turn:
        return None
    decision = decide(held, rows, actor=actor, bundle=bundle)
    before = bundle.bytes_stored
    _bring_in(held, decision, actor, bundle, singly=singly)
    met = [moved.pk for _row, moved in (*decision.already, *decision.differs)]
    if met:
        MovedRow.objects.filter(pk__in=met).update(seen_by=held)
    keep_wrong(held, decision.refused)
    tally = Tally.from_json(held.counts)
    count(tally, decision)
    tally.bytes += bundle.bytes_stored - before
    held.counts, held.place, held.offset = tally.as_json(), held.place + len(batch), batch[-1][0]
    held.moved_at = timezone.now()
    held.save(update_fields=["counts", "place", "offset", "moved_at"])
    return held


def _bring_in(held: Move, decision: Decision, actor: Actor, bundle: Bundle, *, singly: bool) -> None:
    """Write the new rows, and note those whose files are refused as wrong."""
    ready: list[Row] = []
    for row in decision.new:
        if _with_files(row, actor, bundle):
            ready.append(row)
        else:
            decision.wrong.append(row)
    decision.new = ready
    if not ready:
        return
    if singly or held.kind == "dossiers":
        _singly(held, decision, actor)
    else:
        _keep(held, ready, _write(held, ready, actor))


def _write(held: Move, rows: Sequence[Row], actor: Actor) -> list[Subject]:
    source = held.profile.name if held.profile else held.source.name
    past = [row.past for row in rows]
    if held.kind == "dossiers":
        return dossiers.bring_in(past, actor=actor, source=source)
    return documents.bring_in(past, actor=actor, source=source)


def _singly(held: Move, decision: Decision, actor: Actor) -> None:
    """Write row by row: one that is refused is wrong, and the others come in."""
    kept = []
    for row in decision.new:
        try:
            with transaction.atomic():
                subjects = _write(held, [row], actor)
        except ActionRefused as refusal:
            row.troubles.append(Trouble(refusal.field, refusal.code[:40], refusal.message))
            decision.wrong.append(row)
            continue
        kept.append(row)
        _keep(held, [row], subjects)
    decision.new = kept


def _keep(held: Move, rows: Sequence[Row], subjects: Sequence[Subject]) -> None:
    assert held.profile_id is not None
    MovedRow.objects.bulk_create(
        [
            MovedRow(
                profile_id=held.profile_id,
                key=row.key[:200],
                digest=row.digest,
                move=held,
                seen_by=held,
                row=row.no,
                subject_label=subject.label,
                subject_pk=subject.pk,
            )
            for row, subject in zip(rows, subjects, strict=True)
        ],
        batch_size=500,
    )


def _with_files(row: Row, actor: Actor, bundle: Bundle) -> bool:
    """Store the files of a row and put them on it; False when one is refused."""
    if not row.files:
        return True
    try:
        keys = [bundle.keep(name, actor).pk for name in row.files]
    except ActionRefused as refusal:
        row.troubles.append(Trouble("files", refusal.code[:40], refusal.message))
        return False
    if isinstance(row.past, PastIncoming):
        files = tuple(ArrivedFile(key, "annex" if place else "main") for place, key in enumerate(keys))
        row.past = replace(row.past, files=files)
    elif isinstance(row.past, PastOutgoing):
        row.past = replace(row.past, file_ids=tuple(keys))
    else:
        row.past = replace(row.past, file_ids=tuple(keys))
    return True
