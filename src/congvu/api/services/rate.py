"""How often a program calls: counted by the minute; those over their number wait."""

from django.utils import timezone

from congvu.api.models import ApiClient
from congvu.ui.services import count_within

ATTEMPTS = 60
"""So many requests for tokens a minute from one network address."""
KEPT = 120
"""A minute's number is kept so many seconds."""


def count_call(client: ApiClient) -> int:
    """Count a call; return 0 when it is within the limit, else after how many seconds to call again."""
    now = timezone.now()
    if count_within(f"api-{client.pk}-{now:%Y%m%d%H%M}", KEPT) <= client.per_minute:
        return 0
    return 60 - now.second


def count_attempt(address: str) -> int:
    """Count a request for a token from a network address; as `count_call`."""
    now = timezone.now()
    many = count_within(f"api-token-{address}-{now:%Y%m%d%H%M}", KEPT)
    return 0 if many <= ATTEMPTS else 60 - now.second


def touch(client: ApiClient) -> None:
    """Write when a program called last, at most once a minute."""
    now = timezone.now()
    if client.used_at is None or (now - client.used_at).total_seconds() > 60:
        ApiClient.objects.filter(pk=client.pk).update(used_at=now)
