"""The door for dossiers that another system accepted and that go on here, with their code, clock and step."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.common.subject import Subject
from congvu.common.text import fold
from congvu.directory.messages import Actor
from congvu.directory.models import Unit
from congvu.directory.permissions import demand
from congvu.directory.queries import in_force
from congvu.dossiers.messages import Intake, PastDossier
from congvu.dossiers.models import ComponentFile, Dossier
from congvu.dossiers.queries.intake import IntakeFacts, intake_facts
from congvu.dossiers.services.access import journal, store, subject_of
from congvu.dossiers.services.intake import drafted
from congvu.dossiers.services.moving import write
from congvu.dossiers.services.moving_in.placing import hand, plan_of, version_of
from congvu.dossiers.services.moving_in.starting import count_code, start
from congvu.dossiers.services.papers import write_papers
from congvu.dossiers.states import State
from congvu.procedures.queries import frozen
from congvu.statements.services import insert

CAPABILITY = "moving.manage"
MOST_DAYS = 2_000


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a dossier of another system cannot go on here: a stable name, the sentence."""

    code: str
    told: str


def examine(past: Sequence[PastDossier], *, actor: Actor) -> list[Refusal | None]:
    """Return for each dossier why it cannot come in, None when it can: each is tried, and undone."""
    demand(actor, CAPABILITY)
    found: list[Refusal | None] = []
    for one in past:
        try:
            with transaction.atomic():
                _bring(one, actor, "")
                transaction.set_rollback(True)
            found.append(None)
        except ActionRefused as refusal:
            found.append(Refusal(refusal.code[:40], refusal.message))
    return found


@transaction.atomic
def bring_in(past: Sequence[PastDossier], *, actor: Actor, source: str) -> list[Subject]:
    """Take running dossiers over at the step where they stand; return what each has become, in order.

    The clock counts from the reception in the other system, by the rules of that day, and ends on the day
    that the receipt promised. Nobody is told by mail: the applicant has the receipt.

    Args:
        past: the dossiers, their files stored.
        actor: needs moving.manage; dossiers come to the one-stop unit of their agency.
        source: name of the other system, for the journal.

    Raises:
        ActionRefused: something is wrong with one; none is written then.

    Legal source: NĐ 118/2025/NĐ-CP Điều 17, 18 (the receipt starts the clock and promises the day).
    """
    demand(actor, CAPABILITY)
    return [subject_of(_bring(one, actor, source)) for one in past]


def _bring(one: PastDossier, actor: Actor, source: str) -> Dossier:
    clerk = replace(actor, unit_id=_counter(actor))
    accepted = _moment(one.accepted_at)
    intake = _intake(one, accepted)
    facts = _facts(intake, actor)
    dossier = drafted(intake, facts, clerk)
    dossier.search_text = f"{fold(one.code).replace('.', ' ').replace('-', ' ')} {dossier.search_text}"
    dossier.state, dossier.accepted_at = State.RECEIVED, accepted
    start(dossier, one.due_on)
    plan = plan_of(dossier, one.step, facts.process_version_id)
    hand(plan, one.officer)
    insert([dossier])
    write_papers(dossier, intake, clerk, plan.steps)
    write(dossier, plan, actor=clerk, quiet=True)
    store(dossier, "state", "due_at", "paused_at", "outcomes", "finished_at", "delivery_state")
    _files(dossier, one.file_ids, actor)
    count_code(dossier, facts.identifier)
    names = ", ".join(step.name for step in plan.steps)
    journal(dossier, "dossier.moved_in", actor=actor, source=source, step=names, name=dossier.owner_name)
    return dossier


def _counter(actor: Actor) -> int:
    """Return the unit that received the dossiers of an agency: its one-stop unit."""
    units = Unit.objects.filter(in_force(), agency_id=actor.agency_id).order_by("-is_one_stop", "pk")
    found = units.values_list("pk", flat=True).first()
    if found is None:
        raise ActionRefused(_("Cơ quan chưa có phòng, ban nào."), code="no-unit")
    return found


def _moment(at: datetime | None) -> datetime:
    if at is None:
        raise ActionRefused(_("Thiếu thời điểm tiếp nhận."), code="accepted", field="accepted_at")
    moment = timezone.make_aware(at) if timezone.is_naive(at) else at
    if moment > timezone.now():
        raise ActionRefused(_("Thời điểm tiếp nhận ở tương lai."), code="future", field="accepted_at")
    return moment


def _intake(one: PastDossier, accepted: datetime) -> Intake:
    version = version_of(one.procedure)
    return Intake(
        request_key=uuid4(),
        version_id=version,
        case_no=frozen(version).cases[0].no,
        channel=one.channel,
        owner=one.owner,
        summary=one.summary,
        return_by=one.return_by,
        submitted_at=accepted,
        code=one.code,
    )


def _facts(intake: Intake, actor: Actor) -> IntakeFacts:
    return intake_facts(
        intake.version_id,
        intake.request_key,
        officer_id=actor.officer_id,
        receiving=actor.agency_id,
        competent=actor.agency_id,
        on=timezone.localdate(),
    )


def _files(dossier: Dossier, file_ids: Iterable[int], actor: Actor) -> None:
    ComponentFile.objects.bulk_create(
        [
            ComponentFile(
                dossier=dossier, file_id=key, added_at=dossier.created_at, added_by_id=actor.officer_id
            )
            for key in file_ids
        ]
    )
