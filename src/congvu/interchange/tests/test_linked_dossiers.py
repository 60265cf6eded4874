"""Commune to department and back over real folders: supplement, result, refusal, withdrawal."""

import pytest

from congvu.common.errors import ActionRefused, StateRefused
from congvu.dossiers import services
from congvu.dossiers.models import SupplementRequest
from congvu.dossiers.queries.inbox import inbox
from congvu.dossiers.queries.tracking import track
from congvu.dossiers.services import attach_file
from congvu.files.queries import open_blob
from congvu.interchange.envelopes import dossier as wire
from congvu.interchange.envelopes import edxml
from congvu.interchange.models import InboundMessage, LinkMessage, OutboundMessage
from congvu.interchange.services import linking
from congvu.interchange.tests import linked_world
from congvu.notify.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def linked(db, clock, tmp_path, settings):
    settings.INTERCHANGE_FOLDERS = [str(tmp_path)]
    return linked_world.build(tmp_path, settings)


def test_up_to_the_department_with_a_supplement_and_back_with_the_result(linked):
    world = linked.world
    dossier = linked.received()
    [step] = dossier.steps.filter(state="open")
    assert (step.key, step.type, step.holder, step.budget_hours) == ("b2", "outside", "outside:H19.10", 12)
    assert dossier.holding == "Thẩm định tại sở – Sở Xây dựng"
    assert dossier.steps.filter(agency=world.department).count() == 0

    linked.up()
    origin, receiver = linked.sides()
    copy = receiver.dossier
    assert (origin.state, receiver.state) == ("offered", "offered")
    assert (copy.code, copy.receiving_agency, copy.master_system) == (
        dossier.code, world.department, "Ủy ban nhân dân phường Trảng Bom",
    )  # fmt: skip
    assert (copy.due_at, copy.email, copy.data) == (step.due_at, "", {"dien_tich": 120})
    assert [(one.no, one.name, one.kind) for one in copy.components.all()] == [
        (1, "Giấy chứng sinh", "original"), (2, "Giấy đăng ký kết hôn", "copy"),
    ]  # fmt: skip
    [scan] = copy.files.select_related("file__blob", "component")
    assert (scan.component.no, scan.file.name) == (1, "giay-chung-sinh.pdf")
    assert scan.file.blob.sha256 == dossier.files.get().file.blob.sha256
    assert [row.code for row in inbox(world.upper_clerk).rows] == [dossier.code]
    assert track(dossier.code, copy.secret) is None
    assert track(dossier.code, dossier.secret).code == dossier.code

    services.complete_step(copy.pk, "s1", actor=world.upper_clerk)  # beginning to work means accepting
    linked.down()
    assert linked.states() == ("working", "working")
    with pytest.raises(StateRefused, match="không do bạn xử lý"):
        services.complete_step(dossier.pk, "b2", actor=world.clerk)
    with pytest.raises(StateRefused, match="Liên thông"):
        services.request_supplement(copy.pk, actor=world.upper_specialist, items=["x"], reason="y")

    linking.ask_supplement(
        receiver.pk, actor=world.upper_specialist, items=["Bản vẽ thiết kế"], reason="Thiếu bản vẽ"
    )
    linked.down()
    assert linked.states() == ("asked", "asked")
    assert linked.now(dossier).paused_at is None  # the clock stands still when the one-stop shop asks
    assert Notice.objects.filter(officer_id=world.clerk.officer_id, text__contains="Thiếu bản vẽ").exists()
    linking.relay_supplement(origin.pk, actor=world.clerk)
    asked = SupplementRequest.objects.get(dossier=dossier)
    assert (asked.items, asked.reason) == (["Bản vẽ thiết kế"], "Thiếu bản vẽ")
    linked.up()
    assert linked.now(copy).paused_at == linked.now(dossier).paused_at
    assert linked.now(copy).due_at is None

    attach_file(dossier.pk, linked.file(world.clerk, "ban-ve.pdf", "bản vẽ"), actor=world.clerk)
    services.resume_dossier(dossier.pk, actor=world.clerk, note="Đã nộp bản vẽ")
    linked.up()
    copy = linked.now(copy)
    assert linked.states() == ("working", "working")
    assert (copy.state, copy.paused_at) == ("processing", None)
    assert copy.due_at == linked.now(dossier).steps.get(state="open").due_at
    assert sorted(one.file.name for one in copy.files.all()) == ["ban-ve.pdf", "giay-chung-sinh.pdf"]
    assert copy.pauses.get().ends_at == dossier.pauses.get().ends_at

    copy = linked.decide(copy)
    assert copy.state == "done"
    with pytest.raises(StateRefused, match="Liên thông"):
        services.return_result(copy.pk, actor=world.upper_clerk, way="counter", receiver="Ai đó")
    linking.send_result(receiver.pk, actor=world.upper_clerk)
    linked.down()
    dossier = linked.now(dossier)
    assert linked.states() == ("returned", "returned")
    assert (dossier.state, linked.now(copy).state) == ("done", "returned")
    result = dossier.results.get()
    assert (result.name, result.state, result.positive) == ("Giấy phép", "issued", True)
    assert result.notation == copy.results.get(state="issued").notation
    assert b"gi\xe1\xba\xa5y ph\xc3\xa9p" in open_blob(result.file).read()
    assert [one.key for one in dossier.steps.filter(state="open")] == [
        "b4"
    ]  # both steps of the stage are done
    services.return_result(dossier.pk, actor=world.clerk, way="counter", receiver="Trần Thị Bưởi")
    linked.settle(2)
    stages = OutboundMessage.objects.filter(key__startswith="link:")
    assert set(stages.values_list("state", flat=True)) == {"done"}
    assert InboundMessage.objects.exclude(state__in=["ingested", "duplicate"]).count() == 0
    said = {
        (row.link.side, row.way): list(
            LinkMessage.objects.filter(link=row.link, way=row.way).values_list("kind", flat=True)
        )
        for row in LinkMessage.objects.select_related("link")
    }
    assert said["origin", "out"] == said["receiver", "in"] == ["hand-over", "clock", "supplement-given"]
    assert said["origin", "in"] == said["receiver", "out"]
    assert said["origin", "in"][0] == "accepted"
    assert said["origin", "in"][-1] == "result"


