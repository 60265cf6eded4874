"""Far sides that are asked too often, and far sides that take one package for each DocumentId."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
import time_machine

from congvu.delivery.models import Delivery
from congvu.documents.models import IncomingDocument
from congvu.documents.services import recall
from congvu.interchange.channels.base import Busy, ConnectionFacts, Unreachable
from congvu.interchange.channels.registry import open_channel
from congvu.interchange.channels.web import pause_of
from congvu.interchange.envelopes import edxml
from congvu.interchange.models import Connection, OutboundMessage
from congvu.interchange.queries.traffic import whereabouts
from congvu.interchange.services.channels import forget_channels
from congvu.interchange.services.sealing import sealer
from congvu.interchange.tests.web_double import Asked, Reply, doubled
from congvu.interchange.tests.world import COMMUNE

pytestmark = pytest.mark.django_db


@pytest.fixture
def far():
    with doubled() as one:
        yield one


def always(status: int, body: Any, headers: dict[str, str] | None = None) -> Callable[[Asked], Reply]:
    return lambda asked: (status, body, headers or {})


@pytest.mark.parametrize(
    ("told", "seconds"),
    [("120", 120), ("0", 1), ("999999", 3600), ("", 60), ("soon", 60), ("-5", 60), ("٣", 60)],
)
def test_what_retry_after_means(told, seconds):
    assert pause_of(told) == seconds


def test_a_date_counts_too():
    with time_machine.travel("2026-11-25T02:00:00Z", tick=False):
        assert pause_of(format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)) == 90


@pytest.mark.parametrize("kind", ["vxp", "lgsp_v1", "bkav", "xroad"])
def test_too_many_requests_are_busy_for_every_client(far, kind, tmp_path):
    double, address = far
    package = tmp_path / "goi.edxml"
    package.write_bytes(b"<edXML/>")
    too_many = always(429, b"slow down", {"Retry-After": "7"})
    double.replies = dict.fromkeys(
        ("sendEdoc", "sendDocument", "new", "getReceivedEdocList", "getPendingDocIds"), too_many
    )
    double.replies["login"] = always(200, {"data": {"token": "T"}})
    facts = ConnectionFacts(
        kind, address, "VN/GOV/A/B", "mot-khoa-bi-mat-dai", "H19", {"members": "H1=VN/GOV/C/D"}
    )
    channel = open_channel(facts)
    with pytest.raises(Busy) as caught:
        channel.send(package, kind="edoc", sender="H19", to=["H1"])
    assert caught.value.seconds == 7
    assert isinstance(caught.value, Unreachable)
    channel.close()


def test_code_29_is_busy(far):
    double, address = far
    double.replies["getReceivedEdocList"] = always(
        200, {"status": "FAIL", "ErrorCode": "29", "ErrorDesc": "Gọi quá nhiều"}
    )
    channel = open_channel(ConnectionFacts("vxp", address, "H19", "mot-khoa-bi-mat-dai", "H19"))
    with pytest.raises(Busy):
        channel.list_inbox("edoc")
    channel.close()


def test_delivery_waits_as_long_as_the_axis_says_and_asks_nothing_meanwhile(joined, far):
    double, address = far
    double.replies["sendEdoc"] = always(429, b"", {"Retry-After": "600"})
    double.replies["getReceivedEdocList"] = double.replies["sendEdoc"]
    Connection.objects.filter(pk=joined.commune.pk).update(address=address)
    joined.commune.refresh_from_db()
    forget_channels()
    joined.issued("H44.10", "H44.11")
    began = datetime.now(UTC)
    joined.work(1)
    assert len(double.said("sendEdoc")) == 1
    rows = Delivery.objects.filter(kind="document")
    assert all(one.next_at >= began + timedelta(seconds=590) for one in rows)
    package = OutboundMessage.objects.order_by("pk")[0]
    assert (package.state, package.tried_at) == ("queued", None)
    assert "quá nhiều" in package.note
    done = joined.poll(joined.commune)
    assert "quá nhiều" in done.error
    joined.commune.refresh_from_db()
    assert joined.commune.poll_next_at >= began + timedelta(seconds=590)
    assert double.said("getReceivedEdocList") == []


class Node:
    """An axis inside a province that takes one package for each DocumentId."""

    def __init__(self) -> None:
        self.taken: dict[str, bytes] = {}
        self.statuses: list[bytes] = []

    def send(self, asked: Asked) -> Reply:
        if asked.headers["type"] == "STATUS":
            return 200, {"code": "0", "status": "Success", "docId": "S1"}
        wanted = asked.body.partition(b"<edXML:DocumentId>")[2].partition(b"</edXML:DocumentId>")[0].decode()
        if wanted in self.taken and b"<edXML:BussinessDocType>0<" in asked.body:
            return 200, {"code": "9999", "status": "Fail", "errors": [{"code": "ExistDoc"}]}
        self.taken[wanted] = asked.body
        return 200, {"code": "0", "status": "Success", "docId": f"N{len(self.taken)}"}

    def pending(self, asked: Asked) -> Reply:
        ids = [str(n) for n in range(len(self.statuses))] if asked.headers["type"] == "STATUS" else []
        return 200, {"code": "0", "status": "Success", "docIds": ids}

    def document(self, asked: Asked) -> Reply:
        return 200, self.statuses[int(asked.headers["docid"])]

    def exists(self, asked: Asked) -> Reply:
        known = json.loads(asked.body)["documentId"] in self.taken
        return 200, {"code": "0", "status": "Success", "data": str(known).lower()}


@pytest.fixture
def node(joined, far) -> Node:
    double, address = far
    one = Node()
    double.replies = {"sendDocument": one.send, "checkExistDocument": one.exists}
    double.replies |= {"getPendingDocIds": one.pending, "getDocument": one.document}
    double.replies["confirmReceived"] = always(200, {"code": "0", "status": "Success"})
    Connection.objects.filter(pk=joined.commune.pk).update(
        kind="bkav", address=address, sealed_secret=sealer().seal("ma-truy-cap")
    )
    joined.commune.refresh_from_db()
    forget_channels()
    return one


def test_every_recipient_behind_a_node_gets_the_document(joined, node, tmp_path):
    document = joined.issued("H44.10", "H44.11", "H44.12")
    joined.work()
    base = f"{COMMUNE},2026/11/25,{document.code}"
    assert list(node.taken) == [base, f"{base};H44.11", f"{base};H44.12"]
    assert [one.state for one in OutboundMessage.objects.all()] == ["on-axis"] * 3

    status = edxml.Status(
        edxml.Organisation("H44.12"),
        edxml.Answer(COMMUNE, document.code, f"{base};H44.12", "2026/11/25"),
        "03",
        at="2026/11/25 10:00:00",
    )
    node.statuses.append(joined.written(status))
    assert joined.poll(joined.commune).error == ""
    assert [one.words for one in whereabouts(document.pk)] == ["Đã lên trục", "Đã lên trục", "Đã tiếp nhận"]

    recall(document.pk, reason="Ban hành nhầm", actor=joined.desk.registry)
    joined.work()
    recalls = OutboundMessage.objects.filter(business="recall").order_by("pk")
    assert [one.document_id_sent for one in recalls] == [base, f"{base};H44.11", f"{base};H44.12"]
    assert not IncomingDocument.objects.filter(origin="interchange").exists()


def test_a_try_in_doubt_asks_for_the_id_of_its_own(joined, node, far):
    double, _address = far
    take = double.replies["sendDocument"]
    document = joined.issued("H44.10", "H44.11")

    def taken_and_cut(asked):
        take(asked)

    double.replies["sendDocument"] = taken_and_cut
    joined.work(2)
    assert len(node.taken) == 2
    double.replies["sendDocument"] = take
    joined.work()
    rows = OutboundMessage.objects.filter(document=document)
    assert [one.state for one in rows] == ["on-axis"] * 2
    assert len(double.said("sendDocument")) == 2


def test_elsewhere_the_id_stays_the_usual_one(joined):
    document = joined.issued("H44.10", "H44.11")
    joined.work()
    sent = set(OutboundMessage.objects.values_list("document_id_sent", flat=True))
    assert sent == {f"{COMMUNE},2026/11/25,{document.code}"}
