"""Periodic work of this room."""

from congvu.delivery import services


def purge() -> None:
    """Delete deliveries that ended long ago, in portions."""
    while services.purge():
        pass
