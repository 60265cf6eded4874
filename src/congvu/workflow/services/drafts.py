"""Drafts, and publishing them for ever."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.audit.services import record
from congvu.common.errors import ActionRefused, StaleVersion, StateRefused
from congvu.common.subject import Subject
from congvu.common.text import clean
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.workflow.models import Process, ProcessVersion
from congvu.workflow.queries import roles_filled
from congvu.workflow.rules import Definition, DefinitionInvalid, check
from congvu.workflow.rules.check import RolesFilled
from congvu.workflow.rules.editing import blank
from congvu.workflow.rules.vocabulary import CODE

Status = ProcessVersion.Status


@transaction.atomic
def start_process(code: str, name: str, *, level: str, actor: Actor) -> ProcessVersion:
    """Open a new process with a first draft of the usual steps.

    Args:
        code: the procedure's national code, or a name of lower-case letters, digits, dots and hyphens.
        name: what officers call it.
        level: "commune" or "province".
        actor: needs process.manage.

    Raises:
        ActionRefused: the code is taken or not well-formed, or the name is empty.
    """
    demand(actor, "process.manage")
    process = Process(code=clean(code), name=clean(name))
    _refuse_misnamed(process)
    process.save(force_insert=True)
    return _draft(process, blank(level), number=1, actor=actor)


def _refuse_misnamed(process: Process) -> None:
    if not process.name:
        raise ActionRefused(_("Hãy nhập tên quy trình."), field="name")
    if not CODE.match(process.code):
        raise ActionRefused(
            _("Mã quy trình chỉ gồm chữ thường không dấu, chữ số, dấu chấm, gạch nối."), field="code"
        )
    if Process.objects.filter(code=process.code).exists():
        raise ActionRefused(_("Mã quy trình này đã có."), code="duplicate", field="code")


@transaction.atomic
def new_draft_from(version_id: int, *, actor: Actor) -> ProcessVersion:
    """Open a new draft that begins as a copy of a version.

    Raises:
        StateRefused: the process already has a draft.
    """
    demand(actor, "process.manage")
    version = ProcessVersion.objects.select_related("process").get(pk=version_id)
    process = Process.objects.select_for_update().get(pk=version.process_id)
    if process.versions.filter(status=Status.DRAFT).exists():
        raise StateRefused(_("Quy trình đã có một bản nháp đang soạn."), code="draft-exists")
    last = process.versions.aggregate(last=Max("number"))["last"] or 0
    return _draft(process, version.spec, number=last + 1, actor=actor, illustrative=version.illustrative)


def _draft(
    process: Process, spec: Mapping[str, Any], *, number: int, actor: Actor, illustrative: bool = False
) -> ProcessVersion:
    version = ProcessVersion.objects.create(
        process=process,
        number=number,
        spec=dict(spec),
        illustrative=illustrative,
        changed_at=timezone.now(),
        changed_by_id=actor.officer_id,
    )
    record("process.drafted", _subject(version), actor=actor, code=process.code, number=number)
    return version


@transaction.atomic
def save_draft(
    version_id: int,
    spec: Mapping[str, Any],
    *,
    actor: Actor,
    seen_revision: int,
    decision: str | None = None,
    illustrative: bool | None = None,
) -> ProcessVersion:
    """Store what the editor made of a draft; it may still be incomplete.

    Args:
        version_id: the draft.
        spec: the definition's JSON.
        actor: needs process.manage.
        seen_revision: the `revision` that the officer saw.
        decision: number and date of the approving decision, None leaves it.
        illustrative: whether the hours are examples only, None leaves it.

    Raises:
        StateRefused: the version is no draft any more.
        StaleVersion: somebody saved in between.
    """
    demand(actor, "process.manage")
    version = _seen_draft(version_id, seen_revision)
    version.spec = dict(spec)
    version.revision += 1
    version.changed_at = timezone.now()
    version.changed_by_id = actor.officer_id
    if decision is not None:
        version.decision = clean(decision)
    if illustrative is not None:
        version.illustrative = illustrative
    version.save(update_fields=["spec", "revision", "changed_at", "changed_by", "decision", "illustrative"])
    code, number, revision = version.process.code, version.number, version.revision
    record("process.saved", _subject(version), actor=actor, code=code, number=number, revision=revision)
    return version


@transaction.atomic
def discard_draft(version_id: int, *, actor: Actor, seen_revision: int) -> None:
    """Throw a draft away; the published version stays as it is.

    Raises:
        StateRefused: the version is no draft any more.
        StaleVersion: somebody saved in between.
    """
    demand(actor, "process.manage")
    version = _seen_draft(version_id, seen_revision)
    record(
        "process.discarded", _subject(version), actor=actor, code=version.process.code, number=version.number
    )
    version.delete()


@transaction.atomic
def publish(
    version_id: int,
    *,
    actor: Actor,
    seen_revision: int | None = None,
    legal_hours: int | None = None,
    check_roles: bool = True,
    filled: RolesFilled | None = None,
) -> ProcessVersion:
    """Check a draft and put it in force; the version in force until now retires, running dossiers keep it.

    Args:
        version_id: the draft.
        actor: needs process.manage.
        seen_revision: the `revision` that the officer saw; None takes what is there.
        legal_hours: the legal limit in working hours from the catalogue; the definition's own holds besides.
        check_roles: whether each role must be held in each agency concerned.
        filled: tells for a step in which agencies nobody could do it, by what is bound there; without it
            any officer who holds the role in the agency counts.

    Raises:
        DefinitionInvalid: with every problem, when the definition does not pass `rules.check`.
        StateRefused, StaleVersion: as `save_draft`.

    Legal source: TT 01/2018/TT-VPCP Điều 8 (the internal process is approved once for the province).
    """
    demand(actor, "process.manage")
    version = _seen_draft(version_id, seen_revision)
    definition = Definition.parse(version.spec)
    now = timezone.now()
    if check_roles and filled is None:
        filled = roles_filled(definition, timezone.localdate(now))
    problems = check(definition, legal_hours, filled)
    if problems:
        raise DefinitionInvalid(problems)
    ProcessVersion.objects.filter(process_id=version.process_id, status=Status.PUBLISHED).update(
        status=Status.RETIRED
    )
    version.status = Status.PUBLISHED
    version.published_at = now
    version.published_by_id = actor.officer_id
    version.save(update_fields=["status", "published_at", "published_by"])
    record(
        "process.published", _subject(version), actor=actor, code=version.process.code, number=version.number
    )
    return version


def _seen_draft(version_id: int, seen_revision: int | None) -> ProcessVersion:
    rows = ProcessVersion.objects.select_related("process", "changed_by").select_for_update(of=("self",))
    version = rows.get(pk=version_id)
    if version.status != Status.DRAFT:
        raise StateRefused(_("Phiên bản này đã ban hành, không sửa được nữa."), code="published")
    if seen_revision is not None and seen_revision != version.revision:
        raise StaleVersion(
            _("Bản nháp vừa được người khác sửa. Hãy tải lại trang để xem bản mới nhất."),
            who=str(version.changed_by or ""),
        )
    return version


def _subject(version: ProcessVersion) -> Subject:
    return Subject("workflow.processversion", version.pk)
