"""Typed values of the screens: menu items, badges, tabs, keyset pages."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type Text = str | Promise


class Capable(Protocol):
    """Whoever may be asked for a capability: the actor of the directory."""

    def can(self, capability: str) -> bool:
        """Tell whether `capability` is granted."""
        ...


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the menu, shown only to whom its view lets in.

    Args:
        label: Vietnamese text.
        icon: a name of `data/icons.txt`.
        url_name: name of an address without arguments, such as "desk:inbox".
        capability: capability of the view; "" shows it to every signed-in officer.
        group: "work" (first), "manage" (quản trị) or "account" (the officer's own menu).
        order: lower stands first.
        key: shortcut letter after `g`, such as "h" for `g h`; "" for none.
    """

    label: Text
    icon: str
    url_name: str
    capability: str = ""
    group: str = "work"
    order: int = 50
    key: str = ""


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A menu item resolved for one request: its address, and whether the page lies under it."""

    label: Text
    icon: str
    url: str
    current: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Badge:
    """How a state looks: its word, its tone and its icon (never colour alone).

    Args:
        label: the state in the words of the law.
        tone: neutral, info, progress, wait, good or bad.
        icon: a name of `data/icons.txt`.
    """

    label: Text
    tone: str = "neutral"
    icon: str = "point"


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab over a list, with its capped count (None hides the count)."""

    label: Text
    url: str
    current: bool = False
    count: int | None = None
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the breadcrumb; the last one has no address."""

    label: Text
    url: str = ""


@dataclass(frozen=True, slots=True)
class KeysetPage[T]:
    """One page of a list read by key, without any COUNT.

    Args:
        rows: what is shown.
        newer: cursor of the page before, "" at the start.
        older: cursor of the page after, "" at the end.
    """

    rows: Sequence[T] = field(default_factory=tuple)
    newer: str = ""
    older: str = ""


URGENCY: dict[str, Badge] = {
    "overdue": Badge(_("Quá hạn"), "bad", "alert-triangle"),
    "today": Badge(_("Hôm nay"), "wait", "calendar-due"),
    "soon": Badge(_("Sắp đến hạn"), "soon", "clock"),
    "later": Badge(_("Còn hạn"), "neutral", "calendar-event"),
    "paused": Badge(_("Tạm dừng"), "info", "clock-pause"),
}

UNKNOWN = Badge(_("Chưa rõ"))


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file on its way to a browser.

    Args:
        stream: the bytes, seekable; closed once sent.
        name: the file's name.
        media_type: its type as sniffed, never as claimed.
        size: in bytes.
        sha256: names the content, so that the browser can keep it.
    """

    stream: BinaryIO
    name: str
    media_type: str
    size: int
    sha256: str
