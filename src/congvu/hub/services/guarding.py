"""Who calls: the HMAC proves the credential, any of whose valid secrets counts; and how often they may."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Q
from django.utils import timezone

from congvu.common.sealing import SealBroken
from congvu.hub.models import HubCredential, HubRefusal, HubSecret
from congvu.hub.rules import answers
from congvu.hub.rules.answers import Fail
from congvu.hub.rules.parameters import undoubled
from congvu.interchange.channels.vxp.signing import PREFIX, BadSignature, unproved, verify
from congvu.interchange.services.sealing import sealer
from congvu.ui.services import count_within

logger = logging.getLogger(__name__)
GUESSES = 60
"""So many calls with a wrong signature are heard from one address in a minute."""
_NOBODY = "no system has this secret"
_WORDS = {
    "missing": "Thiếu header XroadVnpt-sign-header hoặc XroadVnpt-hash-header.",
    "hash": "Sai systemid, secret hoặc chữ ký: hash-header phải là HMAC-SHA256 (hex, chữ thường) của đúng "
    "chuỗi sign-header đã gửi, khóa là secret.",
    "malformed": "Header XroadVnpt-sign-header không phải đối tượng JSON gồm các chuỗi.",
    "mismatch": "Một header XroadVnpt-* khác với giá trị đã ký trong XroadVnpt-sign-header.",
}


@dataclass(frozen=True, slots=True)
class Caller:
    """A proved caller: their credential and the parameters that they signed, names in lower case."""

    credential: HubCredential
    parameters: Mapping[str, str]

    def get(self, *names: str) -> str:
        """Return the first of the named parameters that was signed, or ""."""
        return next((self.parameters[name] for name in names if self.parameters.get(name)), "").strip()


def prove(headers: Mapping[str, str], address: str) -> Caller:
    """Return who calls; raise Fail when the headers do not prove it, or they call too often.

    Args:
        headers: of the request, names in any case.
        address: the network address, against guessing.
    """
    headers = undoubled(headers)
    if _over(f"hub.guess:{address}", GUESSES, count=False):
        raise Fail(answers.TOO_OFTEN, "Quá nhiều lần sai chữ ký từ địa chỉ này; thử lại sau một phút.", 429)
    system_id = unproved(headers, "systemid").strip()
    if not system_id:
        raise Fail(answers.NOT_PROVED, f"Thiếu header {PREFIX}systemid.")
    now = timezone.now()
    credential = HubCredential.objects.select_related("agency").filter(system_id=system_id).first()
    try:
        parameters = _verified(credential, headers, now)
    except BadSignature as error:
        _over(f"hub.guess:{address}", GUESSES)
        raise Fail(answers.NOT_PROVED, _WORDS.get(error.code, _WORDS["hash"])) from None
    if credential is None or parameters.get("systemid") != system_id:
        raise Fail(answers.NOT_PROVED, _WORDS["mismatch"])
    if not credential.active:
        raise Fail(answers.CLOSED, "Tài khoản kết nối đã ngừng; liên hệ đơn vị vận hành trục.")
    if _over(f"hub.rate:{credential.pk}", credential.per_minute):
        raise Fail(answers.TOO_OFTEN, "Gọi quá số lần mỗi phút; chờ rồi gọi lại.", 429)
    _seen(credential, now)
    return Caller(credential, parameters)


def _verified(credential: HubCredential | None, headers: Mapping[str, str], now: datetime) -> dict[str, str]:
    """Try each valid secret; without a credential the same work is done, so that times tell nothing."""
    secrets = _secrets(credential, now) if credential else []
    failure = BadSignature("hash")
    for row, secret in secrets or [(None, _NOBODY)]:
        try:
            found = verify(headers, secret)
        except BadSignature as error:
            failure = error
            if error.code != "hash":
                break
            continue
        if row is None:
            break
        if row.used_at is None or now - row.used_at > timedelta(minutes=5):
            HubSecret.objects.filter(pk=row.pk).update(used_at=now)
        return {name.casefold(): value for name, value in found.items()}
    raise failure


def _secrets(credential: HubCredential, now: datetime) -> list[tuple[HubSecret | None, str]]:
    usable = Q(expires_at__isnull=True) | Q(expires_at__gt=now)
    found: list[tuple[HubSecret | None, str]] = []
    for row in HubSecret.objects.filter(usable, credential=credential, revoked_at__isnull=True).order_by(
        "-id"
    ):
        try:
            found.append((row, sealer().unseal(row.sealed)))
        except SealBroken:
            logger.error("the secret %s cannot be unsealed: its key is missing", row.pk)
    return found


def _seen(credential: HubCredential, now: datetime) -> None:
    if credential.seen_at is None or now - credential.seen_at > timedelta(minutes=1):
        HubCredential.objects.filter(pk=credential.pk).update(seen_at=now)


def _over(key: str, limit: int, *, count: bool = True) -> bool:
    """Count one call in this minute; tell whether there were more than `limit`."""
    if not count:
        return int(cache.get(key) or 0) > limit
    return count_within(key, 60) > limit


def note_refusal(operation: str, headers: Mapping[str, str], address: str, fail: Fail) -> None:
    """Keep a refusal for the administrator: who, what, why; no secrets, no bodies."""
    HubRefusal.objects.create(
        at=timezone.now(),
        operation=operation[:40],
        system_id=unproved(headers, "systemid")[:120],
        address=address[:60],
        code=fail.code,
        told=fail.told[:500],
    )
