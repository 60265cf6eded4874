"""The client against a real server: what it sends, what it takes, and how each failure is told."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from congvu.interchange.channels.base import (
    Ambiguous,
    ChannelError,
    ConnectionFacts,
    Listed,
    Refused,
    Unreachable,
)
from congvu.interchange.channels.registry import adapters, open_channel
from congvu.interchange.channels.vxp.answers import moment
from congvu.interchange.channels.vxp.client import VxpChannel
from congvu.interchange.channels.vxp.unpacking import CHUNK, _Taker
from congvu.interchange.tests.axis import SECRET, Axis, running

PACKAGE = "<edXML>Văn bản & “dấu”</edXML>".encode()


@pytest.fixture
def axis() -> Iterator[tuple[Axis, str]]:
    with running() as one:
        yield one


@pytest.fixture
def facts(axis: tuple[Axis, str]) -> ConnectionFacts:
    return ConnectionFacts("vxp", axis[1], "H19.15", SECRET, "H19.15", {"read_seconds": "5"})


@pytest.fixture
def channel(facts: ConnectionFacts) -> Iterator[VxpChannel]:
    one = VxpChannel(facts)
    yield one
    one.close()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "goi.edxml"
    path.write_bytes(PACKAGE)
    return path


def _fetched(channel: Any, item: Listed) -> bytes:
    into = io.BytesIO()
    channel.fetch(item, into)
    return into.getvalue()


def test_the_registry_opens_it(facts: ConnectionFacts) -> None:
    assert "vxp" in [one.kind for one in adapters()]
    assert open_channel(facts).kind == "vxp"
    with pytest.raises(ChannelError, match="không có kênh loại"):
        open_channel(replace(facts, kind="bưu-tá"))


def test_what_is_sent_arrives_byte_by_byte_and_is_acknowledged(
    axis: tuple[Axis, str], channel: VxpChannel, facts: ConnectionFacts, package: Path
) -> None:
    remote = channel.send(package, kind="edoc", sender="H19.15", to=["H19.7", "H19.8"])
    other = VxpChannel(replace(facts, system_id="H19.7"))
    [item] = other.list_inbox("edoc")
    assert (item.remote_id, item.sender, item.to, item.state) == (remote, "H19.15", "H19.7", "initial")
    assert item.created_at is not None
    assert _fetched(other, item) == PACKAGE
    assert other.counts() == {"edoc": 1, "status": 0}
    other.acknowledge(item, stored=True)
    assert other.list_inbox("edoc") == []
    assert [(one.to_code, one.state) for one in channel.sent(remote_id=remote)] == [
        ("H19.7", "done"),
        ("H19.8", "initial"),
    ]
    assert channel.sent(remote_id="goi-khac") == []
    headers = dict(axis[0].calls[0][1])
    assert headers["Content-Type"].startswith("multipart/form-data; boundary====")
    assert headers["XroadVnpt-Content-Type"] == "application/octet-stream"
    assert axis[0].seen_bodies[0] == PACKAGE + b"\r\n"


def test_quirks_can_be_switched(axis: tuple[Axis, str], facts: ConnectionFacts, package: Path) -> None:
    options = {"padded_hash": "1", "no_crlf": "1", "plain_type": "1", "download": "1"}
    plain = VxpChannel(replace(facts, options=options))
    plain.send(package, kind="status", sender="H19.15", to=["H19.15"])
    assert axis[0].seen_bodies == [PACKAGE]
    headers = axis[0].calls[0][1]
    assert headers["Content-Type"] == "application/octet-stream"
    assert len(headers["XroadVnpt-hash-file"]) == 64
    [item] = plain.list_inbox("status")
    assert _fetched(plain, item) == PACKAGE


@pytest.mark.parametrize("fault", ["empty", "html", "500", "no-data", "cut-before", "cut-after"])
def test_a_garbled_list_is_an_error_and_never_empty(
    axis: tuple[Axis, str], channel: VxpChannel, fault: str
) -> None:
    axis[0].put("H19.15", PACKAGE)
    axis[0].faults["getReceivedEdocList"] = [fault]
    with pytest.raises(ChannelError):
        channel.list_inbox("edoc")
    assert len(channel.list_inbox("edoc")) == 1


@pytest.mark.parametrize("fault", ["empty", "html", "500", "no-data", "cut-before", "truncated"])
@pytest.mark.parametrize("way", ["", "1"])
def test_a_garbled_package_is_an_error(
    axis: tuple[Axis, str], facts: ConnectionFacts, fault: str, way: str
) -> None:
    if way and fault in {"truncated", "html"}:
        pytest.skip("a raw stream holds whatever it holds; the reader judges it")
    channel = VxpChannel(replace(facts, options={"download": way}))
    axis[0].put("H19.15", PACKAGE * 50)
    [item] = channel.list_inbox("edoc")
    axis[0].faults["downloadEdoc" if way else "getEdoc"] = [fault]
    with pytest.raises(ChannelError):
        _fetched(channel, item)
    assert _fetched(channel, item) == PACKAGE * 50


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("cut-after", Ambiguous),
        ("cut-before", Ambiguous),
        ("500", Ambiguous),
        ("empty", Ambiguous),
        ("html", Ambiguous),
        ("no-data", Ambiguous),
        ("fail18", Refused),
        ("fail", Refused),
        ("404", Refused),
        ("fail20", Unreachable),
    ],
)
def test_how_a_failed_sending_is_told(
    axis: tuple[Axis, str], channel: VxpChannel, package: Path, fault: str, kind: type[ChannelError]
) -> None:
    axis[0].faults["sendEdoc"] = [fault]
    with pytest.raises(ChannelError) as caught:
        channel.send(package, kind="edoc", sender="H19.15", to=["H19.7"])
    assert type(caught.value) is kind
    assert caught.value.told


def test_an_answer_that_takes_too_long_leaves_doubt(
    axis: tuple[Axis, str], facts: ConnectionFacts, package: Path
) -> None:
    slow = VxpChannel(replace(facts, options={"read_seconds": "0.3"}))
    with axis[0].lock, pytest.raises(Ambiguous):
        slow.send(package, kind="edoc", sender="H19.15", to=["H19.7"])


def test_nobody_there_is_certainly_not_accepted(facts: ConnectionFacts, package: Path) -> None:
    gone = VxpChannel(replace(facts, address="http://127.0.0.1:9/vxp"))
    with pytest.raises(Unreachable):
        gone.send(package, kind="edoc", sender="H19.15", to=["H19.7"])


def test_networks_of_the_house_need_a_switch(facts: ConnectionFacts, package: Path, settings: Any) -> None:
    settings.INTERCHANGE_LOOPBACK = False
    with pytest.raises(Unreachable, match="cho phép mạng nội bộ"):
        VxpChannel(facts).send(package, kind="edoc", sender="H19.15", to=["H19.7"])
    with pytest.raises(ChannelError, match="http"):
        VxpChannel(replace(facts, address="file:///etc/passwd"))


def test_the_live_check_says_what_is_wrong(axis: tuple[Axis, str], facts: ConnectionFacts) -> None:
    axis[0].agencies = {"H19.15": "Sở Tài chính", "H19.7": "Sở Nội vụ"}
    assert all(one.ok for one in VxpChannel(facts).check())
    missing = VxpChannel(replace(facts, secret="")).check()
    assert [one.ok for one in missing] == [False]
    assert "khóa bí mật" in missing[0].told
    wrong = VxpChannel(replace(facts, secret="sai")).check()
    assert "Kiểm tra mã hệ thống và khóa bí mật" in wrong[1].told
    gone = VxpChannel(replace(facts, address="http://127.0.0.1:9")).check()
    assert [one.ok for one in gone] == [True, False]
    assert "tường lửa" in gone[1].told
    unknown = VxpChannel(replace(facts, agency_code="H19.99")).check()
    assert not unknown[-1].ok
    assert "H19.99" in unknown[-1].told


def test_the_directory_is_told_from_a_version_on(axis: tuple[Axis, str], channel: VxpChannel) -> None:
    axis[0].agencies = {f"H19.{n}": f"Cơ quan {n}" for n in range(1, 6)}
    assert [one.code for one in channel.directory()] == [f"H19.{n}" for n in range(1, 6)]
    assert [one.code for one in channel.directory("3")] == ["H19.4", "H19.5"]


@pytest.mark.parametrize("size", [1, 7, 100, CHUNK])
def test_base64_is_decoded_wherever_the_answer_is_cut(size: int) -> None:
    import base64
    import json

    data = bytes(range(256)) * 20
    text = json.dumps(
        {"status": "OK", "ErrorDesc": 'có "data": trong lời', "data": base64.b64encode(data).decode()}
    )
    into = io.BytesIO()
    taker = _Taker(into)
    raw = text.encode()
    for start in range(0, len(raw), size):
        taker.feed(raw[start : start + size])
    assert json.loads(taker.finish())["data"] == ""
    assert into.getvalue() == data


@pytest.mark.parametrize(
    ("told", "there"),
    [("2026/11/25 08:00:00", True), ("2026-11-25T08:00:00+07:00", True), (1764036000000, True), ("x", False)],
)
def test_times_of_axes(told: Any, there: bool) -> None:
    assert (moment(told) is not None) is there
