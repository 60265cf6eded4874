"""Telling people: in the product, and by e-mail through the outbox."""

from congvu.notify.services.mail import send_email, send_mail_message
from congvu.notify.services.notices import (
    mark_all_read,
    mark_old_read,
    mark_read,
    mark_subject_read,
    notify,
    purge,
)

__all__ = [
    "mark_all_read",
    "mark_old_read",
    "mark_read",
    "mark_subject_read",
    "notify",
    "purge",
    "send_email",
    "send_mail_message",
]
