"""Giving work: numbers, deadlines, whom it may be given to, and who sees it."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from congvu.assignments import services
from congvu.assignments.messages import Origin, Performer
from congvu.assignments.models import Assignment
from congvu.assignments.tests.world import at, day, report
from congvu.audit.queries import timeline
from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.subject import Subject
from congvu.common.subjects import Link, cards, links
from congvu.notify.models import Notice

pytestmark = pytest.mark.django_db
SOURCE = Subject("documents.documentline", 7)


def sees(world):
    """Return the names of the actors who see each assignment's code."""
    names = ["leader", "registry", "head", "specialist", "colleague", "culture_head", "culture_specialist",
             "headmaster", "teacher", "stranger"]  # fmt: skip
    return {name for name in names if Assignment.objects.visible_to(getattr(world, name)).exists()}


def test_work_gets_a_number_a_deadline_and_is_told(world):
    first, second = world.give(), world.give(lead=world.to_officer())
    assert [first.code, second.code] == ["1/NV-2026", "2/NV-2026"]
    assert first.state == "in_progress"
    assert first.due_at == at("2026-11-23 17:00")
    assert first.giver_id == world.leader.officer_id
    assert Notice.objects.filter(officer_id=world.head.officer_id).count() == 1
    assert Notice.objects.filter(officer_id=world.specialist.officer_id).count() == 1
    (event,) = timeline(Subject("assignments.assignment", first.pk))
    assert "giao nhiệm vụ 1/NV-2026 cho Văn phòng HĐND và UBND, hạn 23/11/2026" in event.sentence


def test_a_deadline_on_a_day_off_ends_with_the_next_working_day(world):
    holiday = world.give(due_on=day("2026-11-24"))
    assert (holiday.due_on, holiday.last_on) == (day("2026-11-24"), day("2026-11-25"))
    saturday = world.give(due_on=day("2026-11-21"))
    assert saturday.last_on == day("2026-11-23")
    assert saturday.due_at == at("2026-11-23 17:00")


def test_work_without_a_deadline_stands_at_the_end(world):
    late = world.give(due_on=None)
    assert (late.due_on, late.last_on, late.due_at) == (None, None, None)
    assert late.order_at.year == 2999


def test_each_leader_of_a_direction_gets_a_task_of_their_own(world):
    origin = Origin("document", SOURCE, "189/TB-UBND", day("2026-11-13"), "Kết luận của Chủ tịch")
    key = uuid4()
    drafts = [
        world.draft(lead=lead, origin=origin, request_key=key)
        for lead in (world.to_unit(), world.to_unit(world.culture), world.to_school())
    ]
    made = services.create_many(drafts, actor=world.leader)
    assert [one.code for one in made] == ["1/NV-2026", "2/NV-2026", "3/NV-2026"]
    assert {one.source_pk for one in made} == {7}
    assert made[0].entry_due_at == at("2026-11-17 17:00")  # three tasks of Friday: two working days
    again = services.create_many(drafts, actor=world.leader)
    assert [one.pk for one in again] == [one.pk for one in made]
    assert Assignment.objects.count() == 3


def test_urgent_work_is_to_be_entered_the_same_day(world):
    origin = Origin("document", None, "1/CĐ-UBND", day("2026-11-13"))
    assert world.give(origin=origin, urgency=1).entry_due_at == at("2026-11-13 17:00")
    assert world.give(origin=origin).entry_due_at == at("2026-11-16 17:00")


def test_who_takes_part_sees_it_and_nobody_else(world):
    world.give(lead=world.to_officer(), partners=(world.to_unit(world.culture),))
    assert sees(world) == {
        "leader", "registry", "head", "specialist", "colleague", "culture_head", "culture_specialist",
    }  # fmt: skip


def test_an_agency_below_sees_its_own_as_a_whole(world):
    world.give(lead=world.to_school())
    assert sees(world) == {"leader", "registry", "headmaster"}


def test_secret_work_does_not_even_list_its_name(world):
    leader = type(world.leader)(**{
        **{name: getattr(world.leader, name) for name in world.leader.__slots__}, "clearance": 2,
    })  # fmt: skip
    one = world.give(leader, confidentiality=2)
    assert sees(world) == set()
    assert Assignment.objects.visible_to(leader).get() == one
    assert not cards([Subject("assignments.assignment", one.pk)], world.head)
    assert not Notice.objects.exists()
    with pytest.raises(ActionRefused, match="độ mật") as refused:
        world.give(leader, lead=world.to_officer(), confidentiality=2)
    assert refused.value.code == "clearance"


def test_a_card_tells_what_it_is(world):
    one = world.give()
    subject = Subject("assignments.assignment", one.pk)
    card = cards([subject], world.specialist)[subject]
    assert (card.code, card.state, card.on) == ("1/NV-2026", "Đang thực hiện", day("2026-11-23"))
    assert not cards([subject], world.stranger)


