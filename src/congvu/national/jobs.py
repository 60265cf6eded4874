"""Periodic work of this room."""

from congvu.national.services.codes import fill_reserves
from congvu.national.services.inbound import poll_due
from congvu.national.services.replaying import backfill
from congvu.national.services.watching import raise_alarms


def tell_missed() -> None:
    """Tell the national side of what changed while no link told of it."""
    backfill()


def poll() -> None:
    """Ask what citizens did on the portal."""
    poll_due()


def watch() -> None:
    """Tell people of links that stand still."""
    raise_alarms()


def fill() -> None:
    """Fetch dossier codes of the national side for the procedures in use."""
    fill_reserves()
