"""The automatic check of form: each finding on a draft that has just that wrong, and none on good ones."""

import io
import unicodedata
from dataclasses import replace

import docx
import pytest
from docx.shared import Mm, Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from congvu.documents.rules.layout.body import parse
from congvu.documents.rules.layout.check import Severity, check_sheet, check_text, worst
from congvu.documents.rules.layout.file_check import check_agreement, check_file, same
from congvu.documents.rules.layout.sheet import Sheet, Signature
from congvu.documents.rules.layout.wording import ABBREVIATIONS, WORDS, moved_tone, slips
from congvu.documents.services.docx_sheet import render_docx
from congvu.documents.services.docx_source import BrokenDocxError
from congvu.documents.services.file_facts import body_of_docx, facts_of_docx
from congvu.documents.services.reading import read_bytes

GOOD = Sheet(
    kind="Quyết định", code="QĐ", agency="Ủy ban nhân dân phường Trảng Bom", notation="QĐ-UBND",
    place="Trảng Bom", year=2026,
    subject="Về việc thành lập Tổ công tác", bases=(
        "Căn cứ Luật Tổ chức chính quyền địa phương",
        "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư",
        "Theo đề nghị của Chánh Văn phòng",
    ),
    authority="Chủ tịch Ủy ban nhân dân phường Trảng Bom", enacts="QUYẾT ĐỊNH:",
    body=parse("Điều 1. Thành lập Tổ công tác.\nĐiều 2. Quyết định này có hiệu lực kể từ ngày ký./."),
    signatures=(Signature(("CHỦ TỊCH",), "Nguyễn Văn Bình"),), recipients=("Như Điều 2", "Lưu: VT, VP"),
)  # fmt: skip
LETTER = replace(
    GOOD, kind="Công văn", code="", notation="UBND-VP", bases=(), authority="", enacts="", to=("Sở Nội vụ",),
    subject="báo cáo kết quả", body=parse("Trân trọng báo cáo./."), recipients=("Như trên", "Lưu: VT"),
)  # fmt: skip


def codes(sheet, place=None):
    return {one.code for one in check_sheet(sheet) if place is None or one.place == place}


@pytest.mark.parametrize("sheet", [GOOD, LETTER])
def test_a_good_draft_has_no_findings(sheet):
    assert check_sheet(sheet) == []
    assert worst([]) is None


@pytest.mark.parametrize(
    ("changes", "code", "place"),
    [
        ({"notation": ""}, "notation-missing", "notation"),
        ({"notation": "QĐ - UBND"}, "notation-spaces", "notation"),
        ({"notation": "QĐ"}, "notation-agency", "notation"),
        ({"notation": "qđ-UBND"}, "notation-letters", "notation"),
        ({"notation": "TB-UBND"}, "notation-type", "notation"),
        ({"place": ""}, "place", "place"),
        ({"agency": ""}, "agency", "agency"),
        ({"subject": ""}, "subject", "subject"),
        ({"subject": "V/v thành lập Tổ công tác"}, "subject-vv", "subject"),
        ({"subject": "Về việc thành lập."}, "subject-end", "subject"),
        ({"subject": "Về việc " + "x " * 160}, "subject-long", "subject"),
        ({"to": ("Sở Nội vụ",)}, "to-unusual", "to"),
        ({"body": ()}, "body", "body"),
        ({"body": parse("Điều 1. … chịu trách nhiệm.")}, "blank", "body"),
        ({"body": parse("Điều 1. Giao Văn phòng thực hiện, báo cáo, theo dõi và")}, "body-end", "body"),
        ({"body": parse("Điều 1. A.\nĐiều 3. B.")}, "articles", "body"),
        ({"body": parse("Thành lập Tổ công tác.")}, "no-article", "body"),
        ({"authority": ""}, "authority-head", "body"),
        ({"bases": ()}, "bases", "bases"),
        ({"bases": ("Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020",)}, "base-start", "bases"),
        ({"bases": ("Căn cứ Nghị định số 30/2020/NĐ-CP của Chính phủ",)}, "base-day", "bases"),
        ({"bases": ("Căn cứ Nghị định của Chính phủ về văn thư",)}, "base-number", "bases"),
        ({"signatures": ()}, "signer", "signer"),
        ({"signatures": (Signature(("CHỦ TỊCH",), ""),)}, "signer-name", "signer"),
        ({"signatures": (Signature(("CHỦ TỊCH",), "ThS. Lê An"),)}, "signer-degree", "signer"),
        ({"signatures": (Signature(("KT. CHỦ TỊCH", "CHỦ TỊCH"), "An"),)}, "authority-deputy", "authority"),
        ({"signatures": (Signature(("PHÓ CHỦ TỊCH",), "Lê An"),)}, "authority-deputy-alone", "authority"),
        ({"signatures": (Signature(("TL. CHỦ TỊCH", "PHÓ CHÁNH VĂN PHÒNG"), "Lê An"),)},
         "authority-deputy-without-kt", "authority"),
        ({"signatures": (Signature(("T/M UBND", "CHỦ TỊCH"), "Lê An"),)}, "authority-slash", "authority"),
        ({"recipients": ()}, "recipients", "recipients"),
        ({"recipients": ("Như Điều 2",)}, "file-copy", "recipients"),
        ({"recipients": ("Như Điều 2", "Lưu VT")}, "file-copy-form", "recipients"),
        ({"recipients": ("Lưu: VT", "Như Điều 2")}, "file-copy-last", "recipients"),
    ],
)  # fmt: skip
def test_what_a_decision_has_wrong_is_found(changes, code, place):
    assert code in codes(replace(GOOD, **changes), place)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"to": ()}, "to"),
        ({"notation": "CV-UBND"}, "notation-letter-with-type"),
        ({"recipients": ("Sở Nội vụ", "Lưu: VT")}, "as-above"),
    ],
)
def test_what_a_letter_has_wrong_is_found(changes, code):
    assert code in codes(replace(LETTER, **changes))


