"""The port to the national side: what both generations can do, and what they share."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, BinaryIO, Protocol

import httpx

from congvu.interchange.channels.base import ChannelError, ConnectionFacts, Health, Refused, Unreachable
from congvu.interchange.channels.guard import check_url
from congvu.interchange.channels.web import client_for, told, tried
from congvu.national.messages import (
    Accepted,
    DossierMessage,
    FileRef,
    ProgressMessage,
    RemoteDossier,
)

CHUNK = 256 * 1024
PAGE = 200
MOST_PAGES = 500


class TooLarge(ChannelError):  # noqa: N818 — what happened
    """A file of the far side is larger than we take."""


class NationalSide(Protocol):
    """What every generation does; each method may raise `ChannelError` with a sentence for people."""

    generation: str

    def synchronise(
        self,
        dossier: DossierMessage,
        progress: ProgressMessage | None,
        *,
        remote_id: str,
        known: bool,
        uploads: Mapping[str, FileRef],
    ) -> Accepted:
        """Tell the state of a dossier, and what was just done with it; safe to repeat."""
        ...

    def upload(self, name: str, data: BinaryIO, sha256: str) -> FileRef | None:
        """Put a file there and return what it is called; None where files travel otherwise."""
        ...

    def look_up(self, code: str) -> RemoteDossier | None:
        """Return what the far side has of a dossier, or None."""
        ...

    def listed(self, agency_code: str, first: date, last: date) -> Iterator[RemoteDossier]:
        """Yield the dossiers of an agency that were filed there between two days."""
        ...

    def waiting(self, after: int) -> list[Mapping[str, Any]]:
        """Return the messages of the portal that wait for us after a sequence number, oldest first."""
        ...

    def confirm(self, sequence: int, code: str, *, stored: bool, why: str = "") -> None:
        """Tell that a message is safe here, or that it cannot be read."""
        ...

    def fetch(self, file: FileRef, into: BinaryIO, limit: int) -> None:
        """Write a file of the far side into a stream, at most `limit` bytes, and check its hash."""
        ...

    def next_code(self, procedure: str) -> str:
        """Return a new dossier code of the national side (GetNextValue)."""
        ...

    def procedures(self) -> list[tuple[str, str]]:
        """Return code and name of the procedures of the catalogue."""
        ...

    def procedure(self, code: str) -> Mapping[str, Any]:
        """Return one entry of the catalogue as it stands there."""
        ...

    def agencies(self) -> list[tuple[str, str]]:
        """Return code and name of the agencies that the far side knows."""
        ...

    def check(self) -> list[Health]:
        """Try the link and say line by line what works; never raise."""
        ...

    def close(self) -> None:
        """Close what is kept open."""
        ...


def checked(side: NationalSide, signed_in: Health, agency_code: str) -> list[Health]:
    """Return what works of a side, after the line that says whether it let us in."""
    if not signed_in.ok:
        return [signed_in]
    return [
        signed_in,
        tried("Mã đơn vị", lambda: _known(side, agency_code)),
        tried("Danh mục thủ tục", lambda: f"{len(side.procedures())} thủ tục."),
        tried("Hồ sơ trực tuyến", lambda: f"{len(side.waiting(0))} thông điệp đang chờ."),
    ]


def _known(side: NationalSide, wanted: str) -> str:
    for code, name in side.agencies():
        if code.upper() == wanted.upper():
            return f"{wanted} là {name}."
    raise ChannelError(f"Mã “{wanted}” không có trong danh mục cơ quan của phía quốc gia. Hãy kiểm tra mã.")


class Web:
    """HTTP as both generations need it: guarded, one retry after the session ended, failures in words."""

    def __init__(self, facts: ConnectionFacts) -> None:
        self.facts = facts
        self.client = client_for(facts)
        self.base = facts.address.rstrip("/")

    def option(self, name: str, default: str) -> str:
        """Return an option of the link, or what is usual."""
        return str(self.facts.options.get(name, "") or default)

    def url(self, path: str) -> str:
        """Return the address of a path below the link's own."""
        return f"{self.base}/{path.lstrip('/')}" if path else self.base

    def ask(self, method: str, url: str, *, doubtful: bool = False, **more: Any) -> httpx.Response:
        """Ask and return the answer; what is busy or broken counts as unreachable."""
        with told(doubtful=doubtful):
            response = self.client.request(method, url, **more)
        if response.status_code == 429 or response.status_code >= 500:
            raise Unreachable(f"Phía quốc gia bận hoặc lỗi (HTTP {response.status_code}).")
        return response

    def download(self, url: str, into: BinaryIO, limit: int, sha256: str, headers: Mapping[str, str]) -> None:
        """Write what lies at an address of the far side itself into a stream and check its hash."""
        self._own(url)
        seen, size = hashlib.sha256(), 0
        with told(), self.client.stream("GET", url, headers=dict(headers)) as response:
            if response.status_code >= 500 or response.status_code in {401, 403, 429}:
                raise Unreachable(f"Chưa tải được tệp (HTTP {response.status_code}).")
            if response.status_code != 200:
                raise Refused("file", f"Phía quốc gia không có tệp này (HTTP {response.status_code}).")
            for piece in response.iter_bytes(CHUNK):
                size += len(piece)
                if size > limit:
                    raise TooLarge(f"Tệp lớn hơn {limit // 1024 // 1024} MB.")
                seen.update(piece)
                into.write(piece)
        if sha256 and seen.hexdigest() != sha256:
            raise Refused("hash", "Nội dung tệp không khớp mã băm mà phía quốc gia báo.")

    def _own(self, url: str) -> None:
        """Refuse addresses in messages that lead elsewhere than the link does; an option may name more."""
        wrong = check_url(url)
        if wrong:
            raise Refused("address", f"Đường dẫn tệp không dùng được. {wrong}")
        asked, own = httpx.URL(url), httpx.URL(self.base)
        more = {one.strip().casefold() for one in self.option("file_hosts", "").split(",") if one.strip()}
        same = (asked.scheme, asked.host, asked.port) == (own.scheme, own.host, own.port)
        if not same and asked.host.casefold() not in more:
            raise Refused("address", f"Đường dẫn tệp dẫn tới máy chủ khác ({asked.host}); không tải.")

    def close(self) -> None:
        """Close the client."""
        self.client.close()
