"""Slowing down whoever guesses: so many look-ups from one address in ten minutes."""

from django.core.cache import cache

LIMIT = 30
SECONDS = 600


def may_ask(address: str) -> bool:
    """Count one look-up from a network address; tell whether it is still within the limit."""
    key = f"portal.track:{address}"
    if cache.add(key, 1, SECONDS):
        return True
    try:
        return cache.incr(key) <= LIMIT
    except ValueError:  # it ran out between the two
        cache.add(key, 1, SECONDS)
        return True
