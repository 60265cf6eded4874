"""How often a program calls: counted by the minute; those over their number wait."""

from django.core.cache import cache
from django.utils import timezone

from congvu.api.models import ApiClient

ATTEMPTS = 60
"""So many requests for tokens a minute from one network address."""


def count_call(client: ApiClient) -> int:
    """Count a call; return 0 when it is within the limit, else after how many seconds to call again."""
    now = timezone.now()
    if _count(f"api-{client.pk}-{now:%Y%m%d%H%M}") <= client.per_minute:
        return 0
    return 60 - now.second


def count_attempt(address: str) -> int:
    """Count a request for a token from a network address; as `count_call`."""
    now = timezone.now()
    return 0 if _count(f"api-token-{address}-{now:%Y%m%d%H%M}") <= ATTEMPTS else 60 - now.second


def _count(key: str) -> int:
    cache.add(key, 0, 120)
    try:
        return cache.incr(key)
    except ValueError:  # it ended between the two
        return 1


def touch(client: ApiClient) -> None:
    """Write when a program called last, at most once a minute."""
    now = timezone.now()
    if client.used_at is None or (now - client.used_at).total_seconds() > 60:
        ApiClient.objects.filter(pk=client.pk).update(used_at=now)
