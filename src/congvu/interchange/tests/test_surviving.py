"""Nothing is lost and nothing doubled: cut connections, garbled answers, processes that die in between."""

import random

import pytest
import time_machine

from congvu.delivery.models import Delivery
from congvu.delivery.services.worker import WorkerLoop
from congvu.documents.models import IncomingDocument
from congvu.documents.tests.world import at
from congvu.interchange.models import InboundMessage, OutboundMessage
from congvu.interchange.queries.traffic import whereabouts
from congvu.interchange.services import give_up, inbound, ingesting, outbound, send_again, take_lease
from congvu.interchange.services.watching import raise_alarms
from congvu.interchange.tests.world import COMMUNE, DEPARTMENT, FAR
from congvu.notify.models import Notice

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """A process dies here."""


def states():
    return list(OutboundMessage.objects.filter(kind="edoc").order_by("pk").values_list("state", flat=True))


@pytest.mark.parametrize("fault", ["cut-after", "cut-before", "500", "empty", "html", "no-data"])
def test_a_sending_that_ends_in_doubt_is_asked_for_before_it_is_repeated(joined, fault):
    joined.issued()
    joined.axis.faults["sendEdoc"] = [fault]
    joined.work()
    assert states() == ["queued"]
    assert "Chưa rõ trục đã nhận hay chưa" in OutboundMessage.objects.get().note
    joined.work()
    assert states() == ["on-axis"]
    assert len(joined.on_axis()) == 1
    calls = [name for name, _headers in joined.axis.calls]
    assert calls[:2] == ["sendEdoc", "getSentEdocList"]


def test_while_the_far_side_cannot_say_nothing_is_repeated(joined):
    joined.issued()
    joined.axis.faults["sendEdoc"] = ["cut-after"]
    joined.axis.faults["getSentEdocList"] = ["500", "empty"]
    for _turn in range(3):
        joined.work()
        assert len(joined.on_axis()) == 1
    assert states() == ["queued"]
    joined.work()
    assert states() == ["on-axis"]
    assert len(joined.on_axis()) == 1


def test_a_process_that_dies_after_sending_leaves_no_second_package(joined, monkeypatch):
    joined.issued()

    def dies(*args):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(outbound, "_sent", dies)
        with pytest.raises(Killed):
            joined.work()
    assert len(joined.on_axis()) == 1
    Delivery.objects.update(state="waiting", held_by="")
    joined.work()
    assert states() == ["on-axis"]
    assert len(joined.on_axis()) == 1


def test_a_status_in_doubt_is_not_taken_for_another_one_that_is_on_its_way(joined):
    document = joined.issued()
    joined.work()
    joined.axis.faults["sendEdoc"] = ["cut-before"]
    joined.poll()
    joined.work()
    joined.axis.put(COMMUNE, joined.status("03", document, DEPARTMENT), kind="status", origin=DEPARTMENT)
    joined.work()
    assert len(joined.on_axis("status")) == 2
    joined.poll(joined.commune)
    [row] = whereabouts(document.pk)
    assert sorted(report.code for report in row.history) == ["01", "03"]


def test_two_documents_to_one_place_are_told_apart_when_in_doubt(joined):
    first = joined.issued(subject="thứ nhất")
    joined.work()
    second = joined.issued(subject="thứ hai")
    joined.axis.faults["sendEdoc"] = ["cut-before"]
    joined.work()
    joined.work()
    assert states() == ["on-axis", "on-axis"]
    assert [one.notation for one in joined.on_axis()] == [first.code, second.code]


def test_what_certainly_did_not_arrive_is_simply_sent_again(joined):
    joined.issued()
    joined.axis.faults["sendEdoc"] = ["fail20"]
    joined.work()
    assert OutboundMessage.objects.get().tried_at is None
    joined.work()
    assert states() == ["on-axis"]
    assert "getSentEdocList" not in [name for name, _headers in joined.axis.calls]


