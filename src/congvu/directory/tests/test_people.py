"""Officers, posts, roles, delegations: the services and what they refuse."""

import datetime as dt

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from congvu.audit.models import Event
from congvu.common.errors import ActionRefused
from congvu.directory import queries, services
from congvu.directory.messages import Actor, OfficerFacts, PostFacts
from congvu.directory.models import Delegation, Officer, Post, Unit
from congvu.directory.tests.factories import (
    AgencyFactory,
    OfficerFactory,
    PositionFactory,
    PostFactory,
    RoleFactory,
    UnitFactory,
    make_actor,
)

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 9, 15)
NOW = dt.datetime(2026, 9, 15, 3, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
STRONG = "hoa-sen-nở-97"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def unit() -> Unit:
    PositionFactory()
    RoleFactory(code="clerk")
    RoleFactory(code="specialist")
    return UnitFactory()


@pytest.fixture
def admin(unit: Unit) -> Actor:
    return make_actor("administrator", unit=unit)


def facts(unit: Unit, *roles: str, **changes) -> PostFacts:
    values = {"position_code": "chuyen-vien", "valid_from": TODAY} | changes
    return PostFacts(unit_id=unit.pk, roles=roles or ("clerk",), **values)


def enter(admin: Actor, unit: Unit, username: str = "lan.nt", **changes) -> Officer:
    return services.create_officer(
        actor=admin,
        username=username,
        facts=OfficerFacts("Nguyễn  Thị Lan"),
        post=facts(unit),
        **({"password": STRONG} | changes),
    )


def test_entered_officer_can_sign_in_and_act(admin: Actor, unit: Unit) -> None:
    officer = enter(admin, unit, "Lan.NT ")
    assert (officer.username, officer.full_name) == ("lan.nt", "Nguyễn Thị Lan")
    assert officer.check_password(STRONG)
    assert officer.must_change_password
    officer.refresh_from_db()
    assert queries.actor_for(officer).roles == {"clerk"}
    assert list(queries.search_officers(admin, "LAN nguyen")) == [officer]
    event = Event.objects.get(kind="officer.created")
    assert STRONG not in str(event.data)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"username": "lan nt"}, "Tên đăng nhập chỉ gồm"),
        ({"username": "co.roi"}, "đã có người dùng"),
        ({"password": "12345"}, "ngắn"),
        ({"facts": OfficerFacts("  ")}, "họ và tên"),
    ],
)
def test_wrong_entries_leave_nothing(admin: Actor, unit: Unit, changes: dict, sentence: str) -> None:
    OfficerFactory(username="co.roi")
    before = Officer.objects.count()
    values = {
        "username": "lan.nt", "facts": OfficerFacts("Lan"), "post": facts(unit), "password": STRONG,
    } | changes  # fmt: skip
    with pytest.raises(ActionRefused, match=sentence):
        services.create_officer(actor=admin, **values)
    assert Officer.objects.count() == before


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"position_code": "vua"}, "chức vụ"),
        ({"roles": ("khong-co",)}, "vai trò"),
        ({"valid_to": TODAY - DAY}, "Ngày kết thúc"),
    ],
)
def test_wrong_first_post_leaves_no_officer(admin: Actor, unit: Unit, changes: dict, sentence: str) -> None:
    post = PostFacts(**{"unit_id": unit.pk, "position_code": "chuyen-vien", "roles": ("clerk",),
                           "valid_from": TODAY, **changes})  # fmt: skip
    before = Officer.objects.count()
    with pytest.raises(ActionRefused, match=sentence):
        services.create_officer(actor=admin, username="lan.nt", facts=OfficerFacts("Lan"), post=post)
    assert Officer.objects.count() == before


