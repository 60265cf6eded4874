"""Intake: applicant, dossier, papers and fees, and the valid reception that starts the clock."""

import secrets
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.text import clean, fold
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.dossiers import rules
from congvu.dossiers.messages import Intake, Person
from congvu.dossiers.models import (
    Applicant,
    ComponentFile,
    Dossier,
    DossierComponent,
    FeeLine,
    Involvement,
)
from congvu.dossiers.queries.codes import identifier_of
from congvu.dossiers.queries.scopes import scope_words
from congvu.dossiers.rules import dossier_code
from congvu.dossiers.services.access import journal, open_dossier, store
from congvu.dossiers.services.clock import start_clock
from congvu.dossiers.services.moving import start_process
from congvu.dossiers.states import Action, PaymentState, State
from congvu.files.models import StoredFile
from congvu.procedures.messages import FrozenCase, FrozenProcedure
from congvu.procedures.models import ProcedureVersion
from congvu.procedures.queries import frozen, route_for
from congvu.registers.services import take_number

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@transaction.atomic
def receive_dossier(intake: Intake, *, actor: Actor) -> Dossier:
    """Take in a dossier at the counter and accept it in the same step; return it with its code.

    A second call with the same `request_key` (a double submit) returns the dossier of the first.

    Args:
        intake: what the clerk entered.
        actor: the clerk; needs dossier.intake and dossier.accept.

    Raises:
        ActionRefused: something entered is wrong; `field` names it.
        StateRefused: the procedure version is no longer in force.

    Legal source: NĐ 118/2025/NĐ-CP Điều 17 (tiếp nhận hồ sơ).
    """
    dossier, new = _draft(intake, actor)
    if not new:
        return dossier
    _accept(dossier, actor)
    dossier.save(force_insert=True)
    _children(dossier, intake, actor)
    start_process(dossier, actor=actor)
    journal(
        dossier, "dossier.accepted", actor=actor, procedure=dossier.procedure_code, name=dossier.owner_name
    )
    return dossier


@transaction.atomic
def save_draft(intake: Intake, *, actor: Actor) -> Dossier:
    """Keep a dossier that is not yet accepted: from the portal, or begun at the counter."""
    dossier, new = _draft(intake, actor)
    if new:
        dossier.save(force_insert=True)
        _children(dossier, intake, actor)
        journal(
            dossier,
            "dossier.registered",
            actor=actor,
            procedure=dossier.procedure_code,
            name=dossier.owner_name,
        )
    return dossier


@transaction.atomic
def accept_dossier(dossier_id: int, *, actor: Actor, seen_version: int | None = None) -> Dossier:
    """Accept a dossier that was registered before: code, receipt time, clock, first step.

    Legal source: NĐ 118/2025/NĐ-CP Điều 17; the clock starts at the time printed on form 01.
    """
    dossier = open_dossier(dossier_id, Action.ACCEPT, actor=actor, seen_version=seen_version)
    _require_published(dossier.procedure_version_id)
    dossier.supplements.filter(answered_at__isnull=True, cancelled_at__isnull=True).update(
        answered_at=timezone.now()
    )
    _accept(dossier, actor)
    store(
        dossier,
        "code",
        "state",
        "accepted_at",
        "budget_amount",
        "budget_unit",
        "rules_on",
        "due_at",
        "first_due_at",
        "search_text",
    )
    start_process(dossier, actor=actor)
    journal(
        dossier, "dossier.accepted", actor=actor, procedure=dossier.procedure_code, name=dossier.owner_name
    )
    return dossier


@transaction.atomic
def attach_file(
    dossier_id: int, file: StoredFile, *, actor: Actor, component_id: int | None = None
) -> ComponentFile:
    """Attach a stored file to a dossier, or to one paper of it."""
    dossier = open_dossier(dossier_id, Action.NOTE, actor=actor)
    component = dossier.components.filter(pk=component_id).first() if component_id else None
    if component_id and component is None:
        raise ActionRefused(_("Giấy tờ này không thuộc hồ sơ."), code="component", field="component")
    row = ComponentFile.objects.create(
        dossier=dossier, component=component, file=file, added_at=timezone.now(), added_by_id=actor.officer_id
    )
    journal(dossier, "dossier.file_added", actor=actor, file=file.name)
    return row


