"""Seeding, hours, special days and rules: written by services only, seen at once, refused with a sentence."""

import time
from datetime import date, datetime
from datetime import time as clock

import pytest
from django.core.exceptions import PermissionDenied

from congvu.audit.models import Event
from congvu.calendars import queries, services
from congvu.calendars.models import LegalRule, SpecialDay, WorkingHours
from congvu.calendars.rules import VN, Budget, ClockFacts, Code, compute_due
from congvu.calendars.services import HoursRow
from congvu.common.errors import ActionRefused, StateRefused
from congvu.directory.messages import Actor
from congvu.directory.tests.factories import AgencyFactory

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 8, 31, 9, 0, tzinfo=VN)


@pytest.fixture
def province():
    return AgencyFactory(name="Ủy ban nhân dân thành phố Đồng Nai")


@pytest.fixture
def commune(province):
    return AgencyFactory(parent=province)


@pytest.fixture
def system(province):
    return Actor.system(province.pk)


@pytest.fixture
def seeded(system):
    return services.seed(actor=system)


def administrator(agency):
    return Actor(None or 0, "Quản trị", agency.pk, capabilities=frozenset({"calendar.manage"}))


def kinds():
    return list(Event.objects.order_by("id").values_list("kind", flat=True))


def test_seed_adds_once_and_is_recorded_once(system, seeded):
    assert (seeded.hours, seeded.rules) == (10, LegalRule.objects.count())
    assert seeded.days == SpecialDay.objects.count() > 150
    again = services.seed(actor=system)
    assert (again.hours, again.days, again.rules) == (0, 0, 0)
    assert kinds() == ["calendar.seeded"]


def test_every_code_has_a_rule_on_any_day(seeded):
    for on in (date(2015, 3, 2), date(2020, 1, 1), date(2026, 7, 1)):
        rules = queries.legal_rules(on)
        assert {str(code) for code in Code} == set(rules.values)
        assert all(rules.basis(code) for code in Code)


def test_rules_change_generation_on_1_july_2025(seeded):
    assert "NĐ 61/2018" in queries.legal_rules(date(2025, 6, 30)).basis(Code.HANDOVER_CUTOFF)
    assert "NĐ 118/2025" in queries.legal_rules(date(2025, 7, 1)).basis(Code.HANDOVER_CUTOFF)


def test_unchanged_calendar_costs_no_sql(seeded, settings, django_assert_num_queries):
    queries.schedule_for(1)
    settings.CALENDAR_STAMP_SECONDS = 60
    queries.schedule_for(1)
    with django_assert_num_queries(0):
        queries.schedule_for(1)
        queries.legal_rules(date(2026, 1, 1))


def test_stamp_costs_one_statement_and_keeps_the_object(seeded, settings, django_assert_num_queries):
    first = queries.schedule_for(None)
    with django_assert_num_queries(1):
        assert queries.schedule_for(None) is first


def test_another_process_is_noticed_by_its_stamp(seeded, system, settings):
    settings.CALENDAR_STAMP_SECONDS = 0.05
    before = queries.schedule_for(None)
    services.add_special_day(actor=system, agency_id=None, day=date(2026, 3, 4), kind="off", name="Bầu cử")
    queries.snapshot._shelf.checked = time.monotonic()  # as in a process that did not write
    assert queries.schedule_for(None) is before
    time.sleep(0.06)
    assert not queries.schedule_for(None).is_working_day(date(2026, 3, 4))


def test_token_moves_with_every_write_and_only_then(seeded, system):
    before = queries.calendar_token()
    services.seed(actor=system)  # adds nothing
    assert queries.calendar_token() == before
    services.add_special_day(actor=system, agency_id=None, day=date(2026, 3, 4), kind="off", name="Bầu cử")
    assert queries.calendar_token() != before


def test_agencies_without_own_rows_share_the_common_schedule(seeded, province, commune):
    assert queries.schedule_for(province.pk) is queries.schedule_for(commune.pk)


def test_agency_hours_replace_the_common_table_from_their_day(seeded, commune, system):
    rows = [HoursRow(day, clock(7), clock(11)) for day in range(6)]
    services.set_working_hours(
        actor=system, agency_id=commune.pk, rows=rows, valid_from=date(2026, 9, 7), legal_basis="QĐ 1"
    )
    own = queries.schedule_for(commune.pk)
    assert not own.is_working_day(date(2026, 9, 5))  # still the common table: Saturday off
    assert own.spans(date(2026, 9, 12)) == ((420, 660),)  # Saturday of the own table
    assert not queries.schedule_for(None).is_working_day(date(2026, 9, 12))
    assert Event.objects.get(kind="calendar.hours_set").agency_id == commune.pk