@pytest.mark.parametrize("fault", ["500", "cut-before", "cut-after", "empty"])
def test_an_acknowledgement_that_is_lost_is_given_again_and_nothing_doubled(joined, fault):
    joined.axis.put(DEPARTMENT, joined.package())
    joined.axis.faults["updateStatus"] = [fault]
    done = joined.poll()
    assert done.error
    assert InboundMessage.objects.get().acknowledged_at is None
    joined.poll()
    assert IncomingDocument.objects.filter(origin="interchange").count() == 1
    assert [one.state for one in joined.on_axis()] == ["done"]
    if fault != "cut-after":
        assert InboundMessage.objects.get().acknowledged_as == "done"


def test_a_process_that_dies_between_storing_and_the_effect_loses_nothing(joined, monkeypatch):
    joined.axis.put(DEPARTMENT, joined.package())

    def dies(*args):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(inbound, "ingest", dies)
        with pytest.raises(Killed):
            joined.poll()
    assert joined.states() == ["stored"]
    assert [one.state for one in joined.on_axis()] == ["initial"]
    assert take_lease(joined.department.pk) is None
    with time_machine.travel(at("2026-11-25 09:30"), tick=True):
        joined.poll()
    assert joined.states() == ["ingested"]
    assert joined.arrived().arrived_at < at("2026-11-25 09:10")
    assert [one.state for one in joined.on_axis()] == ["done"]


def test_an_effect_that_dies_half_way_leaves_no_trace_and_comes_whole(joined, monkeypatch):
    joined.axis.put(DEPARTMENT, joined.package())

    def dies(*args, **kwargs):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(ingesting, "_settle", dies)
        with pytest.raises(Killed):
            joined.poll()
    assert not IncomingDocument.objects.filter(origin="interchange").exists()
    assert not Delivery.objects.filter(kind="document-status").exists()
    with time_machine.travel(at("2026-11-25 09:30"), tick=True):
        joined.poll()
    joined.arrived()
    assert Delivery.objects.filter(kind="document-status").count() == 1


def test_a_message_that_the_house_stumbles_over_stops_no_other(joined, monkeypatch):
    joined.axis.put(DEPARTMENT, joined.package())
    joined.axis.put(DEPARTMENT, joined.package(document_id="khác", number="13"))
    real = ingesting._verdict

    def stumbles(message, content):
        if content.number == "12":
            raise ZeroDivisionError("không ngờ")
        return real(message, content)

    with monkeypatch.context() as patched:
        patched.setattr(ingesting, "_verdict", stumbles)
        for _turn in range(5):
            joined.poll()
    assert joined.states() == ["quarantined", "ingested"]
    assert "báo người quản trị" in InboundMessage.objects.order_by("pk")[0].reason
    assert {one.state for one in joined.on_axis()} == {"done"}


def test_a_refusal_for_good_is_a_task_for_a_person_and_holds_its_line_only(joined):
    document = joined.issued(DEPARTMENT, FAR)
    joined.axis.agencies = {DEPARTMENT: "Sở Xây dựng"}
    joined.work()
    [here, far] = whereabouts(document.pk)
    assert (here.words, far.words) == ("Đã lên trục", "Kẹt")
    assert "không có H44.10" in far.note
    notice = Notice.objects.filter(kind="exchange.stuck").values_list("text", flat=True)
    assert "Liên thông kẹt" in notice[0]
    later = joined.issued(FAR)
    joined.work()
    assert whereabouts(later.pk)[0].words == "Chờ gửi"

    joined.axis.agencies[FAR] = "Sở Nội vụ tỉnh khác"
    send_again(far.id, actor=joined.desk.registry)
    joined.work()
    assert states() == ["on-axis", "on-axis", "on-axis"]
    assert [one.to for one in joined.on_axis()] == [DEPARTMENT, FAR, FAR]


