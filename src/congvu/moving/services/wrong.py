"""Keeping the rows that cannot come in, and the sheet in which an officer corrects them."""

import tempfile
from collections.abc import Iterable, Iterator
from typing import Any

import xlsxwriter

from congvu.directory.messages import Actor
from congvu.files.models import StoredFile
from congvu.files.services import keep_made
from congvu.moving.messages import Row
from congvu.moving.models import Move, WrongRow
from congvu.moving.rules.headings import ORIGIN, REASON
from congvu.moving.rules.values import as_text
from congvu.moving.services.reading import unpacked

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def keep_wrong(move: Move, rows: Iterable[Row]) -> None:
    """Write down why rows cannot come in; of a row that is known already the latest reason counts."""
    WrongRow.objects.bulk_create(
        [
            WrongRow(
                move=move,
                row=row.no,
                group=row.group[:80],
                number=row.number[:60],
                pages=row.pages,
                code=row.troubles[0].code[:40],
                told=" ".join(trouble.told for trouble in row.troubles)[:1000],
            )
            for row in rows
        ],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["move", "row"],
        update_fields=["group", "number", "pages", "code", "told"],
    )


def sheet_of_wrong(move: Move, *, actor: Actor) -> StoredFile | None:
    """Make a workbook of the wrong rows as they stood, with the reasons; None when no row is wrong.

    Corrected, it is loaded again as it is: it has the headings of its source in one row.
    """
    told = dict(move.wrong.values_list("row", "told"))
    if not told or move.read_rows is None:
        return None
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        _write(move, told, file.name)
        file.seek(0)
        stem = move.source.name.rsplit(".", 1)[0]
        return keep_made(_pieces(file), f"{stem} – dong loi.xlsx", _XLSX, actor=actor)


def _pieces(file: Any) -> Iterator[bytes]:
    while piece := file.read(1024 * 1024):
        yield piece


def _write(move: Move, told: dict[int, str], path: str) -> None:
    """Write texts as texts: no formula or link may come to life from another system's cells."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    names = [heading if heading not in (REASON, ORIGIN) else "" for heading in move.sheet["headings"]]
    kept = [place for place, heading in enumerate(names) if heading]
    assert move.read_rows is not None
    with xlsxwriter.Workbook(path, options) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E7EEF7", "text_wrap": True})
        red = book.add_format({"font_color": "#B42318", "text_wrap": True})
        sheet = book.add_worksheet("Dòng lỗi")
        sheet.freeze_panes(1, 2)
        sheet.set_column(0, 0, 46)
        sheet.set_column(1, len(kept) + 1, 20)
        for column, heading in enumerate([REASON, ORIGIN, *(names[place] for place in kept)]):
            sheet.write_string(0, column, heading, bold)
        line = 0
        for _offset, no, cells in unpacked(move.read_rows):
            if no not in told:
                continue
            line += 1
            sheet.write_string(line, 0, told[no], red)
            sheet.write_number(line, 1, no)
            for column, place in enumerate(kept, start=2):
                text = as_text(cells[place]) if place < len(cells) else ""
                if text:
                    sheet.write_string(line, column, text)
