"""Adapters for as long as they are needed: kept open in the process, or opened for one live check."""

import threading
from collections.abc import Callable
from typing import Protocol

from django.utils.translation import gettext as _

from congvu.interchange.channels.base import ChannelError, ConnectionFacts, Health


class Openable(Protocol):
    """What is opened: a channel, or another side that is reached like one."""

    def check(self) -> list[Health]:
        """Try what is reached, and say line by line what works."""
        ...

    def close(self) -> None:
        """Close what is kept open."""
        ...


class Held[Adapter: Openable]:
    """Adapters kept open by the key of what they belong to, until its facts change.

    Args:
        opened: opens one from facts.
    """

    def __init__(self, opened: Callable[[ConnectionFacts], Adapter]) -> None:
        self.opened = opened
        self._lock = threading.Lock()
        self._open: dict[int, tuple[ConnectionFacts, Adapter]] = {}

    def of(self, key: int, facts: ConnectionFacts) -> Adapter:
        """Return the adapter of a key, the same one as long as its facts are the same."""
        with self._lock:
            held = self._open.get(key)
            if held is not None and held[0] == facts:
                return held[1]
            adapter = self.opened(facts)
            self._open[key] = (facts, adapter)
        if held is not None:
            held[1].close()
        return adapter

    def forget(self) -> None:
        """Close every adapter of this process."""
        with self._lock:
            held = list(self._open.values())
            self._open.clear()
        for _facts, adapter in held:
            adapter.close()


def looked_at(opened: Callable[[], Openable]) -> list[Health]:
    """Open an adapter for one live check; a failure to open it is a line of its own."""
    try:
        adapter = opened()
        try:
            return adapter.check()
        finally:
            adapter.close()
    except ChannelError as error:
        return [Health(_("Khai báo"), False, error.told)]


def as_kept(lines: list[Health]) -> list[dict[str, object]]:
    """Return the lines of a live check as they are kept with what was checked."""
    return [{"name": one.name, "ok": one.ok, "told": one.told} for one in lines]
