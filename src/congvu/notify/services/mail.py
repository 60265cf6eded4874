"""E-mail through the outbox: in the transaction of the fact, tried again when the server is away."""

import re
import smtplib
from email.errors import HeaderParseError

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.common.subject import Subject
from congvu.delivery.messages import Message, Permanent
from congvu.delivery.services import enqueue

KIND = "mail"


def send_email(to: str, subject: str, body: str, *, key: str, about: Subject | None = None) -> None:
    """Have an e-mail sent after this transaction; a key used before changes nothing.

    Args:
        to: one address.
        subject: the subject line; line breaks become spaces.
        body: plain text.
        key: idempotency key: the fact and the recipient.
        about: what the e-mail is about.

    Raises ActionRefused for an address that cannot be one, RuntimeError outside a transaction.
    """
    try:
        validate_email(to)
    except ValidationError:
        raise ActionRefused(
            _("“%(to)s” không phải địa chỉ thư điện tử.") % {"to": to}, code="email", field="email"
        ) from None
    payload = {"to": to, "subject": re.sub(r"\s+", " ", subject).strip(), "body": body}
    enqueue(KIND, f"mail:{to}"[:200], payload, key=key, subject=about)


def send_mail_message(message: Message) -> None:
    """Hand one queued e-mail to the mail server; called by the worker.

    The Message-ID is made of the idempotency key, so that repeats after a crash can be recognised.
    Raises Permanent when the server refuses the address for good (SMTP 5xx).
    """
    payload = message.payload
    host = settings.DEFAULT_FROM_EMAIL.rsplit("@", 1)[-1].strip(">") or "localhost"
    email = EmailMessage(
        subject=payload["subject"],
        body=payload["body"],
        to=[payload["to"]],
        headers={"Message-ID": f"<congvu.{message.id}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    try:
        email.send()
    except smtplib.SMTPRecipientsRefused as error:
        if all(code >= 500 for code, _text in error.recipients.values()):
            raise Permanent(str(error)) from error
        raise
    except HeaderParseError as error:
        raise Permanent(str(error)) from error
