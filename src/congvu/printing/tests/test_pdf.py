"""The PDFs of the forms: pages, text, safety, sameness."""

import io
import re
import threading
import unicodedata
from datetime import UTC, date, datetime
from typing import Any

import pypdf
import pypdfium2
import pytest
import zxingcpp

from congvu.printing import queries
from congvu.printing.messages import FORMS
from congvu.printing.services import render_html, render_pdf

pytestmark = pytest.mark.django_db

SIZES = {"a5": (148, 210), "a4": (210, 297), "a4-landscape": (297, 210)}
HOSTILE = '#read("/etc/passwd") $x^2$ *đậm* _nghiêng_ <b>to</b> \\ @ref `mã` [x] {y} // = - "q" #import'
PAPERS = {"name": "Đơn đề nghị", "kind": "Bản chính", "quantity": 1}


def pages(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def squeezed(text: str) -> str:
    """Return `text` without spaces and line ends: layout may break a line anywhere.

    PDFium reads a hyphen at a line's end as U+FFFE or U+0002.
    """
    return re.sub(r"[\s\u200b]+", "", re.sub(r"[\ufffe\x02]", "-", text))


def words_of(data: Any) -> list[str]:
    """Return every text of a form's JSON but dates, times and the address that only the QR repeats."""
    if isinstance(data, dict):
        return [word for value in data.values() for word in words_of(value)]
    if isinstance(data, list):
        return [word for value in data for word in words_of(value)]
    return [data] if isinstance(data, str) and not re.fullmatch(r"\d{4}-\d\d-\d\d(T.*)?", data) else []


@pytest.mark.parametrize("code", FORMS)
def test_each_form_renders_and_twice_the_same(code, demo):
    pdf = render_pdf(code, demo[code])
    assert pdf.startswith(b"%PDF-")
    assert render_pdf(code, demo[code]) == pdf
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in pages(pdf)[0]


@pytest.mark.parametrize("code", FORMS)
def test_every_word_of_the_data_is_on_paper_and_page(code, demo):
    paper = squeezed(" ".join(pages(render_pdf(code, demo[code])))).upper()
    page = squeezed(re.sub(r"<[^>]+>", " ", render_html(code, demo[code]))).upper()
    words = words_of(demo[code])
    assert len(words) > 5
    assert [word for word in words if squeezed(word).upper() not in paper] == []
    assert [word for word in words if squeezed(word).upper() not in page] == []


@pytest.mark.parametrize("code", FORMS)
def test_dates_and_times_stand_in_words_or_figures(code, demo):
    text = squeezed(" ".join(pages(render_pdf(code, demo[code]))))
    moments = re.findall(r"'(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)", str(demo[code]))
    assert squeezed(f"tháng {int(demo[code]['head']['date'][5:7])} năm 2026") in text
    for day, hour, minute in moments:
        year, month, number = day.split("-")
        long = f"{hour}giờ{minute}phút,ngày{number}tháng{int(month)}năm{year}"
        shapes = (
            long,
            f"{hour}:{minute}{number}/{month}/{year}",
            f"{hour}:{minute},ngày{number}/{month}/{year}",
        )
        assert any(shape in text for shape in shapes), (day, hour, minute)


@pytest.mark.parametrize("code", FORMS)
def test_the_paper_is_that_of_the_law(code, demo):
    template = queries.template_for(code, date(2026, 10, 8))
    for page in pypdfium2.PdfDocument(render_pdf(code, demo[code])):
        assert tuple(round(points / 72 * 25.4) for points in page.get_size()) == SIZES[template.paper]


@pytest.mark.parametrize("code", FORMS)
def test_the_file_is_archival_tagged_and_named(code, demo):
    pdf = render_pdf(code, demo[code])
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    catalog = reader.trailer["/Root"]
    assert catalog["/Lang"].startswith("vi")
    assert catalog["/MarkInfo"]["/Marked"]
    metadata = catalog["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in metadata
    assert queries.template_for(code, date(2026, 10, 8)).name.upper() in reader.metadata.title
    assert reader.metadata.author == demo[code]["head"]["agency"]
    fonts = {font for page in reader.pages for font in page["/Resources"]["/Font"].values()}
    assert fonts
    assert b"/FontFile2" in pdf or b"/FontFile3" in pdf or b"/ObjStm" in pdf


def test_a_plain_file_is_possible(demo):
    catalog = pypdf.PdfReader(io.BytesIO(render_pdf("stop", demo["stop"], archival=False))).trailer["/Root"]
    assert b"pdfaid:part" not in catalog["/Metadata"].get_data()


def test_the_moment_of_making_is_given(demo):
    one = render_pdf("stop", demo["stop"], at=datetime(2026, 10, 15, 3, tzinfo=UTC))
    two = render_pdf("stop", demo["stop"], at=datetime(2026, 10, 15, 4, tzinfo=UTC))
    assert one != two
    assert pypdf.PdfReader(io.BytesIO(one)).metadata.creation_date == datetime(2026, 10, 15, 3, tzinfo=UTC)


def test_all_letters_with_all_tones_survive(demo):
    tones = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
    lower = [unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in tones]
    alphabet = " ".join([*lower, "đ", *(letter.upper() for letter in lower), "Đ"])
    decomposed = unicodedata.normalize("NFD", alphabet)
    text = " ".join(pages(render_pdf("stop", {**demo["stop"], "reason": decomposed})))
    assert squeezed(alphabet) in squeezed(text)


@pytest.mark.parametrize("code", FORMS)
def test_hostile_text_is_only_text(code, demo):
    def spoil(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: spoil(item) for key, item in value.items()}
        if isinstance(value, list):
            return [spoil(item) for item in value]
        return f"{value} {HOSTILE}" if words_of(value) else value

    data = spoil(demo[code])
    text = squeezed(" ".join(pages(render_pdf(code, data))))
    assert squeezed(HOSTILE) in text
    assert "root:" not in text
    page = render_html(code, data)
    assert "<b>" not in page
    assert "&lt;b&gt;to&lt;/b&gt;" in page


def test_unprintable_text_prints(demo):
    pdf = render_pdf("stop", {**demo["stop"], "reason": "Lý do 😀 \x00\x1b 中文 \ufdd0 \U000e0041 hết"})
    assert "Lý do ? ?? hết" in re.sub(r"\s+", " ", " ".join(pages(pdf)))


@pytest.mark.parametrize(
    ("code", "payload"),
    [
        ("receipt", "https://dichvucong.dongnai.gov.vn/tra-cuu?ma=H19.75.26-261008-0975&khoa=K7PX"),
        ("control-slip", "H19.75.26-261008-0975"),
        ("transfer-slip", "H19.75.26-261008-0981"),
    ],
)
def test_the_qr_code_reads(code, payload, demo):
    bitmap = pypdfium2.PdfDocument(render_pdf(code, demo[code]))[0].render(scale=3, grayscale=True)
    image = memoryview(bitmap.buffer).cast("B")
    rows = b"".join(
        image[row * bitmap.stride : row * bitmap.stride + bitmap.width] for row in range(bitmap.height)
    )
    found = zxingcpp.read_barcodes(memoryview(rows).cast("B", (bitmap.height, bitmap.width)))
    assert [one.text for one in found] == [payload]


def test_the_secret_stays_off_the_slips_of_the_office(demo):
    assert "K7PX" in " ".join(pages(render_pdf("receipt", demo["receipt"])))
    assert "lookup_secret" not in FORMS["control-slip"].__slots__


def test_a_receipt_has_two_copies_of_one_page(demo):
    found = pages(render_pdf("receipt", demo["receipt"]))
    assert ["Liên 1" in found[0], "Liên 2" in found[1]] == [True, True]
    assert [text.startswith("ỦY BAN") for text in found] == [True, True]


def test_long_tables_break_over_pages_under_their_header(demo):
    row = demo["register"]["rows"][1]
    rows = [
        {**row, "no": number, "dossier_code": f"H19.75.26-261008-{number:04}"} for number in range(1, 121)
    ]
    found = pages(render_pdf("register", {**demo["register"], "rows": rows}))
    assert len(found) > 5
    for number, text in enumerate(found, 1):
        assert f"Trang {number} / {len(found)}" in text
        assert "Mã hồ sơ" in text.replace("\r\n", " ") or number == len(found)
    codes = re.findall(r"261008-(\d{4})", squeezed(" ".join(found)))
    assert codes == [f"{number:04}" for number in range(1, 121)]
    assert squeezed(f"sổ này có {len(found)} trang, 120 hồ sơ") in squeezed(found[-1])


def test_later_pages_of_a_slip_are_numbered_from_two(demo):
    papers = [{**PAPERS, "name": f"Giấy tờ số {number}"} for number in range(1, 71)]
    found = pages(render_pdf("receipt", {**demo["receipt"], "papers": papers}))
    assert len(found) % 2 == 0
    half = len(found) // 2
    assert half >= 2
    assert found[1].startswith("2\r\n")
    assert found[half + 1].startswith("2\r\n")
    assert not found[half].startswith(str(half + 1))


def test_blanks_are_left_to_write_on(demo):
    head = {"agency": "Ủy ban nhân dân xã Bàu Hàm", "date": "2026-02-03"}
    person = {"name": "An"}
    keys = ("dossier_code", "procedure", "received_at", "unit")
    bare = {key: demo["receipt"][key] for key in keys} | {"head": head, "submitter": person}
    text = squeezed(pages(render_pdf("receipt", bare))[0])
    assert "Địachỉ:....." in text
    assert "Thànhphầnhồsơnộpgồm:....." in text
    assert "ngày03tháng02năm2026" in text
    assert "trảngay" in text


def test_long_names_and_words_stay_on_the_page(demo):
    person = {**demo["receipt"]["submitter"], "name": "Tôn Nữ Công Tằng " * 12, "email": "x" * 300 + "@x.vn"}
    pdf = render_pdf("receipt", {**demo["receipt"], "submitter": person, "note": "W" * 400})
    for page in pypdfium2.PdfDocument(pdf):
        text = page.get_textpage()
        rights = [text.get_charbox(index)[2] for index in range(text.count_chars())]
        assert max(rights) <= page.get_width() - 10 / 25.4 * 72


def test_many_threads_print_the_same(demo):
    want = {code: render_pdf(code, demo[code]) for code in ("receipt", "stop", "control-slip")}
    wrong: list[str] = []

    def work() -> None:
        for code, pdf in list(want.items()) * 4:
            try:
                if render_pdf(code, demo[code]) != pdf:
                    wrong.append(code)
            except Exception as error:
                wrong.append(repr(error))

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_wrong_calls_are_refused(demo):
    with pytest.raises(queries.UnknownFormError):
        render_pdf("no-such-form", {})
    with pytest.raises(ValueError, match=r"receipt\.unit: missing"):
        render_pdf("receipt", {k: v for k, v in demo["receipt"].items() if k != "unit"})
