"""Pure rules: code grammars and their forms, periods, user names."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvu.directory import rules


@pytest.mark.parametrize(
    ("scheme", "code", "good"),
    [
        ("qd20", "H19", True),
        ("qd20", "H19.15.3.2", True),
        ("qd20", "H19." + "1." * 15 + "22", False),
        ("qd20", "L19", False),
        ("qd20", "H1", False),
        ("qd20", "000.00.00.H19", False),
        ("qcvn102", "000.00.15.H51", True),
        ("qcvn102", "000.00.00.H19", True),
        ("qcvn102", "00.00.15.H51", False),
        ("qcvn102", "H19", False),
        ("khac", "H19", False),
    ],
)
def test_code_grammar(scheme: str, code: str, good: bool) -> None:
    assert rules.is_code(scheme, code) is good


@pytest.mark.parametrize(
    ("new", "old"),
    [("H19", "000.00.00.H19"), ("H51.15", "000.00.15.H51"), ("H19.15.3.2", "002.03.15.H19")],
)
def test_forms_of_a_code(new: str, old: str) -> None:
    assert rules.to_qcvn102(new) == old
    assert rules.to_qd20("000.00.15.H51") == "H51.15"


def test_code_too_deep_or_wide_has_no_old_form() -> None:
    assert rules.to_qcvn102("H19.1.2.3.4") == ""
    assert rules.to_qcvn102("H19.100") == ""


@settings(max_examples=60)
@given(st.integers(1, 63), st.lists(st.integers(10, 99), max_size=2))
def test_forms_return(level1: int, below: list[int]) -> None:
    code = ".".join([f"H{level1:02}", *map(str, below)])
    old = rules.to_qcvn102(code)
    assert rules.is_code("qcvn102", old)
    assert rules.to_qd20(old) == code


days = st.dates(dt.date(2025, 1, 1), dt.date(2025, 3, 1))


@settings(max_examples=100)
@given(days, st.none() | days, days, st.none() | days)
def test_overlap_is_a_shared_day(
    from1: dt.date, to1: dt.date | None, from2: dt.date, to2: dt.date | None
) -> None:
    last = dt.date(2025, 3, 2)
    one = {from1 + dt.timedelta(n) for n in range(((to1 or last) - from1).days + 1)}
    two = {from2 + dt.timedelta(n) for n in range(((to2 or last) - from2).days + 1)}
    if one and two:
        assert rules.overlaps(from1, to1, from2, to2) == bool(one & two)


@pytest.mark.parametrize(
    ("name", "username"), [("Nguyễn Thị Lan", "lan.nt"), ("Đỗ Đức", "duc.d"), ("Hoà", "hoa"), ("  ", "")]
)
def test_suggested_username(name: str, username: str) -> None:
    assert rules.suggest_username(name) == username
    assert rules.is_username(username) is bool(username)


@pytest.mark.parametrize("username", ["Lan", "lan nt", "lan..nt", ".lan", "lân", "lan@x", "l" * 61])
def test_user_names_that_are_not_plain(username: str) -> None:
    assert not rules.is_username(username)
