"""Periodic work of this room."""

from congvu.delivery import services
from congvu.directory.services import agencies


def bring_agencies_up() -> None:
    """Let names, kinds and parents of agencies that begin today hold; the directory lies below the worker."""
    agencies.apply_due_versions()


def purge() -> None:
    """Delete deliveries that ended long ago, in portions."""
    while services.purge():
        pass
