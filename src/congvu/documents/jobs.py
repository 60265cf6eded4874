"""Periodic work of this room."""

from congvu.documents.services import watch


def remind_registry() -> None:
    """Tell registry clerks of documents that are not in the register by the end of the day."""
    watch.remind_registry()


def remind_incoming() -> None:
    """Tell officers of incoming documents that are overdue or due soon."""
    watch.remind_holders()
