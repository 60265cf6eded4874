"""Programs that call the interface: entered, changed, given new secrets, revoked."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.api.models import ApiClient, ClientSecret
from congvu.api.permissions import SCOPES
from congvu.api.queries.clients import digest_of, managed_clients, valid_secrets
from congvu.audit.services import record
from congvu.common.errors import ActionRefused
from congvu.common.subject import Subject
from congvu.common.text import clean
from congvu.directory.messages import Actor
from congvu.directory.models import Unit
from congvu.directory.permissions import demand
from congvu.directory.queries import managed_agency
from congvu.directory.services.machines import create_machine

OVERLAP = timedelta(days=7)
"""So long the secret before still opens once a new one was made."""


@dataclass(frozen=True, slots=True)
class ClientFacts:
    """What is entered of a program.

    Args:
        name: of the program.
        scopes: names of `SCOPES`.
        contact: who answers for it, with a phone number or address.
        clearance: highest confidentiality rank that it may see.
        per_minute: how many calls a minute it may make.
    """

    name: str
    scopes: tuple[str, ...]
    contact: str = ""
    clearance: int = 0
    per_minute: int = 300


@transaction.atomic
def create_client(facts: ClientFacts, *, actor: Actor, unit_id: int) -> tuple[ApiClient, str]:
    """Enter a program for the agency of a unit; return it with its secret, which is never shown again.

    Raises:
        ActionRefused: no name, no scope or an unknown one, a clearance above the actor's own.
        Http404: a unit outside the actor's branch.
    """
    demand(actor, "people.manage")
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None:
        raise Http404
    managed_agency(actor, unit.agency_id)
    _check(facts, actor)
    name = f"api.{secrets.token_hex(8)}"
    post = create_machine(actor=actor, username=name, name=f"Phần mềm {clean(facts.name)}"[:120], unit=unit)
    client = ApiClient(client_id=name, agency_id=unit.agency_id, post=post, created_at=timezone.now())
    _apply(client, facts)
    client.save(force_insert=True)
    _journal("api.client_created", client, actor, scopes=", ".join(client.scopes))
    return client, _new_secret(client)


@transaction.atomic
def revise_client(client_id: int, facts: ClientFacts, *, actor: Actor) -> ApiClient:
    """Change a program's name, contact, scopes, clearance and rate; tokens given out lose scopes at once."""
    demand(actor, "people.manage")
    client = _locked(client_id, actor)
    _check(facts, actor)
    _apply(client, facts)
    client.save(update_fields=["name", "contact", "scopes", "clearance", "per_minute"])
    _journal("api.client_revised", client, actor, scopes=", ".join(client.scopes))
    return client


@transaction.atomic
def make_secret(client_id: int, *, actor: Actor) -> tuple[ApiClient, str]:
    """Give a program a new secret; the one before counts for a week more, earlier ones end now."""
    demand(actor, "people.manage")
    client, now = _locked(client_id, actor), timezone.now()
    if not client.active:
        raise ActionRefused(_("Phần mềm này đã bị thu hồi."), code="revoked", status=409)
    valid = list(valid_secrets(client, now))
    for position, one in enumerate(valid):
        one.ends_at = now if position else min(one.ends_at or now + OVERLAP, now + OVERLAP)
        one.save(update_fields=["ends_at"])
    _journal("api.secret_made", client, actor)
    return client, _new_secret(client)


@transaction.atomic
def revoke_client(client_id: int, *, actor: Actor, reason: str) -> ApiClient:
    """Take a program's access away at once; its secrets and tokens open nothing any more."""
    demand(actor, "people.manage")
    client, now = _locked(client_id, actor), timezone.now()
    if not client.active:
        raise ActionRefused(_("Phần mềm này đã bị thu hồi."), code="revoked", status=409)
    client.active = False
    client.save(update_fields=["active"])
    valid_secrets(client, now).update(ends_at=now)
    client.tokens.all().delete()
    client.webhooks.update(active=False)
    _journal("api.client_revoked", client, actor, reason=clean(reason))
    return client


def _locked(client_id: int, actor: Actor) -> ApiClient:
    client = managed_clients(actor).select_for_update(of=("self",)).filter(pk=client_id).first()
    if client is None:
        raise Http404
    return client


def _check(facts: ClientFacts, actor: Actor) -> None:
    if not clean(facts.name):
        raise ActionRefused(_("Hãy ghi tên phần mềm."), code="name", field="name")
    _check_scopes(facts.scopes)
    if actor.officer_id is not None and not 0 <= facts.clearance <= actor.clearance:
        raise ActionRefused(
            _("Mức mật của phần mềm không được cao hơn mức của người lập."),
            code="clearance",
            field="clearance",
        )
    if not 1 <= facts.per_minute <= 100_000:
        raise ActionRefused(_("Số lượt gọi mỗi phút từ 1 đến 100000."), code="per_minute", field="per_minute")


def _check_scopes(scopes: Collection[str]) -> None:
    if not scopes or not set(scopes) <= set(SCOPES):
        raise ActionRefused(_("Hãy chọn ít nhất một phạm vi trong danh sách."), code="scopes", field="scopes")


def _apply(client: ApiClient, facts: ClientFacts) -> None:
    client.name, client.contact = clean(facts.name)[:100], clean(facts.contact)[:200]
    client.scopes = [scope for scope in SCOPES if scope in facts.scopes]
    client.clearance, client.per_minute = facts.clearance, facts.per_minute


def _new_secret(client: ApiClient) -> str:
    secret = secrets.token_urlsafe(32)
    ClientSecret.objects.create(
        client=client, digest=digest_of(secret), hint=secret[-4:], created_at=timezone.now()
    )
    return secret


def _journal(kind: str, client: ApiClient, actor: Actor, *, reason: str = "", **data: Any) -> None:
    record(kind, Subject("api.apiclient", client.pk), actor=actor, reason=reason, name=client.name, **data)
