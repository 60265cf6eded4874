"""Periodic work of this room."""

from congvu.dossiers.services import watch


def settle_silence() -> None:
    """Count silence as consent where the law says so."""
    watch.settle_all_silence()


def close_unanswered() -> None:
    """Close dossiers whose time for supplement is over."""
    watch.close_all_unanswered()


def remind() -> None:
    """Tell officers of what is overdue or due soon."""
    watch.remind_holders()
