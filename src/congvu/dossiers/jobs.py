"""Periodic work of this room."""

from congvu.dossiers.services import recomputing, watch


def settle_silence() -> None:
    """Count silence as consent where the law says so."""
    watch.settle_all_silence()


def close_unanswered() -> None:
    """Close dossiers whose time for supplement is over."""
    watch.close_all_unanswered()


def recompute() -> None:
    """Compute the next portions of deadlines after the calendars changed."""
    for _portion in range(20):
        if recomputing.recompute_after_calendar_change() < recomputing.PORTION:
            break


def remind() -> None:
    """Tell officers of what is overdue or due soon."""
    watch.remind_holders()
