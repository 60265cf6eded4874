"""Telling again: what stood still, and what happened while nobody told."""

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from congvu.audit.services import record
from congvu.common.subject import Subject
from congvu.delivery.queries import deliveries_of
from congvu.delivery.services import retry
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.dossiers.models import Dossier
from congvu.dossiers.states import OPEN
from congvu.national.models import NationalLink, SyncedDossier
from congvu.national.queries.links import agencies_of, serving
from congvu.national.services.connecting import KEEPER, KIND
from congvu.national.services.outbound import put, why_not
from congvu.national.states import Sync

PORTION = 200


@transaction.atomic
def replay(synced_id: int, *, actor: Actor, reason: str = "") -> int:
    """Have a dossier told again: dead deliveries once more, or its present state; return how many rows wait.

    Raises:
        PermissionDenied: delivery.manage is missing.
        SyncedDossier.DoesNotExist: not there, or another organisation's.
    """
    demand(actor, KEEPER)
    synced = (
        SyncedDossier.objects.select_for_update(of=("self",))
        .select_related("dossier")
        .get(pk=synced_id, dossier__in=Dossier.objects.visible_to(actor))
    )
    subject = Subject("dossiers.dossier", synced.dossier_id)
    dead = [row for row in deliveries_of(subject) if row.kind == KIND and row.state == "dead"]
    for row in dead:
        retry(row.id, actor=actor, reason=reason)
    served = serving(synced.dossier.receiving_agency_id)
    if not dead and served is not None:
        put(synced.dossier, served, None)
    SyncedDossier.objects.filter(pk=synced_id).update(state=Sync.WAITING, told_at=None)
    record(
        "national.replayed", subject, actor=actor, reason=reason or _("cho gửi lại"), code=synced.dossier.code
    )
    return len(dead) or 1


def backfill() -> int:
    """Put into the outbox what changed while no link told of it; return how many dossiers."""
    return sum(_backfill(link) for link in NationalLink.objects.filter(active=True).select_related("agency"))


def _backfill(link: NationalLink) -> int:
    done = 0
    for pk in missed(link)[:PORTION]:
        done += _put(pk)
    return done


def missed(link: NationalLink) -> list[int]:
    """Return dossiers of a link's agencies that changed since the national side was told, oldest first."""
    synced = SyncedDossier.objects.filter(dossier=OuterRef("pk"))
    behind = Exists(synced.filter(changed_at__lt=OuterRef("updated_at")))
    recent = Q(state__in=OPEN)
    if link.since is not None:
        recent &= Q(accepted_at__date__gte=link.since) | Q(accepted_at__isnull=True)
    rows = Dossier.objects.filter(
        Q(behind) | Q(recent) & ~Exists(synced),
        receiving_agency__in=agencies_of(link),
        code__isnull=False,
        confidentiality=0,
        master_system="",
        procedure_code__regex=r"^[0-9]\.[0-9]{6}",
    )
    return list(rows.order_by(F("updated_at"), "pk").values_list("pk", flat=True)[:PORTION])


@transaction.atomic
def _put(dossier_id: int) -> bool:
    dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier_id)
    served = serving(dossier.receiving_agency_id)
    if served is None or why_not(dossier, served):
        return False
    put(dossier, served, None)
    return True
