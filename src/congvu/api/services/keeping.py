"""A request and its effect once: the answer is kept under the caller's key, in the effect's transaction."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.api.models import KeptAnswer
from congvu.api.queries.clients import Caller
from congvu.common.errors import ActionRefused

type Answer = tuple[int, dict[str, Any]]


def once(caller: Caller, key: str, said: Any, act: Callable[[], Answer]) -> Answer:
    """Do something once under a key; the same request again gets the answer of the first time.

    Args:
        caller: who asks.
        key: made by the caller, one for each thing wanted.
        said: address and body of the request, JSON values only.
        act: does it and returns status and answer; runs in this transaction; a refusal keeps nothing.

    Raises:
        ActionRefused: the key was used for another request (422).
    """
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, cls=DjangoJSONEncoder)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    earlier = _earlier(caller, key, digest)
    if earlier is not None:
        return earlier
    with transaction.atomic():
        kept = _reserve(caller, key, digest)
        if kept is None:
            # Another process has just done it: its answer is the one.
            return _earlier(caller, key, digest) or (409, {})
        kept.status, kept.body = act()
        kept.save(update_fields=["status", "body"])
    return kept.status, kept.body


def _reserve(caller: Caller, key: str, digest: str) -> KeptAnswer | None:
    """Write the key; None when it is there. Waits for a process that is doing the same thing now."""
    try:
        with transaction.atomic():
            return KeptAnswer.objects.create(
                client=caller.client, key=key, digest=digest, created_at=timezone.now()
            )
    except IntegrityError:
        return None


def _earlier(caller: Caller, key: str, digest: str) -> Answer | None:
    found = KeptAnswer.objects.filter(client=caller.client, key=key).first()
    if found is None:
        return None
    if found.digest != digest:
        raise ActionRefused(
            _("Khóa yêu cầu này đã dùng cho một yêu cầu khác."),
            code="idempotency_key",
            field="Idempotency-Key",
        )
    return found.status, found.body
