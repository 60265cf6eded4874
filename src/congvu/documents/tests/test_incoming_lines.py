"""A document goes from the registry to a leader, to units, to officers, and its work climbs back."""

from dataclasses import replace

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congvu.common import subjects
from congvu.common.errors import ActionRefused, StaleVersion, StateRefused
from congvu.common.subject import Subject
from congvu.directory.messages import Actor
from congvu.directory.tests.factories import UnitFactory
from congvu.documents.messages import Addressee, Registration
from congvu.documents.models import DocumentView, IncomingDocument, Line
from congvu.documents.queries.boxes import Box, Filters, box_page, counts
from congvu.documents.queries.incoming_page import incoming_page
from congvu.documents.services import (
    bulk_direct,
    complete_line,
    direct,
    finish_incoming,
    forward,
    link_incoming,
    mark_read,
    opinion,
    present,
    receive_line,
    register_incoming,
    reopen_incoming,
    return_line,
    save_group,
    withdraw_line,
)
from congvu.documents.services.favourites import addressees_of
from congvu.documents.services.watch import remind_holders, remind_registry
from congvu.documents.tests.world import World, at, build
from congvu.notify.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(at("2026-11-25 09:00"), tick=False):
        yield


@pytest.fixture
def world() -> World:
    return build()


def registered(world: World, **facts) -> IncomingDocument:
    document = world.arrived(facts=facts)
    return register_incoming(document.pk, Registration(world.book.pk), actor=world.registry)


def unit(it, role: str = "lead") -> Addressee:
    return Addressee(it.pk, role=role)


def person(actor: Actor, role: str = "lead") -> Addressee:
    return Addressee(actor.unit_id or 0, actor.officer_id, role)


def states(document: IncomingDocument) -> dict[str, str]:
    return dict(document.lines.order_by("pk").values_list("name", "state"))


def presented(world: World, **facts) -> tuple[IncomingDocument, Line]:
    document = registered(world, **facts)
    (line,) = present(document.pk, [person(world.leader)], text="Kính trình", actor=world.registry)
    return document, line


def directed(world: World, **facts) -> tuple[IncomingDocument, Line, Line]:
    """Return a document that the leader gave to the land office, with culture to cooperate."""
    document, _ = presented(world, **facts)
    made = direct(
        document.pk,
        text="Phòng Kinh tế chủ trì tham mưu",
        to=[unit(world.land), unit(world.culture, "cooperate")],
        due_at=at("2026-11-30 17:00"),
        actor=world.leader,
    )
    lead, other = made.lines.order_by("pk")
    return document, lead, other


def test_the_whole_way_down_and_up_again(world: World) -> None:
    document, lead, other = directed(world)
    document.refresh_from_db()
    assert document.state == "processing"
    assert document.due_at == at("2026-11-30 17:00")
    assert states(document) == {
        "Đỗ Văn Minh": "forwarded",
        "Phòng Kinh tế, Hạ tầng và Đô thị": "waiting",
        "Phòng Văn hóa - Xã hội": "waiting",
    }
    receive_line(lead.pk, actor=world.head)
    (mine,) = forward(lead.pk, [person(world.specialist)], text="Em làm báo cáo", actor=world.head)
    assert mine.due_at == at("2026-11-30 17:00")
    complete_line(mine.pk, result="Đã báo cáo", actor=world.specialist)
    # The specialist led alone, so does the unit, so did the leader: everything ends, helpers are closed.
    assert set(states(document).values()) == {"done"}
    document.refresh_from_db()
    assert (document.state, document.finished_at) == ("done", at("2026-11-25 09:00"))
    other.refresh_from_db()
    assert other.completed_at is not None


def test_who_helps_ends_only_their_own_part(world: World) -> None:
    document, lead, other = directed(world)
    complete_line(other.pk, actor=world.culture_head)
    assert states(document)["Phòng Kinh tế, Hạ tầng và Đô thị"] == "waiting"
    document.refresh_from_db()
    assert document.state == "processing"
    with pytest.raises(StateRefused):
        complete_line(other.pk, actor=world.culture_head)
    with pytest.raises(StateRefused) as refusal:
        complete_line(lead.pk, actor=world.culture_head)
    assert refusal.value.code == "not-holder"


