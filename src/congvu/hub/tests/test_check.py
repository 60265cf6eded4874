"""The conformance list passes against our axis, and finds what an axis does wrong."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from congvu.hub.management.conformance import run
from congvu.hub.management.probing import Probe
from congvu.hub.models import HubDelivery


@pytest.fixture
def probe(sdk):
    client = sdk("H19.16")
    return Probe(f"http://{client.host}:{client.port}/truc", "H19.16", client.secret, "H19.16", 20)


def test_our_axis_conforms_and_is_left_tidy(probe):
    lines = list(run(probe))
    assert [(line.name, line.expected, line.seen) for line in lines if not line.ok] == []
    assert len({line.name for line in lines}) == len(lines) >= 25
    assert not HubDelivery.objects.exclude(state="done").exists()


MISBEHAVIOURS = {
    "wrong-hmac": "countReceiveEdoc trả số lượng",
    "html@getReceivedEdocList": "Chưa xác nhận thì còn trong hộp",
    "duplicate-docid": "Gửi lặp cùng gói trả cùng DocId",
    "truncated@getEdoc": "… nội dung tới nơi nguyên vẹn (không có header to, lấy từ edXML)",
    "acked-list": "Xác nhận done thì rời hộp",
    "cut-after@updateStatus": "updateStatus processing",
    "empty@getSynchronizeUnit": "getSynchronizeUnit trả danh mục",
}


def test_each_misbehaviour_is_found(probe, settings):
    hasty = replace(probe, seconds=2)  # a broken answer is waited for to the end
    for fault, name in MISBEHAVIOURS.items():
        settings.HUB_FAULTS = [fault]
        found = {line.name: line for line in run(hasty)}
        assert not found[name].ok, fault


def test_an_axis_that_is_not_there_ends_the_list():
    [line] = run(Probe("http://127.0.0.1:9/x", "a", "b", "a", 2))
    assert not line.ok
    assert "không có câu trả lời" in line.seen


def test_the_command_prints_the_table_and_tells_by_its_exit(probe, settings):
    words = [probe.url, "--system-id", "H19.16", "--secret", probe.secret]
    out = StringIO()
    call_command("hub", "check", *words, stdout=out)
    assert "0 hỏng" in out.getvalue()
    assert probe.secret not in out.getvalue()
    settings.HUB_FAULTS = ["busy@sendEdoc"]
    with pytest.raises(CommandError):
        call_command("hub", "check", *words, stdout=StringIO())
