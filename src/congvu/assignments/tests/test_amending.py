"""Editing work before anybody accepted it, correcting it after; what was there is kept, and told."""

import pytest

from congvu.assignments import services
from congvu.assignments.messages import Wording
from congvu.assignments.models import Amendment, Assignment, Extension
from congvu.assignments.tests.world import day, report
from congvu.audit.models import Event
from congvu.common.errors import ActionRefused, StaleVersion, StateRefused
from congvu.notify.models import Notice

pytestmark = pytest.mark.django_db


def as_is(one: Assignment, **changes):
    """Return an assignment's own wording with some of it changed."""
    return Wording(**{"content": one.content, "due_on": one.due_on, **changes})


def told(actor) -> list[str]:
    return list(Notice.objects.filter(officer_id=actor.officer_id).values_list("kind", flat=True))


def sees(actor, one: Assignment) -> bool:
    return Assignment.objects.visible_to(actor).filter(pk=one.pk).exists()


def test_a_draft_is_edited_in_every_part_and_nobody_is_told(world) -> None:
    one = world.give(hidden=True, partners=(world.to_unit(world.culture),))
    wanted = Wording("Việc khác", day("2026-12-01"), (world.to_school(),), world.to_unit(world.culture))
    found = services.edit_assignment(one.pk, wanted, actor=world.leader, seen_version=one.version)
    found.refresh_from_db()
    assert (found.content, found.lead_unit, found.state) == ("Việc khác", world.culture, "hidden")
    assert (found.due_on, found.first_due_on) == (day("2026-12-01"), day("2026-12-01"))
    assert [row.who for row in found.partners.all()] == [world.to_school().who]
    parts = {row.part: (row.before, row.after) for row in found.amendments.all()}
    assert parts["lead"] == (world.office.name, world.culture.name)
    assert parts["partners"] == (world.culture.name, world.school.name)
    assert parts["due_on"] == ("23/11/2026", "01/12/2026")
    assert not Extension.objects.exists()
    assert not Notice.objects.exists()
    services.activate_one(one.pk, actor=world.leader)
    assert sees(world.culture_head, one)
    assert not sees(world.specialist, one)


def test_work_that_nobody_took_goes_to_another_who_is_told(world) -> None:
    one = services.activate_one(world.give(hidden=True).pk, actor=world.leader)
    wanted = as_is(one, lead=world.to_unit(world.culture))
    services.edit_assignment(one.pk, wanted, actor=world.leader)
    one.refresh_from_db()
    assert (one.state, one.lead_unit) == ("not_started", world.culture)
    assert "assignment.given" in told(world.culture_head)
    assert not sees(world.head, one)
    services.start(one.pk, actor=world.culture_head)
    with pytest.raises(StateRefused):
        services.edit_assignment(one.pk, as_is(one, content="Muộn rồi"), actor=world.leader)


def test_a_correction_says_why_keeps_the_old_words_and_tells_who_works(world) -> None:
    one = world.give(due_on=day("2026-11-23"))
    wanted = as_is(one, content="Báo cáo giải ngân 11 tháng", due_on=day("2026-11-30"))
    services.correct_assignment(one.pk, wanted, "Ghi nhầm kỳ báo cáo", actor=world.leader, seen_version=1)
    one.refresh_from_db()
    assert (one.content, one.version, one.state) == ("Báo cáo giải ngân 11 tháng", 2, "in_progress")
    assert (one.first_due_on, one.due_on) == (day("2026-11-23"), day("2026-11-30"))
    (moved,) = one.extensions.all()
    assert (moved.old_due_on, moved.report_id, moved.reason) == (
        day("2026-11-23"), None, "Ghi nhầm kỳ báo cáo",
    )  # fmt: skip
    kept = {row.part: row for row in Amendment.objects.filter(assignment=one)}
    assert kept["content"].before == "Rà soát, báo cáo tình hình giải ngân vốn đầu tư công"
    assert kept["content"].officer_id == world.leader.officer_id
    event = Event.objects.get(kind="assignment.corrected")
    assert event.data["parts"] == "nội dung, thời hạn"
    assert event.personal["changes"][1]["content"][1] == "Báo cáo giải ngân 11 tháng"
    assert "assignment.urged" in told(world.head)
    assert list(Assignment.objects.matching("11 thang").values_list("pk", flat=True)) == [one.pk]
    assert not Assignment.objects.matching("ra soat").exists()


