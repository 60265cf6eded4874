"""Accounts of officers: enter, revise, lock, passwords and second factors."""

from dataclasses import replace
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congvu.audit.services import record
from congvu.common.errors import ActionRefused
from congvu.common.subject import Subject
from congvu.common.text import clean, fold
from congvu.directory import queries, rules
from congvu.directory.messages import Actor, OfficerFacts, PostFacts
from congvu.directory.models import Officer, new_stamp
from congvu.directory.permissions import demand
from congvu.directory.services.posts import add_post

PREFERENCES = frozenset({"shortcuts", "start_page", "page_size", "theme", "email_notices"})
"""Names that an officer may keep in their preferences."""

_LABELS = {
    "full_name": gettext_lazy("họ và tên"),
    "email": gettext_lazy("thư điện tử"),
    "phone": gettext_lazy("điện thoại"),
    "clearance": gettext_lazy("mức mật được xem"),
}


def subject_of(officer_id: int) -> Subject:
    """Return the subject of events about an officer."""
    return Subject("directory.officer", officer_id)


def search_text_of(full_name: str, username: str) -> str:
    """Return what an officer is found by: name and user name, folded."""
    return fold(f"{full_name} {username}")[:250]


@transaction.atomic
def create_officer(
    *, actor: Actor, username: str, facts: OfficerFacts, post: PostFacts, password: str = ""
) -> Officer:
    """Enter an officer with their first post; without a password they cannot sign in yet.

    Raises:
        ActionRefused: the user name is taken or not plain, the name is empty, the password too weak,
            or the post is wrong.
    """
    demand(actor, "people.manage")
    username = username.strip().casefold()
    _check_username(username)
    officer = Officer(username=username, must_change_password=bool(password), **_values(facts))
    officer.search_text = search_text_of(officer.full_name, username)
    if password:
        _check_password(officer, password)
    officer.set_password(password or None)
    officer.save(force_insert=True)
    record(
        "officer.created",
        subject_of(officer.pk),
        actor=actor,
        username=username,
        full_name=officer.full_name,
    )
    add_post(actor, officer, replace(post, is_primary=True))
    return officer


@transaction.atomic
def revise_officer(*, actor: Actor, officer_id: int, facts: OfficerFacts) -> Officer:
    """Correct an officer's name, contact data and the highest confidentiality they may see.

    Raises:
        ActionRefused: the name is empty, or nothing changes.
    """
    demand(actor, "people.manage")
    officer = _lock(actor, officer_id)
    values = _values(facts)
    changed = [name for name, value in values.items() if getattr(officer, name) != value]
    if not changed:
        raise ActionRefused(_("Không có gì thay đổi."), code="unchanged")
    for name in changed:
        setattr(officer, name, values[name])
    officer.search_text = search_text_of(officer.full_name, officer.username)
    _save(officer, *changed, "search_text")
    record(
        "officer.revised",
        subject_of(officer.pk),
        actor=actor,
        username=officer.username,
        fields=", ".join(str(_LABELS[name]) for name in changed),
    )
    return officer


@transaction.atomic
def lock_officer(*, actor: Actor, officer_id: int, reason: str) -> Officer:
    """Keep an officer from signing in; sessions that are open end with the next request."""
    demand(actor, "people.manage")
    officer = _lock(actor, officer_id)
    if officer.pk == actor.officer_id:
        raise ActionRefused(_("Không thể tự khóa tài khoản của mình."), code="self")
    if not reason.strip():
        raise ActionRefused(_("Hãy nêu lý do khóa."), code="required", field="reason")
    officer.is_active = False
    _save(officer, "is_active")
    record("officer.locked", subject_of(officer.pk), actor=actor, reason=reason, username=officer.username)
    return officer


@transaction.atomic
def unlock_officer(*, actor: Actor, officer_id: int) -> Officer:
    """Let a locked officer sign in again."""
    demand(actor, "people.manage")
    officer = _lock(actor, officer_id)
    officer.is_active = True
    _save(officer, "is_active")
    record("officer.unlocked", subject_of(officer.pk), actor=actor, username=officer.username)
    return officer


