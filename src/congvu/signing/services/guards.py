"""What is refused before anything is signed: the wrong person, certificate, file, place or order."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import read_certification_data

from congvu.common.errors import ActionRefused, StateRefused
from congvu.directory.messages import Actor
from congvu.signing import queries, rules
from congvu.signing.messages import Box, Changes, SignatureDetail
from congvu.signing.models import Certificate
from congvu.signing.providers.base import Provider
from congvu.signing.services.verifying import verify_pdf

CAPABILITIES = {
    "signer": ("document.sign", "dossier.sign"),
    "agency": ("document.issue", "dossier.issue"),
}


@dataclass(frozen=True, slots=True)
class Paper:
    """What is to be signed, looked into once.

    Args:
        reader: over the bytes.
        signed: names of signature fields that are signed.
        empty: names of signature fields that wait.
        texts: names of text fields.
    """

    reader: PdfFileReader
    signed: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


def require_place(role: str, actor: Actor, officer_id: int | None, agency_id: int | None) -> None:
    """Refuse an officer who may not sign in this role, or who would sign as somebody else.

    Raises:
        PermissionDenied: the capability is missing.
        ActionRefused: it is another officer's signature, or another agency's.
    """
    if role not in CAPABILITIES:
        raise ValueError(f"unknown role {role!r}")
    if (officer_id is None) == (agency_id is None) or (role == "agency") != (agency_id is not None):
        raise ValueError("a signer is an officer, an agency's signature is an agency's")
    if not any(actor.can(name) for name in CAPABILITIES[role]):
        raise PermissionDenied(CAPABILITIES[role][0])
    if actor.officer_id is None:
        return
    if role == "signer" and officer_id != actor.officer_id:
        words = _("Chỉ được ký bằng chứng thư số của chính mình.")
        raise ActionRefused(words, code="other-person")
    if role == "agency" and agency_id != actor.agency_id:
        words = _("Chỉ được ký số của cơ quan mình.")
        raise ActionRefused(words, code="other-agency")


def usable_certificate(
    *, officer_id: int | None = None, agency_id: int | None = None, provider: str = ""
) -> Certificate:
    """Return the certificate of an officer or an agency to sign with, or refuse with why there is none.

    Raises:
        StateRefused: none was added, or it was revoked, has expired, begins later, is no longer in use.
    """
    found = queries.usable(officer_id=officer_id, agency_id=agency_id, provider=provider).first()
    if found is not None:
        return found
    rows = queries.certificates_of(officer_id=officer_id, agency_id=agency_id)
    row = (rows.filter(provider=provider) if provider else rows).order_by("-valid_to").first()
    raise StateRefused(_why_none(row), code=_code_of(row))


def _code_of(row: Certificate | None) -> str:
    now = timezone.now()
    if row is None:
        return "no-certificate"
    if row.revoked_at is not None:
        return "revoked"
    if row.valid_to <= now:
        return "expired"
    return "not-yet-valid" if row.valid_from > now else "retired"


def _why_none(row: Certificate | None) -> str:
    ends = {"from": row.valid_from, "to": row.valid_to} if row else {}
    days = {name: f"{timezone.localtime(at):%d/%m/%Y}" for name, at in ends.items()}
    words = {
        "no-certificate": _("Chưa có chứng thư số để ký. Hãy đề nghị quản trị thêm chứng thư số."),
        "revoked": _("Chứng thư số đã bị thu hồi, không được ký."),
        "expired": _("Chứng thư số đã hết hạn ngày %(to)s, không được ký."),
        "not-yet-valid": _("Chứng thư số chỉ có hiệu lực từ ngày %(from)s, chưa được ký."),
        "retired": _("Chứng thư số đã ngừng dùng, không được ký."),
    }[_code_of(row)]
    return words % days


def require_secrecy(secrecy: int, provider: Provider) -> None:
    """Refuse to sign a secret document with a key outside the office (setting SIGNING_SECRET_LOCAL_ONLY)."""
    if secrecy > 0 and provider.remote and settings.SIGNING_SECRET_LOCAL_ONLY:
        words = _("Văn bản mật không được ký bằng dịch vụ ký số từ xa. Hãy dùng khóa tại cơ quan.")
        raise ActionRefused(words, code="secret-remote")


def opened(pdf: bytes) -> Paper:
    """Return the paper behind the bytes; refuse what cannot or must not be signed.

    Raises:
        ActionRefused: no PDF, broken, encrypted, a form of programs (XFA), closed for changes, changed since
            an earlier signature.
    """
    if len(pdf) > settings.SIGNING_MAX_BYTES:
        raise _bad("large", _("Tệp quá lớn để ký."))
    if b"%PDF-" not in pdf[:1024]:
        raise _bad("not-pdf", _("Chỉ ký được tệp PDF."))
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        if reader.encrypted:
            raise _bad("encrypted", _("Tệp PDF đặt mật khẩu hoặc hạn chế quyền; hãy gỡ trước khi ký."))
        paper = _looked_into(reader)
        certified = read_certification_data(reader)
    except ActionRefused:
        raise
    except Exception as error:  # a parser raises whatever it meets in foreign bytes
        raise _bad("broken", _("Tệp PDF bị hỏng, không ký được.")) from error
    if certified is not None and certified.permission.value == 1:
        raise _bad("locked", _("Chữ ký trước đã khóa tệp, không cho thêm chữ ký."))
    return paper


def _bad(code: str, words: str) -> ActionRefused:
    return ActionRefused(words, code=code, field="file")


def _looked_into(reader: PdfFileReader) -> Paper:
    if "/AcroForm" in reader.root and "/XFA" in reader.root["/AcroForm"]:
        raise _bad("xfa", _("Tệp PDF là biểu mẫu động (XFA); hãy in ra PDF thường rồi ký."))
    fields = [(name, value is not None) for name, value, _ref in enumerate_sig_fields(reader)]
    signed = tuple(name for name, filled in fields if filled)
    empty = tuple(name for name, filled in fields if not filled)
    return Paper(reader, signed, empty, tuple(_texts(reader)))


def _texts(reader: PdfFileReader) -> Iterator[str]:
    if "/AcroForm" not in reader.root or "/Fields" not in reader.root["/AcroForm"]:
        return
    for reference in reader.root["/AcroForm"]["/Fields"]:
        field = reference.get_object()
        if field.get("/FT") == "/Tx" and "/T" in field:
            yield str(field["/T"])


def page_box(paper: Paper, page: int) -> Box:
    """Return a page's size; refuse a page that the file does not have."""
    try:
        reader: Any = paper.reader
        node = reader.find_page_for_modification(page)[0].get_object()
        while "/MediaBox" not in node:
            node = node["/Parent"]
        left, bottom, right, top = (float(value) for value in node["/MediaBox"])
    except Exception as error:  # page trees of foreign files break in every way
        words = _("Tệp PDF không có trang %(page)s để đặt chữ ký.")
        raise ActionRefused(words % {"page": page + 1}, code="no-page") from error
    return Box(min(left, right), min(bottom, top), max(left, right), max(bottom, top))


