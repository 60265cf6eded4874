"""LGSP v1, BKAV EdocService and X-Road against a real server: what goes over the wire, how it fails."""

import base64
import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from congvu.interchange.channels.answers import NoAnswer
from congvu.interchange.channels.base import (
    Ambiguous,
    Channel,
    ChannelError,
    ConnectionFacts,
    Listed,
    Refused,
    Unreachable,
)
from congvu.interchange.channels.lgsp_v1.client import windows
from congvu.interchange.channels.registry import open_channel
from congvu.interchange.envelopes import edxml
from congvu.interchange.tests.web_double import Asked, Double, Reply, doubled

PACKAGE = "<edXML>Văn bản</edXML>".encode()
Far = tuple[Double, str]
MEMBER = "VN/GOV/H19/QLVB"


@pytest.fixture
def far() -> Iterator[Far]:
    with doubled() as one:
        yield one


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "goi.edxml"
    path.write_bytes(PACKAGE)
    return path


def _opened(kind: str, address: str, **options: str) -> Channel:
    system = {"xroad": "VN/GOV/H19-15/CONGVU"}.get(kind, "H19.15")
    secret = {"lgsp_v1": "khóa-x\nmật-khẩu"}.get(kind, "ma-truy-cap")
    secret = secret.encode("ascii", "ignore").decode()
    return open_channel(
        ConnectionFacts(kind, address, system, secret, "H19.15", {"read_seconds": "5", **options})
    )


def _always(status: int, body: Any, headers: dict[str, str] | None = None) -> Callable[[Asked], Reply]:
    return lambda asked: (status, body, headers or {})


def _fetched(channel: Channel, item: Listed) -> bytes:
    into = io.BytesIO()
    channel.fetch(item, into)
    return into.getvalue()