def test_two_leads_of_two_directions_both_have_to_end(world: World) -> None:
    document = registered(world)
    (one,) = present(document.pk, [unit(world.land)], text="Phần đất đai", actor=world.registry)
    (two,) = present(document.pk, [unit(world.culture)], text="Phần di tích", actor=world.registry)
    complete_line(one.pk, actor=world.head)
    document.refresh_from_db()
    assert document.state == "processing"
    complete_line(two.pk, actor=world.culture_head)
    document.refresh_from_db()
    assert document.state == "done"


def test_who_is_informed_reads_and_says_so_even_after_the_end(world: World) -> None:
    document = registered(world)
    lead, told = present(document.pk, [unit(world.land), unit(world.culture, "inform")], actor=world.registry)
    assert (told.state, told.due_at) == ("todo", None)
    complete_line(lead.pk, actor=world.head)
    document.refresh_from_db()
    assert document.state == "done"
    assert states(document)["Phòng Văn hóa - Xã hội"] == "todo"
    complete_line(told.pk, actor=world.culture_head)
    assert states(document)["Phòng Văn hóa - Xã hội"] == "done"


def test_a_return_comes_back_to_the_sender_and_takes_back_what_was_sent_on(world: World) -> None:
    document, lead, _ = directed(world)
    forward(lead.pk, [person(world.specialist)], actor=world.head)
    with pytest.raises(StateRefused):
        return_line(lead.pk, reason="Không đúng chức năng", actor=world.head)
    mine = document.lines.get(officer_id=world.specialist.officer_id)
    returned = return_line(mine.pk, reason="Thuộc phòng khác", actor=world.specialist)
    assert (returned.state, returned.reason) == ("returned", "Thuộc phòng khác")
    assert states(document)["Phòng Kinh tế, Hạ tầng và Đô thị"] == "bounced"
    return_line(lead.pk, reason="Thuộc Sở khác", actor=world.head)
    found = states(document)
    assert found["Phòng Kinh tế, Hạ tầng và Đô thị"] == "returned"
    assert found["Đỗ Văn Minh"] == "bounced"
    assert Notice.objects.filter(officer_id=world.leader.officer_id, kind="incoming.line_ended").exists()


def test_a_helper_who_returns_leaves_the_senders_line_alone(world: World) -> None:
    document, _, other = directed(world)
    return_line(other.pk, reason="Không có ý kiến", actor=world.culture_head)
    assert states(document)["Đỗ Văn Minh"] == "forwarded"


def test_what_the_registry_sent_comes_back_to_the_registry(world: World) -> None:
    document = registered(world)
    (line,) = present(document.pk, [unit(world.land)], actor=world.registry)
    return_line(line.pk, reason="Không thuộc phường", actor=world.head)
    document.refresh_from_db()
    assert document.state == "registered"
    (again,) = present(document.pk, [unit(world.culture)], actor=world.registry)
    assert again.state == "waiting"


def test_a_sender_takes_back_and_has_the_work_again(world: World) -> None:
    document, lead, other = directed(world)
    (mine,) = forward(lead.pk, [person(world.specialist)], actor=world.head)
    with pytest.raises(StateRefused):
        withdraw_line(mine.pk, reason="x", actor=world.culture_head)
    withdraw_line(mine.pk, reason="Giao người khác", actor=world.head)
    assert states(document)["Lê Văn Hùng"] == "withdrawn"
    assert states(document)["Phòng Kinh tế, Hạ tầng và Đô thị"] == "todo"
    withdraw_line(lead.pk, reason="Đổi phòng", actor=world.leader)
    withdraw_line(other.pk, reason="Đổi phòng", actor=world.leader)
    assert states(document)["Đỗ Văn Minh"] == "todo"


