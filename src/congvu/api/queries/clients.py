"""Who calls: a token's program as an actor, and the programs that an administrator keeps."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from congvu.api.models import AccessToken, ApiClient, ClientSecret
from congvu.api.permissions import capabilities_of
from congvu.directory.messages import Actor
from congvu.directory.queries import managed_agencies


@dataclass(frozen=True, slots=True)
class Caller:
    """A program as it calls.

    Args:
        client: the program.
        actor: as which it acts.
        scopes: those of the token that the program still holds.
    """

    client: ApiClient
    actor: Actor
    scopes: frozenset[str]


def digest_of(secret: str) -> str:
    """Return what is kept of a secret or token: both are random, so that one round of SHA-256 does."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def caller_of(token: str) -> Caller | None:
    """Return who calls with a token; None for one that is unknown, over, or whose program is revoked."""
    wanted = digest_of(token)
    related = ("client__agency", "client__post__officer", "client__post__unit")
    found = AccessToken.objects.select_related(*related).filter(digest=wanted).first()
    if found is None or not hmac.compare_digest(found.digest, wanted):
        return None
    client = found.client
    if not client.active or not client.post.officer.is_active or found.ends_at <= timezone.now():
        return None
    scopes = frozenset(found.scopes) & frozenset(client.scopes)
    return Caller(client, actor_of(client, scopes), scopes)


def actor_of(client: ApiClient, scopes: frozenset[str]) -> Actor:
    """Return a program as an actor of its agency, with what its scopes lend, up to its clearance."""
    officer = client.post.officer
    return Actor(
        officer_id=officer.pk,
        officer_name=officer.full_name,
        agency_id=client.agency_id,
        agency_name=client.agency.name,
        post_id=client.post_id,
        post_title="Phần mềm kết nối",
        unit_id=client.post.unit_id,
        unit_ids=(client.post.unit_id,),
        agency_wide=True,
        capabilities=capabilities_of(scopes),
        clearance=client.clearance,
    )


def secret_fits(client: ApiClient, secret: str) -> bool:
    """Tell whether a secret is one of the program's valid ones; every one is compared, in constant time."""
    wanted, fits = digest_of(secret), False
    for digest in valid_secrets(client, timezone.now()).values_list("digest", flat=True):
        fits |= hmac.compare_digest(digest, wanted)
    return fits and client.active


def valid_secrets(client: ApiClient, now: datetime) -> QuerySet[ClientSecret]:
    """Return the secrets of a program that count now."""
    return client.secrets.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now))


def managed_clients(actor: Actor) -> QuerySet[ApiClient]:
    """Return the programs of the agencies that an administrator manages."""
    return ApiClient.objects.filter(agency__in=managed_agencies(actor)).select_related("agency", "post__unit")
