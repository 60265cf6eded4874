"""Codes, retention, deadlines, the checklist: without a database."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvu.calendars.rules import Budget
from congvu.casefiles import rules
from congvu.casefiles.rules.closing import Level

GENERAL, BUILDING = Budget(12, "month"), Budget(3, "month")


def due(retention="01", **facts):
    values = {"ended_on": date(2026, 6, 30), **facts}
    return rules.due_date(
        rules.DueFacts(retention, **values), general=GENERAL, building=BUILDING, least_years=5
    )


def test_the_code_is_agency_year_notation():
    assert rules.file_code("H19.75.26248", 2026, "01.TCCB") == "H19.75.26248.2026.01.TCCB"
    assert rules.doc_code("H19.2026.01", 7) == "H19.2026.01.0000007"
    assert rules.archive_code("P123", "H19.2026.01") == "P123.H19.2026.01"
    assert rules.archive_code("", "H19.2026.01") == "H19.2026.01"


@settings(max_examples=50)
@given(st.integers(1, 99_999), st.sampled_from(["01", "01.TCCB", "123.VHXH-KTHT.ABCDE"]))
def test_document_ids_fit_their_25_characters(ordinal, notation):
    code = rules.file_code("H19.75.26248", 2026, notation)
    assert len(rules.doc_id(code, 2026, notation, ordinal)) <= 25
    assert rules.doc_id(code, 2026, notation, ordinal).endswith(f".{ordinal}")


@pytest.mark.parametrize("good", ["01", "01.TCCB", "12-ĐC", "03/VP"])
def test_notations(good):
    assert rules.is_notation(good)


@pytest.mark.parametrize("bad", ["", "01 TCCB", "01.tccb", ".TCCB", "01.", "../..", "A" * 21, "01\n"])
def test_bad_notations(bad):
    assert not rules.is_notation(bad)


@pytest.mark.parametrize(("number", "text"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (39, "XXXIX")])
def test_roman_numbers(number, text):
    assert rules.roman(number) == text


def test_retention_in_years_and_words():
    assert [rules.years_of(code) for code in ("01", "02", "06")] == [None, 70, 10]
    assert rules.years_of("07", 15) == 15
    assert rules.period_text("07", 15) == "15 năm"
    for code, years in (("07", None), ("07", 0), ("09", None), ("", None)):
        with pytest.raises(ValueError):
            rules.years_of(code, years)


@pytest.mark.parametrize("code", [*(code for code in rules.RETENTION if code != "07")])
def test_a_period_reads_back(code):
    assert rules.period_of(rules.period_text(code)) == (code, None)
    assert rules.period_of("15 năm") == ("07", 15)
    assert rules.period_of("lâu dài") is None


def test_one_year_after_the_work_ended():
    assert due() == date(2027, 6, 30)
    assert due(ended_on=date(2024, 2, 29)) == date(2025, 2, 28)


def test_building_papers_three_months_after_the_accounts():
    assert due(building=True, settled_on=date(2026, 11, 30)) == date(2027, 2, 28)
    assert due(building=True) is None


def test_short_lived_papers_are_not_handed_over():
    assert due("07", retention_years=4) is None
    assert due("07", retention_years=5) == date(2027, 6, 30)


def test_kept_back_two_years_at_most():
    assert rules.kept_back_until(date(2027, 6, 30), Budget(24, "month")) == date(2029, 6, 30)


def facts(*items, **changes):
    values = {
        "retention": "01",
        "started_on": date(2026, 1, 5),
        "ended_on": date(2026, 6, 30),
        "today": date(2026, 11, 25),
        **changes,
    }
    return rules.ClosingFacts(items=items, **values)


def item(ordinal=1, **changes):
    values = {
        "summary": "A",
        "type_name": "Báo cáo",
        "dated_on": date(2026, 3, 1),
        "pages": 3,
        "digests": (f"{ordinal}",),
        **changes,
    }
    return rules.ItemFacts(ordinal, **values)


def stops(found):
    return {check.code for check in rules.closing_checks(found) if check.stops}


def test_a_complete_case_file_closes():
    checks = rules.closing_checks(facts(item(1), item(2)))
    assert {check.level for check in checks} == {Level.FINE}
    assert "list" in {check.code for check in checks}


@pytest.mark.parametrize(
    ("found", "codes"),
    [
        (facts(), {"empty"}),
        (facts(item(summary="")), {"summary"}),
        (facts(item(type_name="")), {"type"}),
        (facts(item(dated_on=None)), {"date"}),
        (facts(item(pages=0)), {"pages"}),
        (facts(item(pages=0), retention="07", retention_years=4), set()),
        (facts(item(pages=0), retention="07", retention_years=5), {"pages"}),
        (facts(item(dated_on=date(2026, 7, 1))), {"late"}),
        (facts(item(), ended_on=date(2026, 1, 4)), {"span", "late"}),
        (facts(item(), ended_on=date(2026, 11, 26)), {"future"}),
    ],
)
def test_what_stops_closing(found, codes):
    assert stops(found) == codes


def test_doubles_and_bare_documents_are_worth_a_look():
    found = facts(item(1, mark="1/tb"), item(2, mark="1/tb"), item(3, digests=()))
    looks = {check.code: check.sentence for check in rules.closing_checks(found) if check.level == Level.LOOK}
    assert looks["doubles"] == "Có thể trùng nhau: văn bản số 1, 2."
    assert looks["files"].startswith("văn bản số 3")
    assert not stops(found)


def test_the_list_of_documents_belongs_to_permanent_ones():
    assert "list" not in {check.code for check in rules.closing_checks(facts(item(), retention="05"))}
