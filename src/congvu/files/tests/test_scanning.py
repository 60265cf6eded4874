"""The scanner's own protocol, against a server that speaks it."""

import socket
import struct
import threading

import pytest
from django.core.files.base import ContentFile

from congvu.common.errors import ActionRefused
from congvu.files.checks import check_files
from congvu.files.models import Blob
from congvu.files.services import store
from congvu.files.tests.samples import EICAR, PDF


class Clamd:
    """Speaks clamd's zINSTREAM: answers FOUND for EICAR, hangs up past `limit` bytes."""

    def __init__(self, address, family=socket.AF_INET, limit=10_000_000, answer=None):
        self.socket = socket.socket(family, socket.SOCK_STREAM)
        self.socket.bind(address)
        self.socket.listen()
        self.limit, self.answer, self.seen = limit, answer, []
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                link, _ = self.socket.accept()
            except OSError:
                return
            with link, link.makefile("rwb") as talk:
                talk.write(self.reply(talk) + b"\0")
                talk.flush()

    def reply(self, talk):
        assert talk.read(10) == b"zINSTREAM\0"
        body = b""
        while size := struct.unpack("!L", talk.read(4))[0]:
            body += talk.read(size)
            if len(body) > self.limit:
                return b"INSTREAM size limit exceeded. ERROR"
        self.seen.append(body)
        if self.answer is not None:
            return self.answer
        return b"stream: Eicar-Test-Signature FOUND" if EICAR in body else b"stream: OK"

    def close(self):
        self.socket.close()


@pytest.fixture(params=["tcp", "unix"])
def clamd(request, settings, tmp_path):
    if request.param == "tcp":
        server = Clamd(("127.0.0.1", 0))
        settings.FILES_SCANNER = f"tcp://127.0.0.1:{server.socket.getsockname()[1]}"
    else:
        server = Clamd(str(tmp_path / "clamd"), socket.AF_UNIX)
        settings.FILES_SCANNER = f"unix://{tmp_path / 'clamd'}"
    settings.FILES_SCANNER_TIMEOUT = 5
    yield server
    server.close()


def upload(content=PDF):
    return ContentFile(content, name="a.pdf")


def test_clean_file_is_kept(actor, clamd):
    body = PDF + b"\0" * 200_000
    assert store(upload(body), actor=actor).blob.scan == "clean"
    assert clamd.seen == [body]


def test_infected_file_is_refused(actor, clamd):
    with pytest.raises(ActionRefused, match="Eicar-Test-Signature") as refusal:
        store(upload(PDF + EICAR), actor=actor)
    assert refusal.value.code == "file-infected"
    assert not Blob.objects.exists()


def test_what_was_unscanned_becomes_clean(actor, clamd, settings):
    there = settings.FILES_SCANNER
    settings.FILES_SCANNER = ""
    assert store(upload(), actor=actor).blob.scan == "none"
    settings.FILES_SCANNER = there
    assert store(upload(), actor=actor).blob.scan == "clean"
    assert Blob.objects.get().scan == "clean"


@pytest.mark.parametrize("fault", ["away", "limit", "error", "silent"])
@pytest.mark.parametrize("required", [True, False])
def test_without_a_verdict(actor, clamd, settings, fault, required):
    settings.FILES_SCANNER_REQUIRED = required
    if fault == "away":
        clamd.close()
        settings.FILES_SCANNER = "unix:///nowhere/clamd"
    clamd.limit = 50 if fault == "limit" else clamd.limit
    clamd.answer = {"error": b"stream: Can't allocate memory ERROR", "silent": b""}.get(fault)
    if required:
        with pytest.raises(ActionRefused, match="Chưa quét được mã độc") as refusal:
            store(upload(PDF + b"\0" * 3_000_000), actor=actor)
        assert (refusal.value.code, refusal.value.status) == ("file-scanner", 409)
        assert not Blob.objects.exists()
    else:
        assert store(upload(PDF + b"\0" * 3_000_000), actor=actor).blob.scan == "unscanned"


@pytest.mark.parametrize("address", ["clamav", "http://x", "tcp://", "unix:", "tcp://a:b"])
def test_a_wrong_address_is_said_at_start(settings, address):
    settings.FILES_SCANNER = address
    assert [error.id for error in check_files(None)] == ["files.E001"]


@pytest.mark.parametrize("address", ["", "tcp://127.0.0.1:3310", "tcp://clamav", "unix:///run/clamd.ctl"])
def test_right_addresses_pass(settings, address):
    settings.FILES_SCANNER = address
    assert check_files(None) == []


def test_the_folder_and_the_limit_are_checked(settings, tmp_path):
    (tmp_path / "flat").write_text("")
    settings.MEDIA_ROOT = tmp_path / "flat" / "files"
    settings.FILES_MAX_BYTES = 0
    assert [error.id for error in check_files(None)] == ["files.E002", "files.E003"]