def require_place_on_page(paper: Paper, detail: SignatureDetail) -> None:
    """Refuse a box that is empty or hangs over the paper's edge: nobody would see the signature."""
    page = page_box(paper, detail.page)
    if detail.box is not None:
        require_inside(page, detail.box)


def require_inside(page: Box, box: Box) -> None:
    """Refuse a box that is empty or hangs over the edge of a page."""
    inside = (
        page.left - 1 <= box.left < box.right <= page.right + 1
        and page.bottom - 1 <= box.bottom < box.top <= page.top + 1
    )
    if not inside:
        raise ActionRefused(_("Chỗ đặt chữ ký nằm ngoài trang giấy."), code="off-page")


def require_order(pdf: bytes, paper: Paper, role: str, detail: SignatureDetail) -> None:
    """Refuse the wrong order: first the signer, then the agency, and nothing changed in between.

    Raises:
        ActionRefused: an agency's signature without a signer's before it, a signer's after an agency's, a
            field that is signed already, or an earlier signature that no longer holds.
    """
    if detail.field_name and detail.field_name in paper.signed:
        raise StateRefused(_("Ô chữ ký này đã được ký."), code="signed-already")
    roles = {rules.role_of_field(name) for name in paper.signed}
    if role == "signer" and "agency" in roles:
        words = _("Cơ quan đã ký số; không thêm chữ ký của người ký được nữa (người ký trước, cơ quan sau).")
        raise StateRefused(words, code="order")
    if role == "agency" and not detail.alone and not paper.signed:
        words = _("Người có thẩm quyền chưa ký; cơ quan ký số sau người ký.")
        raise StateRefused(words, code="order")
    for one in verify_pdf(pdf).signatures if paper.signed else ():
        if not one.intact or one.changes in (Changes.FORBIDDEN, Changes.UNKNOWN):
            words = _("Văn bản đã bị thay đổi sau khi %(who)s ký; không ký tiếp được.")
            raise StateRefused(words % {"who": one.signer or one.field_name}, code="changed")
