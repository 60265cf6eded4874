"""Accounts of a demonstration: one password, known second factors. Never used unless DEMO is set."""

import base64
import hashlib
import os
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from congvu.directory import queries
from congvu.directory.models import Officer, Post
from congvu.directory.permissions import ADMINISTRATOR

_WORDS = (
    "lua",
    "sen",
    "tre",
    "dua",
    "cau",
    "trau",
    "mit",
    "xoai",
    "nhan",
    "buoi",
    "cam",
    "que",
    "lan",
    "mai",
)


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account as `congvu accounts` prints it; `code` is today's one-time code of administrators."""

    agency: str
    unit: str
    role: str
    title: str
    username: str
    full_name: str
    code: str = ""


def password() -> str:
    """Return the password of all demonstration accounts: from DEMO_PASSWORD, or made once and kept.

    Raises RuntimeError unless DEMO is set.
    """
    if not settings.DEMO:
        raise RuntimeError("demonstration accounts exist only where DEMO is set")
    if settings.DEMO_PASSWORD:
        return str(settings.DEMO_PASSWORD)
    path = Path(settings.DATA_DIR) / "demo-password"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8").strip()
    value = "-".join([*(secrets.choice(_WORDS) for _ in range(3)), str(secrets.randbelow(9000) + 1000)])
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        handle.write(value)
    return value


def password_hash() -> str:
    """Return one hash of the demonstration password, shared by its accounts to load them quickly."""
    return make_password(password())


@transaction.atomic
def give_second_factors() -> int:
    """Give administrators without a second factor one that `congvu accounts` can show codes for."""
    administrators = Officer.objects.filter(
        queries.in_force(prefix="posts__"), posts__roles__code=ADMINISTRATOR
    ).exclude(authenticator__type=Authenticator.Type.TOTP)
    officers = list(administrators.distinct())
    for officer in officers:
        TOTP.activate(officer, _secret_of(officer.username))
    return len(officers)


def accounts(realm: str = "") -> list[DemoAccount]:
    """Return the accounts of main agencies (those with an administrator), one per post, by agency."""
    posts = Post.objects.filter(queries.in_force(), officer__is_active=True)
    main = posts.filter(roles__code=ADMINISTRATOR).values("agency")
    posts = posts.filter(agency__in=main).select_related("officer", "agency", "unit", "position")
    if realm:
        posts = posts.filter(agency__realm=realm)
    return [
        DemoAccount(
            agency=post.agency.name,
            unit=post.unit.name,
            role=", ".join(role.code for role in post.roles.all()),
            title=post.position.name,
            username=post.officer.username,
            full_name=post.officer.full_name,
            code=current_code(post.officer) if any(r.code == ADMINISTRATOR for r in post.roles.all()) else "",
        )
        for post in posts.order_by("agency__path", "unit__path", "position__rank", "id").prefetch_related(
            "roles"
        )
    ]


def current_code(officer: Officer) -> str:
    """Return the one-time code of this half minute, or "" when the officer set up a factor of their own."""
    row = Authenticator.objects.filter(user=officer, type=Authenticator.Type.TOTP).first()
    secret = _secret_of(officer.username)
    if row is None or decrypt(row.data["secret"]) != secret:
        return ""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD)))


def _secret_of(username: str) -> str:
    digest = hashlib.sha256(f"{password()}:{username}".encode()).digest()
    return base64.b32encode(digest[:20]).decode()