def test_new_table_ends_the_earlier_one(seeded, commune, system):
    for month in (9, 10):
        rows = [HoursRow(0, clock(7), clock(10 + month - 8))]
        services.set_working_hours(
            actor=system, agency_id=commune.pk, rows=rows, valid_from=date(2026, month, 1)
        )
    own = queries.schedule_for(commune.pk)
    assert own.spans(date(2026, 9, 28)) == ((420, 660),)
    assert own.spans(date(2026, 10, 5)) == ((420, 720),)
    assert WorkingHours.objects.get(valid_from=date(2026, 9, 1)).valid_to == date(2026, 9, 30)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([], "hours-empty"),
        ([HoursRow(0, clock(9), clock(8))], "hours-order"),
        ([HoursRow(7, clock(8), clock(9))], "hours-order"),
        ([HoursRow(0, clock(8), clock(10)), HoursRow(0, clock(9), clock(11))], "hours-overlap"),
    ],
)
def test_impossible_tables_are_refused_and_nothing_changes(seeded, system, rows, code):
    before = WorkingHours.objects.count()
    with pytest.raises(ActionRefused) as refused:
        services.set_working_hours(actor=system, agency_id=None, rows=rows, valid_from=date(2026, 9, 1))
    assert refused.value.code == code
    assert WorkingHours.objects.count() == before
    assert kinds() == ["calendar.seeded"]


def test_table_before_a_later_one_is_refused(seeded, system):
    with pytest.raises(ActionRefused) as refused:
        services.set_working_hours(
            actor=system,
            agency_id=None,
            rows=[HoursRow(0, clock(8), clock(9))],
            valid_from=date(1999, 1, 1),
        )
    assert refused.value.code == "hours-later"


def test_day_off_of_one_agency_moves_its_deadlines_only(seeded, commune, system):
    services.add_special_day(
        actor=system, agency_id=commune.pk, day=date(2026, 9, 7), kind="off", name="Nghỉ do bão"
    )
    facts = ClockFacts(datetime(2026, 9, 4, 10, 0, tzinfo=VN), Budget(1, "wday"))
    rules = queries.legal_rules(date(2026, 9, 4))
    assert compute_due(facts, queries.schedule_for(None), rules).due_at.day == 7
    assert compute_due(facts, queries.schedule_for(commune.pk), rules).due_at.day == 8


def test_removed_holiday_stays_removed_after_seeding(seeded, system):
    day = SpecialDay.objects.get(day=date(2026, 11, 24))
    services.remove_special_day(actor=system, day_id=day.pk)
    services.seed(actor=system)
    assert queries.schedule_for(None).is_working_day(date(2026, 11, 24))
    services.restore_special_day(actor=system, day_id=day.pk)
    assert not queries.schedule_for(None).is_working_day(date(2026, 11, 24))
    assert kinds() == ["calendar.seeded", "calendar.day_removed", "calendar.day_restored"]


def test_restored_make_up_day_is_working_again(seeded, system):
    day = SpecialDay.objects.get(day=date(2026, 8, 22))
    services.remove_special_day(actor=system, day_id=day.pk)
    assert services.restore_special_day(actor=system, day_id=day.pk).kind == "working"


def test_day_that_is_special_already_is_refused(seeded, system):
    with pytest.raises(StateRefused) as refused:
        services.add_special_day(
            actor=system, agency_id=None, day=date(2026, 9, 2), kind="working", name="Làm"
        )
    assert refused.value.code == "day-taken"
    assert "Quốc khánh" in refused.value.message


@pytest.mark.parametrize(("kind", "name", "code"), [("half", "x", "day-kind"), ("off", "  ", "day-name")])
def test_bad_special_days_are_refused(seeded, system, kind, name, code):
    with pytest.raises(ActionRefused) as refused:
        services.add_special_day(actor=system, agency_id=None, day=date(2026, 3, 4), kind=kind, name=name)
    assert refused.value.code == code
    assert not SpecialDay.objects.filter(day=date(2026, 3, 4)).exists()


