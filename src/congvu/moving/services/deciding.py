"""What becomes of the rows of a batch: new, there already, or wrong; nothing is written here."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from congvu.directory.messages import Actor
from congvu.documents.services import moving_in as documents
from congvu.dossiers.services import moving_in as dossiers
from congvu.moving.messages import Row, Trouble
from congvu.moving.models import Move, MovedRow
from congvu.moving.rules.fields import Kind
from congvu.moving.services.bundles import Bundle


@dataclass(slots=True)
class Seen:
    """What a dry run remembers, since it writes nothing: keys with their rows, and numbers."""

    keys: dict[str, int] = field(default_factory=dict)
    numbers: set[Any] = field(default_factory=set)


@dataclass(slots=True)
class Decision:
    """The rows of a batch by what becomes of them."""

    new: list[Row] = field(default_factory=list)
    already: list[tuple[Row, MovedRow]] = field(default_factory=list)
    differs: list[tuple[Row, MovedRow]] = field(default_factory=list)
    wrong: list[Row] = field(default_factory=list)

    @property
    def refused(self) -> list[Row]:
        """The rows of which an officer must hear: wrong ones, and those that say otherwise than before."""
        return [*self.wrong, *(row for row, _moved in self.differs)]


def decide(
    move: Move, rows: Sequence[Row], *, actor: Actor, bundle: Bundle, seen: Seen | None = None
) -> Decision:
    """Sort the rows of a batch.

    Args:
        move: the run.
        rows: understood.
        actor: for whom.
        bundle: the files beside the source.
        seen: of a dry run; None in the transaction that will write, which then holds the registers.
    """
    decision = Decision()
    known = _known(move, rows)
    fresh: list[Row] = []
    here: dict[str, int] = {}
    for row in rows:
        earlier = known.get(row.key)
        if row.troubles:
            decision.wrong.append(row)
        elif earlier is not None and _same_source(move, earlier) and earlier.row != row.no:
            decision.wrong.append(_double(row, earlier.row))
        elif earlier is not None:
            _again(row, earlier, decision)
        elif row.key in here or (seen is not None and row.key in seen.keys):
            decision.wrong.append(_double(row, here.get(row.key) or (seen.keys[row.key] if seen else 0)))
        elif _files_found(move, row, bundle):
            here[row.key] = row.no
            fresh.append(row)
        else:
            decision.wrong.append(row)
    _examined(move, fresh, decision, actor, seen)
    return decision


def _known(move: Move, rows: Sequence[Row]) -> dict[str, MovedRow]:
    found = MovedRow.objects.filter(profile_id=move.profile_id, key__in={row.key for row in rows if row.key})
    return {one.key: one for one in found.select_related("move__source")}


def _same_source(move: Move, earlier: MovedRow) -> bool:
    return earlier.move_id == move.pk or earlier.move.source.blob_id == move.source.blob_id


def _again(row: Row, earlier: MovedRow, decision: Decision) -> None:
    """Sort a row that was brought in before: the same is passed over, another one is told."""
    if earlier.digest == row.digest:
        decision.already.append((row, earlier))
        return
    told = _("Đã chuyển trước đây với nội dung khác; bản đã chuyển được giữ nguyên.")
    row.troubles.append(Trouble("", "differs", told))
    decision.differs.append((row, earlier))


def _double(row: Row, first: int) -> Row:
    row.troubles.append(
        Trouble("number", "number-double", _("Trùng với dòng %(row)s của tệp.") % {"row": first})
    )
    return row


def _files_found(move: Move, row: Row, bundle: Bundle) -> bool:
    """Tell whether the files that a row names are there; where the mapping says so, it goes on without."""
    missing = [name for name in row.files if bundle.find(name) is None]
    if missing and move.mapping.get("missing_files") == "skip":
        row.files = tuple(name for name in row.files if name not in missing)
        row.notes.append("file-skipped")
    elif missing:
        row.troubles.append(
            Trouble("files", "no-file", _("Không tìm thấy tệp “%(name)s”.") % {"name": missing[0][:120]})
        )
        return False
    if move.kind == Kind.DOCUMENTS and not row.files:
        row.troubles.append(Trouble("files", "missing-files", _("Văn bản không có tệp nào.")))
        return False
    return True


def _examined(move: Move, fresh: list[Row], decision: Decision, actor: Actor, seen: Seen | None) -> None:
    past = [row.past for row in fresh]
    refusals: Sequence[Any]
    if move.kind == Kind.DOSSIERS:  # trying one is bringing it in: not twice
        refusals = dossiers.examine(past, actor=actor) if seen is not None else [None] * len(past)
    else:
        refusals = documents.examine(
            past, actor=actor, lock=seen is None, fresh=seen.numbers if seen is not None else None
        )
    for row, refusal in zip(fresh, refusals, strict=True):
        if refusal is not None:
            row.troubles.append(Trouble("", refusal.code, refusal.told))
            decision.wrong.append(row)
        else:
            decision.new.append(row)
            if seen is not None:
                seen.keys[row.key] = row.no
