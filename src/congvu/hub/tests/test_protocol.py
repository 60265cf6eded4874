"""The protocol as a client of the national SDK sees it."""

import base64
import hashlib

import pytest

from congvu.hub.models import HubAgency, HubDelivery, HubMessage, HubRefusal
from congvu.hub.services import agencies, credentials
from congvu.hub.tests.world import ACTOR, edoc, status


def test_a_document_goes_to_its_recipient_and_a_status_comes_back(sdk):
    sender, receiver = sdk("H19.15"), sdk("H19.16")
    data = edoc()
    answer = sender.send(data, ["H19.16"])
    assert (answer["status"], answer["ErrorCode"]) == ("OK", "0")
    assert receiver.call("countReceiveEdoc")["count"] == 1
    [row] = receiver.call("getReceivedEdocList", servicetype="eDoc", messagetype="edoc")["data"]
    assert (row["from"], row["to"], row["status"]) == ("H19.15", "H19.16", "initial")
    got = receiver.call("getEdoc", docId=row["docId"])
    assert base64.b64decode(got["data"]) == data
    code, raw = receiver.raw(
        "downloadEdoc", "GET", b"", receiver.headers({"docId": row["docId"]}, "text/plain")
    )
    assert (code, raw) == (200, data)
    assert receiver.call("updateStatus", status="done", docId=row["docId"])["status"] == "OK"
    assert receiver.call("getReceivedEdocList", servicetype="eDoc", messagetype="edoc")["data"] == []
    [sent] = sender.call("getSentEdocList", servicetype="eDoc", messagetype="edoc", docId=answer["DocId"])[
        "data"
    ]
    assert (sent["toCode"], sent["receiveStatus"], sent["notation"]) == ("H19.16", "done", "12/UBND-VP")
    assert receiver.send(status(), kind="status")["status"] == "OK"
    assert sender.call("countReceiveStatus")["count"] == 1
    assert sender.call("countReceiveEdoc")["count"] == 0


@pytest.mark.parametrize("shape", ["raw", "crlf", "multipart"])
@pytest.mark.parametrize("padded", [True, False])
def test_every_shape_of_body_and_both_hashes_are_taken(sdk, shape, padded):
    data = edoc(subject=f"{shape} {padded}")
    file_hash = hashlib.sha256(data).hexdigest() if padded else None
    answer = sdk("H19.15").send(data, ["H19.16"], shape=shape, file_hash=file_hash)
    assert answer["status"] == "OK", answer
    assert HubMessage.objects.get().sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    "lie",
    [
        "multipart/form-data; boundary====1700000000000===",
        "multipart/form-data",
        "multipart/form-data; boundary=" + "x" * 300,
        "application/json",
        "application/x-www-form-urlencoded",
        "text/xml; charset=utf-16",
    ],
)
def test_the_content_type_may_lie(sdk, lie):
    assert sdk("H19.15").send(edoc(), ["H19.16"], content_type=lie)["status"] == "OK"


def test_a_file_that_ends_in_crlf_is_kept_whole_when_its_hash_says_so(sdk):
    data = edoc() + b"\r\n"
    assert sdk("H19.15").send(data, ["H19.16"], shape="raw")["status"] == "OK"
    assert HubMessage.objects.get().size == len(data)


def test_recipients_come_from_the_message_when_the_header_is_absent(sdk):
    assert sdk("H19.15").send(edoc(to=("H19.16", "000.00.00.H19")))["status"] == "OK"
    assert {row.recipient.code for row in HubDelivery.objects.all()} == {"H19", "H19.16"}


def test_the_same_recipient_by_old_and_new_code_gets_one_copy(sdk):
    assert sdk("H19.15").send(edoc(), ["H19.16", "000.00.16.H19", "h19.16"])["status"] == "OK"
    assert HubDelivery.objects.count() == 1


def test_the_code_of_a_merged_agency_leads_to_its_successor(sdk):
    for code in ("H10.7", "000.00.07.H10"):
        assert sdk("H19.15").send(edoc(subject=code), [code])["status"] == "OK"
    assert sdk("H19.16").call("countReceiveEdoc")["count"] == 2


def test_a_repeated_package_has_the_same_id_and_one_copy(sdk):
    sender = sdk("H19.15")
    first, second = sender.send(edoc(), ["H19.16"]), sender.send(edoc(), ["H19.16"], shape="multipart")
    assert first["DocId"] == second["DocId"]
    assert HubDelivery.objects.count() == 1
    other = sender.send(edoc(), ["H19"])
    assert other["DocId"] != first["DocId"]


