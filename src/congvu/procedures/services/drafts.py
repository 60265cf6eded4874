"""Drafts: beginning, changing and discarding them."""

from dataclasses import replace

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from congvu.audit.services import record
from congvu.common.errors import ActionRefused, StaleVersion, StateRefused
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.procedures import events, queries
from congvu.procedures.messages import FrozenProcedure
from congvu.procedures.models import Procedure, ProcedureVersion
from congvu.procedures.rules.compare import differences
from congvu.procedures.services.writing import (
    NO_ORIGIN,
    Origin,
    apply_plain,
    draft_of,
    fields_named,
    insert_cases,
    refuse_frozen,
    replace_cases,
    search_text,
    subject,
)

Status = ProcedureVersion.Status


@transaction.atomic
def new_draft(
    content: FrozenProcedure, *, actor: Actor, origin: Origin = NO_ORIGIN, reason: str = ""
) -> ProcedureVersion:
    """Begin a draft of the procedure `content.code`, making the procedure when it is new.

    Raises:
        ActionRefused: without code or name.
        StateRefused: when the procedure already has a draft.
    """
    demand(actor, "catalogue.manage")
    if not content.code.strip() or not content.name.strip():
        raise ActionRefused(_("Thủ tục phải có mã và tên."), code="identity", field="code")
    field = fields_named([content])[content.field]
    procedure, _made = Procedure.objects.get_or_create(
        code=content.code,
        defaults={
            "name": content.name,
            "field": field,
            "search_text": search_text(content.code, content.name, content.field),
        },
    )
    if procedure.versions.filter(status=Status.DRAFT).exists():
        raise StateRefused(_("Thủ tục này đang có một bản nháp."), code="draft-exists")
    last = procedure.versions.aggregate(last=Max("number"))["last"] or 0
    version = ProcedureVersion(
        procedure=procedure, number=last + 1, source=origin.source, source_hash=origin.digest
    )
    apply_plain(version, content)
    version.save()
    insert_cases([(version, content.cases)])
    record(
        events.DRAFTED.name,
        subject(version),
        actor=actor,
        reason=reason,
        code=procedure.code,
        number=version.number,
        version_id=version.pk,
    )
    return version


def draft_from(version_id: int, *, actor: Actor, reason: str = "") -> ProcedureVersion:
    """Begin a draft with the content of an earlier version."""
    earlier = queries.frozen(version_id)
    stored = ProcedureVersion.objects.only("source", "source_hash").get(pk=version_id)
    return new_draft(
        replace(earlier, valid_from=None, review_notes=()),
        actor=actor,
        origin=Origin(stored.source, stored.source_hash),
        reason=reason,
    )


@transaction.atomic
def update_draft(
    version_id: int, content: FrozenProcedure, *, actor: Actor, revision: int | None = None, reason: str = ""
) -> ProcedureVersion:
    """Replace what a draft says.

    Args:
        version_id: a draft.
        content: everything that it shall say; its code must be the procedure's.
        revision: the revision that the officer saw; None skips the comparison.

    Raises:
        StateRefused: when the version is published.
        StaleVersion: when somebody else changed it meanwhile.
        ActionRefused: without a name or with another procedure's code.
    """
    demand(actor, "catalogue.manage")
    version = draft_of(version_id)
    if revision is not None and revision != version.revision:
        raise StaleVersion(_("Người khác vừa sửa bản nháp này. Hãy xem lại rồi lưu."))
    if content.code != version.procedure.code:
        raise ActionRefused(_("Không đổi được mã thủ tục."), code="code", field="code")
    if not content.name.strip():
        raise ActionRefused(_("Thủ tục phải có tên."), code="name", field="name")
    before = queries.content(version_id)
    changes = differences(before, content)
    if not changes and before.review_notes == content.review_notes:
        return version
    _write(version, before, content)
    record(
        events.UPDATED.name,
        subject(version),
        actor=actor,
        reason=reason,
        code=version.procedure.code,
        number=version.number,
        version_id=version.pk,
        changes=[change.path for change in changes],
    )
    return version


def _write(version: ProcedureVersion, before: FrozenProcedure, content: FrozenProcedure) -> None:
    apply_plain(version, content)
    version.revision += 1
    version.save()
    if before.cases != content.cases:
        replace_cases(version, content.cases)
    procedure = version.procedure
    if before.field == content.field and before.name == content.name:
        return
    if procedure.versions.exclude(status=Status.DRAFT).exists():
        return
    procedure.name = content.name
    procedure.field = fields_named([content])[content.field]
    procedure.search_text = search_text(procedure.code, content.name, content.field)
    procedure.save(update_fields=["name", "field", "search_text"])


@transaction.atomic
def discard_draft(version_id: int, *, actor: Actor, reason: str) -> None:
    """Throw a draft away; a procedure that has nothing else disappears with it.

    Raises:
        StateRefused: when the version is published.
    """
    demand(actor, "catalogue.manage")
    version = draft_of(version_id)
    refuse_frozen(version)
    procedure = version.procedure
    record(
        events.DISCARDED.name,
        subject(version),
        actor=actor,
        reason=reason,
        code=procedure.code,
        number=version.number,
    )
    version.delete()
    if not procedure.versions.exists() and not procedure.routes.exists():
        procedure.delete()
