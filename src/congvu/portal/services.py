"""Slowing down whoever guesses: so many look-ups from one address in ten minutes."""

from congvu.ui.services import count_within

LIMIT = 30
SECONDS = 600


def may_ask(address: str) -> bool:
    """Count one look-up from a network address; tell whether it is still within the limit."""
    return count_within(f"portal.track:{address}", SECONDS) <= LIMIT
