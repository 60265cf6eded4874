"""Periodic work of this room."""

from congvu.assignments.services import recurring, reminding


def give_recurring() -> None:
    """Give recurring work again."""
    recurring.give_recurring()


def remind() -> None:
    """Remind of deadlines."""
    reminding.remind_all()