def test_second_post_and_its_end(admin: Actor, unit: Unit) -> None:
    officer = enter(admin, unit)
    second = services.give_post(
        actor=admin, officer_id=officer.pk, facts=facts(UnitFactory(agency=unit.agency), "specialist")
    )
    with pytest.raises(ActionRefused, match="đã giữ vị trí này"):
        services.give_post(actor=admin, officer_id=officer.pk, facts=facts(second.unit, "clerk"))
    officer.refresh_from_db()
    assert len(queries.standing_of(officer).choices) == 2
    with pytest.raises(ActionRefused, match="trước ngày bắt đầu"):
        services.end_post(actor=admin, post_id=second.pk, on=TODAY - DAY)
    services.end_post(actor=admin, post_id=second.pk, on=TODAY)
    with pytest.raises(ActionRefused, match="đã kết thúc"):
        services.end_post(actor=admin, post_id=second.pk, on=TODAY)


def test_roles_change_at_once(admin: Actor, unit: Unit) -> None:
    officer = enter(admin, unit)
    officer.refresh_from_db()
    assert queries.actor_for(officer).roles == {"clerk"}
    post = officer.posts.get()
    services.set_roles(actor=admin, post_id=post.pk, roles=["specialist"])
    officer.refresh_from_db()
    assert queries.actor_for(officer).roles == {"specialist"}
    with pytest.raises(ActionRefused, match="ít nhất một vai trò"):
        services.set_roles(actor=admin, post_id=post.pk, roles=[])


def test_last_administrator_stays(admin: Actor) -> None:
    assert admin.post_id is not None
    for act in (
        lambda: services.set_roles(actor=admin, post_id=admin.post_id, roles=["clerk"]),
        lambda: services.end_post(actor=admin, post_id=admin.post_id, on=TODAY),
    ):
        with pytest.raises(ActionRefused, match="quản trị viên cuối cùng"):
            act()
    other = PostFactory(unit=Unit.objects.get(pk=admin.unit_id), roles=["administrator"])
    services.set_roles(actor=admin, post_id=admin.post_id, roles=["clerk"])
    with pytest.raises(ActionRefused, match="quản trị viên cuối cùng"):
        services.set_roles(actor=admin, post_id=other.pk, roles=["clerk"])


def test_accounts_of_other_agencies_are_out_of_reach(admin: Actor, unit: Unit) -> None:
    stranger = PostFactory(roles=["leader"])
    shared = PostFactory(unit=unit, officer=stranger.officer, is_primary=False)
    unrelated = PostFactory()
    for officer_id in (stranger.officer_id, unrelated.officer_id):
        for act in (
            lambda pk: services.set_password(actor=admin, officer_id=pk, password=STRONG),
            lambda pk: services.reset_mfa(actor=admin, officer_id=pk, reason="mất máy"),
            lambda pk: services.lock_officer(actor=admin, officer_id=pk, reason="thử"),
            lambda pk: services.revise_officer(actor=admin, officer_id=pk, facts=OfficerFacts("X")),
        ):
            with pytest.raises(Http404):
                act(officer_id)
    with pytest.raises(Http404):
        services.give_post(actor=admin, officer_id=unrelated.officer_id, facts=facts(unit))
    with pytest.raises(Http404):
        services.end_post(actor=admin, post_id=stranger.pk, on=TODAY)
    services.end_post(actor=admin, post_id=shared.pk, on=TODAY)


def test_password_set_by_administrator_must_be_changed(admin: Actor, unit: Unit) -> None:
    officer = PostFactory(unit=unit).officer
    with pytest.raises(ActionRefused, match="ngắn"):
        services.set_password(actor=admin, officer_id=officer.pk, password="abc")
    services.set_password(actor=admin, officer_id=officer.pk, password=STRONG)
    officer.refresh_from_db()
    assert officer.must_change_password
    assert officer.check_password(STRONG)
    services.change_own_password(
        actor=queries.actor_for(officer), officer=officer, password="mùa-lúa-chín-21"
    )
    officer.refresh_from_db()
    assert not officer.must_change_password


def test_lost_second_factor_is_removed_with_a_reason(admin: Actor, unit: Unit) -> None:
    officer = PostFactory(unit=unit).officer
    TOTP.activate(officer, generate_totp_secret())
    with pytest.raises(ActionRefused, match="lý do"):
        services.reset_mfa(actor=admin, officer_id=officer.pk, reason=" ")
    assert Authenticator.objects.filter(user=officer).exists()
    assert services.reset_mfa(actor=admin, officer_id=officer.pk, reason="Mất điện thoại") == 1
    assert Event.objects.get(kind="officer.mfa_reset").reason == "Mất điện thoại"


