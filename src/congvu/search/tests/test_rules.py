"""How results are ranked and marked."""

from datetime import date

import pytest

from congvu.common.subject import Subject
from congvu.common.subjects import SubjectCard
from congvu.search.rules import marked, query_of, ranked


def card(pk: int, title: str, code: str = "", on: date | None = None) -> SubjectCard:
    return SubjectCard(Subject("a.paper", pk), title, code, on=on)


def order(text: str, *cards: SubjectCard) -> list[int]:
    return [one.subject.pk for one in ranked(cards, query_of(text))]


def test_matching_parts_are_marked_in_the_words_as_written() -> None:
    assert marked("Trần Thị Bưởi", ["buoi", "tra"]) == [("Trầ", True), ("n Thị ", False), ("Bưởi", True)]
    assert marked("Đặng Đình", ["dinh"]) == [("Đặng ", False), ("Đình", True)]
    assert marked("Ấn", ["n"]) == [("Ấn", False)]
    assert "".join(text for text, _ in marked("Ủy ban ﬁ", ["uy", "fi"])) == "Ủy ban ﬁ"


@pytest.mark.parametrize(
    ("typed", "words", "accented"),
    [
        ("Báo cáo", ("bao", "cao"), "báo cáo"),
        ("bao  cao", ("bao", "cao"), ""),
        ("12/QĐ-UBND", ("12", "qd", "ubnd"), "12/qđ-ubnd"),
        ("' OR 1=1 --", ("or", "1", "1"), ""),
        ("*:&|!()", (), ""),
    ],
)
def test_what_is_asked(typed: str, words: tuple[str, ...], accented: str) -> None:
    query = query_of(typed)
    assert (query.words, query.accented) == (words, accented)


def test_marks_as_typed_come_first_whatever_is_newer() -> None:
    plain = card(1, "Về việc báo cao tốc độ", on=date(2026, 11, 20))
    meant = card(2, "Về việc báo cáo tháng", on=date(2026, 1, 2))
    assert order("báo cáo", plain, meant) == [2, 1]
    assert order("bao cao", plain, meant) == [1, 2]


def test_the_code_itself_comes_first() -> None:
    same = card(1, "Về việc khác", "12/QĐ-UBND", date(2020, 1, 1))
    other = card(2, "Thực hiện Quyết định 12/QĐ-UBND", "7/CV", date(2026, 1, 1))
    longer = card(3, "Về việc nữa", "12/QĐ-UBND-VX", date(2025, 1, 1))
    assert order("12 / qđ-ubnd", other, longer, same) == [1, 3, 2]


def test_words_together_come_before_words_apart() -> None:
    apart = card(1, "Cao điểm báo động", on=date(2026, 1, 2))
    together = card(2, "Gửi báo cáo", on=date(2025, 1, 2))
    assert order("bao cao", apart, together) == [2, 1]
