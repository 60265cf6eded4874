"""Tables as XLSX files: written row by row, and nothing that a person typed ever becomes a formula."""

import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

import xlsxwriter
from django.http import FileResponse
from django.utils import timezone

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_000
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_RISKY = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in characters, and whether it shows moments or days."""

    heading: str
    width: int = 18
    time: bool = True


def write_table(
    title: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]], *, sheet_name: str = ""
) -> tuple[IO[bytes], int]:
    """Write a table to a temporary file; return it rewound, and how many rows it has.

    Args:
        title: stands above the table.
        columns: its columns.
        rows: its rows, with as many values.
        sheet_name: name of the sheet; the title unless told; signs that it may not have are left out.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 — closed by the response
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(
        file, {**options, "strings_to_numbers": False, "default_date_format": "dd/mm/yyyy"}
    )
    sheet = book.add_worksheet(_FORBIDDEN.sub(" ", sheet_name or title)[:31].strip("' "))
    sheet.freeze_panes(2, 0)
    bold = book.add_format({"bold": True, "text_wrap": True, "border": 1, "bg_color": "#E3EEF8"})
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width)
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    for at, column in enumerate(columns):
        sheet.write_string(1, at, str(column.heading), bold)
    cells = _Cells(book, sheet)
    count = 0
    for count, row in enumerate(rows, start=1):
        for at, value in enumerate(row):
            cells.write(count + 1, at, value, time=columns[at].time)
    book.close()
    file.seek(0)
    return file, count


class _Cells:
    """Writes values of one sheet, each with the format that fits."""

    def __init__(self, book: xlsxwriter.Workbook, sheet: Any) -> None:
        self.sheet = sheet
        self.plain = book.add_format({"valign": "top"})
        self.quoted = book.add_format({"valign": "top", "quote_prefix": True})
        self.moment = book.add_format({"valign": "top", "num_format": "hh:mm dd/mm/yyyy"})
        self.day = book.add_format({"valign": "top", "num_format": "dd/mm/yyyy"})

    def write(self, row: int, at: int, value: Any, *, time: bool) -> None:
        """Write one value; text that looks like a formula is marked as text for good."""
        if value is None or value == "":
            return
        if isinstance(value, datetime):
            local = timezone.localtime(value).replace(tzinfo=None)
            self.sheet.write_datetime(row, at, local, self.moment if time else self.day)
        elif isinstance(value, date):
            self.sheet.write_datetime(row, at, datetime(value.year, value.month, value.day), self.day)  # noqa: DTZ001
        elif isinstance(value, int):
            self.sheet.write_number(row, at, value, self.plain)
        else:
            text = str(value)[:LONGEST]
            self.sheet.write_string(row, at, text, self.quoted if text.startswith(_RISKY) else self.plain)


def sent(file: IO[bytes], name: str) -> FileResponse:
    """Send a written table as a download; the file goes when it is sent."""
    return FileResponse(file, as_attachment=True, filename=name, content_type=TYPE)
