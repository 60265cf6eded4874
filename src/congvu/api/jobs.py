"""Periodic work of this room."""

from congvu.api import services


def purge() -> None:
    """Delete what ended: tokens and kept answers."""
    services.purge()