def test_lock_and_unlock(admin: Actor, unit: Unit) -> None:
    officer = PostFactory(unit=unit).officer
    services.lock_officer(actor=admin, officer_id=officer.pk, reason="Nghỉ việc")
    officer.refresh_from_db()
    assert queries.actor_for(officer).capabilities == frozenset()
    services.unlock_officer(actor=admin, officer_id=officer.pk)
    officer.refresh_from_db()
    assert queries.actor_for(officer).capabilities
    assert admin.officer_id is not None
    with pytest.raises(ActionRefused, match="tự khóa"):
        services.lock_officer(actor=admin, officer_id=admin.officer_id, reason="x")


def test_preferences_are_the_officers_own() -> None:
    actor = make_actor("clerk")
    services.set_preferences(actor=actor, shortcuts=False)
    assert Officer.objects.get(pk=actor.officer_id).preferences == {"shortcuts": False}
    with pytest.raises(ActionRefused):
        services.set_preferences(actor=actor, is_staff=True)


def test_switching_posts_is_recorded_and_bounded(admin: Actor, unit: Unit) -> None:
    officer = PostFactory(unit=unit, roles=["clerk"]).officer
    second = PostFactory(officer=officer, unit=unit, roles=["leader"], is_primary=False)
    actor = queries.actor_for(officer)
    choice = services.switch_post(actor=actor, officer=officer, post_id=second.pk)
    assert choice.post_id == second.pk
    assert Event.objects.get(kind="post.switched").data["before"] == actor.post_id
    with pytest.raises(ActionRefused, match="không còn giữ"):
        services.switch_post(actor=actor, officer=officer, post_id=admin.post_id or 0)


def test_only_system_administrators_change_what_a_role_allows(admin: Actor) -> None:
    with pytest.raises(ActionRefused, match="quản trị hệ thống"):
        services.revise_role(actor=admin, code="clerk", reach="unit", capabilities=["dossier.view"])
    Officer.objects.filter(pk=admin.officer_id).update(is_staff=True)
    officer = PostFactory(roles=["clerk"]).officer
    assert queries.actor_for(officer).can("dossier.intake")
    services.revise_role(actor=admin, code="clerk", reach="unit", capabilities=["dossier.view"])
    officer.refresh_from_db()
    assert queries.actor_for(officer).capabilities == {"dossier.view"}
    with pytest.raises(ActionRefused, match=r"bay\.cao"):
        services.revise_role(actor=admin, code="clerk", reach="unit", capabilities=["bay.cao"])
    with pytest.raises(ActionRefused, match="phải giữ quyền"):
        services.revise_role(actor=admin, code="administrator", reach="agency", capabilities=[])


def pair() -> tuple[Post, Post]:
    RoleFactory(code="leader", capabilities=["dossier.sign", "delegation.own"])
    RoleFactory(code="specialist", capabilities=["dossier.work", "delegation.own"])
    holder = PostFactory(roles=["leader"])
    return holder, PostFactory(unit=holder.unit, roles=["specialist"])


