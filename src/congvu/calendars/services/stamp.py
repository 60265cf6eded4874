"""The stamp that tells every process that the calendars changed."""

import secrets

from django.utils import timezone

from congvu.calendars import queries
from congvu.calendars.models import CalendarStamp
from congvu.common.subject import Subject

BOOK = Subject("calendars.calendarstamp", queries.STAMP_PK)


def bump() -> None:
    """Give the calendars a new token, inside the transaction of the change.

    The token is random, not a counter: after a rollback the next change must not reuse a number that some
    process already cached rows under.
    """
    CalendarStamp.objects.update_or_create(
        pk=queries.STAMP_PK, defaults={"token": secrets.token_hex(16), "changed_at": timezone.now()}
    )
    queries.forget()