def _draft(intake: Intake, actor: Actor) -> tuple[Dossier, bool]:
    demand(actor, "dossier.intake")
    earlier = Dossier.objects.filter(request_key=intake.request_key, created_by_id=actor.officer_id).first()
    if earlier is not None:
        return earlier, False
    _require_published(intake.version_id)
    procedure = frozen(intake.version_id)
    case = _case(procedure, intake.case_no)
    _check(intake)
    _require_local_route(procedure, intake.competent_agency_id or actor.agency_id)
    now = timezone.now()
    owner = _applicant(intake.owner, now, "owner")
    submitter = _applicant(intake.submitter, now, "submitter") if intake.submitter else None
    dossier = Dossier(
        request_key=intake.request_key,
        secret="".join(secrets.choice(_ALPHABET) for _ in range(8)),
        procedure_version_id=intake.version_id,
        case_id=case.id,
        procedure_code=procedure.code,
        procedure_name=procedure.name,
        channel=intake.channel,
        helping_agency_id=intake.helping_agency_id,
        receiving_agency_id=actor.agency_id,
        competent_agency_id=intake.competent_agency_id or actor.agency_id,
        owner=owner,
        owner_name=owner.name,
        submitter=submitter,
        authorisation=clean(intake.authorisation),
        phone=(intake.submitter or intake.owner).phone or owner.phone,
        email=(intake.submitter or intake.owner).email or owner.email,
        address=owner.address,
        summary=clean(intake.summary),
        data=intake.data,
        return_by=intake.return_by,
        payment_state=_payment_state(intake),
        confidentiality=intake.confidentiality,
        submitted_at=_submitted_at(intake, now),
        code=intake.code or None,
        created_by_id=actor.officer_id,
        created_at=now,
        updated_at=now,
    )
    dossier.search_text = search_text(dossier, owner.id_number, submitter, actor)
    return dossier, True


def _accept(dossier: Dossier, actor: Actor) -> None:
    """Give a dossier its code and start its clock; the caller writes."""
    now = timezone.now()
    if not dossier.code:
        day = timezone.localdate(now)
        sequence = take_number(
            agency_id=dossier.receiving_agency_id, register="dossier", period=f"{day:%y%m%d}"
        )
        dossier.code = dossier_code(identifier_of(dossier.receiving_agency_id, day), day, sequence)
    dossier.search_text = f"{fold(dossier.code).replace('.', ' ').replace('-', ' ')} {dossier.search_text}"
    dossier.state = State.RECEIVED
    dossier.accepted_at = now
    start_clock(dossier)


def _children(dossier: Dossier, intake: Intake, actor: Actor) -> None:
    if not actor.unit_id:
        raise ActionRefused(_("Bạn chưa có vị trí công tác để tiếp nhận hồ sơ."), code="no-post")
    papers = DossierComponent.objects.bulk_create(
        DossierComponent(
            dossier=dossier,
            no=no,
            component_id=paper.component_id,
            name=clean(paper.name),
            kind=paper.kind,
            quantity=paper.quantity,
            note=clean(paper.note),
        )
        for no, paper in enumerate(intake.papers, start=1)
    )
    files = [
        ComponentFile(
            dossier=dossier,
            component=row,
            file_id=file_id,
            added_at=dossier.created_at,
            added_by_id=actor.officer_id,
        )
        for row, paper in zip(papers, intake.papers, strict=True)
        for file_id in paper.file_ids
    ]
    if files:
        ComponentFile.objects.bulk_create(files)
    if intake.charges:
        FeeLine.objects.bulk_create(
            FeeLine(
                dossier=dossier,
                name=clean(charge.name),
                unit_price=charge.unit_price,
                quantity=charge.quantity,
                exempt_reason=clean(charge.exempt_reason),
                amount=None if charge.unit_price is None else charge.unit_price * charge.quantity,
                paid_at=dossier.created_at if charge.paid else None,
                receipt_no=clean(charge.receipt_no),
            )
            for charge in intake.charges
        )
    Involvement.objects.create(
        dossier=dossier, agency_id=actor.agency_id, unit_id=actor.unit_id, reason=Involvement.Reason.RECEIVED
    )


def search_text(dossier: Dossier, id_number: str, submitter: Applicant | None, actor: Actor) -> str:
    """Return the folded text that a dossier is found by, with the words that stand for its scope."""
    parts = [
        dossier.owner_name,
        id_number,
        dossier.phone,
        dossier.summary,
        dossier.procedure_code,
        dossier.procedure_name[:200],
    ]
    if submitter is not None:
        parts += [submitter.name, submitter.id_number]
    scope = scope_words({actor.agency_id}, {actor.unit_id} if actor.unit_id else set())
    return f"{fold(' '.join(parts)).replace('.', ' ')} {scope}"


def _require_published(version_id: int) -> None:
    status = ProcedureVersion.objects.filter(pk=version_id).values_list("status", flat=True).first()
    if status != ProcedureVersion.Status.PUBLISHED:
        raise StateRefused(
            _("Thủ tục này vừa hết hiệu lực hoặc chưa công bố. Hãy chọn lại thủ tục."), code="unpublished"
        )


