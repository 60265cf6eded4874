"""How values are written."""

import datetime as dt

import pytest
from django.template import Context, Template
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from hypothesis import given, settings
from hypothesis import strategies as st

from congvu.ui import rules

MOMENT = dt.datetime(2026, 11, 24, 14, 5, tzinfo=dt.UTC)


def test_moments() -> None:
    assert rules.moment(MOMENT) == "14:05, thứ Ba 24/11/2026"
    assert rules.moment_short(MOMENT, MOMENT.date()) == "14:05"
    assert rules.moment_short(MOMENT, dt.date(2026, 1, 1)) == "14:05 24/11"
    assert rules.moment_short(MOMENT, dt.date(2027, 1, 1)) == "14:05 24/11/2026"
    assert rules.day_long(dt.date(2026, 11, 29)) == "Chủ nhật 29/11/2026"


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (0, "0 phút"),
        (45, "45 phút"),
        (180, "3 giờ"),
        (195, "3 giờ 15 phút"),
        (480, "1 ngày"),
        (485, "1 ngày"),
        (1140, "2 ngày 3 giờ"),
    ],
)
def test_working_time(minutes: int, text: str) -> None:
    assert rules.work_time(minutes) == text
    assert rules.work_left(minutes) == f"còn {text} làm việc"


def test_working_time_over() -> None:
    assert rules.work_left(-600) == "quá 1 ngày 2 giờ làm việc"


@settings(max_examples=60)
@given(st.integers(min_value=0, max_value=10**12))
def test_money_reads_back(amount: int) -> None:
    text = rules.money(amount)
    assert text.endswith("\u00a0đ")
    assert int(text[:-2].replace(".", "")) == amount
    assert all(len(group) == 3 for group in text[:-2].split(".")[1:])


@pytest.mark.parametrize(("count", "text"), [(0, "0"), (999, "999"), (1000, "1000+"), (5000, "1000+")])
def test_counts_are_capped(count: int, text: str) -> None:
    assert rules.capped(count) == text


@pytest.mark.parametrize(("size", "text"), [(10, "10 B"), (870_400, "850 KB"), (1_468_006, "1,4 MB")])
def test_file_sizes(size: int, text: str) -> None:
    assert rules.file_size(size) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(5, "vừa xong"), (300, "5 phút trước"), (7300, "2 giờ trước"), (200_000, "2 ngày trước")],
)
def test_ago(seconds: int, text: str) -> None:
    assert rules.ago(seconds) == text


def test_urgency_is_word_icon_and_date() -> None:
    due = dt.datetime(2026, 11, 24, 7, 5, tzinfo=dt.UTC)
    source = "{% load ui %}{% urgency_badge 'overdue' due -600 %}"
    html = Template(source).render(Context({"due": due}))
    assert "Quá hạn" in html
    assert "#alert-triangle" in html
    assert 'datetime="2026-11-24T14:05:00+07:00"' in html
    assert "quá 1 ngày 2 giờ làm việc" in html


def test_paused_shows_no_time_left() -> None:
    assert "làm việc" not in Template("{% load ui %}{% urgency_badge 'paused' None 60 %}").render(Context())


def test_text_in_badges_is_escaped() -> None:
    html = Template("{% load ui %}{% badge label 'bad' 'x' %}").render(Context({"label": "<b>"}))
    assert "&lt;b&gt;" in html


@given(st.one_of(st.text(), st.integers(), st.none(), st.text().map(mark_safe)))
@settings(max_examples=100)
def test_markup_says_what_format_html_says(value: object) -> None:
    html = '<a title="{title}">{text}</a>'
    assert rules.Markup(html)(title=value, text=value) == format_html(html, title=value, text=value)


def test_pieces_that_were_escaped_are_not_escaped_again() -> None:
    rows = rules.joined(rules.Markup("<li>{text}</li>")(text=text) for text in ("<b>", "&"))
    assert rules.Markup("<ul>{rows}</ul>")(rows=rows) == "<ul><li>&lt;b&gt;</li><li>&amp;</li></ul>"
