from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congvu.procedures import queries
from congvu.procedures.models import ProcedureVersion
from congvu.procedures.tests.factories import (
    AgencyFactory,
    FieldFactory,
    ProcedureFactory,
    RouteFactory,
    VersionFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 8)


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-10-08T09:00:00+07:00", tick=False)


def test_a_frozen_version_is_read_once(django_assert_num_queries):
    version = VersionFactory()
    with django_assert_num_queries(5):
        said = queries.frozen(version.pk)
    with django_assert_num_queries(0):
        assert queries.frozen(version.pk) is said
    assert said.field == "Hộ tịch"
    assert said.cases[0].times["2"].amount == 1
    assert said.cases[0].fees[0].amount == 8000
    assert said.cases[0].components[0].originals == 1
    assert said.results[0].code == "KQ.G15.000031"
    assert said.case(None) is said.cases[0]
    with pytest.raises(LookupError):
        said.case(-1)


def test_a_draft_is_never_cached():
    version = VersionFactory(draft=True)
    first = queries.frozen(version.pk)
    version.cases.get().times.update(amount=7)
    assert first.cases[0].times["1"].amount == 1
    assert queries.frozen(version.pk).cases[0].times["1"].amount == 7


def test_published_picks_the_version_in_force_on_the_day():
    procedure = ProcedureFactory(code="1.001193")
    old = VersionFactory(
        procedure=procedure,
        number=1,
        status="retired",
        valid_from=date(2025, 7, 1),
        valid_to=date(2025, 12, 31),
    )
    new = VersionFactory(procedure=procedure, number=2, valid_from=date(2026, 1, 1))
    VersionFactory(procedure=procedure, number=3, draft=True)
    assert queries.published("1.001193") == new
    assert queries.published("1.001193", date(2025, 12, 31)) == old
    with pytest.raises(ProcedureVersion.DoesNotExist):
        queries.published("1.001193", date(2025, 6, 30))


def test_the_picker_folds_ranks_and_pages(django_assert_num_queries):
    agency = AgencyFactory(level="commune")
    names = ["Đăng ký khai sinh", "Đăng ký lại khai sinh", "Đăng ký khai sinh có yếu tố nước ngoài"]
    for index, name in enumerate(names):
        VersionFactory(procedure=ProcedureFactory(code=f"1.{index:06d}", name=name))
    VersionFactory(procedure=ProcedureFactory(code="2.000001", name="Đăng ký kết hôn"))
    rows = queries.catalogue(agency.pk, "dang ky khai sinh")
    assert [row.code for row in rows] == ["1.000000", "1.000002", "1.000001"]
    assert [row.code for row in queries.catalogue(agency.pk, "2.0000")] == ["2.000001"]
    assert queries.catalogue(agency.pk, "khai tử") == []
    with django_assert_num_queries(4):
        first = queries.catalogue(agency.pk, limit=2)
    second = queries.catalogue(agency.pk, limit=2, after=first[-1].cursor)
    assert [row.code for row in first + second] == ["1.000000", "1.000001", "1.000002", "2.000001"]
    assert first[0].limit == "1 ngày làm việc"


def test_the_picker_shows_only_what_is_in_force_and_fits_the_level():
    VersionFactory(procedure=ProcedureFactory(code="1.1"), levels=["province"])
    VersionFactory(procedure=ProcedureFactory(code="1.2"), levels=["commune"])
    VersionFactory(procedure=ProcedureFactory(code="1.3"), levels=["ministry"])
    VersionFactory(procedure=ProcedureFactory(code="1.4"), valid_from=date(2026, 10, 9))
    VersionFactory(procedure=ProcedureFactory(code="1.5"), valid_to=date(2026, 10, 7))
    VersionFactory(procedure=ProcedureFactory(code="1.6"), draft=True)
    VersionFactory(procedure=ProcedureFactory(code="1.7"), status="retired", valid_to=date(2026, 10, 7))

    def codes(**about):
        return [(row.code, row.own_level) for row in queries.catalogue(AgencyFactory(**about).pk)]

    assert codes(level="commune") == [("1.2", True), ("1.1", False)]
    assert codes(level="province", kind="centre") == [("1.1", True), ("1.2", False)]
    assert codes(level="province", kind="department") == [("1.1", True)]
    assert codes(level="ministry", kind="other") == [("1.3", True)]


def test_the_picker_filters_by_field():
    land = FieldFactory(name="Đất đai")
    VersionFactory(procedure=ProcedureFactory(code="1.1"))
    VersionFactory(procedure=ProcedureFactory(code="1.2", field=land))
    agency = AgencyFactory()
    assert [row.code for row in queries.catalogue(agency.pk, field_id=land.pk)] == ["1.2"]


def test_the_picker_costs_the_same_for_one_and_thirty():
    agency = AgencyFactory()
    VersionFactory()
    with CaptureQueriesContext(
        connection,
    ) as one:
        queries.catalogue(agency.pk)
    VersionFactory.create_batch(29)
    with CaptureQueriesContext(connection) as thirty:
        assert len(queries.catalogue(agency.pk, limit=50)) == 30
    assert len(one) == len(thirty) == 4


def test_a_route_is_the_agencys_own_then_the_common_one_then_local():
    procedure = ProcedureFactory()
    mine, other = AgencyFactory(), AgencyFactory()
    assert queries.route_for(procedure.pk, mine.pk, TODAY).here
    RouteFactory(procedure=procedure, valid_from=date(2026, 7, 1))
    RouteFactory(procedure=procedure, agency=mine, kind="local", system_name="")
    assert queries.route_for(procedure.pk, mine.pk, TODAY).kind == "local"
    assert queries.route_for(procedure.pk, other.pk, TODAY).kind == "ministry"
    assert queries.route_for(procedure.pk, other.pk, date(2026, 6, 30)).kind == "local"
