"""The folder channel on a real disk: whole files only, each once, and answers that become statuses."""

import io
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from congvu.interchange.channels.base import ChannelError, ConnectionFacts, Listed, Unreachable
from congvu.interchange.channels.folder import places
from congvu.interchange.channels.folder.client import FolderChannel
from congvu.interchange.channels.registry import open_channel
from congvu.interchange.envelopes import edxml

OPTIONS = {"partner_code": "H19.99", "partner_name": "Công ty Cấp nước", "quiet_seconds": "0.001"}


@pytest.fixture
def base(tmp_path: Path, settings: object) -> Path:
    settings.INTERCHANGE_FOLDERS = [str(tmp_path)]  # type: ignore[attr-defined]
    return tmp_path


@pytest.fixture
def channel(base: Path) -> Iterator[FolderChannel]:
    one = FolderChannel(ConnectionFacts("folder", "cap-nuoc", agency_code="H19.15", options=OPTIONS))
    one.places.made()
    yield one
    one.close()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "goi.edxml"
    document = edxml.Document(
        sender=edxml.Organisation("H19.15", name="UBND phường Trảng Bom"),
        recipients=(edxml.Organisation("H19.99"),),
        document_id="H19.15,2026/11/02,12/UBND",
        number="12",
        notation="UBND",
        issued_on="2026/11/02",
        type=edxml.DocumentType("Công văn"),
        subject="V/v thay đường ống nước",
    )
    with path.open("wb") as out:
        edxml.write_package(document, out)
    return path


def _drop(channel: FolderChannel, name: str, data: bytes) -> Path:
    path = channel.places.inbox / name
    path.write_bytes(data)
    os.utime(path, (1_700_000_000, 1_700_000_000))
    return path


def _fetched(channel: FolderChannel, item: Listed) -> bytes:
    into = io.BytesIO()
    channel.fetch(item, into)
    return into.getvalue()


def test_sending_twice_leaves_one_file(channel: FolderChannel, package: Path) -> None:
    first = channel.send(package, kind="edoc", sender="H19.15", to=["H19.99"])
    assert channel.send(package, kind="edoc", sender="H19.15", to=["H19.99"]) == first
    [path] = places.packages(channel.places.outbox)
    assert path.read_bytes() == package.read_bytes()
    [sent] = channel.sent()
    assert (sent.remote_id, sent.to_code, sent.state) == (first, "H19.99", "initial")
    assert channel.sent(kind="status") == []
    assert channel.sent(remote_id="khac") == []


@pytest.mark.parametrize(
    ("suffix", "said", "code", "words"),
    [
        (".ok", b"", "01", "Đã lấy gói"),
        (".loi", "Sai nơi nhận".encode("utf-16"), "02", "Sai nơi nhận"),
        (".loi", "\ufeffKhông đúng thẩm quyền\r\n".encode(), "02", "Không đúng thẩm quyền"),
    ],
)
def test_an_acknowledgement_file_becomes_a_status_once(
    channel: FolderChannel, package: Path, tmp_path: Path, suffix: str, said: bytes, code: str, words: str
) -> None:
    stem = channel.send(package, kind="edoc", sender="H19.15", to=["H19.99"])
    (channel.places.outbox / f"{stem}{suffix}").write_bytes(said)
    assert channel.list_inbox("edoc") == []
    [item] = channel.list_inbox("status")
    status = edxml.read_package(io.BytesIO(_fetched(channel, item)), tmp_path).message
    assert isinstance(status, edxml.Status)
    assert (status.sender.code, status.code, status.description) == ("H19.99", code, words)
    assert status.answer.document_id == "H19.15,2026/11/02,12/UBND"
    channel.acknowledge(item, stored=True)
    assert channel.list_inbox("status") == []
    assert [one.state for one in channel.sent()] == ["done" if code == "01" else "fail"]
    assert channel.send(package, kind="edoc", sender="H19.15", to=["H19.99"]) == stem
    assert places.packages(channel.places.outbox) == []


def test_statuses_are_only_put_away(channel: FolderChannel, package: Path) -> None:
    stem = channel.send(package, kind="status", sender="H19.15", to=["H19.99"])
    (channel.places.outbox / f"{stem}.ok").write_bytes(b"")
    assert channel.list_inbox("status") == []
    assert places.packages(channel.places.outbox) == []
    assert [one.state for one in channel.sent(kind="status")] == ["done"]


def test_packages_are_taken_once_and_answered(channel: FolderChannel, package: Path) -> None:
    _drop(channel, "tra loi.EDXML", package.read_bytes())
    [item] = channel.list_inbox("edoc")
    assert _fetched(channel, item) == package.read_bytes()
    assert channel.list_inbox("edoc") == [item]
    channel.acknowledge(item, stored=True)
    assert channel.list_inbox("edoc") == []
    assert (channel.places.inbox / "tra loi.ok").exists()
    assert (channel.places.taken / "tra loi.EDXML").exists()
    with pytest.raises(Unreachable):
        channel.acknowledge(item, stored=True)


def test_what_cannot_be_read_is_answered_with_the_reason(channel: FolderChannel) -> None:
    for number in range(2):
        _drop(channel, "rac.edxml", b"khong phai edXML %d" % number)
        [item] = channel.list_inbox("edoc")
        channel.acknowledge(item, stored=False, why="Gói không phải edXML.")
    assert (channel.places.inbox / "rac.loi").read_text(encoding="utf-8") == "Gói không phải edXML.\n"
    assert sorted(path.name for path in channel.places.unread.iterdir()) == ["rac-2.edxml", "rac.edxml"]


def test_half_files_links_and_drafts_wait(channel: FolderChannel, package: Path, tmp_path: Path) -> None:
    waiting = FolderChannel(replace(channel.facts, options={**OPTIONS, "ready": ".xong"}))
    path = _drop(channel, "lon.edxml", b"<edXML>")
    (channel.places.inbox / "lien-ket.edxml").symlink_to(package)
    (channel.places.inbox / ".tam.edxml").write_bytes(b"x")
    assert waiting.list_inbox("edoc") == []
    (channel.places.inbox / "lon.xong").touch()
    [item] = waiting.list_inbox("edoc")
    path.write_bytes(b"<edXML>them")
    with pytest.raises(Unreachable):
        _fetched(waiting, item)
    [item] = waiting.list_inbox("edoc")
    waiting.acknowledge(item, stored=True)
    assert not (channel.places.inbox / "lon.xong").exists()


@pytest.mark.parametrize("address", ["../ngoai", "/etc", "", "a\0b"])
def test_folders_outside_are_refused(base: Path, address: str) -> None:
    with pytest.raises(ChannelError):
        open_channel(ConnectionFacts("folder", address))


def test_the_check_says_what_is_wrong(channel: FolderChannel) -> None:
    assert [(one.name, one.ok) for one in channel.check()] == [
        ("Khai báo", True),
        ("Thư mục", True),
        ("Dung lượng", True),
    ]
    assert [one.code for one in channel.directory()] == ["H19.99"]
    nobody = FolderChannel(replace(channel.facts, options={}))
    assert not nobody.check()[0].ok
    assert list(nobody.directory()) == []
    for path in channel.places.all()[::-1]:
        path.rmdir() if path.exists() else None
    channel.places.outbox.write_bytes(b"")
    assert "Thư mục" in [one.name for one in channel.check() if not one.ok]
    with pytest.raises(Unreachable):
        channel.list_inbox("edoc")
    with pytest.raises(Unreachable):
        channel.send(Path(__file__), kind="edoc", sender="H19.15", to=["H19.99"])
