"""The worked examples, and the other moments of the law."""

import timeit
from datetime import date

import pytest

from congvu.calendars.rules import (
    Budget,
    ClockFacts,
    Extension,
    Pause,
    Remaining,
    RuleMissing,
    Urgency,
    apology_latest,
    appraisal_return_due,
    auto_close_at,
    bounds,
    compute_due,
    consent_by_silence_at,
    extensions_left,
    handover_due,
    supplement_notice_due,
    urgency,
)
from congvu.calendars.tests.pure import at, rules_on, seeded_schedule
from congvu.calendars.tests.worked import EXAMPLES


def test_there_are_enough_examples_and_each_has_its_own_name():
    assert len({one.name for one in EXAMPLES}) == len(EXAMPLES) >= 40


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.name)
def test_worked_example(example):
    facts = ClockFacts(
        at(example.start), Budget(example.amount, example.unit), example.pauses, example.extensions, "Thủ tục"
    )
    deadline = compute_due(facts, seeded_schedule(), rules_on(**example.changes))
    assert deadline.due_at == (at(example.due) if example.due else None)
    assert deadline.remaining == (Remaining(*example.left) if example.left else None)
    codes = [reason.code for reason in deadline.explanation]
    assert codes[0] == "received"
    assert codes[-1] == ("due" if example.due else "remaining")
    assert codes.count("extension") == len(example.extensions)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-03-02 09:00", "2026-03-02 17:00"),  # same working day
        ("2026-03-02 06:00", "2026-03-02 17:00"),  # before opening, still that day
        ("2026-03-02 15:00", "2026-03-02 17:00"),  # not yet after 15:00
        ("2026-03-02 15:01", "2026-03-03 07:30"),  # start of the next working day
        ("2026-03-06 16:00", "2026-03-09 07:30"),  # over the weekend
        ("2026-03-07 09:00", "2026-03-09 07:30"),  # on a day off
        ("2026-02-13 15:30", "2026-02-23 07:30"),  # over Tết 2026
        ("2026-01-10 10:00", "2026-01-10 17:00"),  # a make-up Saturday is a working day
        ("2026-08-28 15:30", "2026-09-03 07:30"),  # 31/8 swapped, 1–2/9 off
    ],
)
def test_handover(received, due):
    assert handover_due(at(received), seeded_schedule(), rules_on()) == at(due)


@pytest.mark.parametrize(
    ("channel", "received", "due"),
    [
        ("2", "2026-03-02 20:00", "2026-03-03 17:00"),  # online: 8 working hours from 07:30
        ("2", "2026-03-02 10:00", "2026-03-03 10:00"),
        ("1", "2026-03-06 10:00", "2026-03-09 10:00"),  # direct: 1 working day
        ("3", "2026-02-13 10:00", "2026-02-23 10:00"),  # post, over Tết
    ],
)
def test_supplement_notice(channel, received, due):
    assert supplement_notice_due(at(received), channel, seeded_schedule(), rules_on()) == at(due)


def test_appraisal_return_is_three_working_days():
    assert appraisal_return_due(at("2026-03-05 10:00"), seeded_schedule(), rules_on()) == at(
        "2026-03-10 10:00"
    )


def test_auto_close_by_rule_kind_and_by_sector_budget():
    asked = at("2026-03-02 10:00")
    schedule, rules = seeded_schedule(), rules_on()
    assert auto_close_at(asked, schedule, rules) == at("2026-03-17 17:00")  # 2 + 15
    assert auto_close_at(asked, schedule, rules, kind="explanation") == at("2026-04-01 17:00")  # 2/3 + 30
    assert auto_close_at(asked, schedule, rules, budget=Budget(1, "month")) == at("2026-04-02 17:00")


@pytest.mark.parametrize(
    ("due", "latest"),
    [
        ("2026-03-05 10:00", "2026-03-04 10:00"),  # a day before, to the minute
        ("2026-03-09 10:00", "2026-03-06 17:00"),  # Sunday 10:00 moves back to Friday's close
        ("2026-03-05 12:59", "2026-03-04 11:30"),  # noon moves back to the morning's end
        ("2026-02-23 17:00", "2026-02-13 17:00"),  # 22/2 lies after Tết's days off
    ],
)
def test_apology_latest(due, latest):
    assert apology_latest(at(due), seeded_schedule(), rules_on()) == at(latest)


