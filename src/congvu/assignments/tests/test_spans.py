"""The spans that results are published for (quý, 6 tháng, năm)."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from congvu.assignments.rules import reporting_spans


def test_spans_of_a_day() -> None:
    found = [(span.name, f"{span.first} {span.last}") for span in reporting_spans(date(2027, 2, 28))]
    assert found == [
        ("Quý I/2027", "2027-01-01 2027-03-31"),
        ("Quý IV/2026", "2026-10-01 2026-12-31"),
        ("6 tháng đầu năm 2027", "2027-01-01 2027-06-30"),
        ("Năm 2027", "2027-01-01 2027-12-31"),
    ]


@given(today=st.dates(date(2020, 1, 1), date(2090, 12, 31)))
def test_spans_hold_the_day_and_follow_each_other(today: date) -> None:
    quarter, before, half, year = reporting_spans(today)
    for span in (quarter, half, year):
        assert span.first <= today <= span.last
    assert before.last + timedelta(1) == quarter.first
    assert year.first <= half.first <= quarter.first <= quarter.last <= half.last <= year.last
