"""Printing what goes with incoming documents: Dấu ĐẾN, phiếu giải quyết, and the registers."""

import io
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pypdf
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.audit.services import record
from congvu.common.errors import ActionRefused
from congvu.common.subject import Subject
from congvu.directory.messages import Actor
from congvu.directory.models import Agency
from congvu.documents.models import Book, Direction, IncomingDocument, Line
from congvu.documents.queries.registers import (
    SYSTEM_IN,
    SYSTEM_OUT,
    RegisterLine,
    RegisterSpan,
    columns_of,
    register_lines,
)
from congvu.documents.services.clerk_reading import main_file
from congvu.documents.states.incoming import LineRole, LineState
from congvu.files.queries import open_blob
from congvu.printing.services import typeset

_FOLDER = Path(__file__).resolve().parent.parent / "data" / "print"
_MM = 72 / 25.4
_STAMP_WIDTH, _STAMP_HEIGHT = 50 * _MM, 35 * _MM


def stamp_pdf(document: IncomingDocument) -> bytes:
    """Return the arrival stamp (Dấu ĐẾN, 35 × 50 mm) of a registered document, to print on the paper."""
    return typeset(_source("stamp"), _stamp(document), at=_at(document))


def stamped_copy(document: IncomingDocument) -> bytes:
    """Return the document's PDF with the stamp over the top left of its first page.

    The original stays as it is; its signature does not hold for the copy, which is for reading and printing.

    Raises:
        ActionRefused: there is no PDF, or it cannot be stamped.
    """
    file = main_file(document)
    if file.blob.media_type != "application/pdf":
        raise ActionRefused(_("Chỉ đóng dấu được lên bản PDF."), code="no-pdf")
    try:
        with open_blob(file) as stream:
            writer = pypdf.PdfWriter(clone_from=io.BytesIO(stream.read()))
        page = writer.pages[0]
        stamp = pypdf.PdfReader(io.BytesIO(stamp_pdf(document))).pages[0]
        top, left = float(page.mediabox.top), float(page.mediabox.left)
        shift = pypdf.Transformation().translate(left + 8 * _MM, top - _STAMP_HEIGHT - 30 * _MM)
        page.merge_transformed_page(stamp, shift)
    except (pypdf.errors.PyPdfError, FileNotFoundError, IndexError) as error:
        raise ActionRefused(_("Không đóng dấu được lên tệp này."), code="stamp") from error
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def slip_pdf(document: IncomingDocument) -> bytes:
    """Return the slip for handling an incoming document (Phiếu giải quyết văn bản đến, Phụ lục IV)."""
    lines = list(document.lines.exclude(state=LineState.WITHDRAWN).order_by("pk"))
    said = list(document.directions.select_related("parent_line").order_by("pk"))
    leaders: list[dict[str, str]] = []
    units: list[dict[str, str]] = []
    officers: list[dict[str, str]] = []
    for one in said:
        held = one.parent_line
        place = officers if one.kind != Direction.Kind.DIRECTION else leaders
        if held is not None and held.officer_id is None:
            place = units
        place.append(_said(one))
    officers += [
        {"text": line.result, "who": line.name, "at": _moment(line.completed_at), "due": ""}
        for line in lines
        if line.result
    ]
    agency = Agency.objects.select_related("parent").get(pk=document.agency_id)
    data = {
        **_facts(document),
        "agency": agency.name,
        "parent": agency.parent.name if agency.parent else "",
        "leaders": leaders,
        "units": units,
        "officers": officers,
        "lead": _named(lines, LineRole.LEAD),
        "helpers": _named(lines, LineRole.COOPERATE),
        "informed": _named(lines, LineRole.INFORM),
    }
    return typeset(_source("slip"), data, at=_at(document))


@transaction.atomic
def register_pdf(book_id: int, span: RegisterSpan, *, actor: Actor) -> bytes:
    """Return a register as PDF: opening sheet, numbered pages in statutory columns, closing sheet.

    That it was printed stands in the journal, with the numbers from and to.

    Args:
        book_id: a register of the actor's agency.
        span: which part.
        actor: needs to see the whole agency.

    Legal source: NĐ 30/2020/NĐ-CP Điều 16 khoản 2, Điều 22 khoản 3 (sổ in từ Hệ thống), Phụ lục IV.
    """
    book, lines = _printed(book_id, span, actor)
    agency = Agency.objects.select_related("parent").get(pk=book.agency_id)
    numbers = [line.number for line in lines]
    columns = columns_of(book)
    data = {
        "title": book.name,
        "year": book.year,
        "agency": agency.name,
        "parent": agency.parent.name if agency.parent else "",
        "span": _span(lines),
        "opened": _long(timezone.localdate(book.opened_at)),
        "printed": _long(timezone.localdate()),
        "columns": [name for name, _width in columns],
        "widths": [width for _name, width in columns],
        "rows": [{"cells": list(line.cells), "void": line.void} for line in lines],
        "closing": _closing(book, lines),
        "keeper": actor.officer_name,
        "closer": book.closed_by.full_name if book.closed_by else "",
    }
    _told(book, numbers, actor)
    return typeset(_source("register"), data, at=timezone.now(), archival=True)


