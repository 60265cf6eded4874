"""The port of all channels: what travels, what the far side says, and how a channel fails.

A channel moves packages; it knows no document, no database and no clock of ours.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Literal, Protocol

Kind = Literal["edoc", "status"]
KINDS: tuple[Kind, ...] = ("edoc", "status")


@dataclass(frozen=True, slots=True)
class ConnectionFacts:
    """What an adapter is built from.

    Args:
        kind: the adapter, such as "vxp".
        address: of the far side, such as "http://10.1.2.3:8080/vxp".
        system_id: who we are there.
        secret: what proves it; never shown, never logged.
        agency_code: the code that we send as.
        options: the adapter's switches.
    """

    kind: str
    address: str
    system_id: str = ""
    secret: str = field(default="", repr=False)
    agency_code: str = ""
    options: Mapping[str, str] = field(default_factory=dict)

    def flag(self, name: str, default: bool = False) -> bool:
        """Return a switch among the options; "1", "yes", "true", "on" mean yes."""
        told = str(self.options.get(name, "")).strip().casefold()
        return told in {"1", "yes", "true", "on"} if told else default

    def seconds(self, name: str, default: float) -> float:
        """Return a number of seconds among the options; what is no positive number counts as `default`."""
        try:
            told = float(self.options.get(name, "") or default)
        except ValueError:
            return default
        return told if 0 < told < 3600 else default


@dataclass(frozen=True, slots=True)
class Listed:
    """One item of the far side's inbox, waiting for us; `to` is the recipient where the far side tells it."""

    remote_id: str
    kind: Kind
    sender: str
    created_at: datetime | None = None
    state: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """What the far side says of a package that we sent, for one recipient.

    Args:
        remote_id: its id there.
        to_code: the recipient.
        state: what the far side says of it, as it says it.
        note: in words.
        document_id: the DocumentId, or number and notation, of what was sent, where the far side tells it.
        at: when it accepted it.
    """

    remote_id: str
    to_code: str
    state: str
    note: str = ""
    document_id: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Partner:
    """One agency of the far side's directory; `successor` is who carries on its work, where that is told."""

    code: str
    name: str
    parent: str = ""
    old_code: str = ""
    mail: str = ""
    version: str = ""
    deleted: bool = False
    is_agency: bool = True
    successor: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    """One line of a live check: `told` is a Vietnamese sentence, with the mend when it is not ok."""

    name: str
    ok: bool
    told: str


class ChannelError(Exception):
    """A channel did not do what it was asked; `told` is a sentence for people."""

    def __init__(self, told: str) -> None:
        super().__init__(told)
        self.told = told


class Refused(ChannelError):  # noqa: N818 — what happened
    """The far side refused for good: the same again would be refused again."""

    def __init__(self, code: str, told: str) -> None:
        super().__init__(told)
        self.code = code


class Unreachable(ChannelError):  # noqa: N818 — what happened
    """Certainly not accepted: try later."""


class Busy(Unreachable):
    """The far side takes nothing for a while: too many calls. `seconds` is when to come back."""

    def __init__(self, told: str, seconds: float = 60) -> None:
        super().__init__(told)
        self.seconds = seconds


class Ambiguous(ChannelError):  # noqa: N818 — what happened
    """May have been accepted: ask `Channel.sent` before sending again."""


class Channel(Protocol):
    """What every adapter does; each method may raise `ChannelError`: a garbled answer is one, never empty."""

    kind: str

    def list_inbox(self, kind: Kind) -> list[Listed]:
        """Return what waits for us, at most as much as the far side tells at once."""
        ...

    def fetch(self, item: Listed, into: BinaryIO) -> Mapping[str, str]:
        """Write the package into a file, piece by piece; return the headers that are kept as evidence."""
        ...

    def acknowledge(self, item: Listed, *, stored: bool, why: str = "") -> None:
        """Tell the far side that the package is safe here, or that it cannot be read (`why`)."""
        ...

    def send(self, package: Path, *, kind: Kind, sender: str, to: Sequence[str]) -> str:
        """Send a package and return its id there.

        Raises:
            Refused: never again.
            Unreachable: certainly not accepted.
            Ambiguous: may have been accepted.
        """
        ...

    def sent(self, *, remote_id: str = "", document_id: str = "", kind: Kind = "edoc") -> list[Sent]:
        """Return what the far side has of what we sent: asked before repeating after `Ambiguous`.

        Args:
            remote_id: of one package, where we know it.
            document_id: our DocumentId; a far side that cannot look for it returns what it has lately.
            kind: document or status.
        """
        ...

    def directory(self, since: str = "") -> Iterator[Partner]:
        """Yield the agencies of the far side; after version `since` where it can tell them apart."""
        ...

    def check(self) -> list[Health]:
        """Try the connection and say line by line what works and what does not; never raise."""
        ...

    def close(self) -> None:
        """Close what is kept open; the channel is not used afterwards."""
        ...
