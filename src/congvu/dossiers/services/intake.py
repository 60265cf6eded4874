"""Intake: applicant, dossier, papers and fees, and the valid reception that starts the clock."""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.text import clean, fold, one_line
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.dossiers.messages import Intake, Person
from congvu.dossiers.models import Applicant, Dossier
from congvu.dossiers.queries.applicants import applicants_of
from congvu.dossiers.queries.codes import require_identifier
from congvu.dossiers.queries.intake import IntakeFacts, intake_facts
from congvu.dossiers.queries.scopes import scope_words
from congvu.dossiers.rules import dossier_code, identity_number
from congvu.dossiers.services.access import journal, open_dossier, store
from congvu.dossiers.services.checking import (
    case_of_intake,
    check_intake,
    payment_state,
    require_local,
    require_open,
    require_published,
    submitted_at,
)
from congvu.dossiers.services.clock import start_clock
from congvu.dossiers.services.fitting import fitting, plain_data
from congvu.dossiers.services.listening import issued_code
from congvu.dossiers.services.moving import plan_start, process_of_intake, start_process, write
from congvu.dossiers.services.papers import write_papers
from congvu.dossiers.services.renaming import record_renaming
from congvu.dossiers.services.telling import mail_accepted
from congvu.dossiers.states import Action, State
from congvu.procedures.messages import FrozenCase, FrozenProcedure
from congvu.procedures.queries import frozen
from congvu.registers.services import take_number
from congvu.statements.services import insert, insert_new

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


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
    demand(actor, "dossier.accept")
    return _once(_receive, intake, actor)


@transaction.atomic
def _receive(intake: Intake, actor: Actor) -> Dossier:
    facts = _facts(intake, actor)
    if facts.earlier_id is not None:
        return Dossier.objects.get(pk=facts.earlier_id)
    dossier = drafted(intake, facts, actor)
    _accept(dossier, facts.identifier)
    plan = plan_start(dossier, process_of_intake(dossier, facts.process_version_id))
    insert([dossier])
    write_papers(dossier, intake, actor, plan.steps)
    state = dossier.state
    write(dossier, plan, actor=actor)
    if dossier.state != state or dossier.paused_at:
        store(dossier, "state", "due_at", "paused_at")
    mail_accepted(dossier)
    journal(
        dossier, "dossier.accepted", actor=actor, procedure=dossier.procedure_code, name=dossier.owner_name
    )
    return dossier


def save_draft(intake: Intake, *, actor: Actor) -> Dossier:
    """Keep a dossier that is not yet accepted: from the portal, or begun at the counter."""
    return _once(_save, intake, actor)


@transaction.atomic
def _save(intake: Intake, actor: Actor) -> Dossier:
    facts = _facts(intake, actor)
    if facts.earlier_id is not None:
        return Dossier.objects.get(pk=facts.earlier_id)
    dossier = drafted(intake, facts, actor)
    insert([dossier])
    write_papers(dossier, intake, actor)
    journal(
        dossier, "dossier.registered", actor=actor, procedure=dossier.procedure_code, name=dossier.owner_name
    )
    return dossier


@transaction.atomic
def accept_dossier(dossier_id: int, *, actor: Actor, seen_version: int | None = None) -> Dossier:
    """Accept a dossier that was registered before: code, receipt time, clock, first step.

    Legal source: NĐ 118/2025/NĐ-CP Điều 17; the clock starts at the time printed on form 01.
    """
    dossier = open_dossier(dossier_id, Action.ACCEPT, actor=actor, seen_version=seen_version)
    facts = intake_facts(
        dossier.procedure_version_id,
        dossier.request_key or uuid4(),
        officer_id=None,
        receiving=dossier.receiving_agency_id,
        competent=dossier.competent_agency_id,
        on=timezone.localdate(),
    )
    require_published(facts.status)
    require_local(facts)
    require_open(facts)
    dossier.supplements.filter(answered_at__isnull=True, cancelled_at__isnull=True).update(
        answered_at=timezone.now()
    )
    _accept(dossier, facts.identifier)
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
    mail_accepted(dossier)
    journal(
        dossier, "dossier.accepted", actor=actor, procedure=dossier.procedure_code, name=dossier.owner_name
    )
    return dossier


def _once(take: Callable[[Intake, Actor], Dossier], intake: Intake, actor: Actor) -> Dossier:
    """Take an intake; of two sent at the same moment the second finds the dossier of the first.

    Raises:
        StateRefused: the key of the form was used by somebody else.
    """
    try:
        return take(intake, actor)
    except IntegrityError:
        first = Dossier.objects.filter(request_key=intake.request_key).first()
        if first is None:
            raise
        if first.created_by_id != actor.officer_id:
            raise StateRefused(
                _("Biểu mẫu này đã được cán bộ khác gửi. Hãy mở biểu mẫu mới."), code="request-key"
            ) from None
        return first