def _require_local_route(procedure: FrozenProcedure, agency_id: int) -> None:
    route = route_for(procedure.procedure_id, agency_id, timezone.localdate())
    if not route.here:
        raise ActionRefused(
            _("Thủ tục này được giải quyết trên %(system)s, không tiếp nhận tại đây.")
            % {"system": route.system_name or _("hệ thống khác")},
            code="route",
            field="procedure",
        )


def _case(procedure: FrozenProcedure, case_no: int) -> FrozenCase:
    for case in procedure.cases:
        if case.no == case_no:
            return case
    raise ActionRefused(_("Trường hợp không có trong thủ tục này."), code="case", field="case")


def _check(intake: Intake) -> None:
    if intake.channel not in {"1", "2", "3"}:
        raise ActionRefused(_("Hãy chọn hình thức nộp hồ sơ."), code="channel", field="channel")
    for person, prefix in ((intake.owner, "owner"), (intake.submitter, "submitter")):
        if person is not None:
            _check_person(person, prefix)
    if intake.submitter is not None and not clean(intake.authorisation):
        raise ActionRefused(
            _("Hãy ghi căn cứ để người khác nộp thay (giấy ủy quyền, quan hệ)."),
            code="authorisation",
            field="authorisation",
        )
    for number, paper in enumerate(intake.papers, start=1):
        if not clean(paper.name) or not 1 <= paper.quantity <= 999:
            raise ActionRefused(
                _("Giấy tờ thứ %(no)s: cần có tên và số lượng từ 1 đến 999.") % {"no": number},
                code="paper",
                field="papers",
            )
    for charge in intake.charges:
        if charge.quantity < 1 or (charge.unit_price or 0) < 0 or (charge.unit_price or 0) > 10**12:
            raise ActionRefused(
                _("Khoản thu “%(name)s”: số tiền hoặc số lượng không hợp lệ.") % {"name": charge.name},
                code="charge",
                field="charges",
            )


def _check_person(person: Person, prefix: str) -> None:
    if not 2 <= len(clean(person.name)) <= 200:
        raise ActionRefused(_("Hãy nhập họ và tên (2 đến 200 ký tự)."), code="name", field=f"{prefix}-name")
    problem = rules.identity_problem(person.id_kind, person.id_number, person.born_on)
    if problem:
        raise ActionRefused(problem, code="identity", field=f"{prefix}-id_number")
    if person.born_on and not date(1900, 1, 1) <= person.born_on <= timezone.localdate():
        raise ActionRefused(_("Ngày sinh không hợp lệ."), code="born", field=f"{prefix}-born_on")
    problem = rules.phone_problem(person.phone)
    if problem:
        raise ActionRefused(problem, code="phone", field=f"{prefix}-phone")


def _payment_state(intake: Intake) -> PaymentState:
    due = [charge for charge in intake.charges if not charge.exempt_reason and charge.unit_price != 0]
    if not intake.charges:
        return PaymentState.NONE
    if not due:
        return PaymentState.EXEMPT
    return PaymentState.PAID if all(charge.paid for charge in due) else PaymentState.DUE


def _submitted_at(intake: Intake, now: datetime) -> datetime:
    if intake.submitted_at is None:
        return now
    if intake.submitted_at > now:
        raise ActionRefused(_("Thời điểm nộp không được ở tương lai."), code="future", field="submitted_at")
    return intake.submitted_at


def _applicant(person: Person, now: datetime, prefix: str) -> Applicant:
    """Find the applicant by identity number, or create; newer contact data replaces older."""
    values = {
        "name": clean(person.name),
        "kind": person.kind,
        "born_on": person.born_on,
        "address": clean(person.address),
        "phone": person.phone.strip(),
        "email": person.email.strip(),
    }
    number = person.id_number.strip().upper()
    found = Applicant.objects.filter(id_kind=person.id_kind, id_number=number).first()
    if found is None:
        try:
            with transaction.atomic():
                return Applicant.objects.create(
                    id_kind=person.id_kind, id_number=number, updated_at=now, **values
                )
        except IntegrityError:
            found = Applicant.objects.get(id_kind=person.id_kind, id_number=number)
    if fold(found.name) != fold(person.name):
        raise ActionRefused(
            _("Số giấy tờ này đã đăng ký cho “%(name)s”. Hãy kiểm tra lại họ tên hoặc số giấy tờ.")
            % {"name": found.name},
            code="other-name",
            field=f"{prefix}-name",
        )
    changed = [name for name, value in values.items() if value and getattr(found, name) != value]
    if changed:
        for name in changed:
            setattr(found, name, values[name])
        found.updated_at = now
        found.save(update_fields=[*changed, "updated_at"])
    return found