def test_partners_come_and_go_but_not_who_has_answered(world) -> None:
    one = world.give(partners=(world.to_unit(world.culture),))
    both = (world.to_unit(world.culture), world.to_officer())
    services.correct_assignment(one.pk, as_is(one, partners=both), "Thêm người", actor=world.leader)
    assert "assignment.partner" in told(world.specialist)
    services.cooperate(one.pk, "Số liệu văn hóa", actor=world.culture_head)
    with pytest.raises(ActionRefused) as refusal:
        services.correct_assignment(one.pk, as_is(one, partners=both[1:]), "Bớt", actor=world.leader)
    assert (refusal.value.code, refusal.value.field) == ("answered", "partners")
    services.correct_assignment(one.pk, as_is(one, partners=both[:1]), "Bớt", actor=world.leader)
    assert [row.unit for row in one.partners.all()] == [world.culture]
    assert sees(world.culture_head, one)


REFUSED = {
    "same": lambda w, one: (as_is(one), "Không đổi gì"),
    "empty": lambda w, one: (as_is(one, content="   "), "Xóa trắng"),
    "reason": lambda w, one: (as_is(one, content="Khác"), "  "),
    "past": lambda w, one: (as_is(one, due_on=day("2026-11-13")), "Lùi"),
    "children-later": lambda w, one: (as_is(one, due_on=day("2026-11-18")), "Rút ngắn"),
    "lead": lambda w, one: (as_is(one, lead=w.to_unit(w.culture)), "Đổi"),
    "twice": lambda w, one: (as_is(one, partners=(w.to_unit(),)), "Thêm"),
    "performer": lambda w, one: (as_is(one, partners=(w.to_officer(w.stranger),)), "Thêm"),
    "too-long": lambda w, one: (as_is(one, content="a" * 9000), "Dài"),
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_cannot_be_corrected_is_refused_and_nothing_happens(world, code) -> None:
    one = world.give()
    services.sub_assign(
        one.pk, [world.draft(lead=world.to_officer(), due_on=day("2026-11-20"))], actor=world.head
    )
    one.refresh_from_db()
    wanted, reason = REFUSED[code](world, one)
    before = Assignment.objects.values().get(pk=one.pk)
    with pytest.raises(ActionRefused) as refusal:
        services.correct_assignment(one.pk, wanted, reason, actor=world.leader)
    assert refusal.value.code == code
    assert Assignment.objects.values().get(pk=one.pk) == before
    assert not Amendment.objects.exists()
    assert not Event.objects.filter(kind="assignment.corrected").exists()


def test_only_the_giver_corrects_and_only_what_they_saw(world) -> None:
    one = world.give()
    wanted = as_is(one, content="Khác")
    with pytest.raises(StateRefused):
        services.correct_assignment(one.pk, wanted, "Sửa", actor=world.head)
    with pytest.raises(Assignment.DoesNotExist):
        services.correct_assignment(one.pk, wanted, "Sửa", actor=world.stranger)
    services.urge(one.pk, "Nhanh lên", actor=world.leader)
    services.report_progress(one.pk, report(), actor=world.head)
    with pytest.raises(StaleVersion):
        services.correct_assignment(one.pk, wanted, "Sửa", actor=world.leader, seen_version=1)
    services.report_done(one.pk, report(), actor=world.head)
    with pytest.raises(StateRefused):
        services.correct_assignment(one.pk, wanted, "Sửa", actor=world.leader)
