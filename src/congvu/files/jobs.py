"""Periodic work of this room."""

from congvu.files import services


def clean() -> None:
    """Remove bytes that no file refers to."""
    services.clean()