class TestLgsp:
    @pytest.fixture
    def channel(self, far: Far) -> Channel:
        far[0].replies["login"] = _always(200, {"data": {"token": "T1"}})
        return _opened("lgsp_v1", far[1], username="ubnd", application_code="QLVB")

    def test_a_package_is_sent_in_a_session(self, far: Far, channel: Channel, package: Path) -> None:
        far[0].replies["sendEdoc"] = _always(200, {"success": True, "docId": "D1"})
        assert channel.send(package, kind="edoc", sender="H19.15", to=["H19.7"]) == "D1"
        [asked] = far[0].said("sendEdoc")
        assert asked.headers["authorization"] == "Bearer T1"
        assert (asked.headers["x-systemid"], asked.headers["x-secretkey"]) == ("H19.15", "kha-x")
        assert b'name="edocFile"; filename="goi.edxml"' in asked.body
        assert b'name="messageType"\r\n\r\nedoc' in asked.body
        assert PACKAGE in asked.body
        [login] = far[0].said("login")
        assert login.query == {"allow_anonymous": "true"}
        assert b'"typeObjs":[0,1]' in login.body.replace(b" ", b"")

    @pytest.mark.parametrize(
        ("reply", "error"),
        [
            (_always(200, {"success": False, "data": {"errorCode": "18"}}), Refused),
            (_always(200, {"success": False, "data": {"errorCode": "20"}}), Unreachable),
            (_always(500, {"message": "x"}), Unreachable),
            (_always(200, {"success": True}), Ambiguous),
            (_always(200, b"<html>"), Ambiguous),
            (lambda asked: None, Ambiguous),
        ],
    )
    def test_failures_of_sending(
        self, far: Far, channel: Channel, package: Path, reply: Any, error: type[ChannelError]
    ) -> None:
        far[0].replies["sendEdoc"] = reply
        with pytest.raises(error):
            channel.send(package, kind="edoc", sender="H19.15", to=["H19.7"])
        with pytest.raises(ChannelError, match="không cho hỏi"):
            channel.sent()

    def test_an_expired_session_is_renewed_once(self, far: Far, channel: Channel) -> None:
        tokens = iter(["T1", "T2"])
        far[0].replies["login"] = lambda asked: (200, {"data": {"token": next(tokens)}})
        far[0].replies["updateStatus"] = lambda asked: (
            (200, {"success": True}) if "T2" in asked.headers["authorization"] else (401, b"Unauthorized")
        )
        channel.acknowledge(Listed("D1", "edoc", "H19.7"), stored=True)
        assert len(far[0].said("login")) == 2
        assert b'"done"' in far[0].said("updateStatus")[-1].body

    def test_the_inbox_is_read_by_weeks_and_only_what_is_unread(self, far: Far, channel: Channel) -> None:
        rows = [{"docId": "A", "from": "H19.7", "status": "initial"}, {"docId": "B", "status": "done"}]
        far[0].replies["syncReceivedEdocList"] = _always(200, {"data": rows})
        assert [one.remote_id for one in channel.list_inbox("edoc")] == ["A"]
        assert len(far[0].said("syncReceivedEdocList")) == 2
        far[0].replies["syncReceivedEdocList"] = _always(200, {"success": True})
        with pytest.raises(NoAnswer):
            channel.list_inbox("edoc")

    def test_windows_cover_every_day_once_and_end_tomorrow(self) -> None:
        found = list(windows(date(2026, 3, 2), 14))
        assert found == [(date(2026, 2, 17), date(2026, 2, 24)), (date(2026, 2, 24), date(2026, 3, 3))]
        assert list(windows(date(2026, 3, 2), 1)) == [(date(2026, 3, 2), date(2026, 3, 3))]

    def test_attachments_beside_the_package_are_joined(
        self, far: Far, channel: Channel, tmp_path: Path
    ) -> None:
        path = tmp_path / "a.pdf"
        path.write_bytes(b"%PDF-1.7 noi dung")
        blob = edxml.Blob(path.stat().st_size, "", path)
        document = edxml.Document(
            sender=edxml.Organisation("H19.7"),
            recipients=(edxml.Organisation("H19.15"),),
            document_id="x",
            number="1",
            notation="UBND",
            issued_on="2026/01/05",
            type=edxml.DocumentType("Công văn"),
            subject="Thử & lần",
            attachments=(edxml.Attachment("abc", "a.pdf", "application/pdf", blob=blob),),
        )
        out = io.BytesIO()
        edxml.write_package(document, out)
        whole = out.getvalue().decode()
        start, end = whole.index("<AttachmentEncoded"), whole.index("</AttachmentEncoded>") + 20
        bare = whole[:start] + whole[end:]
        beside = [{"fileName": "a.pdf", "fileContent": base64.b64encode(path.read_bytes()).decode()}]
        far[0].replies["getEdoc"] = _always(200, {"docId": "A", "edxml": bare, "attachments": beside})
        raw = _fetched(channel, Listed("A", "edoc", "H19.7"))
        read = edxml.read_package(io.BytesIO(raw), tmp_path).message
        assert isinstance(read, edxml.Document)
        [attachment] = read.attachments
        assert attachment.blob is not None
        assert attachment.blob.path.read_bytes() == path.read_bytes()
        coded = base64.b64encode(PACKAGE).decode()
        far[0].replies["getEdoc"] = _always(200, {"data": {"edxml": coded}})
        assert _fetched(channel, Listed("A", "edoc", "")) == PACKAGE
        for wrong in ({"edxml": ""}, {"edxml": "###"}, {}):
            far[0].replies["getEdoc"] = _always(200, wrong)
            with pytest.raises(NoAnswer):
                _fetched(channel, Listed("A", "edoc", ""))

    def test_the_check_tells_a_wrong_password(self, far: Far, channel: Channel) -> None:
        far[0].replies["login"] = _always(200, {"success": False, "message": "Sai mật khẩu"})
        [line] = channel.check()
        assert not line.ok
        assert "Sai mật khẩu" in line.told
        far[0].replies["login"] = _always(200, {"data": {"token": "T1"}})
        far[0].replies["syncReceivedEdocList"] = _always(200, {"data": []})
        far[0].replies["getAgenciesList"] = _always(200, {"data": [{"code": "H19.7", "name": "A"}]})
        assert [one.ok for one in channel.check()] == [True, True, True]


