"""Small real files of every kind, and dangerous ones, made in memory."""

import io
import struct
import zipfile
import zlib

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + rb"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def zipped(*entries, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


def encrypted_zip():
    """A ZIP whose entry carries the encryption bit (PKWARE APPNOTE 4.4.4, bit 0)."""
    raw = bytearray(zipped(("mat.txt", b"bi mat")))
    raw[6] |= 1
    raw[raw.rfind(b"PK\x01\x02") + 8] |= 1
    return bytes(raw)


def png():
    def chunk(kind, body):
        return struct.pack("!L", len(body)) + kind + body + struct.pack("!L", zlib.crc32(kind + body))

    header = struct.pack("!LLBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0\0"))
        + chunk(b"IEND", b"")
    )


def ole(*names):
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 504
        + b"".join(name.encode("utf-16-le") + b"\0" * 20 for name in names)
    )


PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
CONTENT_TYPES = b'<?xml version="1.0"?><Types><Override ContentType="application/xml"/></Types>'
DOCX = zipped(("[Content_Types].xml", CONTENT_TYPES), ("word/document.xml", b"<w/>"))
XLSX = zipped(("[Content_Types].xml", CONTENT_TYPES), ("xl/workbook.xml", b"<w/>"))
PPTX = zipped(("[Content_Types].xml", CONTENT_TYPES), ("ppt/presentation.xml", b"<w/>"))
ODT = zipped(("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<w/>"))
ODS = zipped(("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", b"<w/>"))
P7S = bytes.fromhex("3082010006092a864886f70d010702") + b"\0" * 300

GOOD = {
    "pdf": PDF,
    "png": png(),
    "jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\0" * 40,
    "tiff": b"II*\x00\x08\x00\x00\x00" + b"\0" * 20,
    "docx": DOCX,
    "xlsx": XLSX,
    "pptx": PPTX,
    "odt": ODT,
    "ods": ODS,
    "doc": ole("Root Entry", "WordDocument"),
    "xls": ole("Root Entry", "Workbook"),
    "zip": zipped(("don/đơn.pdf", PDF)),
    "xml": '<?xml version="1.0" encoding="UTF-8"?><hoSo><ten>Lê Út</ten></hoSo>'.encode(),
    "p7s": P7S,
    "txt": "\ufeffĐơn đề nghị\r\ncấp giấy phép".encode(),
}

BAD = {
    "program": ("executable", b"MZ\x90\x00" + b"\0" * 60),
    "elf": ("executable", b"\x7fELF\x02\x01"),
    "script": ("executable", b"#!/bin/sh\nrm -rf /\n"),
    "html": ("html", b"\xef\xbb\xbf  <!DOCTYPE html><html><script>alert(1)</script></html>"),
    "html fragment": ("html", b"<img src=x onerror=alert(1)>"),
    "html in text": ("html", b"Xin chao <ScRiPt>alert(1)</script>"),
    "xhtml": ("html", b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>'),
    "svg": ("svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    "svg in xml": ("svg", b'<?xml version="1.0"?><a><s:svg xmlns:s="http://www.w3.org/2000/svg"/></a>'),
    "dtd": ("dtd", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
    "broken xml": ("broken", b'<?xml version="1.0"?><a><b></a>'),
    "docm": (
        "macro",
        zipped(("[Content_Types].xml", b"x"), ("word/document.xml", b""), ("word/vbaProject.bin", b"x")),
    ),
    "macro type": (
        "macro",
        zipped(
            ("[Content_Types].xml", b"application/vnd.ms-word.document.macroEnabled.main+xml"),
            ("word/document.xml", b""),
        ),
    ),
    "activex": ("macro", zipped(("[Content_Types].xml", b"x"), ("word/activeX/activeX1.bin", b"x"))),
    "odt macro": (
        "macro",
        zipped(("mimetype", b"application/vnd.oasis.opendocument.text"), ("Basic/script-lc.xml", b"")),
    ),
    "doc macro": ("macro", ole("WordDocument", "_VBA_PROJECT")),
    "msi": ("unknown", ole("Root Entry", "SummaryInformation")),
    "exe in zip": ("executable", zipped(("hoa-don.pdf.exe", b"MZ"))),
    "path in zip": ("path", zipped(("../../etc/passwd", b"x"))),
    "windows path in zip": ("path", zipped(("C:\\a.txt", b"x"))),
    "broken zip": ("broken", DOCX[:80]),
    "cut zip": ("broken", b"PK\x03\x04" + b"\0" * 200),
    "rar": ("unknown", b"Rar!\x1a\x07\x01\x00" + b"\0" * 30),
    "binary": ("unknown", bytes(range(256))),
    "latin": ("unknown", "Đơn".encode("utf-16")),
    "nul in text": ("unknown", b"abc\x00def"),
    "empty": ("empty", b""),
}