def test_own_post_is_delegated_and_revoked() -> None:
    holder, other = pair()
    actor = queries.actor_for(holder.officer)
    assert queries.actor_for(other.officer, holder.pk).post_id == other.pk
    delegation = services.delegate(
        actor=actor,
        post_id=holder.pk,
        substitute_id=other.officer_id,
        starts_at=NOW,
        ends_at=NOW + 3 * DAY,
        signing_form="KT.",
    )
    other.officer.refresh_from_db()
    acting = queries.actor_for(other.officer, holder.pk)
    assert (acting.acting_for_id, acting.signing_form) == (holder.officer_id, "KT.")
    assert acting.can("dossier.sign")
    with pytest.raises(PermissionDenied):
        services.delegate(
            actor=acting,
            post_id=holder.pk,
            substitute_id=PostFactory(unit=holder.unit).officer_id,
            starts_at=NOW,
            ends_at=NOW + DAY,
        )
    services.revoke_delegation(actor=actor, delegation_id=delegation.pk)
    other.officer.refresh_from_db()
    assert queries.actor_for(other.officer, holder.pk).acting_for_id is None
    with pytest.raises(ActionRefused, match="hết hiệu lực"):
        services.revoke_delegation(actor=actor, delegation_id=delegation.pk)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ends_at": NOW}, "phải sau thời điểm bắt đầu"),
        ({"starts_at": NOW - 3 * DAY, "ends_at": NOW - DAY}, "đã qua"),
        ({"ends_at": NOW + 400 * DAY}, "không quá một năm"),
        ({"signing_form": "ABC"}, "Hình thức ký"),
        ({"substitute_id": "self"}, "người khác"),
        ({"substitute_id": "stranger"}, "cùng cơ quan"),
    ],
)
def test_wrong_delegations_are_refused(changes: dict, sentence: str) -> None:
    holder, other = pair()
    people = {"self": holder.officer_id, "stranger": PostFactory().officer_id}
    values = {"substitute_id": other.officer_id, "starts_at": NOW, "ends_at": NOW + DAY} | changes
    values["substitute_id"] = people.get(values["substitute_id"], values["substitute_id"])
    with pytest.raises(ActionRefused, match=sentence):
        services.delegate(actor=queries.actor_for(holder.officer), post_id=holder.pk, **values)
    assert not Delegation.objects.exists()


def test_overlapping_delegation_is_refused() -> None:
    holder, other = pair()
    values = {
        "actor": queries.actor_for(holder.officer),
        "post_id": holder.pk,
        "substitute_id": other.officer_id,
    }
    services.delegate(**values, starts_at=NOW, ends_at=NOW + 2 * DAY)
    with pytest.raises(ActionRefused, match="trong thời gian đó"):
        services.delegate(**values, starts_at=NOW + DAY, ends_at=NOW + 3 * DAY)
    services.delegate(**values, starts_at=NOW + 2 * DAY, ends_at=NOW + 3 * DAY)


def test_post_of_another_is_not_delegated() -> None:
    holder, other = pair()
    with pytest.raises(Http404):
        services.delegate(
            actor=queries.actor_for(other.officer),
            post_id=holder.pk,
            substitute_id=other.officer_id,
            starts_at=NOW,
            ends_at=NOW + DAY,
        )


def test_absence_with_and_without_substitute() -> None:
    holder, other = pair()
    actor = queries.actor_for(holder.officer)
    alone = services.declare_absence(actor=actor, starts_at=NOW, ends_at=NOW + DAY, reason="Nghỉ phép")
    assert (alone.substitute, alone.signing_form) == (None, "")
    services.declare_absence(
        actor=actor, starts_at=NOW + 2 * DAY, ends_at=NOW + 3 * DAY, substitute_id=other.officer_id
    )
    with time_machine.travel(NOW + 2 * DAY + dt.timedelta(hours=1)):
        other.officer.refresh_from_db()
        assert queries.actor_for(other.officer, holder.pk).acting_for_id == holder.officer_id


def test_ended_post_revokes_what_was_to_come(admin: Actor, unit: Unit) -> None:
    post = PostFactory(unit=unit)
    coming = services.delegate(
        actor=admin,
        post_id=post.pk,
        substitute_id=PostFactory(unit=unit).officer_id,
        starts_at=NOW + 10 * DAY,
        ends_at=NOW + 12 * DAY,
    )
    services.end_post(actor=admin, post_id=post.pk, on=TODAY + DAY)
    coming.refresh_from_db()
    assert coming.revoked_at == timezone.now()


def test_administrator_of_above_delegates_below_only() -> None:
    root = AgencyFactory()
    above = make_actor("administrator", unit=UnitFactory(agency=root))
    unit = UnitFactory(agency=AgencyFactory(parent=root))
    post, other = PostFactory(unit=unit), PostFactory(unit=unit)
    values = {"post_id": post.pk, "substitute_id": other.officer_id, "starts_at": NOW, "ends_at": NOW + DAY}
    assert services.delegate(actor=above, **values).pk
    with pytest.raises(Http404):
        services.delegate(actor=make_actor("administrator"), **values)
