"""Periodic work of this room."""

from congvu.notify import services


def purge() -> None:
    """Delete old notices."""
    services.purge()