def test_silence_is_consent_after_twelve_days():
    asked = at("2026-03-02 10:00")
    assert consent_by_silence_at(asked, seeded_schedule(), rules_on()) == at(
        "2026-03-16 17:00"
    )  # 14/3 is Saturday
    own = consent_by_silence_at(asked, seeded_schedule(), rules_on(), budget=Budget(3, "wday"))
    assert own == at("2026-03-05 10:00")


def test_one_extension_only():
    facts = ClockFacts(at("2026-03-02 10:00"), Budget(5, "wday"))
    used = ClockFacts(
        facts.started_at, facts.budget, (), (Extension(facts.started_at, "", Budget(1, "day")),)
    )
    assert (extensions_left(facts, rules_on()), extensions_left(used, rules_on())) == (1, 0)


@pytest.mark.parametrize(
    ("due", "group"),
    [
        ("2026-03-02 09:59", Urgency.OVERDUE),
        ("2026-03-02 10:00", Urgency.TODAY),
        ("2026-03-02 23:59", Urgency.TODAY),
        ("2026-03-03 07:30", Urgency.SOON),
        ("2026-03-04 10:00", Urgency.SOON),  # two working days from now
        ("2026-03-04 10:01", Urgency.LATER),
    ],
)
def test_urgency(due, group):
    limits = bounds(at("2026-03-02 10:00"), seeded_schedule(), rules_on())
    assert urgency(at(due), limits) is group


def test_urgency_without_due_moment():
    limits = bounds(at("2026-03-02 10:00"), seeded_schedule(), rules_on())
    assert urgency(None, limits, paused=True) is Urgency.PAUSED
    assert urgency(None, limits) is Urgency.LATER


def test_no_limit_has_no_due_moment_and_says_so():
    deadline = compute_due(ClockFacts(at("2026-03-02 10:00"), None), seeded_schedule(), rules_on())
    assert (deadline.due_at, deadline.paused) == (None, False)
    assert [reason.code for reason in deadline.explanation] == ["received", "no-limit"]


def test_explanation_lists_each_fact_with_its_basis():
    facts = ClockFacts(
        at("2026-08-21 18:00"),
        Budget(5, "wday"),
        (Pause(at("2026-08-28 16:00"), at("2026-09-03 09:00"), "chờ xin ý kiến", basis="Điều 19"),),
        (Extension(at("2026-09-03 10:00"), "cần xác minh", Budget(1, "wday")),),
        "Thủ tục 1.013225, trường hợp 1",
    )
    reasons = compute_due(facts, seeded_schedule(), rules_on()).explanation
    texts = [reason.text for reason in reasons]
    assert texts[0] == "Tiếp nhận hồ sơ hợp lệ lúc 18:00 thứ Sáu 21/08/2026 (ghi trên Giấy tiếp nhận)."
    assert texts[1] == "Nhận ngoài giờ làm việc: bắt đầu tính từ 07:30 thứ Bảy 22/08/2026."
    assert texts[2] == "Thời hạn giải quyết: 05 ngày làm việc."
    assert reasons[2].basis == "Thủ tục 1.013225, trường hợp 1"
    assert "thứ Bảy 22/08/2026: Làm bù cho ngày 31/08/2026, tính là ngày làm việc." in texts
    assert any(text.startswith("thứ Hai 31/08/2026") and "nghỉ" in text for text in texts)
    assert any(text.startswith("thứ Tư 02/09/2026: Quốc khánh") for text in texts)
    assert "Không tính từ 16:00 thứ Sáu 28/08/2026 đến 09:00 thứ Năm 03/09/2026: chờ xin ý kiến." in texts
    assert any(reason.code == "extension" and "Mẫu số 04" in reason.basis for reason in reasons)
    assert [reason.code for reason in reasons if reason.code == "special"] == ["special"] * 4


def test_missing_rule_names_itself_and_the_day():
    rules = rules_on()
    broken = type(rules)(date(2026, 7, 1), {})
    with pytest.raises(RuleMissing, match=r"clock\.start_cutoff on 2026-07-01"):
        compute_due(ClockFacts(at("2026-03-02 10:00"), Budget(1, "hour")), seeded_schedule(), broken)


def test_a_due_moment_costs_little():
    schedule, rules = seeded_schedule(), rules_on()
    facts = ClockFacts(at("2026-08-28 10:00"), Budget(20, "wday"))
    compute_due(facts, schedule, rules)
    best = min(timeit.repeat(lambda: compute_due(facts, schedule, rules), number=200, repeat=5)) / 200
    assert best < 200e-6  # four times the goal of 50 µs: the machine of a test may be busy