def test_what_came_from_what_is_known(world):
    parent = world.give(origin=Origin("document", SOURCE, "189/TB-UBND"))
    (part,) = services.sub_assign(
        parent.pk, [world.draft(lead=world.to_officer(), due_on=day("2026-11-20"))], actor=world.head
    )
    whole, below = (Subject("assignments.assignment", one.pk) for one in (parent, part))
    assert Link(SOURCE, whole, "giao từ") in links([SOURCE], world.leader)
    found = links([whole], world.leader)
    assert Link(SOURCE, whole, "giao từ") in found
    assert Link(whole, below, "nhiệm vụ con của") in found
    assert not links([SOURCE, whole], world.stranger)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"content": "  "}, "empty"),
        ({"content": "x" * 9000}, "too-long"),
        ({"due_on": day("2026-11-15")}, "past"),
        ({"origin": Origin("document", on=day("2026-11-17"))}, "source-future"),
        ({"repeat_until": day("2026-12-01")}, "repeat"),
        ({"confidentiality": 1}, "clearance"),
        ({"origin": Origin("document", code="x" * 101)}, "too-long"),
    ],
)
def test_what_cannot_be_given_is_refused_and_nothing_is_written(world, changes, code):
    with pytest.raises(ActionRefused) as refused:
        world.give(**changes)
    assert refused.value.code == code
    assert not Assignment.objects.exists()
    assert world.give().code == "1/NV-2026"


def test_work_goes_to_ones_own_agency_and_those_below_only(world):
    for lead in (
        world.to_officer(world.stranger),
        Performer(world.stranger.agency_id),
        Performer(world.school.pk, world.school_unit.pk),
        Performer(world.commune.pk, world.school_unit.pk),
        Performer(world.commune.pk, world.culture.pk, world.specialist.officer_id),
    ):
        with pytest.raises(ActionRefused):
            world.give(lead=lead)
    with pytest.raises(ActionRefused):
        world.give(world.headmaster, lead=Performer(world.commune.pk))
    assert not Assignment.objects.exists()


def test_who_leads_does_not_cooperate(world):
    with pytest.raises(ActionRefused) as refused:
        world.give(partners=(world.to_unit(),))
    assert (refused.value.code, refused.value.field) == ("twice", "partners")


def test_a_specialist_gives_no_work(world):
    with pytest.raises(PermissionDenied):
        world.give(world.specialist)


def test_work_is_entered_in_the_name_of_a_leader(world):
    one = world.give(world.head, lead=world.to_unit(world.culture), giver_id=world.leader.officer_id)
    assert one.giver_id == world.leader.officer_id
    assert one.created_by_id == world.head.officer_id
    for other in (world.specialist, world.stranger):
        with pytest.raises(ActionRefused) as refused:
            world.give(world.head, giver_id=other.officer_id)
        assert refused.value.field == "giver_id"


def test_what_waits_for_its_document_is_hidden_until_it_is_issued(world):
    origin = Origin("minutes", SOURCE, "12/TB-UBND")
    hidden = world.give(origin=origin, hidden=True)
    assert hidden.state == "hidden"
    assert sees(world) == {"leader", "registry"}
    world.give(lead=world.to_school(), origin=origin, hidden=True)
    assert not Assignment.objects.visible_to(world.headmaster).exists()
    assert not Notice.objects.exists()
    with pytest.raises(Assignment.DoesNotExist):
        services.report_progress(hidden.pk, report(), actor=world.head)
    made = services.activate(SOURCE, actor=world.registry)
    assert {one.state for one in made} == {"not_started"}
    assert Assignment.objects.visible_to(world.headmaster).exists()
    assert Notice.objects.filter(officer_id=world.head.officer_id).count() == 1
    assert services.activate(SOURCE, actor=world.registry) == []


def test_parts_fit_within_the_whole_and_are_seen_by_who_gave_it(world):
    parent = world.give()
    with pytest.raises(ActionRefused) as refused:
        services.sub_assign(
            parent.pk, [world.draft(lead=world.to_officer(), due_on=day("2026-11-25"))], actor=world.head
        )
    assert refused.value.code == "child-later"
    with pytest.raises(ActionRefused) as refused:
        services.sub_assign(parent.pk, [world.draft(lead=world.to_officer(), due_on=None)], actor=world.head)
    assert refused.value.code == "child-no-deadline"
    (child,) = services.sub_assign(
        parent.pk, [world.draft(lead=world.to_officer(), due_on=day("2026-11-20"))], actor=world.head
    )
    assert (child.parent_id, child.source_kind) == (parent.pk, "parent")
    assert Assignment.objects.visible_to(world.leader).filter(pk=child.pk).exists()
    for actor in (world.leader, world.culture_head):
        with pytest.raises((StateRefused, Assignment.DoesNotExist)):
            services.sub_assign(parent.pk, [world.draft(due_on=day("2026-11-20"))], actor=actor)
    assert Assignment.objects.count() == 2


def test_parts_are_found_by_folded_words(world):
    one = world.give(content="Đo đạc, chỉnh lý bản đồ địa chính")
    world.give()
    found = Assignment.objects.visible_to(world.head).matching("ban do DIA ch")
    assert list(found) == [one]
    assert not Assignment.objects.visible_to(world.stranger).matching("ban do")
