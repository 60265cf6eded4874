"""The kinds of files that the house accepts, known by their bytes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file.

    Args:
        code: short name.
        media_type: as sent in HTTP.
        label: how a sentence calls it, in Vietnamese.
        extensions: those that fit, the usual one first.
        shown: whether a browser may show it inside a sandbox.
    """

    code: str
    media_type: str
    label: str
    extensions: tuple[str, ...]
    shown: bool = False


_OFFICE = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"

KINDS: dict[str, FileKind] = {
    kind.code: kind
    for kind in (
        FileKind("pdf", "application/pdf", "tệp PDF", ("pdf",), shown=True),
        FileKind("png", "image/png", "ảnh PNG", ("png",), shown=True),
        FileKind("jpeg", "image/jpeg", "ảnh JPEG", ("jpg", "jpeg", "jpe", "jfif"), shown=True),
        FileKind("tiff", "image/tiff", "ảnh TIFF", ("tif", "tiff")),
        FileKind("docx", f"{_OFFICE}.wordprocessingml.document", "văn bản Word", ("docx",)),
        FileKind("xlsx", f"{_OFFICE}.spreadsheetml.sheet", "bảng tính Excel", ("xlsx",)),
        FileKind("pptx", f"{_OFFICE}.presentationml.presentation", "bản trình chiếu", ("pptx",)),
        FileKind("odt", f"{_ODF}.text", "văn bản OpenDocument", ("odt",)),
        FileKind("ods", f"{_ODF}.spreadsheet", "bảng tính OpenDocument", ("ods",)),
        FileKind("doc", "application/msword", "văn bản Word 97–2003", ("doc",)),
        FileKind("xls", "application/vnd.ms-excel", "bảng tính Excel 97–2003", ("xls",)),
        FileKind("zip", "application/zip", "tệp nén ZIP", ("zip",)),
        FileKind("xml", "application/xml", "tệp XML", ("xml", "edxml")),
        FileKind("p7s", "application/pkcs7-signature", "chữ ký số PKCS#7", ("p7s", "p7m")),
        FileKind("txt", "text/plain", "văn bản thuần", ("txt", "csv")),
    )
}


def kind_by_extension(ending: str) -> FileKind | None:
    """Return the kind that `ending` (lower case, no dot) promises, or None."""
    return next((kind for kind in KINDS.values() if ending in kind.extensions), None)


def kind_by_media_type(media_type: str) -> FileKind | None:
    """Return the kind with `media_type`, or None."""
    return next((kind for kind in KINDS.values() if kind.media_type == media_type), None)
