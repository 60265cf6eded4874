"""Importing rows of the national portal."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.procedures.messages import ImportReport, RowError
from congvu.procedures.rules.portal import Parsed, is_clean, read_row, tally
from congvu.procedures.services.importing import Item, import_items
from congvu.procedures.services.writing import Origin


def import_portal_rows(
    rows: Iterable[Mapping[str, str]], *, actor: Actor, source: str = "portal", dry_run: bool = False
) -> ImportReport:
    """Bring rows of the national portal in as drafts for review; a second run changes nothing.

    A row that changed on the portal becomes a new draft version with its differences in the report; a
    draft that a person has worked on is left alone and reported as kept.

    Args:
        rows: mappings with the columns of `rules.portal.COLUMNS`.
        actor: must hold catalogue.manage.
        source: the file's name, for the journal and the version's origin.
        dry_run: only tell what would happen.
    """
    demand(actor, "catalogue.manage")
    items: dict[str, Item] = {}
    parsed: list[Parsed] = []
    errors: list[RowError] = []
    for number, row in enumerate(rows, 1):
        try:
            reading = read_row(row)
        except (KeyError, ValueError) as problem:
            errors.append(RowError(f"dòng {number}", str(row.get("ma_thu_tuc", "")), _sentence(problem)))
            continue
        code = reading.content.code
        if code in items:
            errors.append(RowError(f"dòng {number}", code, "Mã thủ tục lặp lại trong tệp."))
            continue
        parsed.append(reading)
        origin = Origin({"kind": "portal", "file": source, "row": dict(row)}, digest(row))
        items[code] = Item(reading.content, origin)
    report = import_items(
        list(items.values()), actor=actor, source=source, dry_run=dry_run, keep_edited=True, errors=errors
    )
    return replace(
        report,
        grades=tally(parsed),
        flagged=sum(bool(reading.content.review_notes) for reading in parsed),
        blocked=sum(not is_clean(reading.content.review_notes) for reading in parsed),
    )


def digest(row: Mapping[str, str]) -> str:
    """Return what identifies the content of a portal row."""
    text = json.dumps(dict(row), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _sentence(problem: Exception) -> str:
    if isinstance(problem, KeyError):
        return f"Thiếu cột {problem.args[0]}."
    return str(problem)
