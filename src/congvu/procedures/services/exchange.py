"""The catalogue to and from files: JSON and XLSX."""

import io
import json
from collections.abc import Callable, Sequence
from typing import Any
from zipfile import BadZipFile

import openpyxl
import xlsxwriter
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.procedures import queries
from congvu.procedures.messages import FrozenProcedure, ImportReport, RowError
from congvu.procedures.rules import shape, sheets
from congvu.procedures.services.importing import Item, import_items

FORMATS = ("json", "xlsx")
MOST_ROWS = 200_000


def export_catalogue(format: str, *, actor: Actor, codes: Sequence[str] | None = None) -> bytes:
    """Return the catalogue as a file: of each procedure its draft, or else its newest version.

    Args:
        format: "json" or "xlsx".
        actor: must hold catalogue.view.
        codes: only these procedures; all for None.

    Raises:
        ActionRefused: for another format.
    """
    demand(actor, "catalogue.view")
    contents = queries.heads(codes)
    if format == "json":
        return json.dumps(shape.document(contents), ensure_ascii=False, indent=1).encode()
    if format == "xlsx":
        return _workbook(sheets.to_tables(contents))
    raise ActionRefused(_("Chỉ xuất được JSON hoặc XLSX."), code="format", field="format")


def import_catalogue(
    data: bytes, format: str, *, actor: Actor, source: str = "", dry_run: bool = False
) -> ImportReport:
    """Bring a file of `export_catalogue` in as drafts, or tell what would happen.

    Args:
        data: the file's bytes.
        format: "json" or "xlsx".
        actor: must hold catalogue.manage.
        source: the file's name.
        dry_run: only tell.

    Raises:
        ActionRefused: when the file as a whole cannot be read; single rows are refused in the report.
    """
    demand(actor, "catalogue.manage")
    readers: dict[str, Callable[[bytes], tuple[list[FrozenProcedure], list[RowError]]]] = {
        "json": _read_json,
        "xlsx": _read_xlsx,
    }
    if format not in readers:
        raise ActionRefused(_("Chỉ nhập được JSON hoặc XLSX."), code="format", field="file")
    try:
        contents, errors = readers[format](data)
    except shape.UnreadableError as problem:
        raise ActionRefused(f"{problem.where}: {problem.message}", code="file", field="file") from None
    return import_items(
        [Item(content) for content in contents],
        actor=actor,
        source=source,
        dry_run=dry_run,
        keep_edited=False,
        errors=errors,
    )


def _read_json(data: bytes) -> tuple[list[FrozenProcedure], list[RowError]]:
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        raise ActionRefused(_("Tệp không phải JSON."), code="file", field="file") from None
    return shape.read_document(document)


def _read_xlsx(data: bytes) -> tuple[list[FrozenProcedure], list[RowError]]:
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError, OSError):
        raise ActionRefused(_("Tệp không phải bảng tính XLSX."), code="file", field="file") from None
    tables: sheets.Tables = {}
    for sheet in book.worksheets:
        if sheet.title not in sheets.SHEETS:
            continue
        if (sheet.max_row or 0) > MOST_ROWS:
            raise ActionRefused(_("Trang “%s” có quá nhiều dòng.") % sheet.title, code="file", field="file")
        tables[sheet.title] = [list(row) for row in sheet.iter_rows(values_only=True)]
    book.close()
    return sheets.from_tables(tables)


def _workbook(tables: sheets.Tables) -> bytes:
    buffer = io.BytesIO()
    # Text stays text: no formula or link may come to life from a procedure's name.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E7EEF7"})
        for title, rows in tables.items():
            sheet = book.add_worksheet(title)
            sheet.freeze_panes(1, 1)
            sheet.set_column(0, 0, 14)
            sheet.set_column(1, 20, 24)
            for number, row in enumerate(rows):
                _write_row(sheet, number, row, bold if number == 0 else None)
    return buffer.getvalue()


def _write_row(sheet: Any, number: int, row: Sequence[Any], style: Any) -> None:
    for column, value in enumerate(row):
        if isinstance(value, int) and not isinstance(value, bool):
            sheet.write_number(number, column, value, style)
        elif value != "":
            sheet.write_string(number, column, str(value), style)