class TestBkav:
    @pytest.fixture
    def channel(self, far: Far) -> Channel:
        return _opened("bkav", far[1])

    def test_raw_packages_and_plain_headers(self, far: Far, channel: Channel, package: Path) -> None:
        far[0].replies["sendDocument"] = _always(200, {"code": "0", "status": "Success", "docId": 7})
        assert channel.send(package, kind="status", sender="H19.15", to=["H19.7"]) == "7"
        [asked] = far[0].asked
        assert asked.path == "/EdocService/sendDocument"
        assert asked.body == PACKAGE
        assert {asked.headers[name] for name in ("organid", "type")} == {"H19.15", "STATUS"}
        assert asked.headers["authorization"] == "ma-truy-cap"

    @pytest.mark.parametrize(
        ("reply", "error"),
        [
            (_always(200, {"status": "Fail", "code": "9999", "errors": [{"code": "ExistDoc"}]}), Refused),
            (_always(200, {"status": "Error", "code": "9999"}), Unreachable),
            (_always(200, {"status": "Success", "code": "0"}), Ambiguous),
            (_always(502, b"Bad Gateway"), Ambiguous),
            (lambda asked: None, Ambiguous),
        ],
    )
    def test_failures_of_sending(
        self, far: Far, channel: Channel, package: Path, reply: Any, error: type[ChannelError]
    ) -> None:
        far[0].replies["sendDocument"] = reply
        with pytest.raises(error):
            channel.send(package, kind="edoc", sender="H19.15", to=["H19.7"])

    def test_in_doubt_the_node_is_asked(self, far: Far, channel: Channel) -> None:
        far[0].replies["checkExistDocument"] = _always(200, {"status": "Success", "code": "0", "docId": "9"})
        [sent] = channel.sent(document_id="H19.15,x")
        assert (sent.remote_id, sent.document_id) == ("9", "H19.15,x")
        far[0].replies["checkExistDocument"] = _always(200, {"status": "Success", "code": "0", "data": False})
        assert channel.sent(document_id="H19.15,x") == []
        assert channel.sent(kind="status") == []

    def test_pending_packages_are_fetched_and_confirmed(self, far: Far, channel: Channel) -> None:
        ok = {"status": "Success", "code": "0"}
        far[0].replies["getPendingDocIds"] = _always(200, {**ok, "docIds": [11, 12]})
        first, _second = channel.list_inbox("edoc")
        far[0].replies["getDocument"] = _always(200, PACKAGE)
        assert _fetched(channel, first) == PACKAGE
        coded = base64.b64encode(PACKAGE).decode()
        far[0].replies["getDocument"] = _always(200, {**ok, "data": coded})
        assert _fetched(channel, first) == PACKAGE
        far[0].replies["confirmReceived"] = _always(200, ok)
        channel.acknowledge(first, stored=True)
        assert far[0].said("confirmReceived")[0].headers["docid"] == "11"
        for wrong in (ok, {**ok, "docIds": 3}, b""):
            far[0].replies["getPendingDocIds"] = _always(200, wrong)
            with pytest.raises(ChannelError):
                channel.list_inbox("edoc")
        far[0].replies["getDocument"] = _always(200, ok)
        with pytest.raises(NoAnswer):
            _fetched(channel, first)

    def test_the_check(self, far: Far, channel: Channel) -> None:
        ok = {"status": "Success", "code": "0"}
        far[0].replies["getPendingDocIds"] = _always(200, {**ok, "docIds": []})
        far[0].replies["getOrganizations"] = _always(200, {**ok, "data": [{"organId": "H19.7", "name": "A"}]})
        assert [one.ok for one in channel.check()] == [True, True]
        assert [one.code for one in channel.directory()] == ["H19.7"]


class TestXroad:
    @pytest.fixture
    def channel(self, far: Far) -> Channel:
        return _opened("xroad", far[1], members=f"H19.7={MEMBER}; hong=x")

    def test_a_package_is_pushed_to_the_members_service(
        self, far: Far, channel: Channel, package: Path
    ) -> None:
        far[0].replies["new"] = _always(201, {})
        remote_id = channel.send(package, kind="edoc", sender="H19.15", to=["H19.7"])
        assert channel.send(package, kind="edoc", sender="H19.15", to=["H19.7"]) == remote_id
        asked = far[0].asked[0]
        assert asked.path == f"/r1/{MEMBER}/document-exchange/document/edocs/new"
        assert asked.headers["x-road-client"] == "VN/GOV/H19-15/CONGVU"
        assert asked.headers["x-road-id"] == asked.headers["docid"] == remote_id
        assert PACKAGE in asked.body
        assert channel.list_inbox("edoc") == []

    @pytest.mark.parametrize(
        ("reply", "error"),
        [
            (_always(500, b"", {"X-Road-Error": "Client.BadRequest"}), Refused),
            (_always(500, b"", {"X-Road-Error": "Server.ClientProxy.NetworkError"}), Unreachable),
            (_always(500, b"", {"X-Road-Error": "Server.ServerProxy.ServiceFailed"}), Ambiguous),
            (_always(404, b"khong co"), Refused),
            (lambda asked: None, Ambiguous),
        ],
    )
    def test_failures_of_sending(
        self, far: Far, channel: Channel, package: Path, reply: Any, error: type[ChannelError]
    ) -> None:
        far[0].replies["new"] = reply
        with pytest.raises(error):
            channel.send(package, kind="edoc", sender="H19.15", to=["H19.7"])

    @pytest.mark.parametrize("to", [[], ["H19.7", "H19.8"], ["H99"]])
    def test_recipients_have_to_be_known(self, channel: Channel, package: Path, to: list[str]) -> None:
        with pytest.raises(Refused):
            channel.send(package, kind="edoc", sender="H19.15", to=to)

    def test_the_check(self, far: Far, channel: Channel) -> None:
        far[0].replies["listClients"] = _always(200, {"member": []})
        assert [one.ok for one in channel.check()] == [True, True]
        assert [one.code for one in channel.directory()] == ["H19.7"]
        nobody = _opened("xroad", far[1])
        assert not nobody.check()[0].ok
