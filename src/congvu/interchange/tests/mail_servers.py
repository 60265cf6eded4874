"""A real IMAP server (pymap) and a real SMTP server (aiosmtpd) on loopback."""

import contextlib
import imaplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

USER, PASSWORD = "van-thu", "mat-khau-thu"


@dataclass
class Posted:
    """What the SMTP server took; `answers` are given instead of taking the next letters."""

    letters: list[bytes] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        """Take or refuse an address."""
        if address in self.refused:
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take a letter."""
        if self.answers:
            answer = self.answers.pop(0)
            if answer == "cut":
                assert server.transport is not None
                server.transport.abort()
            return answer
        assert isinstance(envelope.content, bytes)
        self.letters.append(envelope.content)
        return "250 OK"


@contextlib.contextmanager
def post_office() -> Iterator[tuple[Posted, int]]:
    """Run an SMTP server; yield what it takes, and its port."""
    posted, port = Posted(), _free_port()
    controller = Controller(posted, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield posted, port
    finally:
        controller.stop()


@contextlib.contextmanager
def imap_server() -> Iterator[int]:
    """Run an IMAP server with one mailbox; yield its port."""
    port = _free_port()
    command = [
        sys.executable,
        "-c",
        "from pymap.main import main; main()",
        "--no-tls",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    command += ["dict", "--demo-data", "--demo-user", USER, "--demo-password", PASSWORD]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError, imaplib.IMAP4.error), imaplib.IMAP4("127.0.0.1", port) as imap:
                imap.login(USER, PASSWORD)
                break
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