def test_an_answer_that_is_asked_must_be_attached(world: World) -> None:
    document, lead, _ = directed(world, reply_required=True)
    (mine,) = forward(lead.pk, [person(world.specialist)], actor=world.head)
    assert mine.reply_required
    with pytest.raises(ActionRefused) as refusal:
        complete_line(mine.pk, actor=world.specialist)
    assert refusal.value.code == "reply"
    complete_line(mine.pk, reply=Subject("documents.outgoingdocument", 5), actor=world.specialist)
    document.refresh_from_db()
    assert document.state == "done"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda w: [], "nobody"),
        (lambda w: [unit(w.land), unit(w.land)], "twice"),
        (lambda w: [unit(w.land, "cooperate")], "no-lead"),
        (lambda w: [unit(w.land), unit(w.culture)], "two-leads"),
        (lambda w: [unit(w.land), person(w.culture_head), unit(w.culture, "inform")], "two-leads"),
        (lambda w: [unit(w.upper_office)], "unit"),
        (lambda w: [replace(person(w.specialist), unit_id=w.culture.pk)], "officer"),
        (lambda w: [replace(unit(w.land), due_at=at("2026-11-24 17:00"))], "due-past"),
        (lambda w: [replace(unit(w.land), role="boss")], "role"),
    ],
)
def test_recipients_that_cannot_be_are_refused(world: World, change, code: str) -> None:
    document = registered(world)
    with pytest.raises(ActionRefused) as refusal:
        present(document.pk, change(world), actor=world.registry)
    assert refusal.value.code == code
    assert not Line.objects.exists()


def test_a_secret_document_goes_to_nobody_who_may_not_see_it(world: World) -> None:
    from congvu.documents.tests.world import cleared

    clerk = cleared(world.registry, 1)
    document = world.arrived(facts={"confidentiality": 1})
    register_incoming(document.pk, Registration(world.secret_book.pk), actor=clerk)
    with pytest.raises(ActionRefused) as refusal:
        present(document.pk, [person(world.leader)], actor=clerk)
    assert refusal.value.code == "clearance"


def test_units_see_what_has_a_line_of_theirs_and_nothing_else(world: World) -> None:
    document, lead, _ = directed(world)
    seen = IncomingDocument.objects.visible_to
    for actor in (world.registry, world.leader, world.deputy, world.head, world.culture_head):
        assert seen(actor).filter(pk=document.pk).exists()
    assert not seen(world.stranger).filter(pk=document.pk).exists()
    other = registered(world, number="2")
    assert not seen(world.head).filter(pk=other.pk).exists()
    assert seen(world.head).matching("trat tu", world.head).get() == document
    assert subjects.cards([Subject("documents.line", lead.pk)], world.stranger) == {}
    (card,) = subjects.cards([Subject("documents.line", lead.pk)], world.head).values()
    assert (card.code, card.state, card.kind) == ("1254/SXD-QLXD", "Chờ tiếp nhận", "Văn bản đến")


def test_a_direction_keeps_who_gave_it_and_needs_words(world: World) -> None:
    document, line = presented(world)
    with pytest.raises(ActionRefused) as refusal:
        direct(document.pk, text=" ", to=[unit(world.land)], actor=world.leader)
    assert refusal.value.code == "text"
    made = direct(document.pk, text="Đã biết", actor=world.leader)
    assert (made.officer_name, made.kind, made.parent_line_id) == ("Đỗ Văn Minh", "direction", line.pk)
    assert states(document) == {"Đỗ Văn Minh": "todo"}
    opinion(document.pk, text="Đề nghị xem lại thời hạn", actor=world.registry)
    assert list(document.directions.values_list("kind", flat=True)) == ["presenting", "direction", "opinion"]
    with pytest.raises(PermissionDenied):
        direct(document.pk, text="x", actor=world.registry)
    assert Notice.objects.filter(officer_id=world.registry.officer_id, kind="incoming.directed").count() == 1


