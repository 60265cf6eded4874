"""Publishing a version, and ending one."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.audit.services import record
from congvu.common.errors import ActionRefused, StateRefused
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.procedures import events, queries
from congvu.procedures.models import ProcedureVersion
from congvu.procedures.rules.complete import missing
from congvu.procedures.services.writing import draft_of, refresh_procedure, subject

Status = ProcedureVersion.Status


@transaction.atomic
def publish_version(
    version_id: int, *, actor: Actor, valid_from: date | None = None, reason: str = ""
) -> ProcedureVersion:
    """Freeze a draft and put it in force; the version before ends on the day before.

    Args:
        version_id: a draft.
        actor: must hold catalogue.manage.
        valid_from: first day in force; the draft's own, or today.
        reason: why, for the journal.

    Raises:
        StateRefused: when the version is no draft.
        ActionRefused: when it is incomplete; the message lists what is missing.
    """
    demand(actor, "catalogue.manage")
    version = draft_of(version_id)
    _refuse_incomplete(version)
    version.valid_from = valid_from or version.valid_from or timezone.localdate()
    _end_earlier(version, actor=actor)
    version.status = Status.PUBLISHED
    version.published_at = timezone.now()
    version.published_by_id = actor.officer_id
    version.save(update_fields=["status", "valid_from", "valid_to", "published_at", "published_by"])
    refresh_procedure(version.procedure, version.name, version.procedure.field)
    record(
        events.PUBLISHED.name,
        subject(version),
        actor=actor,
        reason=reason,
        code=version.procedure.code,
        number=version.number,
        version_id=version.pk,
        valid_from=version.valid_from.isoformat(),
    )
    return version


def _refuse_incomplete(version: ProcedureVersion) -> None:
    lacks = missing(queries.content(version.pk))
    if lacks:
        raise ActionRefused(_("Chưa công bố được: ") + " ".join(lacks), code="incomplete")


def _end_earlier(version: ProcedureVersion, *, actor: Actor) -> None:
    start = version.valid_from
    assert start is not None
    earlier = ProcedureVersion.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=start),
        procedure_id=version.procedure_id,
        status=Status.PUBLISHED,
    ).exclude(pk=version.pk)
    for former in earlier.select_for_update(of=("self",)):
        _end(former, start - timedelta(days=1), actor=actor)


def _end(version: ProcedureVersion, last_day: date, *, actor: Actor) -> None:
    # A version that ends in the future stays published until then: dates say what is in force.
    version.valid_to = last_day
    if last_day < timezone.localdate():
        version.status = Status.RETIRED
    version.save(update_fields=["valid_to", "status"])
    queries.forget_version(version.pk)
    record(
        events.RETIRED.name,
        subject(version),
        actor=actor,
        code=version.procedure.code,
        number=version.number,
        version_id=version.pk,
        valid_to=last_day.isoformat(),
    )


@transaction.atomic
def retire_version(version_id: int, *, actor: Actor, last_day: date, reason: str) -> ProcedureVersion:
    """End a published version without a successor (the procedure is abolished).

    Args:
        last_day: the last day on which it may be used.
        reason: the decision that abolishes it.

    Raises:
        ActionRefused: without a reason.
        StateRefused: when the version is not in force.
    """
    demand(actor, "catalogue.manage")
    if not reason.strip():
        raise ActionRefused(_("Hãy ghi quyết định bãi bỏ hoặc lý do."), code="reason", field="reason")
    version = (
        ProcedureVersion.objects.select_related("procedure")
        .select_for_update(of=("self",))
        .get(pk=version_id)
    )
    if version.status != Status.PUBLISHED:
        raise StateRefused(_("Phiên bản này không đang áp dụng."), code="not-published")
    if version.valid_from is not None and last_day < version.valid_from:
        raise ActionRefused(
            _("Ngày kết thúc không thể trước ngày bắt đầu hiệu lực."), code="dates", field="last_day"
        )
    _end(version, last_day, actor=actor)
    return version
