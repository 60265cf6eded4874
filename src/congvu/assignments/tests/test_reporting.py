"""Two approvals, proposals, extensions, difficulties, cooperation: what is said and what it changes."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile

from congvu.assignments import services
from congvu.assignments.messages import AssignmentDraft
from congvu.assignments.models import Assignment, Extension, Report
from congvu.assignments.tests.world import at, day, report
from congvu.calendars.services import set_legal_rule
from congvu.common import subjects
from congvu.common.errors import ActionRefused, StaleVersion, StateRefused
from congvu.common.subject import Subject
from congvu.directory.messages import Actor
from congvu.files.services import store
from congvu.notify.models import Notice

pytestmark = pytest.mark.django_db


def again(one):
    return Assignment.objects.get(pk=one.pk)


def test_a_specialists_report_passes_the_unit_then_the_giver(world, clock):
    one = world.give()
    services.report_done(one.pk, report(finished_on=day("2026-11-16")), actor=world.specialist)
    assert (again(one).state, again(one).awaiting) == ("in_progress", "unit")
    with pytest.raises(StateRefused):
        services.approve(one.pk, actor=world.leader)
    services.pass_unit(one.pk, actor=world.head)
    assert (again(one).state, again(one).awaiting) == ("reported", "giver")
    assert again(one).finished_on is None
    clock.move_to(at("2026-11-18 09:00"))
    services.approve(one.pk, actor=world.leader, note="Tốt")
    ended = again(one)
    assert (ended.state, ended.awaiting, ended.finished_on) == ("ended", "", day("2026-11-16"))
    found = Report.objects.get()
    assert (found.state, found.unit_by_id, found.giver_by_id, found.note) == (
        "approved", world.head.officer_id, world.leader.officer_id, "Tốt",
    )  # fmt: skip


def test_the_wrong_hand_approves_nothing(world):
    one = world.give(lead=world.to_officer())
    services.report_done(one.pk, report(), actor=world.specialist)
    with pytest.raises(PermissionDenied):
        services.pass_unit(one.pk, actor=world.specialist)
    with pytest.raises(Assignment.DoesNotExist):
        services.pass_unit(one.pk, actor=world.culture_head)
    services.pass_unit(one.pk, actor=world.head)
    with pytest.raises(StateRefused) as refused:
        services.approve(one.pk, actor=world.head)
    assert refused.value.code == "not-yours"
    assert again(one).state == "reported"


def test_a_colleague_does_not_report_for_a_named_officer(world):
    one = world.give(lead=world.to_officer())
    with pytest.raises(StateRefused) as refused:
        services.report_progress(one.pk, report(), actor=world.colleague)
    assert refused.value.code == "not-yours"
    assert not Report.objects.exists()


def test_a_leaders_own_report_skips_the_first_approval(world):
    one = world.give()
    services.report_done(one.pk, report(), actor=world.head)
    assert again(one).state == "reported"
    assert Notice.objects.filter(officer_id=world.leader.officer_id, kind="assignment.to_approve").exists()


def test_work_given_within_a_unit_needs_one_approval(world):
    one = world.give(world.head, lead=world.to_officer())
    services.report_done(one.pk, report(), actor=world.specialist)
    assert again(one).awaiting == "giver"
    services.approve(one.pk, actor=world.head)
    assert again(one).state == "ended"


def test_progress_needs_no_giver_and_a_proposal_counts_it_as_read(world):
    one = world.give()
    services.report_progress(one.pk, report("Được nửa", percent=50), actor=world.specialist)
    assert Report.objects.get().state == "at_unit"
    services.pass_unit(one.pk, actor=world.head)
    assert Report.objects.get().state == "noted"
    assert again(one).state == "in_progress"
    services.report_progress(one.pk, report("Gần xong"), actor=world.specialist)
    services.report_done(one.pk, report(), actor=world.specialist)
    services.pass_unit(one.pk, actor=world.head)
    assert list(Report.objects.values_list("state", flat=True)) == ["noted", "noted", "at_giver"]
    assert list(Report.objects.values_list("percent", flat=True)) == [50, None, None]


def test_a_refused_report_changes_nothing_but_itself(world):
    one = world.give()
    services.report_done(one.pk, report(), actor=world.specialist)
    services.refuse_unit(one.pk, "Thiếu số liệu", actor=world.head)
    assert (again(one).state, again(one).awaiting) == ("in_progress", "")
    services.report_done(one.pk, report(), actor=world.head)
    services.refuse(one.pk, "Chưa đạt", actor=world.leader)
    assert again(one).state == "in_progress"
    assert list(Report.objects.values_list("state", flat=True)) == ["refused", "refused"]
    assert again(one).finished_on is None


def test_one_proposal_at_a_time(world):
    one = world.give()
    services.report_done(one.pk, report(), actor=world.specialist)
    with pytest.raises(StateRefused) as refused:
        services.request_extension(one.pk, report(new_due_on=day("2026-11-30")), actor=world.specialist)
    assert refused.value.code == "proposal-waits"
    services.report_progress(one.pk, report(), actor=world.specialist)


@pytest.mark.parametrize(
    ("finished", "code"),
    [("2026-11-19", "finish-future"), ("2026-11-13", "finish-before-given"), ("2026-11-16", "")],
)
def test_the_completion_day_is_checked(world, clock, finished, code):
    one = world.give()
    clock.move_to(at("2026-11-18 09:00"))
    if not code:
        services.report_done(one.pk, report(finished_on=day(finished)), actor=world.head)
        return
    with pytest.raises(ActionRefused) as refused:
        services.report_done(one.pk, report(finished_on=day(finished)), actor=world.head)
    assert (refused.value.code, refused.value.field) == (code, "finished_on")


def test_completion_is_dated_back_four_days_at_most(world, clock):
    one = world.give()
    clock.move_to(at("2026-11-23 09:00"))
    with pytest.raises(ActionRefused, match="quá 4 ngày"):
        services.report_done(one.pk, report(finished_on=day("2026-11-18")), actor=world.head)
    services.report_done(one.pk, report(finished_on=day("2026-11-19")), actor=world.head)


def test_a_document_is_required_where_the_giver_asked_for_one(world):
    one = world.give(needs_document=True)
    with pytest.raises(ActionRefused) as refused:
        services.report_done(one.pk, report(), actor=world.head)
    assert refused.value.code == "document"
    services.report_done(one.pk, report(document_code="45/BC-VP"), actor=world.head)


def test_files_are_ones_own(world):
    one = world.give()
    own = store(ContentFile(b"ket qua", "ket-qua.txt"), actor=world.head)
    foreign = store(ContentFile(b"khac", "khac.txt"), actor=world.culture_head)
    with pytest.raises(ActionRefused) as refused:
        services.report_done(one.pk, report(file_ids=(own.pk, foreign.pk)), actor=world.head)
    assert refused.value.code == "file"
    assert not Report.objects.exists()
    found = services.report_done(one.pk, report(file_ids=(own.pk,)), actor=world.head)
    assert [row.file_id for row in found.files.all()] == [own.pk]


def test_an_extension_moves_the_deadline_when_approved_and_keeps_the_old_one(world):
    one = world.give()
    services.request_extension(one.pk, report("Mưa bão", new_due_on=day("2026-11-30")), actor=world.head)
    assert again(one).due_on == day("2026-11-23")
    services.approve(one.pk, actor=world.leader)
    moved = again(one)
    assert (moved.state, moved.due_on, moved.due_at) == (
        "in_progress",
        day("2026-11-30"),
        at("2026-11-30 17:00"),
    )
    assert moved.first_due_on == day("2026-11-23")
    ledger = Extension.objects.get()
    assert (ledger.old_due_on, ledger.new_due_on, ledger.reason) == (
        day("2026-11-23"), day("2026-11-30"), "Mưa bão",
    )  # fmt: skip


def extend(world, one, new):
    services.request_extension(one.pk, report(new_due_on=day(new)), actor=world.head)
    services.approve(one.pk, actor=world.leader)


def test_only_approved_extensions_count_and_two_are_the_most(world):
    one = world.give()
    for _ in range(3):
        services.request_extension(one.pk, report(new_due_on=day("2026-11-30")), actor=world.head)
        services.refuse(one.pk, "Không", actor=world.leader)
    extend(world, one, "2026-11-30")
    extend(world, one, "2026-12-07")
    with pytest.raises(ActionRefused, match="đã được gia hạn 2 lần"):
        services.request_extension(one.pk, report(new_due_on=day("2026-12-14")), actor=world.head)


@pytest.mark.parametrize(
    ("now", "new", "government", "code"),
    [
        ("2026-11-16", "2026-11-23", False, "extension-not-later"),
        ("2026-11-16", "2026-12-24", False, "extension-too-far"),
        ("2026-11-16", "2026-12-23", False, ""),
        ("2026-12-23", "2026-12-23", False, ""),
        ("2026-12-24", "2026-12-28", False, "extension-too-late"),
        ("2026-12-10", "2026-12-01", False, "extension-past"),
        ("2026-11-30", "2026-11-30", True, ""),
        ("2026-11-16", "2026-12-01", True, "extension-too-far"),
        ("2026-12-01", "2026-12-01", True, "extension-too-late"),
        ("2026-11-16", None, False, "empty"),
    ],
)
def test_extensions_have_their_limits(world, clock, now, new, government, code):
    one = world.give()
    Assignment.objects.filter(pk=one.pk).update(by_government=government)
    clock.move_to(at(f"{now} 09:00"))
    draft = report(new_due_on=day(new) if new else None)
    if not code:
        services.request_extension(one.pk, draft, actor=world.head)
        return
    with pytest.raises(ActionRefused) as refused:
        services.request_extension(one.pk, draft, actor=world.head)
    assert refused.value.code == code
    assert not Report.objects.exists()


def test_limits_are_data_with_validity(world, clock):
    one = world.give()
    set_legal_rule(
        actor=Actor.system(world.commune.pk), code="assignment.extensions", value="0", unit="",
        legal_basis="Quy chế làm việc", valid_from=day("2026-11-18"),
    )  # fmt: skip
    services.request_extension(one.pk, report(new_due_on=day("2026-11-30")), actor=world.head)
    services.refuse(one.pk, "Không", actor=world.leader)
    clock.move_to(at("2026-11-18 09:00"))
    with pytest.raises(ActionRefused) as refused:
        services.request_extension(one.pk, report(new_due_on=day("2026-11-30")), actor=world.head)
    assert refused.value.code == "extension-count"


def test_work_without_a_deadline_is_not_extended_and_a_part_not_past_the_whole(world):
    with pytest.raises(ActionRefused) as refused:
        services.request_extension(
            world.give(due_on=None).pk, report(new_due_on=day("2026-11-30")), actor=world.head
        )
    assert refused.value.code == "extension-no-deadline"
    parent = world.give()
    (child,) = services.sub_assign(
        parent.pk, [world.draft(lead=world.to_officer(), due_on=day("2026-11-20"))], actor=world.head
    )
    with pytest.raises(ActionRefused) as refused:
        services.request_extension(child.pk, report(new_due_on=day("2026-11-30")), actor=world.specialist)
    assert refused.value.code == "child-later"


def test_difficulties_are_tracked_until_they_are_settled(world):
    one = world.give()
    said = services.report_progress(one.pk, report(difficulties="Thiếu kinh phí"), actor=world.specialist)
    plain = services.report_progress(one.pk, report(), actor=world.specialist)
    services.settle_difficulty(one.pk, said.pk, "Đã bố trí", actor=world.leader)
    found = Report.objects.get(pk=said.pk)
    assert (found.settlement, found.settled_by_id) == ("Đã bố trí", world.leader.officer_id)
    for pk in (said.pk, plain.pk):
        with pytest.raises(StateRefused):
            services.settle_difficulty(one.pk, pk, "Lần nữa", actor=world.leader)


def test_partners_give_a_result_and_no_progress(world):
    one = world.give(partners=(world.to_unit(world.culture), world.to_school()))
    services.cooperate(one.pk, "Đã gửi số liệu.", actor=world.culture_specialist)
    services.cooperate(one.pk, "Không có ý kiến.", actor=world.headmaster)
    assert list(one.partners.values_list("result", flat=True)) == ["Đã gửi số liệu.", "Không có ý kiến."]
    for act in (services.report_progress, services.report_done):
        with pytest.raises(StateRefused):
            act(one.pk, report(), actor=world.culture_head)
    with pytest.raises(StateRefused):
        services.cooperate(one.pk, "x", actor=world.specialist)


def test_ending_with_running_parts_asks_first(world):
    parent = world.give()
    services.sub_assign(
        parent.pk, [world.draft(lead=world.to_officer(), due_on=day("2026-11-20"))], actor=world.head
    )
    with pytest.raises(ActionRefused) as refused:
        services.close(parent.pk, "Xong", actor=world.leader)
    assert (refused.value.code, refused.value.field) == ("children", "confirmed")
    services.report_done(parent.pk, report(), actor=world.head)
    with pytest.raises(ActionRefused):
        services.approve(parent.pk, actor=world.leader)
    assert again(parent).state == "reported"
    services.approve(parent.pk, actor=world.leader, confirmed=True)
    assert again(parent).state == "ended"


def test_work_with_running_parts_is_not_cancelled(world):
    parent = world.give()
    (child,) = services.sub_assign(
        parent.pk, [world.draft(lead=world.to_officer(), due_on=day("2026-11-20"))], actor=world.head
    )
    with pytest.raises(StateRefused):
        services.cancel(parent.pk, "Nhầm", actor=world.leader)
    services.cancel(child.pk, "Nhầm", actor=world.head)
    services.cancel(parent.pk, "Nhầm", actor=world.leader)


def test_a_transfer_keeps_the_number_refuses_proposals_and_leaves_a_view(world):
    one = world.give()
    services.report_done(one.pk, report(), actor=world.head)
    services.transfer(one.pk, world.to_unit(world.culture), "Đúng chức năng", actor=world.leader)
    moved = again(one)
    assert (moved.code, moved.state, moved.lead_unit_id, moved.awaiting) == (
        one.code, "transferred", world.culture.pk, "",
    )  # fmt: skip
    assert Report.objects.get().state == "refused"
    assert Assignment.objects.visible_to(world.specialist).filter(pk=one.pk).exists()
    with pytest.raises(StateRefused):
        services.report_progress(one.pk, report(), actor=world.head)
    services.report_progress(one.pk, report(), actor=world.culture_head)
    assert again(one).state == "in_progress"
    with pytest.raises(ActionRefused) as refused:
        services.transfer(one.pk, world.to_unit(world.culture), "Lần nữa", actor=world.leader)
    assert refused.value.code == "same"


def test_returned_work_is_insisted_on_or_given_to_another(world):
    one = world.give()
    with pytest.raises(ActionRefused):
        services.return_assignment(one.pk, " ", actor=world.head)
    services.return_assignment(one.pk, "Không thuộc thẩm quyền", actor=world.head)
    assert again(one).state == "returned"
    services.insist(one.pk, "Đúng thẩm quyền", actor=world.leader)
    assert again(one).state == "in_progress"


def test_the_givers_own_deadline_keeps_the_old_one_and_counts_as_no_extension(world):
    one = world.give()
    services.set_deadline(one.pk, day("2026-11-30"), "Giãn tiến độ", actor=world.leader)
    assert Extension.objects.get().report_id is None
    extend(world, one, "2026-12-07")
    extend(world, one, "2026-12-14")
    with pytest.raises(ActionRefused):
        services.set_deadline(one.pk, day("2026-11-15"), "Sớm", actor=world.leader)
    services.set_deadline(one.pk, None, "Bỏ hạn", actor=world.leader)
    assert again(one).due_at is None


def test_the_source_is_told_once_all_its_work_has_ended(world):
    told = []
    subjects.on_closed("test.line", lambda source, actor: told.append((source, actor.officer_id)))
    source = Subject("test.line", 5)
    from congvu.assignments.messages import Origin

    origin = Origin("document", source)
    first, second, third = (world.give(origin=origin, lead=lead) for lead in (
        world.to_unit(), world.to_officer(), world.to_unit(world.culture)))  # fmt: skip
    world.done(first)
    services.cancel(third.pk, "Nhầm", actor=world.leader)
    assert told == []
    services.close(second.pk, "Không cần", actor=world.leader)
    assert told == [(source, world.leader.officer_id)]
    alone = world.give(origin=Origin("document", Subject("test.line", 6)))
    services.cancel(alone.pk, "Nhầm", actor=world.leader)
    assert len(told) == 1


def test_a_listener_that_fails_takes_the_end_back(world):
    def refuse(source, actor):
        raise ActionRefused("không được")

    subjects.on_closed("test.stubborn", refuse)
    from congvu.assignments.messages import Origin

    one = world.give(origin=Origin("document", Subject("test.stubborn", 1)))
    with pytest.raises(ActionRefused):
        services.close(one.pk, "Xong", actor=world.leader)
    assert again(one).state == "in_progress"


def test_who_acts_on_an_old_page_is_told_who_was_faster(world):
    one = world.give()
    services.report_progress(one.pk, report(), actor=world.specialist)
    with pytest.raises(StaleVersion) as stale:
        services.close(one.pk, "Xong", actor=world.leader, seen_version=one.version)
    assert "Lê Văn Hùng" in stale.value.message


def test_a_stand_in_decides_for_the_giver(world):
    one = world.give()
    services.report_done(one.pk, report(), actor=world.head)
    from dataclasses import replace

    substitute = replace(
        world.culture_head, acting_for_id=world.leader.officer_id, unit_ids=(world.board.pk,),
        unit_id=world.board.pk,
    )  # fmt: skip
    services.approve(one.pk, actor=substitute)
    assert again(one).state == "ended"


def test_an_agency_below_works_and_gives_parts_to_its_own(world):
    one = world.give(lead=world.to_school())
    part = AssignmentDraft(
        "Làm phần của trường", world.to_officer(world.teacher), due_on=one.due_on - timedelta(1)
    )
    (child,) = services.sub_assign(one.pk, [part], actor=world.headmaster)
    assert child.code == "1/NV-2026"
    assert child.giver_agency_id == world.school.pk
    assert Assignment.objects.visible_to(world.leader).filter(pk=child.pk).exists()
    services.report_done(child.pk, report(), actor=world.teacher)
    services.approve(child.pk, actor=world.headmaster)
    services.report_done(one.pk, report(), actor=world.headmaster)
    services.approve(one.pk, actor=world.leader)
    assert again(one).state == "ended"