def test_giving_up_needs_a_reason_and_frees_the_line(joined):
    document = joined.issued(FAR)
    later = joined.issued(FAR)
    joined.axis.faults["sendEdoc"] = ["fail18"]
    joined.work()
    stuck = whereabouts(document.pk)[0]
    with pytest.raises(Exception, match="Hãy ghi rõ lý do"):
        give_up(stuck.id, reason=" ", actor=joined.desk.registry)
    give_up(stuck.id, reason="Đã gửi bản giấy", actor=joined.desk.registry)
    joined.work()
    assert whereabouts(document.pk)[0].note == "Không gửi nữa: Đã gửi bản giấy"
    assert whereabouts(later.pk)[0].words == "Đã lên trục"


def test_after_thirty_hours_of_trying_it_is_a_task_for_a_person(joined):
    joined.issued()
    joined.axis.faults["sendEdoc"] = ["fail20"] * 50
    with time_machine.travel(at("2026-11-25 10:00"), tick=True) as moment:
        for hours in range(30):
            joined.work()
            assert states() == ["queued"], hours
            moment.shift(3600)
        moment.shift(3600)
        joined.work()
    assert states() == ["stuck"]


@pytest.mark.parametrize(("urgency", "minutes"), [(0, 240), (1, 60), (2, 30), (3, 15)])
def test_alarms_come_by_urgency_and_once(joined, urgency, minutes):
    joined.issued(urgency=urgency)
    joined.axis.faults["sendEdoc"] = ["fail20"] * 5
    joined.work()
    with time_machine.travel(at("2026-11-25 09:00"), tick=True) as moment:
        moment.shift((minutes - 1) * 60)
        assert raise_alarms() == 0
        moment.shift(120)
        assert raise_alarms() == 1
        assert raise_alarms() == 0
    assert Notice.objects.filter(kind="exchange.late").exists()


def test_when_the_axis_answers_again_what_waited_goes_out_at_once(joined):
    document = joined.issued()
    joined.axis.faults["sendEdoc"] = ["fail20"]
    joined.work()
    joined.axis.faults["getReceivedEdocList"] = ["500"]
    joined.poll(joined.commune)
    joined.poll(joined.commune)
    WorkerLoop("test").work_once()
    assert whereabouts(document.pk)[0].words == "Đã lên trục"


def test_one_process_at_a_time_looks_at_a_connection(joined):
    first = take_lease(joined.department.pk)
    assert first is not None
    assert take_lease(joined.department.pk) is None
    assert take_lease() is not None
    assert take_lease() is None


FAULTS = ["cut-after", "cut-before", "500", "empty", "html", "no-data", "fail20", ""]
OPERATIONS = ["sendEdoc", "getReceivedEdocList", "getEdoc", "updateStatus", "getSentEdocList"]


@pytest.mark.parametrize("seed", range(4))
def test_any_mixture_of_faults_ends_with_everything_once_and_in_order(joined, seed):
    """What the far side does is drawn by chance; in the end each document is there once, in its order."""
    chance = random.Random(seed)
    for operation in OPERATIONS:
        joined.axis.faults[operation] = [chance.choice(FAULTS) for _turn in range(chance.randint(0, 12))]
    sent = []
    for number in range(4):
        sent.append(joined.issued(subject=f"văn bản {number}"))
        joined.work()
        joined.poll()
        joined.axis.lock.acquire()
        chance.shuffle(joined.axis.inbox)
        joined.axis.lock.release()
    for _turn in range(80):
        joined.work()
        joined.poll()
        joined.poll(joined.commune)
    assert not any(joined.axis.faults[name] for name in OPERATIONS[:4])
    arrived = IncomingDocument.objects.filter(origin="interchange").order_by("pk")
    assert sorted(one.code for one in arrived) == sorted(one.code for one in sent)
    packages = sorted(joined.on_axis(), key=lambda one: one.id)
    assert [one.notation for one in packages] == [one.code for one in sent]
    assert {one.state for one in joined.axis.inbox} == {"done"}
    assert {whereabouts(one.pk)[0].words for one in sent} == {"Đã đến"}
