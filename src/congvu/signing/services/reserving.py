"""Reserved fields: number and date are filled in after the signer signed and before the agency does.

Filling in a form is the one change that a signature allows, so that a document may be numbered when it is
issued (NĐ 30/2020/NĐ-CP, Điều 15) although its signer signed before. The agency's signature then locks them.
"""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader

from congvu.common.errors import ActionRefused
from congvu.signing.messages import ReservedField
from congvu.signing.services import guards
from congvu.signing.services.appearance import drawn

_pdf: Any = generic  # untyped in pyHanko
PRINTED, READ_ONLY = 4, 1
"""Flags: the annotation is printed (PDF/A wants that); people's viewers do not edit the field."""


def reserve_fields(pdf: bytes, fields: Sequence[ReservedField]) -> bytes:
    """Return the document with empty text fields, to be filled in later; done before anybody signs.

    Raises:
        ActionRefused: it cannot be read, is signed already, or a box is off its page.
    """
    paper = guards.opened(pdf)
    if paper.signed:
        words = _("Văn bản đã được ký; không thêm ô điền số, ngày được nữa.")
        raise ActionRefused(words, code="signed-already", status=409)
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    form = _form(writer)
    for field in fields:
        guards.require_inside(guards.page_box(paper, field.page), field.box)
        page = writer.find_page_for_modification(field.page)[0]
        widget = writer.add_object(_widget(writer, field, page))
        form["/Fields"].append(widget)
        writer.register_annotation(page, widget)
    return _written(writer)


def fill_fields(pdf: bytes, values: Mapping[str, str]) -> bytes:
    """Return the document with reserved fields filled in; signatures in it stay valid.

    Raises:
        ActionRefused: a field is not there, or is filled in already.
    """
    guards.opened(pdf)
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    waiting = {str(field["/T"]): field for field in _text_fields(writer)}
    for name, text in values.items():
        field = waiting.get(name)
        if field is None or str(field.get("/V", "")):
            words = _("Văn bản không có ô “%(name)s” còn trống để điền.")
            raise ActionRefused(words % {"name": name}, code="no-field", status=409)
        left, bottom, right, top = (float(value) for value in field["/Rect"])
        size, align = _style_of(field)
        shown = _shown(writer, text, right - left, top - bottom, size, align)
        field["/V"] = pdf_string(text)
        field["/AP"] = _pdf.DictionaryObject({pdf_name("/N"): shown})
        writer.update_container(field)
    return _written(writer)


def _form(writer: Any) -> Any:
    if "/AcroForm" not in writer.root:
        fields = _pdf.DictionaryObject({pdf_name("/Fields"): _pdf.ArrayObject()})
        writer.root["/AcroForm"] = writer.add_object(fields)
        writer.update_root()
    form = writer.root["/AcroForm"]
    writer.update_container(form)
    writer.update_container(form["/Fields"])
    return form


def _text_fields(writer: Any) -> list[Any]:
    if "/AcroForm" not in writer.root:
        return []
    fields = [reference.get_object() for reference in writer.root["/AcroForm"]["/Fields"]]
    return [field for field in fields if field.get("/FT") == "/Tx" and "/T" in field]


def _widget(writer: Any, field: ReservedField, page: Any) -> Any:
    box = field.box
    corners = (box.left, box.bottom, box.right, box.top)
    empty = RawContent(data=b"", box=BoxConstraints(width=box.width, height=box.height))
    shown = writer.add_object(empty.as_form_xobject())
    quad = {"left": 0, "centre": 1, "right": 2}[field.align]
    return _pdf.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Widget"),
            pdf_name("/FT"): pdf_name("/Tx"),
            pdf_name("/T"): pdf_string(field.name),
            pdf_name("/F"): _pdf.NumberObject(PRINTED),
            pdf_name("/Ff"): _pdf.NumberObject(READ_ONLY),
            pdf_name("/Q"): _pdf.NumberObject(quad),
            pdf_name("/DA"): pdf_string(f"0 g /Tinos {field.size:g} Tf"),
            pdf_name("/Rect"): _pdf.ArrayObject(_pdf.FloatObject(value) for value in corners),
            pdf_name("/P"): page,
            pdf_name("/AP"): _pdf.DictionaryObject({pdf_name("/N"): shown}),
        }
    )


def _style_of(field: Any) -> tuple[float, str]:
    """Return type size and alignment that the field was reserved with."""
    words = str(field.get("/DA", "")).split()
    size = float(words[words.index("Tf") - 1]) if "Tf" in words else 13.0
    return size, {0: "left", 1: "centre", 2: "right"}[int(field.get("/Q", 0))]


def _shown(writer: Any, text: str, width: float, height: float, size: float, align: str) -> Any:
    page = drawn((text,), width, height, size=size, align=align)
    return writer.import_page_as_xobject(PdfFileReader(io.BytesIO(page)))


def _written(writer: Any) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