def test_what_a_recipient_could_not_read_may_be_sent_anew(sdk):
    sender, receiver = sdk("H19.15"), sdk("H19.16")
    first = sender.send(edoc(), ["H19.16"])
    [row] = receiver.call("getReceivedEdocList", messagetype="edoc")["data"]
    receiver.call("updateStatus", body=b'{"description":"tep hong"}', status="fail", docid=row["docId"])
    assert sender.send(edoc(), ["H19.16"])["DocId"] != first["DocId"]
    [kept] = sender.call("getSentEdocList", docId=first["DocId"])["data"]
    assert (kept["receiveStatus"], kept["receiveStatusDesc"]) == ("fail", "tep hong")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_download_by_either_method(sdk, method):
    doc_id = sdk("H19.15").send(edoc(), ["H19.16"])["DocId"]
    receiver = sdk("H19.16")
    headers = receiver.headers({"docId": doc_id}, "application/json")
    assert receiver.raw("downloadEdoc", method, b"", headers) == (200, edoc())


def refused(answer, code):
    assert (answer["status"], answer["ErrorCode"]) == ("FAIL", code), answer
    assert answer["ErrorDesc"]


def test_refusals_say_why_and_nothing_happens(sdk):
    sender = sdk("H19.15")
    refused(sdk("H19.15", secret="x" * 20).send(edoc(), ["H19.16"]), "15")
    refused(sdk("KHONG-CO", secret="x" * 20).send(edoc(), ["H19.16"]), "15")
    refused(sender.send(edoc(), ["H77.1"]), "18")
    refused(sender.send(edoc(), ["H19.16", "H77.1"]), "18")
    refused(sender.send(edoc(), ["H19.16"], sender="H77"), "19")
    refused(sender.send(edoc(), ["H19.16"], sender="H19.16"), "16")
    refused(sender.send(edoc(), ["H19.16"], file_hash="0" * 64), "21")
    refused(sender.send(b"", ["H19.16"], shape="raw"), "10")
    refused(sender.send(b"khong phai xml"), "22")
    refused(sender.send(edoc(), ["H19.16"], kind="thu"), "11")
    refused(sender.call("getEdoc", docId="f" * 24), "14")
    refused(sender.call("getEdoc"), "11")
    refused(sender.call("updateStatus", status="done", docId="f" * 24), "14")
    refused(sender.call("khongCoLenhNay"), "12")
    refused(sender.call("getReceivedEdocList", messagetype="edoc", fromdate="hôm qua"), "11")
    assert HubMessage.objects.count() == 0
    assert HubRefusal.objects.count() == 15
    assert not HubRefusal.objects.filter(told__contains="x" * 20).exists()


def test_a_header_that_differs_from_what_was_signed_is_refused(sdk):
    sender = sdk("H19.15")
    headers = sender.headers({"docId": "a" * 24}, "application/json")
    headers = [(name, "b" * 24 if name == "XroadVnpt-docId" else value) for name, value in headers]
    assert b'"ErrorCode":"15"' in sender.raw("getEdoc", "POST", b"{}", headers)[1]


def test_header_names_come_in_any_case_and_docid_twice(sdk):
    doc_id = sdk("H19.15").send(edoc(), ["H19.16"])["DocId"]
    receiver = sdk("H19.16")
    twice = receiver.headers({"docId": doc_id, "docid": doc_id}, "application/json")
    shouted = [(name.upper(), value) for name, value in twice]
    assert b'"status":"OK"' in receiver.raw("getEdoc", "POST", b"{}", shouted)[1]


def test_nobody_reads_what_is_not_theirs(sdk):
    doc_id = sdk("H19.15").send(edoc(), ["H19.16"])["DocId"]
    refused(sdk("G22").call("getEdoc", docId=doc_id), "14")
    refused(sdk("G22").call("updateStatus", status="done", docId=doc_id), "14")
    assert sdk("H19").call("getEdoc", docId=doc_id)["status"] == "OK"  # the tree's system


def test_a_tree_sees_its_branch_and_tells_the_copies_apart(sdk):
    sdk("G22").send(edoc("G22", ("H19.15", "H19.16")), ["H19.15", "H19.16"])
    rows = sdk("H19").call("getReceivedEdocList", messagetype="edoc")["data"]
    assert [row["to"] for row in rows] == ["H19.15", "H19.16"]
    assert len({row["docId"] for row in rows}) == 2
    sdk("H19").call("updateStatus", status="done", docId=rows[0]["docId"])
    assert [row["to"] for row in sdk("H19").call("getReceivedEdocList", messagetype="edoc")["data"]] == [
        "H19.16"
    ]


def test_done_is_final_and_processing_stays_listed(sdk):
    sdk("H19.15").send(edoc(), ["H19.16"])
    receiver = sdk("H19.16")
    [row] = receiver.call("getReceivedEdocList", messagetype="edoc")["data"]
    receiver.call("updateStatus", status="processing", docId=row["docId"])
    [row] = receiver.call("getReceivedEdocList", messagetype="edoc")["data"]
    assert row["status"] == "processing"
    for _again in range(2):
        assert receiver.call("updateStatus", status="done", docid=row["docId"])["status"] == "OK"
    refused(receiver.call("updateStatus", status="fail", docId=row["docId"]), "24")
    assert HubDelivery.objects.get().state == "done"