def _facts(intake: Intake, actor: Actor) -> IntakeFacts:
    demand(actor, "dossier.intake")
    return intake_facts(
        intake.version_id,
        intake.request_key,
        officer_id=actor.officer_id,
        receiving=actor.agency_id,
        competent=intake.competent_agency_id or actor.agency_id,
        on=timezone.localdate(),
    )


def drafted(intake: Intake, facts: IntakeFacts, actor: Actor) -> Dossier:
    """Return the new dossier, not yet written; refuse what cannot be one."""
    require_published(facts.status)
    require_local(facts)
    require_open(facts)
    procedure = frozen(intake.version_id)
    case = case_of_intake(procedure, intake.case_no)
    check_intake(intake, actor, case)
    now = timezone.now()
    owner = _applicant(intake.owner, now, "owner", actor)
    submitter = _applicant(intake.submitter, now, "submitter", actor) if intake.submitter else None
    return _copied(_new(intake, procedure, case, owner, submitter, actor, now), intake)


def _copied(dossier: Dossier, intake: Intake) -> Dossier:
    """Mark a copy of another system's dossier: its clock and its applicant stay theirs."""
    if intake.master:
        dossier.master_system, dossier.due_at = one_line(intake.master)[:200], intake.due_at
        dossier.email = ""
    return dossier


def _new(
    intake: Intake,
    procedure: FrozenProcedure,
    case: FrozenCase,
    owner: Applicant,
    submitter: Applicant | None,
    actor: Actor,
    now: datetime,
) -> Dossier:
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
        phone=one_line((intake.submitter or intake.owner).phone) or owner.phone,
        email=one_line((intake.submitter or intake.owner).email) or owner.email,
        address=owner.address,
        summary=clean(intake.summary),
        data=plain_data(intake.data),
        return_by=intake.return_by,
        payment_state=payment_state(intake),
        confidentiality=intake.confidentiality,
        submitted_at=submitted_at(intake, now),
        code=intake.code or None,
        created_by_id=actor.officer_id,
        created_at=now,
        updated_at=now,
    )
    dossier.search_text = search_text(dossier, owner.id_number, submitter, actor)
    return fitting(dossier)


def _accept(dossier: Dossier, identifier: str) -> None:
    """Give a dossier its code and start its clock; the caller writes."""
    now = timezone.now()
    dossier.code = dossier.code or issued_code(dossier)
    if not dossier.code:
        day = timezone.localdate(now)
        sequence = take_number(
            agency_id=dossier.receiving_agency_id, register="dossier", period=f"{day:%y%m%d}"
        )
        require_identifier(identifier)
        dossier.code = dossier_code(identifier, day, sequence)
    dossier.search_text = f"{fold(dossier.code).replace('.', ' ').replace('-', ' ')} {dossier.search_text}"
    dossier.state = State.RECEIVED
    dossier.accepted_at = now
    start_clock(dossier)


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


def _applicant(person: Person, now: datetime, prefix: str, actor: Actor) -> Applicant:
    """Find the applicant by identity number, or create; newer contact data replaces older."""
    values: dict[str, Any] = {
        "name": one_line(person.name),
        "kind": person.kind,
        "born_on": person.born_on,
        "address": one_line(person.address),
        "phone": one_line(person.phone),
        "email": one_line(person.email),
    }
    number = identity_number(person.id_number)
    row = fitting(Applicant(id_kind=person.id_kind, id_number=number, updated_at=now, **values))
    if insert_new(row):  # most are new; a clerk at another counter who was faster is no error
        return row
    found = Applicant.objects.get(id_kind=person.id_kind, id_number=number)
    if fold(found.name) != fold(values["name"]):
        if not person.renamed:
            raise _other_name(found, prefix, actor)
        record_renaming(found, person.name, person.renamed, actor=actor, at=f"{prefix}-renamed")
    changed = [name for name, value in values.items() if value and getattr(found, name) != value]
    if changed:
        for name in changed:
            setattr(found, name, values[name])
        found.updated_at = now
        found.save(update_fields=[*changed, "updated_at"])
    return found


def _other_name(found: Applicant, prefix: str, actor: Actor) -> ActionRefused:
    """Say that a number is another person's; the name only to an agency that knows them."""
    known = applicants_of(actor.agency_id).filter(pk=found.pk).exists()
    said = _("Số giấy tờ này đã đăng ký cho “%(name)s”.") if known else _("Số giấy tờ này đã có họ tên khác.")
    hint = _("Hãy kiểm tra lại họ tên hoặc số giấy tờ; nếu người này đã đổi họ tên hợp pháp, hãy ghi căn cứ.")
    said = f"{said % {'name': found.name}} {hint}" if known else f"{said} {hint}"
    return ActionRefused(said, code="other-name", field=f"{prefix}-name")
