"""Periodic work of this room."""

from congvu.api import services
from congvu.api.services import telling


def purge() -> None:
    """Delete what ended: tokens and kept answers."""
    services.purge()
    telling.purge_calls()


def look_for_events() -> None:
    """Put new events on their way to subscribers."""
    telling.look_for_events()
