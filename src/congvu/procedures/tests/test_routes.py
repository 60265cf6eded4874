from datetime import date

import pytest

from congvu.audit.models import Event
from congvu.common.errors import ActionRefused
from congvu.procedures import queries, services
from congvu.procedures.models import Route
from congvu.procedures.tests.factories import AgencyFactory, ProcedureFactory, manager

pytestmark = pytest.mark.django_db


@pytest.fixture
def procedure():
    return ProcedureFactory(code="1.001612", name="Đăng ký thành lập hộ kinh doanh")


def to_ministry(procedure, actor, **values):
    said = {
        "kind": "ministry",
        "system_name": "Hệ thống thông tin về đăng ký hộ kinh doanh",
        "legal_basis": "NĐ 168/2025/NĐ-CP",
        "valid_from": date(2026, 7, 1),
    }
    return services.set_route(procedure.pk, actor=actor, **{**said, **values})


def test_a_new_route_ends_the_one_before(procedure):
    actor, agency = manager(), AgencyFactory()
    to_ministry(procedure, actor)
    to_ministry(procedure, actor, kind="local", system_name="", valid_from=date(2026, 9, 1))
    first, second = Route.objects.order_by("valid_from")
    assert first.valid_to == date(2026, 8, 31)
    assert queries.route_for(procedure.pk, agency.pk, date(2026, 8, 31)).kind == "ministry"
    assert queries.route_for(procedure.pk, agency.pk, date(2026, 9, 1)).route_id == second.pk
    assert Event.objects.filter(kind="procedure.routed").count() == 2


def test_the_agencys_own_route_leaves_the_common_one_alone(procedure):
    actor, mine, other = manager(), AgencyFactory(), AgencyFactory()
    to_ministry(procedure, actor)
    to_ministry(procedure, actor, kind="local", system_name="", agency_id=mine.pk)
    day = date(2026, 10, 8)
    assert queries.route_for(procedure.pk, mine.pk, day).here
    assert queries.route_for(procedure.pk, other.pk, day).kind == "ministry"


def test_the_same_again_changes_and_records_nothing(procedure):
    actor = manager()
    assert to_ministry(procedure, actor) == to_ministry(procedure, actor)
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "moon"}, "kind"),
        ({"system_name": " "}, "system_name"),
        ({"valid_to": date(2026, 6, 30)}, "valid_to"),
    ],
)
def test_what_is_refused(procedure, values, field):
    with pytest.raises(ActionRefused) as refused:
        to_ministry(procedure, manager(), **values)
    assert refused.value.field == field
    assert not Route.objects.exists()