@transaction.atomic
def register_table(
    book_id: int, span: RegisterSpan, *, system_names: bool, actor: Actor
) -> tuple[Book, list[str], list[tuple[str, ...]]]:
    """Return a register as headings and rows for a table file.

    Args:
        book_id, span, actor: as in `register_pdf`.
        system_names: use the System's field names (NĐ 30/2020/NĐ-CP Phụ lục VI) or the statutory columns.
    """
    book, lines = _printed(book_id, span, actor)
    _told(book, [line.number for line in lines], actor)
    if not system_names:
        width = len(columns_of(book))
        filled = [(*line.cells, *[""] * (width - len(line.cells))) for line in lines]
        return book, [name for name, _width in columns_of(book)], filled
    names = SYSTEM_IN if book.direction == Book.Direction.INCOMING else SYSTEM_OUT
    return book, list(names), [line.fields for line in lines if not line.void]


def _printed(book_id: int, span: RegisterSpan, actor: Actor) -> tuple[Book, list[RegisterLine]]:
    if not actor.agency_wide:
        raise Book.DoesNotExist
    book = Book.objects.select_related("closed_by").get(pk=book_id, agency_id=actor.agency_id)
    return book, register_lines(book, span, actor)


def _told(book: Book, numbers: list[int], actor: Actor) -> None:
    first, last = (min(numbers), max(numbers)) if numbers else (0, 0)
    record(
        "incoming.register_printed",
        Subject("documents.book", book.pk),
        actor=actor,
        name=book.name,
        year=book.year,
        first=first,
        last=last,
    )


def _span(lines: list[RegisterLine]) -> str:
    if not lines:
        return _("Chưa có văn bản nào")
    return _("Từ số %(first)s đến số %(last)s") % {"first": lines[0].number, "last": lines[-1].number}


def _closing(book: Book, lines: list[RegisterLine]) -> str | None:
    if book.closed_at is None:
        return None
    void = sum(line.void for line in lines)
    return _("Khóa sổ %(on)s: có %(n)s văn bản, %(void)s số hủy.") % {
        "on": _long(timezone.localdate(book.closed_at)),
        "n": len(lines) - void,
        "void": void,
    }


def _stamp(document: IncomingDocument) -> dict[str, Any]:
    to = document.lines.exclude(state=LineState.WITHDRAWN).filter(parent__isnull=True, role=LineRole.LEAD)
    first = to.order_by("pk").values_list("name", flat=True).first()
    agency = Agency.objects.get(pk=document.agency_id)
    return {**_facts(document), "agency": agency.name, "to": first or "", "file": ""}


def _facts(document: IncomingDocument) -> dict[str, str]:
    return {
        "code": document.code or "…",
        "number": document.arrival_code,
        "day": f"{document.arrived_on:%d/%m/%Y}" if document.arrival_number is not None else "",
        "kind": document.kind_name,
        "issued": f"{document.issued_on:%d/%m/%Y}" if document.issued_on else "…",
        "issuer": document.issuer_name or "…",
        "subject": document.subject,
        "due": _moment(document.due_at),
    }


def _said(one: Direction) -> dict[str, str]:
    who = " ".join(part for part in (one.signing_form, one.officer_name) if part)
    title = f", {one.post_title}" if one.post_title else ""
    return {"text": one.text, "who": f"{who}{title}", "at": _moment(one.made_at), "due": _moment(one.due_at)}


def _named(lines: list[Line], role: LineRole) -> str:
    return "; ".join(dict.fromkeys(line.name for line in lines if line.role == role))


def _moment(at: Any) -> str:
    return f"{timezone.localtime(at):%H:%M %d/%m/%Y}" if at else ""


def _long(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _at(document: IncomingDocument) -> Any:
    return document.registered_at or document.arrived_at


@cache
def _source(name: str) -> str:
    return (_FOLDER / f"{name}.typ").read_text(encoding="utf-8")