def test_a_leader_directs_many_at_once_each_for_itself(world: World) -> None:
    documents = [presented(world, number=str(no))[0] for no in (1, 2)]
    stale = presented(world, number="3")[0]
    done = bulk_direct(
        [
            (documents[0].pk, None),
            (stale.pk, 1),
            (documents[1].pk, None),
            (10**9, None),
        ],
        text="Chuyển phòng",
        to=[unit(world.land)],
        actor=world.leader,
    )
    assert [bool(made) for _, made, _ in done] == [True, False, True, False]
    assert "vừa được Vũ Thị Mai cập nhật" in done[1][2]
    assert done[3][2] == "Không tìm thấy văn bản."


def test_two_leads_for_many_are_refused_once_and_nothing_is_sent(world: World) -> None:
    documents = [presented(world, number=str(no))[0] for no in (1, 2)]
    before = Line.objects.count()
    with pytest.raises(ActionRefused) as refusal:
        bulk_direct(
            [(one.pk, None) for one in documents],
            text="Cùng chủ trì",
            to=[unit(world.land), unit(world.culture)],
            actor=world.leader,
        )
    assert (refusal.value.code, refusal.value.field) == ("two-leads", "to")
    assert Line.objects.count() == before


def test_somebody_elses_change_is_told_before_anything_is_done(world: World) -> None:
    document, lead, _ = directed(world)
    with pytest.raises(StaleVersion):
        receive_line(lead.pk, actor=world.head, seen_version=document.version)


def test_favourites_are_chosen_in_two_clicks(world: World) -> None:
    members = [unit(world.land), unit(world.culture, "cooperate"), person(world.deputy, "inform")]
    save_group("Xây dựng", members, text="Chủ trì tham mưu", actor=world.leader)
    group = save_group("Xây dựng", members[:2], actor=world.leader)
    document, _ = presented(world)
    made = direct(document.pk, text="Chủ trì", to=addressees_of(group), actor=world.leader)
    assert [(line.name, line.role) for line in made.lines.order_by("pk")] == [
        ("Phòng Kinh tế, Hạ tầng và Đô thị", "lead"),
        ("Phòng Văn hóa - Xã hội", "cooperate"),
    ]
    for name, wanted in (("", members), ("Hai nơi chủ trì", [unit(world.land), unit(world.culture)])):
        with pytest.raises(ActionRefused):
            save_group(name, wanted, actor=world.leader)


def test_reading_marks_who_saw_it_and_changes_no_state(world: World) -> None:
    document, lead, _ = directed(world)
    version = IncomingDocument.objects.get(pk=document.pk).version
    for _ in range(3):
        mark_read(document.pk, actor=world.head)
    lead.refresh_from_db()
    assert (lead.state, lead.read_at) == ("waiting", at("2026-11-25 09:00"))
    assert IncomingDocument.objects.get(pk=document.pk).version == version
    assert DocumentView.objects.get().times == 3
    with pytest.raises(IncomingDocument.DoesNotExist):
        mark_read(document.pk, actor=world.stranger)


def test_when_all_work_from_a_line_has_ended_the_line_ends(world: World) -> None:
    document, lead, _ = directed(world)
    subjects.closed(Subject("documents.line", lead.pk), world.head)
    document.refresh_from_db()
    assert document.state == "done"
    subjects.closed(Subject("documents.line", lead.pk), world.head)
    owed, line, _ = directed(world, number="2", reply_required=True)
    subjects.closed(Subject("documents.line", line.pk), world.head)
    owed.refresh_from_db()
    assert owed.state == "processing"


def test_the_registry_ends_and_opens_documents(world: World) -> None:
    document, lead, _ = directed(world)
    finish_incoming(document.pk, reason="Lưu theo dõi", actor=world.registry)
    assert set(states(document).values()) == {"done"}
    with pytest.raises(StateRefused):
        forward(lead.pk, [person(world.specialist)], actor=world.head)
    reopen_incoming(document.pk, reason="Còn phải trả lời", actor=world.registry)
    assert states(document)["Đỗ Văn Minh"] == "todo"
    document.refresh_from_db()
    assert (document.state, document.finished_at) == ("processing", None)


