"""Reconciliation: by register and year the source against what stands here, each difference explained.

Ours is counted in the tables of documents and dossiers, never taken from what the run counted itself.
"""

from typing import Any

from django.db.models import Count, Max, Min, QuerySet, Sum
from django.db.models.functions import ExtractYear

from congvu.documents.models import (
    Book,
    IncomingDocument,
    IncomingFile,
    OutgoingAnnex,
    OutgoingDocument,
)
from congvu.dossiers.models import ComponentFile, Dossier
from congvu.moving.models import Move, MovedRow
from congvu.moving.queries import wrong_by_group
from congvu.moving.rules.tally import Tally
from congvu.registers.models import VoidNumber

MOST_GAPS = 200
_LABELS = {
    "in": "documents.incomingdocument",
    "out": "documents.outgoingdocument",
    "dossier": "dossiers.dossier",
}


def reconcile(move: Move) -> dict[str, Any]:
    """Return the reconciliation of a run: a line for each register and year, and the whole."""
    tally = Tally.from_json(move.counts)
    ours = {**_incoming(move), **_outgoing(move), **_dossiers(move)}
    wrong = wrong_by_group(move)
    lines = [
        _line(move, group, tally.groups.get(group, {}), ours.get(group, {}), wrong.get(group, {}))
        for group in sorted({*tally.groups, *ours})
    ]
    whole = {
        name: sum(line[name] for line in lines)
        for name in ("source_rows", "rows", "source_pages", "pages", "source_files", "files", "bytes",
                     "left_out", "unexplained")
    }  # fmt: skip
    return {"lines": lines, "whole": whole}


def _line(
    move: Move, group: str, source: dict[str, int], ours: dict[str, Any], wrong: dict[str, dict[str, int]]
) -> dict[str, Any]:
    """Set the two sides of a register beside each other; what is unexplained must be 0."""
    direction, code, year = group.split("|")
    out = {reason: part for reason, part in wrong.items() if reason != "differs"}
    left_out = sum(part["rows"] for part in out.values())
    left_pages = sum(part["pages"] for part in out.values())
    rows, pages = ours.get("rows", 0), ours.get("pages", 0) or 0
    return {
        "group": group,
        "direction": direction,
        "code": code,
        "year": year,
        "name": ours.get("name", ""),
        "book": ours.get("book"),
        "source_rows": source.get("rows", 0),
        "rows": rows,
        "source_pages": source.get("pages", 0),
        "pages": pages,
        "source_files": source.get("files", 0),
        "files": ours.get("files", 0),
        "bytes": ours.get("bytes", 0) or 0,
        "first": ours.get("first"),
        "last": ours.get("last"),
        "left_out": left_out,
        "wrong": wrong,
        "differs": wrong.get("differs", {}).get("rows", 0),
        "unexplained": source.get("rows", 0) - left_out - rows,
        "unexplained_pages": source.get("pages", 0) - left_pages - pages,
        **_gaps(ours, _numbers(move, group)),
    }


def _numbers(move: Move, group: str) -> set[int]:
    """Return the numbers of the rows of a register that were left out."""
    found = set()
    for text in move.wrong.filter(group=group).values_list("number", flat=True):
        digits = "".join(char for char in text if char.isdigit())
        if digits:
            found.add(int(digits))
    return found


def _gaps(ours: dict[str, Any], left_out: set[int]) -> dict[str, Any]:
    """Return the numbers between first and last that no document has, parted by why."""
    book = Book.objects.filter(pk=ours.get("book") or 0).first()
    if book is None:
        return {"gaps": 0, "gaps_wrong": [], "gaps_absent": []}
    rows = (
        book.incoming.filter(arrival_number__isnull=False).values_list("arrival_number", flat=True)
        if book.direction == Book.Direction.INCOMING
        else book.outgoing.filter(number__isnull=False).values_list("number", flat=True)
    )
    held = {number for number in rows if number is not None}
    void = set(
        VoidNumber.objects.filter(
            counter__agency_id=book.agency_id, counter__register=book.register, counter__period=book.period
        ).values_list("number", flat=True)
    )
    missing = sorted(set(range(1, max(held, default=0) + 1)) - held - void)
    return {
        "gaps": len(missing),
        "gaps_wrong": [number for number in missing if number in left_out][:MOST_GAPS],
        "gaps_absent": [number for number in missing if number not in left_out][:MOST_GAPS],
    }


def _seen(move: Move, direction: str) -> QuerySet[MovedRow, int]:
    rows = MovedRow.objects.filter(seen_by=move, subject_label=_LABELS[direction])
    return rows.values_list("subject_pk", flat=True)


def _incoming(move: Move) -> dict[str, dict[str, Any]]:
    documents = IncomingDocument.objects.filter(pk__in=_seen(move, "in"))
    found = _books(documents, "arrival_number")
    files = IncomingFile.objects.filter(document__in=documents).order_by().values("document__book_id")
    _add_files(found, files, "document__book_id")
    return dict(found.values())


def _outgoing(move: Move) -> dict[str, dict[str, Any]]:
    documents = OutgoingDocument.objects.filter(pk__in=_seen(move, "out"))
    found = _books(documents, "number")
    issued = documents.filter(issued_file__isnull=False).order_by().values("book_id")
    counted = issued.annotate(count=Count("pk"), size=Sum("issued_file__blob__size"))
    for row in counted:
        _add(found, row["book_id"], row["count"], row["size"])
    annexes = OutgoingAnnex.objects.filter(document__in=documents).order_by().values("document__book_id")
    _add_files(found, annexes, "document__book_id")
    return dict(found.values())


def _books(documents: Any, number: str) -> dict[int, tuple[str, dict[str, Any]]]:
    rows = (
        documents.order_by()
        .values("book_id", "book__direction", "book__code", "book__year", "book__name")
        .annotate(count=Count("pk"), sum=Sum("pages"), first=Min(number), last=Max(number))
    )
    return {
        row["book_id"]: (
            f"{row['book__direction']}|{row['book__code']}|{row['book__year']}",
            {
                "book": row["book_id"],
                "name": row["book__name"],
                "rows": row["count"],
                "pages": row["sum"] or 0,
                "first": row["first"],
                "last": row["last"],
                "files": 0,
                "bytes": 0,
            },
        )
        for row in rows
    }


def _add_files(found: dict[int, tuple[str, dict[str, Any]]], files: Any, key: str) -> None:
    for row in files.annotate(count=Count("pk"), size=Sum("file__blob__size")):
        _add(found, row[key], row["count"], row["size"])


def _add(found: dict[int, tuple[str, dict[str, Any]]], book_id: int, count: int, size: int | None) -> None:
    values = found[book_id][1]
    values["files"] += count
    values["bytes"] += size or 0


def _dossiers(move: Move) -> dict[str, dict[str, Any]]:
    dossiers = Dossier.objects.filter(pk__in=_seen(move, "dossier"))
    years = dossiers.order_by().values(year=ExtractYear("accepted_at")).annotate(count=Count("pk"))
    found: dict[str, dict[str, Any]] = {
        f"dossier|ho-so|{row['year']}": {"rows": row["count"], "pages": 0, "files": 0, "bytes": 0}
        for row in years
    }
    files = (
        ComponentFile.objects.filter(dossier__in=dossiers)
        .order_by()
        .values(year=ExtractYear("dossier__accepted_at"))
        .annotate(count=Count("pk"), size=Sum("file__blob__size"))
    )
    for row in files:
        group = found[f"dossier|ho-so|{row['year']}"]
        group["files"], group["bytes"] = row["count"], row["size"] or 0
    return found