def test_removing_twice_is_refused(seeded, system):
    day = SpecialDay.objects.get(day=date(2026, 11, 24))
    services.remove_special_day(actor=system, day_id=day.pk)
    with pytest.raises(StateRefused):
        services.remove_special_day(actor=system, day_id=day.pk)
    with pytest.raises(StateRefused):
        services.remove_special_day(actor=system, day_id=10**9)


def test_new_rule_is_a_new_row_and_running_dossiers_keep_theirs(seeded, system):
    services.set_legal_rule(
        actor=system,
        code="handover.cutoff",
        value="16:00",
        unit="",
        legal_basis="Điều 18 NĐ 309/2026/NĐ-CP",
        valid_from=date(2026, 9, 1),
    )
    assert queries.legal_rules(date(2026, 8, 31)).clock(Code.HANDOVER_CUTOFF) == 15 * 60
    assert queries.legal_rules(date(2026, 9, 1)).clock(Code.HANDOVER_CUTOFF) == 16 * 60
    old = LegalRule.objects.get(code="handover.cutoff", valid_from=date(2025, 7, 1))
    assert (old.value, old.valid_to) == ("15:00", date(2026, 8, 31))


@pytest.mark.parametrize(
    ("code", "value", "unit", "basis", "since", "refusal"),
    [
        ("no.such", "1", "day", "Luật", date(2030, 1, 1), "rule-code"),
        ("handover.cutoff", "25:00", "", "Luật", date(2030, 1, 1), "rule-clock"),
        ("appraisal.return", "-3", "wday", "Luật", date(2030, 1, 1), "rule-number"),
        ("appraisal.return", "3", "week", "Luật", date(2030, 1, 1), "rule-unit"),
        ("clock.day_end", "noon", "", "Luật", date(2030, 1, 1), "rule-choice"),
        ("extension.max", "2", "day", "Luật", date(2030, 1, 1), "rule-unit"),
        ("appraisal.return", "3", "wday", " ", date(2030, 1, 1), "rule-basis"),
        ("appraisal.return", "3", "wday", "Luật", date(2025, 7, 1), "rule-order"),
    ],
)
def test_unsuitable_rules_are_refused(seeded, system, code, value, unit, basis, since, refusal):
    before = LegalRule.objects.count()
    with pytest.raises(ActionRefused) as refused:
        services.set_legal_rule(
            actor=system, code=code, value=value, unit=unit, legal_basis=basis, valid_from=since
        )
    assert refused.value.code == refusal
    assert LegalRule.objects.count() == before


def test_only_a_rule_not_yet_in_force_can_be_cancelled(seeded, system, time_machine):
    time_machine.move_to(MONDAY)
    row = services.set_legal_rule(
        actor=system,
        code="extension.max",
        value="2",
        unit="",
        legal_basis="Luật mới",
        valid_from=date(2027, 1, 1),
    )
    services.cancel_legal_rule(actor=system, rule_id=row.pk)
    last = LegalRule.objects.filter(code="extension.max").latest("valid_from")
    assert last.valid_to is None
    with pytest.raises(StateRefused):
        services.cancel_legal_rule(actor=system, rule_id=last.pk)
    assert LegalRule.objects.filter(pk=last.pk).exists()


def test_who_may_change_which_calendar(seeded, province, commune):
    add = {"day": date(2026, 3, 4), "kind": "off", "name": "Nghỉ"}
    for actor, agency_id in (
        (Actor(1, "Chuyên viên", province.pk), province.pk),
        (administrator(commune), None),
        (administrator(commune), province.pk),
        (administrator(AgencyFactory(parent=province)), commune.pk),
    ):
        with pytest.raises(PermissionDenied):
            services.add_special_day(actor=actor, agency_id=agency_id, **add)
    assert not SpecialDay.objects.filter(day=date(2026, 3, 4)).exists()


def test_no_capability_no_rule_no_hours_no_seed(province):
    actor = Actor(1, "Chuyên viên", province.pk)
    with pytest.raises(PermissionDenied):
        services.seed(actor=actor)
    with pytest.raises(PermissionDenied):
        services.set_working_hours(
            actor=actor,
            agency_id=province.pk,
            rows=[HoursRow(0, clock(8), clock(9))],
            valid_from=date(2026, 1, 1),
        )
    with pytest.raises(PermissionDenied):
        services.cancel_legal_rule(actor=actor, rule_id=1)
