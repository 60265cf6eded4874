"""Agencies and units as dated data: versions, moves, closing with successors, codes."""

import datetime as dt
from dataclasses import replace

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.http import Http404

from congvu.audit.models import Event
from congvu.common.errors import ActionRefused
from congvu.directory import queries, services
from congvu.directory.messages import Actor, AgencyFacts
from congvu.directory.models import Agency, AgencyCode, Unit
from congvu.directory.tests.factories import AgencyFactory, PostFactory, UnitFactory, make_actor

pytestmark = pytest.mark.django_db

DAY = dt.date


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(dt.datetime(2026, 9, 15, 3, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def root() -> Agency:
    return services.create_agency(
        actor=Actor.system(AgencyFactory().pk),
        key="goc",
        realm="thu",
        facts=AgencyFacts("Ủy ban nhân dân tỉnh Thử", "committee", "province"),
        opened_on=DAY(2025, 7, 1),
    )


@pytest.fixture
def admin(root: Agency) -> Actor:
    return make_actor("administrator", unit=UnitFactory(agency=root))


def commune(admin: Actor, key: str = "xa-thu", name: str = "Ủy ban nhân dân xã Thử") -> Agency:
    return services.create_agency(
        actor=admin,
        key=key,
        facts=AgencyFacts(name, "committee", "commune", admin.agency_id, "Ấp 1"),
        opened_on=DAY(2025, 7, 1),
        legal_basis="NQ 1662/NQ-UBTVQH15",
    )


def facts_of(agency: Agency, **changes) -> AgencyFacts:
    facts = AgencyFacts(agency.name, agency.kind, agency.level, agency.parent_id, agency.address)
    return replace(facts, **changes)


def test_new_agency_has_path_version_and_event(admin: Actor, root: Agency) -> None:
    agency = commune(admin)
    assert agency.path == f"{root.path}{agency.pk}/"
    assert agency.realm == "thu"
    assert [(v.name, v.valid_from, v.valid_to) for v in agency.versions.all()] == [
        (agency.name, DAY(2025, 7, 1), None)
    ]
    event = Event.objects.get(kind="agency.created", agency=agency)
    assert event.officer_id == admin.officer_id


def test_revision_keeps_what_was(admin: Actor) -> None:
    agency = commune(admin)
    services.revise_agency(
        actor=admin,
        agency_id=agency.pk,
        facts=facts_of(agency, name="Ủy ban nhân dân phường Thử"),
        on=DAY(2026, 4, 30),
        legal_basis="237/NQ-UBTVQH16",
    )
    agency.refresh_from_db()
    assert agency.name == "Ủy ban nhân dân phường Thử"
    before = queries.agency_as_of(agency, DAY(2026, 4, 29))
    after = queries.agency_as_of(agency, DAY(2026, 4, 30))
    assert before is not None
    assert after is not None
    assert (before.name, before.valid_to) == ("Ủy ban nhân dân xã Thử", DAY(2026, 4, 29))
    assert (after.name, after.legal_basis) == ("Ủy ban nhân dân phường Thử", "237/NQ-UBTVQH16")
    assert queries.agency_as_of(agency, DAY(2025, 6, 30)) is None


def test_coming_version_waits_for_its_day(admin: Actor) -> None:
    agency = commune(admin)
    facts = facts_of(agency, name="Tên mới")
    services.revise_agency(actor=admin, agency_id=agency.pk, facts=facts, on=DAY(2026, 10, 1))
    agency.refresh_from_db()
    assert agency.name != "Tên mới"
    assert services.apply_due_versions(DAY(2026, 9, 30)) == 0
    assert services.apply_due_versions(DAY(2026, 10, 1)) == 1
    assert services.apply_due_versions(DAY(2026, 10, 1)) == 0
    agency.refresh_from_db()
    assert agency.name == "Tên mới"


def test_new_superior_moves_the_whole_branch(admin: Actor, root: Agency) -> None:
    upper, other = commune(admin, "a", "A"), commune(admin, "b", "B")
    child = AgencyFactory(parent=upper)
    services.revise_agency(
        actor=admin, agency_id=upper.pk, facts=facts_of(upper, parent_id=other.pk), on=DAY(2026, 1, 1)
    )
    child.refresh_from_db()
    assert child.path == f"{root.path}{other.pk}/{upper.pk}/{child.pk}/"


@pytest.mark.parametrize("under", ["self", "child"])
def test_cycle_is_refused(admin: Actor, under: str) -> None:
    agency = commune(admin)
    target = agency if under == "self" else AgencyFactory(parent=agency)
    with pytest.raises(ActionRefused) as refusal:
        services.revise_agency(
            actor=admin, agency_id=agency.pk, facts=facts_of(agency, parent_id=target.pk), on=DAY(2026, 1, 1)
        )
    assert refusal.value.code == "cycle"
    assert agency.versions.count() == 1


def test_revision_before_the_latest_or_without_change_is_refused(admin: Actor) -> None:
    agency = commune(admin)
    with pytest.raises(ActionRefused, match="Không có gì thay đổi"):
        services.revise_agency(actor=admin, agency_id=agency.pk, facts=facts_of(agency), on=DAY(2026, 1, 1))
    with pytest.raises(ActionRefused, match="phải sau ngày 01/07/2025"):
        services.revise_agency(
            actor=admin, agency_id=agency.pk, facts=facts_of(agency, name="X"), on=DAY(2025, 1, 1)
        )


def test_closing_ends_everything_and_codes_lead_to_successors(admin: Actor) -> None:
    old, new = commune(admin, "cu", "Xã cũ"), commune(admin, "moi", "Xã mới")
    unit = UnitFactory(agency=old)
    post = PostFactory(unit=unit, roles=["clerk"])
    services.assign_code(
        actor=admin, agency_id=old.pk, scheme="qd20", code="h19.33", valid_from=DAY(2025, 7, 1)
    )
    assert queries.actor_for(post.officer).agency_id == old.pk
    services.close_agency(actor=admin, agency_id=old.pk, on=DAY(2026, 8, 31), successor_ids=[new.pk])
    post.officer.refresh_from_db()
    assert queries.actor_for(post.officer).agency_id == 0
    assert queries.units_of(old.pk) == []
    then = queries.resolve_code("H19.33", DAY(2026, 8, 31))
    now = queries.resolve_code(" h19.33 ")
    assert then is not None
    assert now is not None
    assert (then.expired, then.current) == (False, (old.pk,))
    assert (now.expired, now.current) == (True, (new.pk,))
    assert queries.resolve_code("H19.99") is None
    assert queries.resolve_code("H19.33", DAY(2025, 6, 30)) is None


def test_chain_of_successors_is_followed(admin: Actor) -> None:
    first, second = commune(admin, "a", "A"), commune(admin, "b", "B")
    third, fourth = commune(admin, "c", "C"), commune(admin, "d", "D")
    services.close_agency(actor=admin, agency_id=first.pk, on=DAY(2025, 12, 31), successor_ids=[second.pk])
    services.close_agency(
        actor=admin, agency_id=second.pk, on=DAY(2026, 3, 31), successor_ids=[third.pk, fourth.pk]
    )
    first.refresh_from_db()
    assert [a.key for a in queries.successors_of(first, DAY(2026, 2, 1))] == ["b"]
    assert [a.key for a in queries.successors_of(first, DAY(2026, 9, 1))] == ["c", "d"]


def test_closing_is_refused_while_children_are_open_or_successor_is_wrong(admin: Actor) -> None:
    agency = commune(admin)
    with pytest.raises(ActionRefused, match="Cơ quan kế thừa"):
        services.close_agency(
            actor=admin, agency_id=agency.pk, on=DAY(2026, 8, 31), successor_ids=[agency.pk]
        )
    AgencyFactory(parent=agency)
    with pytest.raises(ActionRefused, match="trực thuộc đang hoạt động"):
        services.close_agency(actor=admin, agency_id=agency.pk, on=DAY(2026, 8, 31), successor_ids=[])
    agency.refresh_from_db()
    assert agency.closed_on is None


def test_codes_follow_each_other_and_belong_to_one(admin: Actor) -> None:
    one, two = commune(admin, "a", "A"), commune(admin, "b", "B")

    def give(agency: Agency, code: str, on: dt.date, scheme: str = "qd20") -> AgencyCode:
        return services.assign_code(actor=admin, agency_id=agency.pk, scheme=scheme, code=code, valid_from=on)

    give(one, "H10.5", DAY(2025, 7, 1))
    with pytest.raises(ActionRefused, match=r"Mã H10.5 đang thuộc A"):
        give(two, "H10.5", DAY(2026, 1, 1))
    with pytest.raises(ActionRefused, match="không đúng cấu trúc"):
        give(two, "H10.5", DAY(2026, 1, 1), "qcvn102")
    with pytest.raises(ActionRefused, match="phải bắt đầu sau ngày đó"):
        give(one, "H19.5", DAY(2025, 7, 1))
    give(one, "H19.5", DAY(2026, 1, 1))
    assert list(one.codes.order_by("valid_from").values_list("code", "valid_to")) == [
        ("H10.5", DAY(2025, 12, 31)),
        ("H19.5", None),
    ]
    found = queries.resolve_code("H10.5")
    assert found is not None
    assert (found.expired, found.current) == (True, (one.pk,))
    give(two, "H10.5", DAY(2026, 2, 1))


def test_scope_is_own_agency_and_below(admin: Actor, root: Agency) -> None:
    agency, other = commune(admin, "a", "A"), commune(admin, "b", "B")
    local = make_actor("administrator", unit=UnitFactory(agency=agency))
    assert set(queries.managed_agencies(admin)) == {root, agency, other}
    assert set(queries.managed_agencies(local)) == {agency}
    for act in (
        lambda: services.revise_agency(
            actor=local, agency_id=other.pk, facts=facts_of(other, name="X"), on=DAY(2026, 1, 1)
        ),
        lambda: services.create_unit(actor=local, agency_id=root.pk, name="Phòng X"),
        lambda: services.close_agency(actor=local, agency_id=other.pk, on=DAY(2026, 8, 1), successor_ids=[]),
    ):
        with pytest.raises(Http404):
            act()
    with pytest.raises(ActionRefused, match="cấp trên"):
        services.create_agency(
            actor=local,
            key="c",
            facts=AgencyFacts("C", "committee", "commune", root.pk),
            opened_on=DAY(2026, 1, 1),
        )


def test_without_capability_nothing_happens(admin: Actor, root: Agency) -> None:
    leader = make_actor("leader", unit=UnitFactory(agency=root))
    with pytest.raises(PermissionDenied):
        services.create_unit(actor=leader, agency_id=root.pk, name="Phòng X")
    assert not Unit.objects.filter(name="Phòng X").exists()


def test_units_move_with_their_branch_and_change_what_is_seen(admin: Actor, root: Agency) -> None:
    top = services.create_unit(actor=admin, agency_id=root.pk, name="Phòng A")
    other = services.create_unit(actor=admin, agency_id=root.pk, name="Phòng B")
    child = services.create_unit(actor=admin, agency_id=root.pk, name="Tổ 1", parent_id=top.pk)
    head = PostFactory(unit=other, roles=["unit-head"]).officer
    assert queries.actor_for(head).unit_ids == (other.pk,)
    services.move_unit(actor=admin, unit_id=top.pk, parent_id=other.pk)
    child.refresh_from_db()
    assert child.path == f"/{other.pk}/{top.pk}/{child.pk}/"
    head.refresh_from_db()
    assert queries.actor_for(head).unit_ids == (top.pk, other.pk, child.pk)
    with pytest.raises(ActionRefused, match="vào chính nó"):
        services.move_unit(actor=admin, unit_id=other.pk, parent_id=child.pk)
    with pytest.raises(ActionRefused, match="cùng cơ quan"):
        services.move_unit(actor=admin, unit_id=top.pk, parent_id=UnitFactory().pk)


def test_unit_in_use_is_not_closed(admin: Actor, root: Agency) -> None:
    unit = services.create_unit(actor=admin, agency_id=root.pk, name="Phòng A")
    post = PostFactory(unit=unit)
    with pytest.raises(ActionRefused, match="Còn vị trí"):
        services.close_unit(actor=admin, unit_id=unit.pk, on=DAY(2026, 8, 31))
    services.end_post(actor=admin, post_id=post.pk, on=DAY(2026, 8, 31))
    services.close_unit(actor=admin, unit_id=unit.pk, on=DAY(2026, 8, 31))
    assert unit.pk not in [row.pk for row in queries.units_of(root.pk)]
