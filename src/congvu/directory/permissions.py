"""Capabilities, and how a view declares the one it needs (deny by default)."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied

from congvu.directory.messages import Actor

PUBLIC = "public"
SIGNED_IN = "signed-in"

View = Callable[..., Any]


def requires[V: View](capability: str) -> Callable[[V], V]:
    """Declare the capability of a view: a name, PUBLIC or SIGNED_IN. The middleware enforces it."""

    def declare(view: V) -> V:
        view.capability = capability  # type: ignore[attr-defined]
        return view

    return declare


def demand(actor: Actor, capability: str) -> None:
    """Raise PermissionDenied unless `actor` holds `capability`; called first in every service."""
    if not actor.can(capability):
        raise PermissionDenied(capability)
