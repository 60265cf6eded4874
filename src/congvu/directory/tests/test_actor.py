"""Who is acting: posts, roles, reach, delegations and what the cache may keep."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from congvu.directory.models import Officer, Post, new_stamp
from congvu.directory.queries import actor_for, officers_with_role, standing_of, units_of
from congvu.directory.tests.factories import (
    DelegationFactory,
    OfficerFactory,
    PostFactory,
    RoleFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db


def touch(officer: Officer) -> Officer:
    Officer.objects.filter(pk=officer.pk).update(actor_stamp=new_stamp())
    return Officer.objects.get(pk=officer.pk)


def test_actor_of_primary_post() -> None:
    post = PostFactory(roles=["specialist", "clerk"])
    actor = actor_for(post.officer)
    assert actor.officer_id == post.officer_id
    assert (actor.post_id, actor.unit_id, actor.agency_id) == (post.pk, post.unit_id, post.agency_id)
    assert actor.roles == {"specialist", "clerk"}
    assert actor.can("dossier.work")
    assert not actor.can("people.manage")
    assert actor.acting_for_id is None
    assert actor.signing_form == ""


def test_capabilities_are_the_union_of_roles() -> None:
    RoleFactory(code="clerk", capabilities=["dossier.intake"])
    RoleFactory(code="registry", capabilities=["dossier.issue"], reach="unit")
    post = PostFactory(roles=["clerk", "registry"])
    assert actor_for(post.officer).capabilities == {"dossier.intake", "dossier.issue"}


def test_roles_of_another_post_do_not_count() -> None:
    officer = OfficerFactory()
    PostFactory(officer=officer, roles=["specialist"])
    second = PostFactory(officer=officer, roles=["leader"], is_primary=False)
    assert actor_for(officer).roles == {"specialist"}
    assert actor_for(officer, second.pk).roles == {"leader"}
    assert [choice.post_id for choice in standing_of(officer).choices][1] == second.pk


def test_reach_unit_covers_units_below_but_not_beside() -> None:
    top = UnitFactory()
    below = UnitFactory(parent=top)
    deeper = UnitFactory(parent=below)
    beside = UnitFactory(agency=top.agency)
    post = PostFactory(unit=top, roles=["unit-head"])
    actor = actor_for(post.officer)
    assert actor.unit_ids == (top.pk, below.pk, deeper.pk)
    assert beside.pk not in actor.unit_ids
    assert not actor.agency_wide


def test_reach_own_is_the_own_unit_and_reach_agency_is_wide() -> None:
    RoleFactory(code="clerk", reach="own")
    top = UnitFactory()
    UnitFactory(parent=top)
    assert actor_for(PostFactory(unit=top, roles=["clerk"]).officer).unit_ids == (top.pk,)
    assert actor_for(PostFactory(unit=top, roles=["leader"]).officer).agency_wide


def test_two_statements_at_first_none_afterwards(django_assert_num_queries) -> None:
    officer = PostFactory(roles=["unit-head"]).officer
    with django_assert_num_queries(2):
        actor_for(officer)
    with django_assert_num_queries(0):
        actor_for(officer)


def test_a_new_stamp_is_read_anew() -> None:
    post = PostFactory(roles=["clerk"])
    assert actor_for(post.officer).roles == {"clerk"}
    post.roles.set([RoleFactory(code="leader")])
    assert actor_for(touch(post.officer)).roles == {"leader"}


def test_post_of_somebody_else_is_not_given() -> None:
    mine, theirs = PostFactory(), PostFactory(roles=["leader"])
    assert actor_for(mine.officer, theirs.pk).post_id == mine.pk


def test_ended_and_future_posts_do_not_count() -> None:
    today = timezone.localdate()
    officer = OfficerFactory()
    PostFactory(officer=officer, valid_to=today - dt.timedelta(days=1))
    PostFactory(officer=officer, valid_from=today + dt.timedelta(days=1))
    actor = actor_for(officer)
    assert (actor.post_id, actor.agency_id, actor.capabilities) == (None, 0, frozenset())
    last_day = PostFactory(officer=officer, valid_to=today)
    assert actor_for(touch(officer)).post_id == last_day.pk


def test_locked_officer_acts_as_nobody() -> None:
    post = PostFactory(officer=OfficerFactory(is_active=False))
    assert actor_for(post.officer).capabilities == frozenset()


def test_substitute_acts_in_the_delegated_post() -> None:
    delegation = DelegationFactory(post=PostFactory(roles=["leader"]), signing_form="KT.")
    own = PostFactory(officer=delegation.substitute, roles=["specialist"])
    assert actor_for(delegation.substitute).post_id == own.pk, "standing in is chosen, never automatic"
    actor = actor_for(delegation.substitute, delegation.post_id)
    assert actor.acting_for_id == delegation.post.officer_id
    assert actor.signing_form == "KT."
    assert actor.roles == {"leader"}
    assert actor.officer_name == delegation.substitute.full_name


def test_delegation_begins_and_ends_without_a_new_stamp() -> None:
    start = timezone.now().replace(hour=3, minute=0)
    with time_machine.travel(start, tick=False) as clock:
        substitute = PostFactory().officer
        delegation = DelegationFactory(
            substitute=substitute,
            starts_at=start + dt.timedelta(minutes=30),
            ends_at=start + dt.timedelta(minutes=60),
        )
        acting = []
        for minutes in (0, 29, 30, 59, 60):
            clock.move_to(start + dt.timedelta(minutes=minutes))
            acting.append(actor_for(substitute, delegation.post_id).acting_for_id is not None)
        assert acting == [False, False, True, True, False]


def test_revoked_delegation_does_not_count() -> None:
    delegation = DelegationFactory(revoked_at=timezone.now())
    actor = actor_for(delegation.substitute, delegation.post_id)
    assert (actor.post_id, actor.acting_for_id) == (None, None)


def test_delegation_to_others_does_not_blur_the_own_post() -> None:
    delegation = DelegationFactory(post=PostFactory(roles=["leader"]))
    DelegationFactory(post=delegation.post)
    standing = standing_of(delegation.post.officer)
    assert len(standing.choices) == 1
    assert standing.actor.signing_form == ""


def test_second_factor_is_mandatory_for_administrators_and_their_substitutes() -> None:
    post = PostFactory(roles=["administrator"])
    assert standing_of(post.officer).needs_mfa
    assert standing_of(DelegationFactory(post=post).substitute).needs_mfa
    assert standing_of(OfficerFactory(is_staff=True)).needs_mfa
    assert not standing_of(PostFactory(roles=["leader"]).officer).needs_mfa


def test_officers_with_role_are_the_active_ones_of_that_agency() -> None:
    post = PostFactory(roles=["clerk"])
    PostFactory(unit=post.unit, roles=["leader"])
    PostFactory(unit=post.unit, roles=["clerk"], officer=OfficerFactory(is_active=False))
    PostFactory(unit=post.unit, roles=["clerk"], valid_to=dt.date(2025, 8, 1))
    PostFactory(roles=["clerk"])
    found = officers_with_role(post.agency_id, "clerk")
    assert [(row.officer_id, row.post_id, row.unit_name) for row in found] == [
        (post.officer_id, post.pk, post.unit.name)
    ]


def test_units_of_leaves_out_ended_units() -> None:
    unit = UnitFactory()
    UnitFactory(agency=unit.agency, valid_to=dt.date(2025, 12, 31))
    assert [row.pk for row in units_of(unit.agency_id)] == [unit.pk]
    assert Post.objects.count() == 0