def test_minutes_want_two_who_sign():
    minutes = replace(GOOD, kind="Biên bản", code="BB", notation="BB-UBND", bases=(), authority="", enacts="")
    assert "sides" in codes(minutes)


def test_each_finding_has_a_sentence_a_basis_or_a_mend():
    bad = replace(GOOD, notation="", place="", signatures=(), recipients=(), bases=(), body=())
    for finding in check_sheet(bad):
        assert finding.message.endswith(".")
        assert finding.basis


def test_the_gravest_come_first():
    found = check_sheet(replace(GOOD, subject="Về việc bổ xung.", place=""))
    order = [list(Severity).index(one.severity) for one in found]
    assert order == sorted(order)
    assert worst(found) == Severity.ERROR


@pytest.mark.parametrize("wrong", [w for w, right in {**ABBREVIATIONS, **WORDS}.items() if w != right])
def test_each_entry_of_the_tables_is_found(wrong):
    assert wrong in {slip.found for slip in slips(f"Theo {wrong} này")}


@pytest.mark.parametrize(
    ("text", "code", "mend"),
    [
        ("thành  lập", "spaces", " "),
        ("thành lập , rồi", "space-before", ","),
        ("thành lập,rồi", "no-space-after", "p, "),
        ("Điều 1: Giao", "article", "Điều 1."),
        ("Uỷ ban", "tone", "Ủy"),
        ("hoà bình", "tone", "òa"),
        ("ko được", "chat", ""),
    ],
)
def test_marks_and_spaces(text, code, mend):
    assert (code, mend) in {(slip.code, slip.mend) for slip in slips(text)}


def test_letters_in_pieces_are_found():
    assert "nfc" in {one.code for one in check_text(unicodedata.normalize("NFD", "Ủy ban"), "body")}


FINE = """quý III|khoản 1, Điều 2|10:30|1.234,5 đồng|thủy lợi|hòa giải|hoàn thành
|https://dichvucong.gov.vn|huyện|12/QĐ-UBND|UBND-TTĐT"""


@pytest.mark.parametrize("text", [one.strip() for one in FINE.split("|")])
def test_good_writing_is_left_alone(text):
    assert slips(text) == []


def test_tones_move_to_the_first_vowel():
    assert [moved_tone(pair) for pair in ("oà", "UỶ", "oẻ", "uý")] == ["òa", "ỦY", "ỏe", "úy"]


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_can_be_checked(text):
    check_text(text, "body")


def test_a_file_of_ours_agrees_with_its_draft():
    data = render_docx(GOOD)
    assert check_agreement(read_bytes(data, "vb.docx").reading, GOOD) == []
    assert [one for one in check_file(facts_of_docx(data)) if one.severity == Severity.ERROR] == []


def test_a_file_that_says_something_else_is_told():
    other = replace(GOOD, subject="Về việc giải thể Tổ công tác", recipients=("Như Điều 2",),
                    signatures=(Signature(("CHỦ TỊCH",), "Lê Thị Khác"),))  # fmt: skip
    reading = read_bytes(render_docx(other), "vb.docx").reading
    found = {one.code for one in check_agreement(reading, GOOD)}
    assert {"file-other-subject", "file-other-signer", "file-lacks-copy"} <= found
    urgent = replace(GOOD, urgency="Khẩn")
    assert "file-lacks-urgency" in {one.code for one in check_agreement(reading, urgent)}


def strange_file():
    document = docx.Document()
    document.sections[0].left_margin = Mm(15)
    document.sections[0].page_width = Mm(216)
    run = document.add_paragraph().add_run("Nội  dung của văn bản bằng phông khác, đề suất sửa.")
    run.font.name, run.font.size = "Arial", Pt(18)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_fonts_sizes_margins_paper_and_letters_of_a_file():
    found = {one.code for one in check_file(facts_of_docx(strange_file()))}
    assert {"font", "size", "margin-trái", "paper", "spaces", "spelling"} <= found


def test_the_main_text_of_a_file_is_taken_over():
    text = body_of_docx(
        render_docx(replace(GOOD, body=parse("Điều 1. Giao **Sở**.\n|A|B|\n|1|2|\nĐiều 2. Hết.")))
    )
    assert [block.kind for block in parse(text)] == ["article", "table", "article"]
    assert "Nơi nhận" not in text
    assert "CỘNG HÒA" not in text
    assert "Căn cứ" not in text
    with pytest.raises(BrokenDocxError):
        body_of_docx(b"PK\x03\x04 nothing")
    with pytest.raises(BrokenDocxError):
        facts_of_docx(b"x")


def test_values_are_compared_by_their_letters():
    assert same("V/v báo cáo", "Báo cáo")
    assert not same("Báo cáo", "Kế hoạch")
