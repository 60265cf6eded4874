"""Periodic work of the axis."""

from congvu.hub.services import purging, uplink


def upward() -> None:
    """Exchange with the axis above."""
    uplink.turn()


def purge() -> None:
    """Remove what is no longer needed."""
    purging.purge()
