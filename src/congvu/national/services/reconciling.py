"""Comparing ours with theirs over a period: asked by a person, done by the worker, kept as it was found."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.audit.services import record
from congvu.common.errors import ActionRefused
from congvu.common.subject import Subject
from congvu.delivery.messages import Message
from congvu.delivery.services import enqueue
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.interchange.channels.base import ChannelError
from congvu.national.messages import RemoteDossier
from congvu.national.models import NationalLink, Reconciliation
from congvu.national.queries.comparing import agency_codes, came, ours_of
from congvu.national.queries.links import serving
from congvu.national.rules.compare import compare
from congvu.national.services.sides import side_of

KIND = "national.reconcile"
CAPABILITY = "report.view"
LONGEST = timedelta(days=92)


@transaction.atomic
def ask_reconciliation(first: date, last: date, *, actor: Actor) -> Reconciliation:
    """Have ours compared with theirs, dossiers filed between two days; the worker does it.

    Raises:
        PermissionDenied: report.view is missing.
        ActionRefused: no link serves the agency, or the period is reversed or longer than a quarter.
    """
    demand(actor, CAPABILITY)
    served = serving(actor.agency_id)
    if served is None:
        raise ActionRefused(_("Cơ quan chưa có kết nối quốc gia nào đang dùng."), code="no-link")
    if not timedelta(0) <= last - first <= LONGEST:
        raise ActionRefused(_("Chọn từ ngày đến ngày trong khoảng 92 ngày."), code="period", field="first")
    run = Reconciliation.objects.create(
        link_id=served.id, first=first, last=last, begun_at=timezone.now(), officer_id=actor.officer_id
    )
    enqueue(KIND, f"{KIND}:{served.id}", {"run": run.pk}, key=f"{KIND}:{run.pk}")
    return run


def run_reconciliation(message: Message) -> None:
    """Compare (a worker's delivery); a far side that fails is tried again, and the failure told meanwhile."""
    run = Reconciliation.objects.select_related("link__agency").get(pk=message.payload["run"])
    if run.ended_at is not None:
        return
    try:
        reconcile(run)
    except ChannelError as error:
        Reconciliation.objects.filter(pk=run.pk).update(error=error.told[:2000])
        raise


def reconcile(run: Reconciliation) -> Reconciliation:
    """Ask the national side, compare, and keep what was found.

    Raises:
        ChannelError: the national side does not answer.
    """
    theirs = _theirs(run.link, run.first, run.last)
    ours = ours_of(run.link, run.first, run.last)
    same, found = compare(ours, theirs, came(run.link, [one.code for one in theirs]))
    run.ours, run.theirs, run.same = len(ours), len(theirs), same
    run.rows, run.error, run.ended_at = [one.row() for one in found], "", timezone.now()
    with transaction.atomic():
        run.save(update_fields=["ours", "theirs", "same", "rows", "error", "ended_at"])
        actor = Actor.system(run.link.agency_id)
        subject = Subject("national.reconciliation", run.pk)
        record("national.reconciled", subject, actor=actor, differences=len(found))
    return run


def _theirs(link: NationalLink, first: date, last: date) -> list[RemoteDossier]:
    side = side_of(link)
    found: dict[str, RemoteDossier] = {}
    for code in agency_codes(link, first, last):
        found |= {one.code: one for one in side.listed(code, first, last)}
    return list(found.values())