def test_a_day_in_todate_counts_whole(sdk, time_machine):
    time_machine.move_to("2026-11-25T10:00:00+07:00")
    sdk("H19.15").send(edoc(), ["H19.16"])
    receiver = sdk("H19.16")
    for first, last, many in (
        ("2026/11/25", "2026/11/25", 1),
        ("25/11/2026", "25/11/2026", 1),
        ("2026-11-26", "", 0),
        ("", "2026/11/24", 0),
        ("2026/11/25 09:59:59", "2026/11/25 10:00:00", 1),
        ("1764000000000", "", 1),
    ):
        found = receiver.call("getReceivedEdocList", messagetype="edoc", fromdate=first, todate=last)["data"]
        assert len(found) == many, (first, last)


def test_lists_are_capped_oldest_first(sdk, settings):
    settings.HUB_LIST_CAP = 2
    sent = [sdk("H19.15").send(edoc(subject=str(number)), ["H19.16"])["DocId"] for number in range(3)]
    receiver = sdk("H19.16")
    rows = receiver.call("getReceivedEdocList", messagetype="edoc")["data"]
    first = [HubMessage.objects.get(deliveries__doc_id=row["docId"]).doc_id for row in rows]
    assert first == sent[:2]
    assert receiver.call("countReceiveEdoc")["count"] == 3


def test_a_locked_agency_neither_sends_nor_receives(sdk):
    agency = HubAgency.objects.get(code="H19.16")
    agencies.lock_agency(agency.pk, locked=True, actor=ACTOR, why="thử")
    refused(sdk("H19.15").send(edoc(), ["H19.16"]), "23")
    refused(sdk("H19.16").send(edoc("H19.16"), ["H19.15"]), "23")
    agencies.lock_agency(agency.pk, locked=False, actor=ACTOR)
    assert sdk("H19.15").send(edoc(), ["H19.16"])["status"] == "OK"


def test_secrets_change_over_without_a_stop(sdk):
    old = sdk("H19.15")
    fresh = sdk("H19.15", secret=credentials.rotate("H19.15", actor=ACTOR))
    assert old.call("countReceiveEdoc")["status"] == fresh.call("countReceiveEdoc")["status"] == "OK"
    credentials.revoke("H19.15", actor=ACTOR, old_only=True)
    refused(old.call("countReceiveEdoc"), "15")
    assert fresh.call("countReceiveEdoc")["status"] == "OK"
    credentials.revoke("H19.15", actor=ACTOR)
    refused(fresh.call("countReceiveEdoc"), "15")


def test_the_directory_tells_both_codes_and_what_is_gone(sdk):
    system = sdk("H19")
    plain = system.call("getAgenciesList")["data"]
    assert {row["code"]: row["oldCode"] for row in plain}["H19.15"] == "000.00.15.H19"
    assert "H10.7" not in {row["code"] for row in plain}
    level = system.call("getAgenciesListQD20", level="1")["data"]
    assert {row["code"]: row["code102"] for row in level} == {"H19": "000.00.00.H19", "G22": "000.00.00.G22"}
    units = {row["code"]: row for row in system.call("getSynchronizeUnit")["data"]}
    assert units["H10.7"]["deleted"] is True
    assert units["H19.15"]["pid"] == units["H19"]["id"]
    last = max(row["version"] for row in units.values())
    assert system.call("getSynchronizeUnit", fromversion=str(last))["data"] == []


def test_a_system_keeps_its_own_branch(sdk):
    body = '{"id":"99","pcode":"H19","code":"H19.17","name":"UBND phường Mới","mail":"","mobile":"","fax":""}'
    assert sdk("H19").call("registerAgency", body=body.encode())["status"] == "OK"
    assert sdk("H19.15").send(edoc(), ["H19.17"])["status"] == "OK"
    refused(sdk("G22").call("registerAgency", body=body.replace("phường", "xã").encode()), "16")
    refused(sdk("G22").call("deleteAgency", AgencyCode="H19.17"), "16")
    assert sdk("H19").call("deleteAgency", AgencyCode="H19.17")["status"] == "OK"
    refused(sdk("H19.15").send(edoc(subject="sau"), ["H19.17"]), "18")


def test_calls_are_counted_by_the_minute(sdk):
    HubAgency.objects.get(code="H19.15").credentials.update(per_minute=2)
    system = sdk("H19.15")
    assert [system.call("countReceiveEdoc")["status"] for _ in range(3)] == ["OK", "OK", "FAIL"]
