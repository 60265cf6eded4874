"""Deadlines in words."""

from datetime import date

import pytest

from congvu.documents.messages import Line
from congvu.documents.rules.reading.deadlines import find
from congvu.documents.rules.reading.paragraphs import gather

ISSUED = date(2026, 5, 20)


def due(text, issued=ISSUED):
    [paragraph] = gather([Line(text)])
    return find(paragraph, 0, len(paragraph.text), issued)


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("hoàn thành trước ngày 30/6/2026.", "2026-06-30"),
        ("báo cáo chậm nhất vào ngày 05 tháng 7 năm 2026.", "2026-07-05"),
        ("gửi về Sở trước 17 giờ 00 ngày 25/5/2026.", "2026-05-25"),
        ("xong trước ngày 15/6.", "2026-06-15"),
        ("hoàn thành trước ngày 31/01.", "2027-01-31"),
        ("hoàn thành trong tháng 6 năm 2026.", "2026-06-30"),
        ("trình UBND tỉnh trong quý III/2026.", "2026-09-30"),
        ("trong quý IV năm 2026, trình ban hành.", "2026-12-31"),
        ("báo cáo trước 15.6.2026.", "2026-06-15"),
    ],
)
def test_days(text, on):
    found = due(text)
    assert (found.kind, found.on) == ("date", on)


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("trong thời hạn 05 ngày làm việc kể từ ngày nhận được văn bản.", 5, "wday"),
        ("trong vòng 10 ngày.", 10, "day"),
        ("chậm nhất 02 (hai) ngày làm việc.", 2, "wday"),
        ("thời hạn 48 giờ.", 48, "hour"),
        ("không quá 3 tháng.", 3, "month"),
    ],
)
def test_periods(text, amount, unit):
    found = due(text)
    assert (found.kind, found.amount, found.unit) == ("period", amount, unit)


@pytest.mark.parametrize(
    ("text", "every"),
    [
        ("định kỳ hằng quý báo cáo.", "quarter"),
        ("báo cáo trước ngày 20 hằng tháng.", "month"),
        ("hàng tuần tổng hợp, gửi về Sở.", "week"),
        ("định kỳ 6 tháng sơ kết.", "half-year"),
        ("báo cáo trước ngày 15/12 hằng năm.", "year"),
    ],
)
def test_what_comes_back(text, every):
    found = due(text)
    assert (found.kind, found.every) == ("recurring", every)


def test_the_place_is_that_of_the_words():
    [paragraph] = gather(
        [Line("1. Giao Sở Y tế rà soát,", index=4), Line("báo cáo trước ngày 30/6/2026.", index=5)]
    )
    found = find(paragraph, 0, len(paragraph.text), ISSUED)
    [span] = found.text.spans
    assert span.line == 5


@pytest.mark.parametrize(
    "text",
    [
        "theo Nghị định số 30/2020/NĐ-CP ngày 05/3/2020.",
        "từ ngày 01/01/2026 đã làm xong.",
        "trước ngày 01/01/2020, đã có 5 vụ.",
        "làm tốt hơn.",
    ],
)
def test_no_deadline(text):
    assert due(text) is None


def test_a_year_that_is_not_said_is_less_sure_and_needs_the_day_of_issue():
    assert due("xong trước ngày 15/6.").text.confidence < due("xong trước ngày 15/6/2026.").text.confidence
    assert due("xong trước ngày 15/6.", issued=None) is None
