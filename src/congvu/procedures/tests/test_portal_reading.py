"""Hand-checked rows of the portal: what each must be read as, and that nothing is lost on the way."""

import collections

import pytest

from congvu.procedures.rules.components import HEADER as PAPERS
from congvu.procedures.rules.components import read_papers
from congvu.procedures.rules.legal import HEADER as BASES
from congvu.procedures.rules.legal import read_bases
from congvu.procedures.rules.portal import read_row, tally
from congvu.procedures.tests.samples import by_code, needs_samples, rows

pytestmark = needs_samples


def same(amount, unit, channels="123"):
    return dict.fromkeys(channels, (amount, unit))


# code: (level codes, limits per channel of the first case, amounts of its fees, number of cases,
#        papers in the first case, numbers of legal bases, result codes, fields with a blocking note)
GOLD = {
    "1.001193": (["commune"], same(1, ""), [0], 1, 33, 15, ["KQ.G15.000031"], {"times"}),
    "1.000656": (["commune"], same(1, ""), [None], 1, 27, 15, ["KQ.G15.000034"], {"times", "fees"}),
    "1.000894": (["commune"], same(1, ""), [0], 1, 23, 16, ["KQ.G15.000032"], {"times"}),
    "1.004873": (["commune"], same(3, "wday"), [None], 1, 32, 16, ["KQ.G15.000038"], {"fees"}),
    "1.004859": (["commune"], same(1, ""), [None], 1, 24, 16, ["KQ.G15.000037"], {"times", "fees"}),
    "2.000635": (["province", "commune"], same(None, ""), [8000], 1, 25, 15, ["KQ.G15.000342"], set()),
    "2.000815": (
        ["commune", "other"], same(None, "", "1"), [2000], 2, 1, 6, ["KQ.G15.000021"], {"channels", "fees"},
    ),
    "2.000884": (
        ["commune", "other"], same(None, "", "1"), [10000], 2, 2, 8, ["KQ.G15.000022"], {"channels", "fees"},
    ),
    "2.001035": (["commune"], same(None, ""), [50000], 1, 2, 6, ["KQ.G15.000023"], set()),
    "2.000908": (
        ["ministry", "province", "commune", "other"], same(1, "wday"), [0], 1, 2, 5, ["KQ.G15.000020"], set(),
    ),
    "1.001612": (
        ["ministry", "commune"], same(None, ""), [150000, 150000, 50000], 1, 8, 5,
        ["KQ.G12.001009", "KQ.G12.001041"], {"fees"},
    ),
    "1.013225": (
        ["commune", "other"], {"1": (15, "day"), "2": (20, "day"), "3": (20, "day")}, [None], 7, 6, 7,
        ["KQ.G17.000311"], {"fees", "components"},
    ),
    "2.001263": (
        ["commune"], same(None, ""), [400000] * 3, 1, 17, 8, ["KQ.G15.000002"], {"times"},
    ),
    "2.000424": (["commune"], same(7, "wday"), [0], 1, 5, 5, ["KQ.G15.000055", "KQ.G15.000344"], set()),
    "1.014159": (["province", "commune"], same(10, "day"), [None], 1, 1, 5, ["KQ.G17.000348"], {"fees"}),
    "1.002693": (["province", "commune"], same(10, "wday"), [], 1, 2, 2, ["KQ.H17.000039"], {"times"}),
    "2.000986": (
        ["commune"], same(20, "day", "1"), [0], 1, 5, 15,
        ["KQ.G01.000065", "KQ.G01.000067", "KQ.G15.000031", "KQ.G18.000047"], {"times"},
    ),
    "1.014035": (
        ["ministry", "commune"], same(1, ""), [None], 1, 7, 4, ["KQ.G12.001017", "KQ.G12.001055"],
        {"times", "fees"},
    ),
    "1.003747": (
        ["ministry"], same(5, "wday"), [4500000, 1500000, 4500000], 1, 6, 4, ["KQ.G04.000299"], {"fees"},
    ),
    "1.009457": (
        ["ministry"], {"2": (12, "wday"), "3": (5, "wday"), "1": (5, "wday")}, [100000] * 3, 1, 3, 2,
        ["KQ.G04.000088"], set(),
    ),
    "1.007860": (["commune"], same(1, "", "2"), [20000], 1, 8, 3, ["KQ.G18.000128"], {"times"}),
    "2.002184": (["commune"], same(2, "hour", "2"), [0], 3, 8, 7, ["KQ.G12.000329"], {"components"}),
    "2.002625": (["province"], same(7, "day"), [0], 1, 2, 7, ["KQ.G16.000130"], set()),
    "2.000942": (["commune"], same(None, "", "1"), [2000], 1, 1, 6, [""], {"fees"}),
    "2.001247": (["province"], same(7, "wday"), [0], 1, 4, 3, ["000.00.00.G15-KQ1293"], set()),
    "6.006592": (["ministry"], same(2, "day"), [], 1, 2, 1, ["KQ.G04.000153"], {"times"}),
    "1.012890": (["province"], same(30, "day"), [0], 1, 4, 3, ["KQ.G17.000195"], set()),
    "2.002322": (["other"], same(7, "day", "13"), [0], 1, 7, 1, ["KQ.G12.000389"], set()),
    "1.003405": (["ministry"], same(3, "wday"), [0], 1, 2, 4, ["KQ.G04.000231"], set()),
    "1.012907": (["province"], same(10, "wday"), [200000], 1, 3, 3, ["KQ.G17.000207"], set()),
    "1.009686": (
        ["ministry"], same(30, "day"), [10000000], 1, 11, 8, ["KQ.G12.001145", "KQ.G12.001150"], set(),
    ),
    "1.009832": (["province"], same(15, "wday", "13"), [0], 1, 3, 6, ["KQ.G15.000097"], set()),
    "1.009446": (
        ["ministry", "province"], {"2": (10, "wday"), "3": (10, "wday"), "1": (5, "wday")}, [0], 2, 2, 2,
        ["KQ.G04.000088"], {"channels", "times"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", GOLD)
def test_a_hand_checked_row(code):
    levels, limits, fees, cases, papers, bases, results, blocking = GOLD[code]
    content = read_row(by_code()[code]).content
    first = content.cases[0]
    assert list(content.levels) == levels
    assert {channel: (time.amount, time.unit) for channel, time in first.times.items()} == limits
    assert [fee.amount for fee in first.fees] == fees
    assert len(content.cases) == cases
    assert len(first.components) == papers
    assert len(content.legal_bases) == bases
    assert [result.code for result in content.results] == results
    assert {note.field for note in content.review_notes if note.blocking} == blocking


def test_names_counts_and_form_files_are_cut_at_the_seam():
    def first(code, no, case=0):
        return read_row(by_code()[code]).content.cases[case].components[no]

    paper = first("2.001247", 1)
    assert paper.name == "Giấy đề nghị đăng ký hoạt động của chi nhánh doanh nghiệp đấu giá tài sản"
    assert (paper.form_file, paper.originals, paper.copies) == ("Mau TP DGTS 06.doc", 1, 0)
    paper = first("1.014632", 0, case=1)
    assert paper.name.endswith("thấp hơn 15m2 sàn/người).")
    assert paper.form_file.startswith("PhulucTT 05 2024 BXD")
    paper = first("1.009832", 1)
    assert (paper.originals, paper.copies) == (2, 0)
    shown = [item for item in read_row(by_code()["1.001193"]).content.cases[0].components if item.shown_only]
    assert {item.group for item in shown} == {"Giấy tờ phải xuất trình"}


def test_a_count_in_prose_fills_an_empty_count_cell():
    papers = read_row(by_code()["1.007860"]).content.cases[0].components
    assert any(paper.originals for paper in papers)


def test_legal_numbers_names_dates_and_issuers():
    bases = {basis.number: basis for basis in read_row(by_code()["2.001247"]).content.legal_bases}
    law = bases["01/2016/QH14"]
    assert (law.name, law.agency) == ("Luật Đấu giá tài sản năm 2016", "Quốc hội")
    circular = bases["19/2024/TT-BTP"]
    assert (circular.date, circular.agency) == ("2024-12-31", "Bộ Tư pháp")
    assert circular.name.startswith("Thông tư số 19/2024/TT-BTP ngày 31/12/2024")
    # The date of another decree named later in the title is not this decree's date.
    taxes = {basis.number: basis for basis in read_row(by_code()["1.008333"]).content.legal_bases}
    assert taxes["91/2022/NĐ-CP"].date == ""
    assert taxes["19/2021/TT-BTC"].date == "2021-03-18"


def test_addressees_with_commas_inside():
    content = read_row(by_code()["1.000010"]).content
    assert "Cán bộ, công chức, viên chức" in content.addressees
    assert "Tổ chức (không bao gồm doanh nghiệp, HTX)" in content.addressees
    assert len(content.addressees) == 10


def test_a_fee_written_in_thousands_is_understood_from_its_note():
    content = read_row(by_code()["1.000034"]).content
    fee = content.cases[0].fees[0]
    assert (fee.amount, fee.per) == (20000, "tờ khai")
    assert any("20000" in note.reason for note in content.review_notes if note.field == "fees")


def test_every_row_is_read_with_identity_levels_and_addressees():
    readings = [read_row(row) for row in rows()]
    counts = tally(readings)
    assert len(readings) == 1502
    for name in ("identity", "levels", "addressees"):
        assert counts[name] == {"full": 1502, "partial": 0, "none": 0}
    # Measured; a change that reads less shows here.
    for name, least in {
        "channels": 1473,
        "times": 1010,
        "fees": 1060,
        "legal_bases": 1399,
        "results": 1360,
    }.items():
        assert counts[name]["full"] >= least, name
    for reading in readings:
        assert reading.content.cases
        for case in reading.content.cases:
            assert case.time_rows or any(note.field == "channels" for note in reading.content.review_notes)


def letters(text):
    return collections.Counter(char for char in text.casefold() if char.isalpha())


def test_no_paper_is_lost():
    short = []
    for row in rows():
        text = row["thanh_phan_ho_so"]
        read = read_papers(text)
        kept = [group.title for group in read.groups] + [read.lost]
        kept += [f"{paper.name} {paper.form_file}" for group in read.groups for paper in group.components]
        cells = sum(len(group.components) for group in read.groups)
        missing = letters(text.replace(PAPERS, "")) - letters(" ".join(kept) + " bản chính bản sao" * cells)
        cut = any(len(group.title) >= 500 for group in read.groups)
        if missing.total() > 0.02 * max(letters(text).total(), 1000) and not cut:
            short.append(row["ma_thu_tuc"])
    assert len(short) <= 10, short


def test_no_legal_basis_is_lost():
    for row in rows():
        text = row["can_cu_phap_ly"].replace(BASES, "")
        read = read_bases(row["can_cu_phap_ly"])
        if text.strip() in ("", "Không có thông tin"):
            continue
        kept = " ".join(f"{basis.name} {basis.number}" for basis in read.items) + read.lost
        # Only words such as "Thông tư số" before a number cell are dropped.
        assert (letters(text) - letters(kept)).total() <= 40, row["ma_thu_tuc"]