def test_links_to_other_nouns_are_made_once(world: World) -> None:
    document = registered(world)
    other = Subject("dossiers.dossier", 12)
    assert link_incoming(document.pk, other, actor=world.registry) == link_incoming(
        document.pk, other, actor=world.registry
    )


def test_reminders_come_once_a_day(world: World) -> None:
    world.arrived(facts={"number": "4"})
    with time_machine.travel(at("2026-11-25 16:15"), tick=False):
        assert remind_registry() == 2
        assert remind_registry() == 0
    text = Notice.objects.filter(kind="incoming.unregistered").values_list("text", flat=True)[0]
    assert text == "Còn 1 văn bản đến chưa vào sổ trong ngày."
    document = registered(world)
    present(document.pk, [person(world.specialist)], due_at=at("2026-11-26 17:00"), actor=world.registry)
    with time_machine.travel(at("2026-11-26 07:20"), tick=False):
        assert remind_holders() == 1
        assert remind_holders() == 0
    with time_machine.travel(at("2026-11-27 07:20"), tick=False):
        assert remind_holders() == 1
    texts = Notice.objects.filter(kind="incoming.reminder").order_by("pk").values_list("text", flat=True)
    assert list(texts) == [
        "Văn bản đến bạn đang giữ: 1 đến hạn hôm nay.",
        "Văn bản đến bạn đang giữ: 1 quá hạn.",
    ]


@pytest.mark.parametrize("many", [1, 12])
def test_a_page_and_its_boxes_cost_the_same_for_one_line_and_for_twelve(
    world: World, many: int, settings, django_assert_num_queries
) -> None:
    settings.CALENDAR_STAMP_SECONDS = 3600
    document = registered(world)
    roles = ["lead", *["cooperate"] * (many - 1)]
    units = [unit(UnitFactory(agency=world.commune), role) for role in roles]
    present(document.pk, units, actor=world.registry)
    box_page(world.leader, Box.ALL)
    with CaptureQueriesContext(connection) as seen:
        incoming_page(document.pk, world.leader)
    assert len(seen) <= 12
    with django_assert_num_queries(1):
        assert counts(world.registry)[Box.WAITING] == 0
    with django_assert_num_queries(1):
        assert len(box_page(world.leader, Box.ALL).rows) == 1


def test_boxes_are_paged_without_gap_and_count_what_waits(world: World) -> None:
    for number in range(1, 8):
        document = registered(world, number=str(number))
        present(document.pk, [person(world.specialist)], actor=world.registry)
    seen: list[str] = []
    page = box_page(world.specialist, Box.TODO, size=3)
    seen += [row.code for row in page.rows]
    while page.older:
        page = box_page(world.specialist, Box.TODO, size=3, after=page.older)
        seen += [row.code for row in page.rows]
    assert seen == [f"{number}/SXD-QLXD" for number in range(1, 8)]
    back = box_page(world.specialist, Box.TODO, size=3, before=page.rows[0].cursor)
    assert [row.code for row in back.rows] == ["4/SXD-QLXD", "5/SXD-QLXD", "6/SXD-QLXD"]
    assert counts(world.specialist)[Box.TODO] == 7
    line = Line.objects.filter(officer_id=world.specialist.officer_id).earliest("pk")
    return_line(line.pk, reason="Không đúng việc", actor=world.specialist)
    assert counts(world.specialist)[Box.TODO] == 6
    assert counts(world.registry) == {
        Box.WAITING: 0, Box.PRESENT: 1, Box.TODO: 0, Box.INFORM: 0, Box.CAME_BACK: 1,
    }  # fmt: skip
    assert [row.code for row in box_page(world.specialist, Box.RETURNED).rows] == ["1/SXD-QLXD"]
    assert [row.code for row in box_page(world.registry, Box.CAME_BACK).rows] == ["1/SXD-QLXD"]
    found = box_page(world.specialist, Box.TODO, Filters(text="trat tu", urgent=True))
    assert found.rows == []
    assert box_page(world.specialist, Box.TODO, after="nothing of ours").rows