def test_what_travels_is_a_document_that_people_can_read(linked):
    dossier = linked.received()
    linked.work()
    [path] = (linked.base / "xa" / "gui").glob("*.edxml")
    with path.open("rb") as stream:
        document = edxml.read_package(stream, linked.base).message
    assert document.subject.startswith(f"Phiếu chuyển hồ sơ {dossier.code}: Thẩm định tại sở")
    names = [one.name for one in document.attachments]
    assert names == [f"phieu-{dossier.code}-1.pdf", "ho-so.json", "giay-chung-sinh.pdf"]
    note = document.attachments[0].blob.open().read()
    assert note.startswith(b"%PDF-1.7")
    message = wire.read(document.attachments[1].blob.open().read())
    assert message.facts.owner.name == "Trần Thị Bưởi"
    assert message.clock.dossier_due_at == dossier.due_at


def test_a_refusal_gives_the_stage_back_to_the_counter_which_hands_it_on_again(linked):
    world = linked.world
    dossier = linked.received()
    linked.up()
    origin, receiver = linked.sides()
    with pytest.raises(ActionRefused, match="lý do"):
        linking.refuse_stage(receiver.pk, actor=world.upper_clerk, reason=" ")
    linking.refuse_stage(receiver.pk, actor=world.upper_clerk, reason="Không thuộc thẩm quyền")
    linked.down()
    assert linked.states() == ("refused", "refused")
    assert linked.now(receiver.dossier).state == "refused"
    package = OutboundMessage.objects.get(link_message__link=origin)
    assert (package.state, package.note) == ("refused", "Không thuộc thẩm quyền")
    step = dossier.steps.get(state="open")
    assert (step.key, step.type, step.unit) == ("b2", "appraise", world.one_stop)
    again = linking.hand_over(
        dossier.pk, "b2", actor=world.clerk, code="h19.10", reason="Đã bổ sung căn cứ thẩm quyền"
    )
    assert again.stage != origin.stage
    linked.up()
    _origin, second = linked.sides()
    assert second.dossier_id != receiver.dossier_id
    assert {second.dossier.code, receiver.dossier.code} == {dossier.code}
    copy = linked.decide(second.dossier)
    linking.send_result(second.pk, actor=world.upper_clerk, note="Đã cấp")
    linked.down()
    step = dossier.steps.get(state="open")  # handed out by hand, it comes back to the same hands
    assert (step.key, step.type, step.holder) == ("b2", "appraise", f"u{world.one_stop.pk}:clerk")
    assert dossier.results.get().notation == copy.results.get(state="issued").notation


