"""Each of the 29 types is set as PDF and as Word, and our own reader reads back what was set."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import docx
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvu.common.text import clean
from congvu.documents.rules.layout import authority, notation
from congvu.documents.rules.layout.body import parse
from congvu.documents.rules.layout.page import day_line, named, page_of, wrapped
from congvu.documents.rules.layout.shapes import SHAPES
from congvu.documents.rules.layout.sheet import Sheet
from congvu.documents.services.docx_sheet import render_docx
from congvu.documents.services.pdf_sheet import page_count, page_image, render_sheet_pdf
from congvu.documents.services.reading import read_bytes
from congvu.documents.tests.corpus.measure import same, values_of, wanted_of
from congvu.documents.tests.sheets import DOCS

AT = datetime(2026, 11, 16, 2, tzinfo=UTC)
READ = (
    "number", "notation", "code", "kind", "issuer", "superior", "place", "date", "subject", "signer",
    "authority", "recipients", "to",
)  # fmt: skip


SETTERS = [("pdf", lambda sheet: render_sheet_pdf(sheet, at=AT)), ("docx", render_docx)]


def test_the_corpus_has_each_of_the_29_types():
    assert {sheet.kind for _, sheet in DOCS} == {shape.kind.name for shape in SHAPES.values()}
    assert len(SHAPES) == 29


@pytest.mark.parametrize(("suffix", "setter"), SETTERS, ids=["pdf", "docx"])
@pytest.mark.parametrize(("doc", "sheet"), DOCS, ids=[f"{n}-{doc.code}" for n, (doc, _) in enumerate(DOCS)])
def test_what_is_set_is_read_back(doc, sheet, suffix, setter):
    found, wanted = values_of(read_bytes(setter(sheet), f"vb.{suffix}").reading), wanted_of(doc)
    for name in READ:
        assert len(found[name]) == len(wanted[name]), (name, found[name], wanted[name])
        for value, meant in zip(found[name], wanted[name], strict=True):
            assert same(value, meant), (name, value, meant)


def sheet_like(kind="QĐ", **changes) -> Sheet:
    return replace(next(sheet for _, sheet in DOCS if sheet.code == kind), **changes)


def test_the_same_sheet_gives_the_same_bytes():
    sheet = sheet_like()
    assert render_docx(sheet) == render_docx(sheet)
    assert render_sheet_pdf(sheet, at=AT) == render_sheet_pdf(sheet, at=AT)


def test_the_pdf_is_archival_and_its_pages_are_numbered_from_the_second():
    sheet = sheet_like(body=parse("\n".join(f"{n}. Nội dung thứ {n} của văn bản." for n in range(1, 90))))
    data = render_sheet_pdf(sheet, at=AT)
    reader = pypdf.PdfReader(io.BytesIO(data))
    assert page_count(data) == len(reader.pages) >= 3
    assert b"pdfaid" in data
    first, second = (page.extract_text().strip().splitlines() for page in reader.pages[:2])
    assert first[0] != "1"
    assert second[0].strip() == "2"
    assert reader.metadata.author == sheet.agency


def test_a_page_is_shown_as_an_image_and_none_past_the_end():
    data = render_sheet_pdf(sheet_like(), at=AT)
    assert page_image(data)[:8] == b"\x89PNG\r\n\x1a\n"
    assert page_image(data, 99) is None


def test_the_word_file_has_the_fonts_and_margins_of_the_decree():
    document = docx.Document(io.BytesIO(render_docx(sheet_like())))
    section = document.sections[0]
    assert [round(side.mm) for side in (section.top_margin, section.bottom_margin)] == [20, 20]
    assert [round(side.mm) for side in (section.left_margin, section.right_margin)] == [30, 15]
    assert {run.font.name for one in document.paragraphs for run in one.runs} == {"Times New Roman"}
    assert section.different_first_page_header_footer


def test_an_annex_names_what_it_belongs_to():
    sheet = sheet_like(number="07", body=parse("Điều 1. Có phụ lục.\n== Phụ lục I: Danh sách\n1. Ông A"))
    page = page_of(sheet)
    assert page.annexes[0].title == ("PHỤ LỤC I", "DANH SÁCH")
    assert "07/QĐ-UBND" in page.annexes[0].bound
    reading = read_bytes(render_sheet_pdf(sheet, at=AT), "vb.pdf").reading
    assert any(one.confidence > 0.6 for one in reading.appendices)


def test_the_plain_syntax():
    blocks = parse(
        "# Chương I\nĐiều 1. Phạm vi điều chỉnh\nĐiều 2. Giao **Sở** làm.\nI. PHẦN\n1. Một\na) Hai\n"
        "- Ba\n|A|B|\n|---|---|\n|1|\nThường\n== Phụ lục"
    )
    assert [block.kind for block in blocks] == [
        "head", "article", "article", "part", "item", "item", "item", "table", "para", "annex",
    ]  # fmt: skip
    assert blocks[1].runs[0].bold
    assert len(blocks[1].runs) == 1
    assert [run.bold for run in blocks[2].runs] == [True, False, True, False]
    assert blocks[7].rows == (("A", "B"), ("1", ""))


@given(st.text(max_size=400))
@settings(max_examples=60, deadline=None)
def test_any_text_can_be_parsed_and_loses_no_word(text):
    blocks = parse(text)
    words = "".join(char for block in blocks for char in block.text if char.isalnum())
    assert words == "".join(char for char in clean(text) if char.isalnum())


@pytest.mark.parametrize(
    ("name", "short", "kind", "sign"),
    [
        ("Ủy ban nhân dân phường Trảng Bom", "UBND P. Trảng Bom", "committee", "UBND"),
        ("Sở Nội vụ", "SNV", "department", "SNV"),
        ("Sở Dân tộc và Tôn giáo", "", "department", "SDTTG"),
        ("Hội đồng nhân dân xã An Phước", "", "other", "HĐND"),
        ("Văn phòng Ủy ban nhân dân thành phố", "Văn phòng UBND TP.", "office", "VP"),
    ],
)
def test_how_an_agency_is_written_in_a_notation(name, short, kind, sign):
    assert notation.agency_sign(name, short, kind) == sign


@pytest.mark.parametrize(
    ("key", "unit", "expected"),
    [
        ("TB", "KT", "TB-UBND"),
        ("CV", "KT", "UBND-KT"),
        ("CV", "", "UBND"),
        ("THU", "KT", ""),
        ("CTr", "", "CTr-UBND"),
    ],
)
def test_notations(key, unit, expected):
    assert notation.notation_of(key, "UBND", unit) == expected


def test_numbers_as_written():
    assert notation.display_number(5) == "05"
    assert notation.display_number(12, "a") == "12a"
    assert notation.display_number(1204) == "1204"
    assert notation.full_code("05", "TB-UBND") == "05/TB-UBND"
    assert notation.copy_code(3, "TrS", "UBND") == "03/TrS-UBND"


@pytest.mark.parametrize(
    ("form", "position", "expected"),
    [
        ("TM", "Chủ tịch", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        ("TM-KT", "Phó Chủ tịch", ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        ("KT", "Phó Chủ tịch", ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        ("TL", "Chánh Văn phòng", ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")),
        ("TL-KT", "Phó Chánh Văn phòng", ("TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG")),
        ("TUQ", "Chánh Văn phòng", ("TUQ. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")),
        ("Q", "Chủ tịch", ("Q. CHỦ TỊCH",)),
        ("head", "Giám đốc Sở", ("GIÁM ĐỐC",)),
    ],
)
def test_signing_forms(form, position, expected):
    seat = authority.Seat("Ủy ban nhân dân phường Trảng Bom", "Chủ tịch", position)
    assert authority.lines(form, seat) == expected
    assert authority.wrong_lines(expected) == []


@pytest.mark.parametrize(
    ("lines", "wrong"),
    [
        ((), "missing"),
        (("KT. CHỦ TỊCH",), "no-position"),
        (("KT. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"), "deputy"),
        (("TL. CHỦ TỊCH", "PHÓ CHÁNH VĂN PHÒNG"), "deputy-without-kt"),
        (("PHÓ CHỦ TỊCH",), "deputy-alone"),
        (("TM. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"), "not-collective"),
        (("T/M ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "slash"),
    ],
)
def test_wrong_authority_lines(lines, wrong):
    assert wrong in authority.wrong_lines(lines)


def test_days_names_and_lines():
    assert day_line("Đồng Nai", datetime(2015, 1, 9)).endswith("ngày 09 tháng 01 năm 2015")  # noqa: DTZ001
    assert named("Ủy ban nhân dân phường Trảng Bom") == ("ỦY BAN NHÂN DÂN", "PHƯỜNG TRẢNG BOM")
    lines = wrapped("một hai ba bốn năm sáu bảy tám chín mười", 14)
    assert " ".join(lines) == "một hai ba bốn năm sáu bảy tám chín mười"
    assert wrapped("", 10) == ()
