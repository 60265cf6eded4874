"""Periodic work of this room."""

from congvu.interchange.services.inbound import poll_due
from congvu.interchange.services.syncing import sync_directories
from congvu.interchange.services.watching import raise_alarms


def poll() -> None:
    """Ask the far sides what waits."""
    poll_due()


def watch() -> None:
    """Tell people what stands still."""
    raise_alarms()


def sync() -> None:
    """Take over what changed in the directories."""
    sync_directories()
