"""The province's one process bound to local roles: laid from data, changed by hand, checked for gaps."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import transaction
from django.http import Http404

from congvu.audit.queries import timeline
from congvu.common.errors import ActionRefused
from congvu.common.subject import Subject
from congvu.directory.messages import Actor
from congvu.directory.models import Agency, Officer, Post, Unit
from congvu.directory.queries import actor_for
from congvu.directory.services.realms import load_realm
from congvu.directory.tests.factories import UnitFactory, make_actor
from congvu.dossiers.models import LocalBinding
from congvu.dossiers.queries.binding import bindings_of, roles_filled, vacancies
from congvu.dossiers.queries.routing import place_for
from congvu.dossiers.services.binding import bind_role, seed_bindings, unbind_role
from congvu.dossiers.tests import world
from congvu.workflow.models import ProcessVersion
from congvu.workflow.queries import definition
from congvu.workflow.services import load_samples

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def city(django_db_setup, django_db_blocker):
    """Lay the city, its processes and its bindings once; each test runs in a savepoint on top."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_realm("dong-nai")
        actor = Actor.system(Agency.objects.get(key="thanh-pho-dong-nai").pk)
        load_samples(actor=actor)
        seed_bindings(actor=actor)
        yield
        transaction.set_rollback(True)


def _administrator() -> Actor:
    return actor_for(Officer.objects.get(username="quantri.trangbom"))


def _ward() -> Agency:
    return Agency.objects.get(key="phuong-trang-bom")


def test_every_step_of_every_process_can_be_done_in_all_95_communes():
    assert vacancies() == []
    assert LocalBinding.objects.filter(agency__level="commune", role="clerk", scope="").count() > 95
    call_command("bindings", "check")


def test_laying_again_adds_nothing():
    assert seed_bindings(actor=Actor.system(_ward().pk)) == 0


def test_the_narrowest_scope_wins():
    ward = _ward()
    civil = place_for(ward.pk, "specialist", procedure_code="1.001193", field_name="Hộ tịch")
    land = place_for(ward.pk, "specialist", procedure_code="1.013978", field_name="Đất đai")
    assert (civil.unit_name[:9], land.unit_name[:14]) == ("Văn phòng", "Phòng Kinh tế,")
    culture = Unit.objects.get(agency=ward, code="VHXH")
    bind_role(ward.pk, "specialist", actor=_administrator(), unit_id=culture.pk, scope="procedure:1.001193")
    moved = place_for(ward.pk, "specialist", procedure_code="1.001193", field_name="Hộ tịch")
    assert moved.unit_id == culture.pk
    (event,) = timeline(Subject("directory.agency", ward.pk), kinds=["binding.changed"])
    assert "Phòng Văn hóa" in event.sentence


def test_a_step_goes_to_the_officer_who_is_bound():
    ward = _ward()
    office = Unit.objects.get(agency=ward, code="VP")
    officer = Officer.objects.get(username="duong.trangbom")
    bind_role(
        ward.pk,
        "specialist",
        actor=_administrator(),
        unit_id=office.pk,
        scope="field:Hộ tịch",
        officer_id=officer.pk,
    )
    place = place_for(ward.pk, "specialist", procedure_code="1.001193", field_name="Hộ tịch")
    assert place.officer_id == officer.pk
    rows = bindings_of(ward.pk, {"specialist": "Chuyên viên thụ lý"})
    row = next(row for row in rows if row.scope == "field:Hộ tịch" and row.role == "specialist")
    assert (row.officer, row.scope_text) == ("Lý Thùy Dương", "lĩnh vực Hộ tịch")
    unbind_role(row.id, actor=_administrator())
    assert place_for(
        ward.pk, "specialist", procedure_code="1.001193", field_name="Hộ tịch"
    ).unit_name.startswith("Phòng Kinh tế")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"role": "administrator"}, "role"),
        ({"role": "thu-quy"}, "role"),
        ({"scope": "mien:bac"}, "scope"),
        ({"scope": "field: "}, "scope"),
        ({"unit_id": 0}, "unit"),
        ({"officer": "hung.trangbom"}, "officer"),
    ],
)
def test_what_makes_no_sense_is_refused(changes, field):
    ward = _ward()
    values = {"role": "specialist", "scope": "", "unit_id": Unit.objects.get(agency=ward, code="KT").pk}
    values |= changes
    if "officer" in values:
        values["officer_id"] = Officer.objects.get(username=values.pop("officer")).pk
    before = list(LocalBinding.objects.values_list("pk", "unit_id", "officer_id"))
    with pytest.raises(ActionRefused) as refused:
        bind_role(ward.pk, values.pop("role"), actor=_administrator(), **values)
    assert refused.value.field == field
    assert list(LocalBinding.objects.values_list("pk", "unit_id", "officer_id")) == before


def test_only_administrators_of_the_branch_bind_roles():
    ward, other = _ward(), Agency.objects.get(key="xa-bau-ham")
    unit = Unit.objects.get(agency=other, code="KT")
    with pytest.raises(Http404):
        bind_role(other.pk, "specialist", actor=_administrator(), unit_id=unit.pk)
    clerk = actor_for(Officer.objects.get(username="phuc.trangbom"))
    with pytest.raises(PermissionDenied):
        bind_role(ward.pk, "specialist", actor=clerk, unit_id=unit.pk)
    with pytest.raises(Http404):
        unbind_role(LocalBinding.objects.filter(agency=other).first().pk, actor=_administrator())


def test_a_gap_is_named_with_its_step_and_agency():
    ward = _ward()
    LocalBinding.objects.filter(agency=ward, role="registry").delete()
    found = vacancies(ward.pk)
    assert {row.role for row in found} == {"registry"}
    assert not any(row.bound for row in found)
    with pytest.raises(CommandError):
        call_command("bindings", "check", "--agency", ward.key)
    office = Unit.objects.get(agency=ward, code="KT")
    bind_role(ward.pk, "registry", actor=_administrator(), unit_id=office.pk)
    assert all(row.bound for row in vacancies(ward.pk))
    version = ProcessVersion.objects.get(process__code="1.000656", status="published")
    filled = roles_filled("1.000656", definition(version.pk))
    step = definition(version.pk).step("s4")
    assert filled(step) == [ward.name]
    Post.objects.filter(unit=office).first().roles.add(
        Post.objects.filter(roles__code="registry").first().roles.get(code="registry")
    )
    assert roles_filled("1.000656", definition(version.pk))(step) == []


def test_a_holder_above_counts_for_the_unit_below():
    agency = make_actor("unit-head", unit=UnitFactory(code="TREN"))
    below = UnitFactory(parent=Unit.objects.get(pk=agency.unit_id), code="DUOI")
    world.bind(below.agency, unit_head=below)
    (row,) = bindings_of(below.agency_id, {})
    assert row.holders == (agency.officer_name,)
