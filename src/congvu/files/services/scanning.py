"""Asking a virus scanner: ClamAV's daemon over its own protocol (INSTREAM), when one is configured."""

import socket
import struct
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

CHUNK = 64 * 1024


class ScannerUnreachable(Exception):  # noqa: N818 — what happened
    """The scanner gave no verdict."""


class Infected(Exception):  # noqa: N818 — a verdict
    """The scanner found something; `name` is what it calls it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def address() -> tuple[str, int] | str | None:
    """Return where the scanner listens: host and port, a socket's path, or None when there is none.

    Reads FILES_SCANNER: `tcp://127.0.0.1:3310`, `unix:///run/clamav/clamd.ctl` or empty.
    """
    text = settings.FILES_SCANNER
    if not text:
        return None
    parts = urlsplit(text)
    if parts.scheme == "unix" and parts.path:
        return parts.path
    try:
        if parts.scheme == "tcp" and parts.hostname:
            return parts.hostname, parts.port or 3310
    except ValueError:
        pass
    raise ImproperlyConfigured(
        f"FILES_SCANNER={text!r}: hãy dùng tcp://máy:cổng hoặc unix:///đường/dẫn (use tcp:// or unix://)."
    )


def scan(path: Path) -> bool:
    """Send the file at `path` to the scanner; return whether one is configured and found it clean.

    Raises Infected, or ScannerUnreachable when no verdict came.
    """
    where = address()
    if where is None:
        return False
    try:
        with _connected(where) as link, path.open("rb") as stream:
            verdict = _verdict(link, stream)
    except OSError as error:
        raise ScannerUnreachable(str(error)) from error
    if verdict.endswith(" FOUND"):
        raise Infected(verdict.removeprefix("stream: ").removesuffix(" FOUND"))
    if verdict != "stream: OK":
        raise ScannerUnreachable(verdict or "no answer")
    return True


def _connected(where: tuple[str, int] | str) -> socket.socket:
    timeout = float(settings.FILES_SCANNER_TIMEOUT)
    if isinstance(where, tuple):
        return socket.create_connection(where, timeout=timeout)
    link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        link.settimeout(timeout)
        link.connect(where)
    except OSError:
        link.close()
        raise
    return link


def _verdict(link: socket.socket, stream: BinaryIO) -> str:
    """Speak INSTREAM: chunks with their length (4 bytes, network order), an empty one at the end."""
    try:
        link.sendall(b"zINSTREAM\0")
        while chunk := stream.read(CHUNK):
            link.sendall(struct.pack("!L", len(chunk)) + chunk)
        link.sendall(struct.pack("!L", 0))
    except (BrokenPipeError, ConnectionResetError):
        pass  # the daemon hangs up past its own size limit; its answer says so
    answer = b""
    while not answer.endswith(b"\0") and (part := link.recv(4096)):
        answer += part
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")
