"""Reading sources: a workbook or a CSV file, row by row, whatever wrote it."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime, time
from typing import Any
from zipfile import BadZipFile

import openpyxl
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.files.models import StoredFile
from congvu.files.queries import open_blob
from congvu.moving.messages import Cell, Sheet
from congvu.moving.rules import encodings, headings

MOST_ROWS, MOST_COLUMNS, MOST_TEXT = 1_000_000, 200, 5_000
LARGEST_CSV = 200 * 1024 * 1024
SAMPLES, HEAD = 5, 40
_BROKEN = (BadZipFile, KeyError, ValueError, OSError, TypeError, AttributeError, SyntaxError, EOFError)


def head_of(file: StoredFile) -> Sheet:
    """Return the sheet with headings that a source has, from its first rows alone.

    Args:
        file: the stored source, .xlsx, or .csv in UTF-8.

    Raises:
        ActionRefused: it cannot be read, or it has no headings.
    """
    tried = 0
    for name, rows in _sheets(file):
        first_rows = [row for _no, row in zip(range(HEAD), rows, strict=False)]
        tried += 1
        names, first = headings.find(first_rows)
        if names:
            data = [row for row in first_rows[first:] if not headings.is_noise(row, names)]
            return Sheet(name, names[:MOST_COLUMNS], first + 1, "", tuple(map(tuple, data[:SAMPLES])))
    raise ActionRefused(
        _("Không tìm thấy dòng tiêu đề cột quen thuộc trong %(count)s trang tính của tệp.")
        % {"count": tried},
        code="headings",
        field="source",
    )


def rows_of(file: StoredFile, sheet: Sheet) -> Iterator[tuple[int, list[Cell]]]:
    """Yield the rows of data with their numbers; titles, sums and repeated headings are passed over.

    Raises:
        ActionRefused: the file cannot be read to its end, or has too many rows.
    """
    for name, rows in _sheets(file):
        if name != sheet.name:
            continue
        try:
            for no, row in enumerate(rows, start=1):
                if no > MOST_ROWS:
                    raise ActionRefused(
                        _("Tệp có quá %(most)s dòng; hãy chia thành nhiều tệp.") % {"most": MOST_ROWS},
                        code="rows",
                    )
                if no >= sheet.first and not headings.is_noise(row, sheet.headings):
                    yield no, row
        except _BROKEN as error:
            raise _unreadable() from error
        return


def _sheets(file: StoredFile) -> Iterator[tuple[str, Iterator[list[Cell]]]]:
    yield from _workbook(file) if file.name.lower().endswith(".xlsx") else _text(file)


def _unreadable() -> ActionRefused:
    return ActionRefused(_("Tệp bị hỏng hoặc không phải bảng tính."), code="source", field="source")


def _workbook(file: StoredFile) -> Iterator[tuple[str, Iterator[list[Cell]]]]:
    try:
        book = openpyxl.load_workbook(open_blob(file), read_only=True, data_only=True)
    except _BROKEN as error:
        raise _unreadable() from error
    with closing(book):
        for sheet in book.worksheets[:20]:
            sheet.reset_dimensions()  # what other programs write there is often wrong
            yield sheet.title, ([_cell(value) for value in row[:MOST_COLUMNS]] for row in _values(sheet))


def _values(sheet: Any) -> Iterator[Sequence[Any]]:
    yield from sheet.iter_rows(values_only=True)


def _cell(value: Any) -> Cell:
    """Return a cell as JSON can keep it; a date as ISO text."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)[:MOST_TEXT]


def as_utf8(upload: "File[Any]", encoding: str = "") -> tuple["File[Any]", str]:
    """Return a CSV upload in UTF-8 and what its character set was; a workbook as it is.

    Args:
        upload: as handed in.
        encoding: a key of `NAMES`, where the officer says it.

    Raises:
        ActionRefused: the character set is not certain, or there is too much of it.
    """
    name = upload.name or ""
    if name.lower().endswith(".xlsx"):
        return upload, ""
    if (upload.size or 0) > LARGEST_CSV:
        raise ActionRefused(_("Tệp CSV lớn quá 200 MB."), code="size", field="source")
    if encoding and encoding not in encodings.NAMES:
        raise ActionRefused(_("Không có bảng mã này."), code="encoding", field="encoding")
    found = encodings.decode(b"".join(upload.chunks()), encoding)
    if not found.encoding:
        told = ", ".join(f"{encodings.NAMES[known]} {likely:.0%}" for known, likely in found.told)
        raise ActionRefused(
            _("Không chắc bảng mã của tệp (%(told)s). Hãy chọn bảng mã, hoặc lưu lại tệp thành UTF-8.")
            % {"told": told},
            code="encoding",
            field="encoding",
        )
    return ContentFile(found.text.lstrip("\ufeff").encode(), name=name), found.encoding


def _text(file: StoredFile) -> Iterator[tuple[str, Iterator[list[Cell]]]]:
    with open_blob(file) as stream:
        text = stream.read().decode("utf-8-sig", "replace")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    yield "", _lines(reader)


def _lines(reader: Iterator[list[str]]) -> Iterator[list[Cell]]:
    try:
        for line in reader:
            yield [part[:MOST_TEXT] for part in line[:MOST_COLUMNS]]
    except csv.Error as error:
        raise _unreadable() from error


def _delimiter(text: str) -> str:
    """Return what parts the cells: that which occurs as often in each of the first lines."""
    lines = [line for line in text[:20_000].splitlines()[:30] if line.strip()]
    scores = {sign: sorted(line.count(sign) for line in lines) for sign in ";\t|,"}
    return max(scores, key=lambda sign: scores[sign][len(lines) // 2] if lines else 0)


def packed(rows: Iterator[tuple[int, list[Cell]]]) -> Iterator[bytes]:
    """Yield rows as they are kept between reading and bringing in: a line of JSON each."""
    for no, cells in rows:
        yield json.dumps([no, cells], ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def unpacked(file: StoredFile, offset: int = 0) -> Iterator[tuple[int, int, list[Cell]]]:
    """Yield the place behind each kept row, its number and cells, from a place on."""
    with open_blob(file) as stream:
        stream.seek(offset)
        for line in stream:
            offset += len(line)
            no, cells = json.loads(line)
            yield offset, no, cells
