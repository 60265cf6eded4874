"""What the faces share: menu, badges of states, the notice counter, and counting who asks too often."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.cache import cache

from congvu.ui.messages import Badge, NavItem

_nav: dict[str, NavItem] = {}
_badges: dict[str, dict[str, Badge]] = {}
_counters: dict[str, Callable[[Any], int]] = {}


def register_nav(*items: NavItem) -> None:
    """Add entries to the menu; call it in the face's `AppConfig.ready`.

    Args:
        items: entries; a second one with the same `url_name` replaces the first.
    """
    for item in items:
        _nav[item.url_name] = item


def register_badges(kind: str, badges: Mapping[str, Badge]) -> None:
    """Say how the states of one kind of thing look, for `{% state_badge state "kind" %}`.

    Args:
        kind: "dossier", "process", "delivery" …
        badges: state code → badge.
    """
    _badges.setdefault(kind, {}).update(badges)


def register_counter(name: str, count: Callable[[Any], int]) -> None:
    """Register the number on a top-bar entry; `name` is "notices".

    Args:
        count: takes the actor, returns a number (one cheap query at most, cached by its room).
    """
    _counters[name] = count


def nav_items() -> list[NavItem]:
    """Return all registered entries in menu order."""
    return sorted(_nav.values(), key=lambda item: (item.group != "work", item.group, item.order))


def badge_of(kind: str, state: str) -> Badge | None:
    """Return the badge registered for a state."""
    return _badges.get(kind, {}).get(state)


def counter(name: str, actor: Any) -> int:
    """Return the registered number, 0 without a counter."""
    return _counters[name](actor) if name in _counters else 0


def count_within(key: str, seconds: int) -> int:
    """Count one more in a window of time that its first one opened; return how many there are by now.

    Args:
        key: what is counted, and whose.
        seconds: how long the window is.
    """
    if cache.add(key, 1, seconds):
        return 1
    try:
        return cache.incr(key)
    except ValueError:  # it ran out between the two
        cache.add(key, 1, seconds)
        return 1
