"""Reading a stored file for the clerk: nothing is written, the clerk confirms each value."""

import io
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.documents.messages import Layout, Reading
from congvu.documents.rules import reading
from congvu.documents.services import ocr
from congvu.documents.services.docx_source import BrokenDocxError, read_docx
from congvu.documents.services.pdf_source import UnreadablePdfError, read_pdf
from congvu.files import rules as file_rules
from congvu.files.models import StoredFile
from congvu.files.queries import open_blob

MOST_BYTES = 60 * 1024 * 1024
SCAN_TRUST = 0.85
_FEW_LETTERS = 40


@dataclass(frozen=True, slots=True)
class Read:
    """What was read, and the page it was read from (spans point into its lines)."""

    reading: Reading
    layout: Layout


def read_file(file: StoredFile) -> Read:
    """Read a stored file.

    Raises ActionRefused with a sentence for what cannot be read; FileNotFoundError when the bytes are lost.
    """
    with open_blob(file) as stream:
        data = stream.read(MOST_BYTES + 1)
    return read_bytes(data, file.name)


def read_bytes(data: bytes, name: str) -> Read:
    """Read a document's bytes.

    Args:
        data: the whole file.
        name: as shown to people.

    Raises ActionRefused with a sentence: empty, unknown, macros, bomb, encrypted, broken, scan without extra.
    """
    page = layout_of(data, name)
    return Read(reading.read(page), page)


def layout_of(data: bytes, name: str) -> Layout:
    """Return the layout of a document's bytes; raise ActionRefused with a sentence when there is none."""
    if len(data) > MOST_BYTES:
        raise _refusal("large", name)
    code = _kind(data, name)
    if code == "pdf":
        return _pdf(data, name)
    if code == "docx":
        try:
            return _with_text(read_docx(data), name)
        except BrokenDocxError as error:
            raise _refusal("broken", name) from error
    if code == "txt":
        return _with_text(reading.layout(data.decode("utf-8-sig")), name)
    if code in {"png", "jpeg", "tiff"}:
        return _scan(data, name, f".{file_rules.KINDS[code].extensions[0]}")
    raise _refusal("kind", name)


def _kind(data: bytes, name: str) -> str:
    limits = file_rules.Limits(entries=settings.FILES_MAX_ENTRIES, expanded=settings.FILES_MAX_EXPANDED)
    try:
        found = file_rules.sniff(io.BytesIO(data), len(data), limits)
    except file_rules.Unsafe as unsafe:
        raise _refusal(unsafe.code, name) from unsafe
    return found.kind.code


def _pdf(data: bytes, name: str) -> Layout:
    try:
        page = read_pdf(data)
    except UnreadablePdfError as error:
        raise _refusal(error.code, name) from error
    return page if _has_text(page) else _scan(data, name, ".pdf")


def _scan(data: bytes, name: str, suffix: str) -> Layout:
    try:
        page = read_pdf(ocr.recognise(data, suffix))
    except ocr.OcrAbsentError as error:
        raise _refusal("scan", name) from error
    except (ocr.OcrFailedError, UnreadablePdfError) as error:
        raise _refusal("scan-failed", name) from error
    return replace(_with_text(page, name, "scan-empty"), source="scan", trust=SCAN_TRUST)


def _has_text(page: Layout) -> bool:
    return sum(char.isalpha() for line in page.lines for char in line.text) >= _FEW_LETTERS


def _with_text(page: Layout, name: str, code: str = "no-text") -> Layout:
    if not any(line.text for line in page.lines):
        raise _refusal(code, name)
    return page


def _refusal(code: str, name: str) -> ActionRefused:
    return ActionRefused(_sentence(code) % {"name": name}, code=f"reading-{code}", field="file")


def _sentence(code: str) -> str:
    known = {
        "empty": _("Tệp “%(name)s” rỗng, không có gì để đọc."),
        "large": _("Tệp “%(name)s” quá lớn để đọc tự động; hãy nhập thông tin bằng tay."),
        "kind": _(
            "Chỉ đọc tự động được PDF, DOCX, văn bản thuần và ảnh quét; hãy nhập thông tin của “%(name)s” "
            "bằng tay."
        ),
        "encrypted": _("Tệp PDF “%(name)s” có mật khẩu nên không đọc được; hãy xin bản không có mật khẩu."),
        "broken": _("Tệp “%(name)s” bị hỏng, không mở được; hãy xin lại tệp từ nơi gửi."),
        "macro": _("Tệp “%(name)s” có macro nên không được mở; hãy xin bản không có macro."),
        "bomb": _("Tệp “%(name)s” bung ra quá lớn hoặc có quá nhiều tệp con nên không được mở."),
        "path": _("Tệp “%(name)s” có đường dẫn không an toàn nên không được mở."),
        "executable": _("Tệp “%(name)s” là hoặc có chứa chương trình chạy được nên không được mở."),
        "html": _("Tệp “%(name)s” là trang web (HTML), không phải văn bản; hãy lưu thành PDF hoặc DOCX."),
        "svg": _("Tệp “%(name)s” là ảnh SVG nên không được mở; hãy lưu thành PDF."),
        "dtd": _("Tệp “%(name)s” có khai báo DTD nên không được mở."),
        "scan": _(
            "“%(name)s” là bản quét, không có chữ; máy chủ chưa cài phần nhận dạng chữ (ocrmypdf và "
            "tesseract-ocr-vie), "
            "hãy nhập thông tin bằng tay."
        ),
        "scan-failed": _(
            "Chưa nhận dạng được chữ trong bản quét “%(name)s”; hãy quét lại rõ hơn hoặc nhập bằng tay."
        ),
        "scan-empty": _("Không thấy chữ nào trong bản quét “%(name)s”; hãy kiểm tra lại trang quét."),
        "no-text": _("Tệp “%(name)s” không có chữ nào."),
    }
    return known.get(code, _("Không nhận ra nội dung của tệp “%(name)s”; hãy nhập thông tin bằng tay."))
