"""What the comparison with the national side reads here."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from congvu.directory.messages import Actor
from congvu.directory.models import Agency
from congvu.dossiers.models import Dossier
from congvu.dossiers.states import State
from congvu.interchange.queries.routes import code_of
from congvu.national.models import NationalLink, OnlineMessage, Reconciliation, SyncedDossier
from congvu.national.queries.links import agencies_of
from congvu.national.rules.compare import Ours
from congvu.national.rules.progress import left_out
from congvu.national.rules.status import national_code
from congvu.national.states import INBOUND_NAMES, KIND_NAMES, Inbound, Sync


def visible_runs(actor: Actor) -> QuerySet[Reconciliation]:
    """Return the runs over links that serve, or served, the actor's agency."""
    path = Agency.objects.filter(pk=actor.agency_id).values_list("path", flat=True).first() or ""
    above = [int(part) for part in path.split("/") if part.isdigit()]
    own = Q(link__agency_id=actor.agency_id) | Q(link__whole_tree=True, link__agency_id__in=above)
    return Reconciliation.objects.filter(own).select_related("link", "officer")


def _filed(link: NationalLink, first: date, last: date) -> QuerySet[Dossier]:
    """Return the dossiers with a code, none of them secret: of those even the number stays in the house."""
    return Dossier.objects.filter(
        receiving_agency__in=agencies_of(link),
        submitted_at__date__gte=first,
        submitted_at__date__lte=last,
        code__isnull=False,
        confidentiality=0,
    )


def agency_codes(link: NationalLink, first: date, last: date) -> list[str]:
    """Return the codes under which the national side is asked: the link's own, and those with dossiers."""
    ids = _filed(link, first, last).order_by().values_list("receiving_agency_id", flat=True).distinct()
    return sorted({link.agency_code, *(code_of(pk) for pk in ids)} - {""})


def ours_of(link: NationalLink, first: date, last: date) -> list[Ours]:
    """Return our dossiers of a period as the comparison needs them (two statements and one per agency)."""
    rows = list(_filed(link, first, last))
    told = {row.dossier_id: row for row in SyncedDossier.objects.filter(dossier__in=[one.pk for one in rows])}
    return [_ours(row, told.get(row.pk), link) for row in rows]


def _ours(row: Dossier, told: SyncedDossier | None, link: NationalLink) -> Ours:
    state, accepted = State(row.state), row.accepted_at is not None
    why = left_out(
        code=row.code or "",
        state=state,
        confidentiality=row.confidentiality,
        master=row.master_system,
        procedure=row.procedure_code,
        accepted_on=timezone.localdate(row.accepted_at) if row.accepted_at else None,
        since=link.since,
    )
    return Ours(
        pk=row.pk,
        code=row.code or "",
        procedure=row.procedure_code,
        status=national_code(state, accepted=accepted, delivery=row.delivery_state, options=link.options),
        due_at=row.due_at,
        sent_status=told.sent_status if told else "",
        sent_at=told.sent_at if told else None,
        left_out="" if told else why,
        waiting=told.number - told.sent_number if told else 0,
        error=told.error if told and told.state != Sync.SYNCED else "",
    )


def came(link: NationalLink, codes: Collection[str]) -> dict[str, str]:
    """Return by code what became of messages from the portal that made no dossier here."""
    rows = OnlineMessage.objects.filter(link=link, code__in=codes, dossier__isnull=True).order_by("-sequence")
    return {
        row.code: f"Thông điệp “{KIND_NAMES[row.kind]}” từ Cổng đang ở trạng thái “"
        f"{INBOUND_NAMES[Inbound(row.state)]}”: {row.note or 'chưa xử lý'}"
        for row in rows
    }
