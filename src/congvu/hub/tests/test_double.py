"""The axis as a conformance double: every fault can be switched on, and peers answer by themselves."""

import base64
import http.client
import json
import time
from pathlib import Path

import pytest

from congvu.hub.models import HubDelivery, HubMessage
from congvu.hub.rules.faults import KNOWN, parse
from congvu.hub.services.peering import answer_waiting, peer_of
from congvu.hub.tests.world import edoc

LIST = {"servicetype": "eDoc", "messagetype": "edoc"}


def send_raw(client, data=None, to='["H19.16"]', seconds=20):
    """Send a package through http.client; return status and body as they came."""
    headers = dict(
        client.headers(
            {"from": client.system_id, "servicetype": "eDoc", "messagetype": "edoc", "to": to}, "text/xml"
        )
    )
    connection = http.client.HTTPConnection(client.host, client.port, timeout=seconds)
    connection.request("POST", "/truc/sendEdoc", data or edoc(), headers | {"Content-Type": "text/xml"})
    response = connection.getresponse()
    return response.status, response.read()


@pytest.mark.parametrize(
    ("fault", "code"), [("wrong-hmac", "15"), ("unknown-recipient", "18"), ("locked", "23"), ("busy", "20")]
)
def test_refusals_by_wish(sdk, settings, fault, code):
    settings.HUB_FAULTS = [fault]
    assert json.loads(send_raw(sdk("H19.15"))[1])["ErrorCode"] == code
    assert HubMessage.objects.count() == 0


@pytest.mark.parametrize("fault", ["http-500", "empty", "html"])
def test_garbage_instead_of_an_answer(sdk, settings, fault):
    settings.HUB_FAULTS = [f"{fault}@sendEdoc"]
    status, body = send_raw(sdk("H19.15"))
    assert (status == 500) == (fault == "http-500")
    with pytest.raises(ValueError):
        json.loads(body)
    assert HubMessage.objects.count() == 0
    assert sdk("H19.15").call("countReceiveEdoc")["count"] == 0


@pytest.mark.parametrize(("fault", "kept"), [("cut-before", 0), ("cut-after", 1)])
def test_the_connection_breaks(sdk, settings, fault, kept):
    settings.HUB_FAULTS = [f"{fault}@sendEdoc"]
    with pytest.raises((http.client.HTTPException, OSError)):
        send_raw(sdk("H19.15"), seconds=3)
    assert HubMessage.objects.count() == kept
    settings.HUB_FAULTS = []
    sdk("H19.15").send(edoc(), ["H19.16"], shape="raw")
    assert HubMessage.objects.count() == 1


def test_an_error_after_the_deed_is_repaired_by_repeating(sdk, settings):
    settings.HUB_FAULTS = ["http-500-after@sendEdoc"]
    assert send_raw(sdk("H19.15"))[0] == 500
    settings.HUB_FAULTS = []
    doc_id = sdk("H19.15").send(edoc(), ["H19.16"])["DocId"]
    assert HubMessage.objects.get().doc_id == doc_id


def test_a_duplicate_docid(sdk, settings):
    first = sdk("H19.15").send(edoc(), ["H19.16"])["DocId"]
    settings.HUB_FAULTS = ["duplicate-docid"]
    assert sdk("H19.15").send(edoc(subject="khác"), ["H19.16"])["DocId"] == first
    assert HubMessage.objects.count() == 2


def test_a_truncated_answer(sdk, settings):
    doc_id = sdk("H19.15").send(edoc(), ["H19.16"])["DocId"]
    settings.HUB_FAULTS = ["truncated@getEdoc"]
    receiver = sdk("H19.16")
    with pytest.raises(ValueError):
        receiver.call("getEdoc", docId=doc_id)
    assert b'"data":"' in receiver.last


def test_lists_misbehave(sdk, settings):
    sender, receiver = sdk("H19.15"), sdk("H19.16")
    for number in range(6):
        sender.send(edoc(subject=str(number)), ["H19.16"])
    plain = [row["docId"] for row in receiver.call("getReceivedEdocList", **LIST)["data"]]
    receiver.call("updateStatus", status="done", docId=plain[0])
    settings.HUB_FAULTS = ["acked-list"]
    assert plain[0] in [row["docId"] for row in receiver.call("getReceivedEdocList", **LIST)["data"]]
    settings.HUB_FAULTS = ["disorder"]
    shuffled = [
        [row["docId"] for row in receiver.call("getReceivedEdocList", **LIST)["data"]] for _ in range(4)
    ]
    assert all(sorted(one) == sorted(plain[1:]) for one in shuffled)
    assert any(one != plain[1:] for one in shuffled)


def test_clocks_differ(sdk, settings, time_machine):
    time_machine.move_to("2026-11-25T10:00:00+07:00")
    sdk("H19.15").send(edoc(), ["H19.16"])
    settings.HUB_FAULTS = ["skew=3600"]
    [row] = sdk("H19.16").call("getReceivedEdocList", **LIST)["data"]
    assert row["created_time"].startswith("2026/11/25 11:00")


def test_a_hundred_thousand_agencies(sdk, settings):
    settings.HUB_FAULTS = ["agencies=100000"]
    rows = sdk("H19").call("getSynchronizeUnit")["data"]
    assert len(rows) == 100_005


def test_every_fault_is_tried_here():
    tried = Path(__file__).read_text(encoding="utf-8")
    assert [name for name in KNOWN if name not in {"slow"} and name not in tried] == []


def test_a_slow_axis(sdk, settings):
    settings.HUB_FAULTS = ["slow=0.3"]

    start = time.monotonic()
    sdk("H19").call("countReceiveEdoc")
    assert time.monotonic() - start >= 0.3


@pytest.mark.parametrize("text", ["", "slow=x", "khong-co", "slow~x", "cut-after@"])
def test_a_misspelt_fault_is_told(text):
    with pytest.raises(ValueError, match="Không có lỗi giả lập"):
        parse(text)


def test_faults_strike_as_often_as_wished():
    fault = parse("cut-after@sendEdoc~25")
    assert [fault.meets("sendedoc", throw / 100) for throw in (0, 24, 25, 99)] == [True, True, False, False]
    assert not fault.meets("getedoc", 0)


@pytest.mark.parametrize(
    ("codes", "told"), [("01,03,06", ["01", "03", "06"]), ("02", ["02"]), ("01,13", ["01", "13"])]
)
def test_a_peer_answers_by_itself(sdk, codes, told):
    sender = sdk("H19.15")
    doc_id = sender.send(edoc(), ["H19.16"])["DocId"]
    assert answer_waiting(peer_of(f"H19.16={codes}")) == 1
    assert answer_waiting(peer_of(f"H19.16={codes}")) == 0
    rows = sender.call("getReceivedEdocList", servicetype="eDoc", messagetype="status")["data"]
    bodies = [base64.b64decode(sender.call("getEdoc", docId=row["docId"])["data"]).decode() for row in rows]
    assert [code for body in bodies for code in told if f"StatusCode>{code}<" in body] == told
    assert "H19.15,2026/11/25,12/UBND-VP" in bodies[0]
    assert sender.call("countReceiveEdoc")["count"] == ("13" in told)
    assert HubDelivery.objects.get(message__doc_id=doc_id).state == "done"


@pytest.mark.parametrize("text", ["H19.16", "=01", "H19.16=", "H19.16=1", "H19.16=ab"])
def test_a_misspelt_peer_is_told(text):
    with pytest.raises(ValueError, match="hãy viết như"):
        peer_of(text)