@transaction.atomic
def set_password(*, actor: Actor, officer_id: int, password: str) -> Officer:
    """Set a first or forgotten password, which the officer must change when signing in.

    Raises:
        ActionRefused: the password is too weak, with the sentences of the validators.
    """
    demand(actor, "people.manage")
    officer = _lock(actor, officer_id)
    _check_password(officer, password)
    officer.set_password(password)
    officer.must_change_password = officer.pk != actor.officer_id
    _save(officer, "password", "must_change_password")
    record("officer.password_set", subject_of(officer.pk), actor=actor, username=officer.username)
    return officer


@transaction.atomic
def change_own_password(*, actor: Actor, officer: Officer, password: str) -> Officer:
    """Set the password that an officer chose themselves (sign-in has checked the one of before)."""
    officer.set_password(password)
    officer.must_change_password = False
    _save(officer, "password", "must_change_password")
    if actor.agency_id:
        record("officer.password_changed", subject_of(officer.pk), actor=actor)
    return officer


@transaction.atomic
def reset_mfa(*, actor: Actor, officer_id: int, reason: str) -> int:
    """Remove all second factors of an officer who lost them; return how many were removed.

    An administrator must then set one up before anything else.
    """
    demand(actor, "people.manage")
    officer = _lock(actor, officer_id)
    if not reason.strip():
        raise ActionRefused(_("Hãy nêu lý do gỡ xác thực hai bước."), code="required", field="reason")
    removed = int(Authenticator.objects.filter(user=officer).delete()[0])
    record("officer.mfa_reset", subject_of(officer.pk), actor=actor, reason=reason, username=officer.username)
    return removed


@transaction.atomic
def set_preferences(*, actor: Actor, **changes: Any) -> None:
    """Keep an officer's own preferences, such as `shortcuts=False`."""
    unknown = set(changes) - PREFERENCES
    if unknown or actor.officer_id is None:
        raise ActionRefused(_("Tùy chọn không có."), code="unknown")
    officer = Officer.objects.select_for_update().get(pk=actor.officer_id)
    officer.preferences = {**officer.preferences, **changes}
    officer.save(update_fields=["preferences"])
    if actor.agency_id:
        record(
            "officer.preferences_set", subject_of(officer.pk), actor=actor, fields=", ".join(sorted(changes))
        )


def _values(facts: OfficerFacts) -> dict[str, Any]:
    if not clean(facts.full_name):
        raise ActionRefused(_("Hãy nhập họ và tên."), code="required", field="full_name")
    return {
        "full_name": clean(facts.full_name),
        "email": facts.email.strip(),
        "phone": facts.phone.strip(),
        "clearance": facts.clearance,
    }


def _check_username(username: str) -> None:
    if not rules.is_username(username):
        raise ActionRefused(
            _("Tên đăng nhập chỉ gồm chữ thường không dấu, chữ số và dấu chấm, ví dụ “lan.nt”."),
            code="grammar",
            field="username",
        )
    if Officer.objects.filter(username=username).exists():
        raise ActionRefused(
            _("Tên đăng nhập “%(name)s” đã có người dùng.") % {"name": username},
            code="taken",
            field="username",
        )


def _lock(actor: Actor, officer_id: int) -> Officer:
    """Lock an account that the actor may change; anybody else's is 404, as if it were not there."""
    if not queries.owned_officers(actor).filter(pk=officer_id).exists():
        raise Http404
    return Officer.objects.select_for_update().get(pk=officer_id)


def _save(officer: Officer, *fields: str) -> None:
    officer.actor_stamp = new_stamp()
    officer.save(update_fields=[*fields, "actor_stamp"])


def _check_password(officer: Officer, password: str) -> None:
    try:
        validate_password(password, officer)
    except ValidationError as error:
        raise ActionRefused(" ".join(error.messages), code="weak", field="password") from None
