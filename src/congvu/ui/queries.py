"""What templates ask: the menu for an actor, icon names, well-known places."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.urls import NoReverseMatch, get_urlconf, reverse

from congvu.ui.messages import Capable, MenuEntry
from congvu.ui.services import nav_items

ICONS = Path(__file__).parent / "data" / "icons.txt"

#: Addresses of the top bar; a place whose face is not installed is not shown.
PLACES = {
    "home": "desk:inbox",
    "search": "desk:search",
    "notices": "desk:notices",
    "switch-post": "desk:switch_post",
    "intake": "desk:intake",
}


@cache
def icon_names() -> list[str]:
    """Return the names of the sprite's icons."""
    lines = ICONS.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def address(url_name: str) -> str:
    """Return the address of a URL name without arguments, or "" when there is none."""
    return _address(url_name, get_urlconf() or settings.ROOT_URLCONF)


@cache
def _address(url_name: str, urlconf: str) -> str:
    try:
        return reverse(url_name, urlconf=urlconf)
    except NoReverseMatch:
        return ""


def place(name: str) -> str:
    """Return the address of a well-known place (home, search, notices, switch-post, intake), or ""."""
    return address(PLACES[name])


def menu(actor: Capable | None, path: str) -> dict[str, list[MenuEntry]]:
    """Return what the actor may open, by group, with the entry that holds `path` marked.

    Args:
        actor: who looks; None sees nothing.
        path: the request's path, for the mark.
    """
    groups: dict[str, list[MenuEntry]] = {"work": [], "manage": [], "account": []}
    if actor is None:
        return groups
    allowed = [(item, address(item.url_name)) for item in nav_items() if _may(actor, item.capability)]
    addresses = [url for _, url in allowed if url and _under(path, url)]
    best = max(addresses, key=len, default="")
    for item, url in allowed:
        if url:
            entry = MenuEntry(item.label, item.icon, url, bool(best) and url == best, item.key)
            groups.setdefault(item.group, []).append(entry)
    return groups


def _may(actor: Capable, capability: str) -> bool:
    return not capability or actor.can(capability)


def _under(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))
