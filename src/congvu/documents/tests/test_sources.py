# ruff: noqa: E501 — documents in one piece
"""Files as they arrive: what cannot be read is said in a sentence."""

import io
import os
import zipfile

import pypdf
import pytest

from congvu.common.errors import ActionRefused
from congvu.documents.services import layout_of, ocr, read_bytes
from congvu.documents.tests.corpus.as_pdf import pdf
from congvu.documents.tests.corpus.as_word import word
from congvu.documents.tests.corpus.texts_a import TEXTS

DECISION = TEXTS[1]
BLANK = io.BytesIO()
_writer = pypdf.PdfWriter()
_writer.add_blank_page(595, 842)
_writer.write(BLANK)


def zipped(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return out.getvalue()


def locked():
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(DECISION)))
    writer.encrypt("bi-mat", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


TYPES = b'<Types><Override ContentType="application/xml"/></Types>'
CASES = {
    "empty": (lambda: b"", "empty.pdf", "rỗng"),
    "encrypted": (locked, "khoa.pdf", "mật khẩu"),
    "broken pdf": (lambda: b"%PDF-1.7\n1 0 obj<<", "hong.pdf", "bị hỏng"),
    "html named pdf": (lambda: b"<!DOCTYPE html><html><body>x</body></html>", "trang.pdf", "trang web"),
    "macro": (lambda: zipped(**{"[Content_Types]_xml": TYPES, "word__document_xml": "<w/>", "word__vbaProject_bin": "x"}), "m.docx", "macro"),
    "bomb": (lambda: zipped(**{"[Content_Types]_xml": TYPES, "word__document_xml": b"0" * 90_000_000}), "bom.docx", "bung ra quá lớn"),
    "broken docx": (lambda: zipped(**{"[Content_Types]_xml": TYPES, "word__document_xml": "<w/>"}), "h.docx", "bị hỏng"),
    "scan": (BLANK.getvalue, "quet.pdf", "nhận dạng chữ"),
    "program": (lambda: b"MZ\x90\x00" + b"\0" * 64, "a.pdf", "chương trình"),
    "sheet": (lambda: zipped(**{"[Content_Types]_xml": TYPES, "xl__workbook_xml": "<w/>"}), "b.xlsx", "bằng tay"),
    "nothing but spaces": (lambda: b"   \n\n  \n", "trang.txt", "không có chữ nào"),
    "binary": (lambda: bytes(range(256)) * 4, "x.txt", "Không nhận ra"),
}  # fmt: skip


@pytest.fixture
def bare_path(monkeypatch, tmp_path):
    """No ocrmypdf, no tesseract, whatever this machine has."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_cannot_be_read_is_said(case, bare_path):
    make, name, words = CASES[case]
    with pytest.raises(ActionRefused) as refused:
        read_bytes(make(), name)
    assert words in refused.value.message
    assert name in refused.value.message
    assert refused.value.code.startswith("reading-")


def test_a_pdf_keeps_its_pages_and_places():
    read = read_bytes(pdf(DECISION, filler=14), "qd.pdf")
    assert read.reading.pages == 2
    assert read.layout.source == "pdf"
    [span] = read.reading.number.spans
    line = read.layout.lines[span.line]
    assert (line.text[span.start : span.end], span.page) == ("1204", 1)
    assert 0 < line.x0 < line.x1 < 0.5
    assert read.layout.lines[read.reading.subject.spans[0].line].bold


def test_a_stamp_that_lies_aslant_is_not_read():
    assert not any("512" in line.text for line in layout_of(pdf(DECISION, stamp="ĐẾN 512"), "a.pdf").lines)


def test_numbers_that_word_counts_are_read():
    texts = [line.text for line in layout_of(word(TEXTS[2], counted=True), "ct.docx").lines]
    assert any(text.startswith("2. Sở Công Thương chủ trì") for text in texts)


FAKE = """#!/bin/sh
case "$0" in *tesseract) echo vie; exit 0;; esac
for last; do :; done
cp "{text}" "$last"
"""


def _program(folder, name, script):
    path = folder / name
    path.write_text(script)
    path.chmod(0o755)


def test_a_scan_is_read_when_the_programs_are_there_and_trusted_less(monkeypatch, tmp_path):
    text = tmp_path / "text.pdf"
    text.write_bytes(pdf(DECISION))
    for name in ("ocrmypdf", "tesseract"):
        _program(tmp_path, name, FAKE.format(text=text))
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    read = read_bytes(BLANK.getvalue(), "quet.pdf")
    direct = read_bytes(text.read_bytes(), "chu.pdf")
    assert read.layout.source == "scan"
    assert read.reading.code.value == "1204/QĐ-UBND"
    assert read.reading.code.confidence < direct.reading.code.confidence
    assert read.reading.signers[0].name.confidence < direct.reading.signers[0].name.confidence


def test_a_scan_that_the_programs_fail_on_is_said(monkeypatch, tmp_path):
    _program(tmp_path, "tesseract", "#!/bin/sh\necho vie\n")
    _program(tmp_path, "ocrmypdf", "#!/bin/sh\nexit 3\n")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert ocr.available()
    with pytest.raises(ActionRefused) as refused:
        read_bytes(BLANK.getvalue(), "quet.pdf")
    assert refused.value.code == "reading-scan-failed"
