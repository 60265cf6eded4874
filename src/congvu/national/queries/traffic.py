"""What goes and comes, as screens show it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from congvu.directory.messages import Actor
from congvu.dossiers.models import Dossier
from congvu.dossiers.states import OPEN, State
from congvu.national.messages import OnlineDossier
from congvu.national.models import NationalLink, OnlineMessage, ReservedCode, SyncedDossier
from congvu.national.queries.links import serving
from congvu.national.rules.progress import left_out
from congvu.national.rules.reading import online_dossier
from congvu.national.rules.status import named
from congvu.national.states import Inbound, Sync

PAGE = 50
OPEN_MESSAGES = (Inbound.STORED, Inbound.QUARANTINED, Inbound.DECIDING)


@dataclass(frozen=True, slots=True)
class Behind:
    """A dossier that the national side does not have as it is, and why, in words."""

    pk: int
    code: str
    title: str
    owner: str
    why: str
    state: str
    theirs: str
    since: datetime
    synced_id: int | None = None


def visible_messages(actor: Actor) -> QuerySet[OnlineMessage]:
    """Return the messages of the actor's agency; those that name no agency belong to the link's own."""
    own = Q(agency_id=actor.agency_id) | Q(agency__isnull=True, link__agency_id=actor.agency_id)
    rows = OnlineMessage.objects.select_related("link", "agency", "dossier", "handled_by")
    return rows if actor.officer_id is None else rows.filter(own)


def counts(actor: Actor) -> dict[str, int]:
    """Return how many stand behind each tab of the screen (two statements)."""
    messages = visible_messages(actor).aggregate(
        come=Count("pk", filter=Q(state__in=OPEN_MESSAGES)),
    )
    mine = SyncedDossier.objects.filter(dossier__in=Dossier.objects.visible_to(actor))
    return {"den": messages["come"], "gui": mine.exclude(state=Sync.SYNCED).count()}


def behind(actor: Actor, *, before: int | None = None) -> list[Behind]:
    """Return dossiers whose present state the national side does not have, newest first, with the reason."""
    rows = SyncedDossier.objects.exclude(state=Sync.SYNCED).select_related("dossier")
    rows = rows.filter(dossier__in=Dossier.objects.visible_to(actor))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_behind(row) for row in rows.order_by("-pk")[:PAGE]]


def _behind(row: SyncedDossier) -> Behind:
    if row.state == Sync.FAILED:
        why = row.error
    elif row.error:
        why = f"Sẽ tự thử lại: {row.error}"
    else:
        why = f"Còn {row.number - row.sent_number} thay đổi chờ gửi."
    dossier = row.dossier
    return Behind(
        dossier.pk, dossier.code or "", dossier.procedure_name, dossier.owner_name, why, row.state,
        named(row.sent_status), row.failing_since or row.changed_at, row.pk,
    )  # fmt: skip


def not_told(actor: Actor, *, before: int | None = None) -> list[Behind]:
    """Return open dossiers of the actor that the national side is never told of, and why."""
    rows = Dossier.objects.visible_to(actor).filter(
        ~Exists(SyncedDossier.objects.filter(dossier=OuterRef("pk"))),
        state__in=[state.value for state in OPEN],
        receiving_agency_id=actor.agency_id,
    )
    if before is not None:
        rows = rows.filter(pk__lt=before)
    served = serving(actor.agency_id)
    found = []
    for dossier in rows.order_by("-pk")[:PAGE]:
        why = "Cơ quan chưa có kết nối quốc gia nào đang dùng."
        if served is not None:
            why = left_out(
                code=dossier.code or "", state=State(dossier.state), confidentiality=dossier.confidentiality,
                master=dossier.master_system, procedure=dossier.procedure_code,
                accepted_on=dossier.accepted_at.date() if dossier.accepted_at else None, since=served.since,
            ) or "Sẽ được đưa vào hàng gửi trong một phút."  # fmt: skip
        found.append(
            Behind(
                dossier.pk, dossier.code or "", dossier.procedure_name, dossier.owner_name, why, "left",
                "chưa có", dossier.created_at,
            )
        )  # fmt: skip
    return found


def told(message: OnlineMessage) -> OnlineDossier:
    """Return what a message says, as far as it can be read."""
    return online_dossier(message.body)


def figures(link: NationalLink) -> dict[str, int]:
    """Return how much went and waits over a link (three statements)."""
    sent = SyncedDossier.objects.filter(link=link).aggregate(
        synced=Count("pk", filter=Q(state=Sync.SYNCED)),
        waiting=Count("pk", filter=Q(state=Sync.WAITING)),
        failed=Count("pk", filter=Q(state=Sync.FAILED)),
    )
    come = OnlineMessage.objects.filter(link=link, state__in=OPEN_MESSAGES).aggregate(
        quarantined=Count("pk", filter=Q(state=Inbound.QUARANTINED)),
        deciding=Count("pk", filter=Q(state=Inbound.DECIDING)),
    )
    free = ReservedCode.objects.filter(link=link, on=timezone.localdate(), code__isnull=False)
    return {**sent, **come, "reserved": free.filter(taken_at__isnull=True).count()}


def messages(actor: Actor, *, all_: bool = False, before: int | None = None) -> list[OnlineMessage]:
    """Return messages from the portal, newest first; only those that wait for somebody unless told."""
    rows = visible_messages(actor)
    if not all_:
        rows = rows.filter(state__in=OPEN_MESSAGES)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(rows.order_by("-pk")[:PAGE])