def test_a_refusal_after_appraisal_is_a_negative_result(linked):
    dossier = linked.received()
    linked.up()
    _origin, receiver = linked.sides()
    copy = receiver.dossier
    services.complete_step(copy.pk, "s1", actor=linked.world.upper_clerk)
    services.reject_dossier(
        copy.pk, actor=linked.world.upper_specialist, reason="Sai quy hoạch", legal_basis="Điều 1 QĐ 1"
    )
    linked.down()
    assert linked.states() == ("returned", "returned")
    step = dossier.steps.get(state="open")
    assert (step.key, step.type) == ("b2", "appraise")
    assert dossier.results.count() == 0
    row = LinkMessage.objects.get(link__side="origin", kind="result")
    outcome = row.content["outcome"]
    assert (outcome["positive"], outcome["content"]) == (False, "Sai quy hoạch")
    assert outcome["legal_basis"] == "Điều 1 QĐ 1"


def test_the_citizen_withdraws_and_a_result_that_crossed_has_no_effect(linked):
    world = linked.world
    dossier = linked.received()
    linked.up()
    _origin, receiver = linked.sides()
    linked.decide(receiver.dossier)
    linking.send_result(receiver.pk, actor=world.upper_clerk)
    services.withdraw_dossier(dossier.pk, actor=world.clerk, reason="Không còn nhu cầu")
    linked.settle(2)
    assert linked.states() == ("withdrawn", "withdrawn")
    assert linked.now(dossier).state == "withdrawn"
    assert dossier.results.count() == 0
    late = LinkMessage.objects.filter(link__side="origin", late=True)
    assert "result" in late.values_list("kind", flat=True)


def test_a_withdrawal_ends_the_work_there(linked):
    dossier = linked.received()
    linked.up()
    _origin, receiver = linked.sides()
    done = dossier.steps.get(key="b1")
    with pytest.raises(StateRefused, match="hoàn tác"):  # what left for another system is not undone
        services.undo_step(dossier.pk, done.pk, actor=linked.world.clerk)
    services.stop_dossier(dossier.pk, actor=linked.world.clerk, reason="Công dân đề nghị dừng")
    linked.up()
    copy = linked.now(receiver.dossier)
    assert (linked.states(), copy.state) == (("withdrawn", "withdrawn"), "withdrawn")
    assert copy.steps.filter(state="open").count() == 0


def test_a_stage_asked_back_returns_at_once_unless_somebody_works_on_it(linked):
    world = linked.world
    linked.received()
    linked.up()
    origin, _receiver = linked.sides()
    linking.ask_back(origin.pk, actor=world.clerk, reason="Chuyển nhầm")
    linked.settle(2)
    assert linked.states() == ("refused", "refused")
    linked.received()
    linked.up()
    origin, receiver = linked.sides()
    linking.accept_stage(receiver.pk, actor=world.upper_clerk)
    linking.ask_back(origin.pk, actor=world.clerk, reason="Chuyển nhầm lần nữa")
    linked.settle(2)
    assert linked.states() == ("working", "working")
    receiver.refresh_from_db()
    assert receiver.recall == "Chuyển nhầm lần nữa"
