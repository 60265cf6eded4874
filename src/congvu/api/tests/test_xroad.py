"""Packages pushed by other members of X-Road: known clients through our Security Server, each once."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from congvu.documents.models import IncomingDocument
from congvu.interchange.envelopes import edxml
from congvu.interchange.models import Connection, InboundMessage, OutboundMessage
from congvu.interchange.tests.conftest import axis, clock, joined  # noqa: F401 — fixtures
from congvu.interchange.tests.world import DEPARTMENT, FAR, connect

pytestmark = pytest.mark.django_db
MEMBER, OURS = "VN/GOV/H44-10/QLVB", "VN/GOV/H19-10/CONGVU"


@pytest.fixture
def service(joined):  # noqa: F811
    joined.department.active = False
    joined.department.save(update_fields=["active"])
    return connect(
        joined.desk.world.department.pk,
        DEPARTMENT,
        "http://10.9.8.7/",
        kind="xroad",
        system_id=OURS,
        options={"members": f"{FAR}={MEMBER}; H44.11=VN/GOV/H44-11/QLVB", "servers": "10.9.8.0/24"},
    )


def push(service, body, what="edocs", client=MEMBER, raw=False, came="10.9.8.7", **headers):
    given = {
        "X-Road-Client": client,
        "X-Road-Id": "r1",
        "X-Road-Service": f"{OURS}/document-exchange",
        **headers,
    }
    given = {name: value for name, value in given.items() if value}
    address = f"/api/v1/xroad/{service.pk}/document/{what}/new"
    opener = Client(REMOTE_ADDR=came, headers=given)
    if raw:
        return opener.post(address, body, content_type="application/xml")
    return opener.post(address, {"file": SimpleUploadedFile("goi.edxml", body)})


@pytest.mark.parametrize("raw", [False, True])
def test_a_pushed_package_arrives_once(joined, service, raw):  # noqa: F811
    body = joined.package()
    answer = push(service, body, raw=raw, docId="D-1")
    assert (answer.status_code, answer.json()["status"], answer.json()["docId"]) == (201, "accepted", "D-1")
    again = push(service, body, raw=raw, docId="D-1")
    assert (again.status_code, again.json()["sha256"]) == (201, answer.json()["sha256"])
    message = InboundMessage.objects.get()
    assert (message.state, message.listed_sender, message.acknowledged_as) == ("ingested", FAR, "done")
    assert message.headers["X-Road-Client"] == MEMBER
    assert IncomingDocument.objects.get().agency == joined.desk.world.department


def test_the_same_document_in_another_request_is_a_duplicate(joined, service):  # noqa: F811
    body = joined.package()
    assert push(service, body, **{"X-Road-Id": "r1"}).status_code == 201
    assert push(service, body, **{"X-Road-Id": "r2"}).status_code == 201
    assert sorted(InboundMessage.objects.values_list("state", flat=True)) == ["duplicate", "ingested"]
    assert IncomingDocument.objects.count() == 1


def test_an_id_used_for_other_bytes_is_refused(joined, service):  # noqa: F811
    push(service, joined.package(), docId="D-1")
    answer = push(service, joined.package(number="13", document_id="x"), docId="D-1")
    assert (answer.status_code, answer.json()["errorCode"]) == (409, "id-reused")
    other = joined.package(number="13", document_id="x", sender=edxml.Organisation("H44.11"))
    assert push(service, other, client="VN/GOV/H44-11/QLVB", docId="D-1").status_code == 201


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"client": "VN/GOV/LA/QLVB"}, 403),
        ({"client": ""}, 403),
        ({"came": "192.0.2.1"}, 403),
        ({"came": ""}, 403),
        ({"X-Road-Service": "VN/GOV/KHAC/HE/document-exchange"}, 403),
        ({"X-Road-Service": ""}, 201),
    ],
)
def test_only_known_clients_through_our_security_server(joined, service, changes, status):  # noqa: F811
    assert push(service, joined.package(), **changes).status_code == status
    assert InboundMessage.objects.count() == (status == 201)


def test_what_cannot_be_taken_says_why(joined, service):  # noqa: F811
    answer = push(service, b"<edXML", docId="D-2")
    assert answer.status_code == 400
    assert answer.json()["errorCode"].startswith("unreadable")
    assert push(service, b"<edXML", docId="D-2").status_code == 400
    assert InboundMessage.objects.get().state == "quarantined"
    assert push(service, b"", raw=True).json()["errorCode"] == "empty"
    opener = Client(REMOTE_ADDR="10.9.8.7", headers={"X-Road-Client": MEMBER})
    address = f"/api/v1/xroad/{service.pk}/document/edocs/new"
    assert opener.get(address).status_code == 405
    assert opener.post(address, {"x": "y"}).json()["errorCode"] == "no-file"
    assert opener.post("/api/v1/xroad/999/document/edocs/new").status_code == 404
    service.active = False
    service.save(update_fields=["active"])
    assert push(service, joined.package()).status_code == 404


def test_too_many_are_told_to_wait(joined, service, monkeypatch):  # noqa: F811
    monkeypatch.setattr("congvu.api.views.xroad.MOST_A_MINUTE", 1)
    cache.clear()
    assert push(service, joined.package()).status_code == 201
    answer = push(service, joined.package())
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")


def test_a_pushed_status_moves_what_was_sent(joined, service):  # noqa: F811
    document = joined.issued(FAR)
    joined.work()
    Connection.objects.filter(pk=joined.commune.pk).update(
        kind="xroad", system_id=OURS, options={"members": f"{FAR}={MEMBER}", "servers": "10.9.8.7"}
    )
    answer = push(joined.commune, joined.status("03", document), what="status", docId="S-1")
    assert answer.status_code == 201, answer.content
    assert OutboundMessage.objects.get(document=document).state == "accepted"
