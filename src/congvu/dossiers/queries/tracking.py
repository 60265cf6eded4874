"""What an applicant may know of their dossier (TT 01/2018/TT-VPCP Điều 16.2d).

Whoever knows the code alone learns how far it is; whoever knows the secret on the receipt as well learns the
status down to the division, the dates, and what is asked for.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.crypto import constant_time_compare

from congvu.dossiers.models import Dossier, Step
from congvu.dossiers.queries.scopes import DossierQuerySet
from congvu.dossiers.states import FINAL, STATE_NAMES, State, StepState
from congvu.workflow.queries import definition


@dataclass(frozen=True, slots=True)
class Asked:
    """What the applicant is to supplement, why, and until when."""

    items: tuple[str, ...]
    reason: str
    legal_basis: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Stage:
    """One step as the applicant sees it: where, since when, until when it was done."""

    name: str
    unit: str
    agency: str
    since: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class Tracked:
    """A dossier as its applicant sees it."""

    code: str
    procedure: str
    owner: str
    state: str
    state_name: str
    degree: int
    receiving: str
    competent: str
    received_at: datetime | None
    due_at: datetime | None
    first_due_at: datetime | None
    paused: bool
    finished_at: datetime | None
    returned_at: datetime | None
    return_by: str
    asked: Asked | None
    stages: tuple[Stage, ...]

    @property
    def postponed(self) -> bool:
        """Whether the result is promised for later than the receipt said."""
        return bool(self.due_at and self.first_due_at and self.due_at > self.first_due_at)


def _told() -> DossierQuerySet:
    """Return the dossiers that applicants are told of here: not the copies of those that others received."""
    return Dossier.objects.filter(master_system="")


def progress_of(code: str) -> int | None:
    """Return how far the dossier with this code is, 0 to 100, or None without one (two statements)."""
    dossier = _told().filter(code=code).only("state", "process_version_id").first()
    return _degree(dossier, _steps(dossier)) if dossier else None


def track(code: str, secret: str) -> Tracked | None:
    """Return the dossier that code and secret open together, or None without saying which is wrong."""
    dossier = _told().filter(code=code).select_related("receiving_agency", "competent_agency").first()
    if dossier is None or not secret or not constant_time_compare(dossier.secret, secret):
        return None
    steps = _steps(dossier)
    return Tracked(
        code=dossier.code or "",
        procedure=dossier.procedure_name,
        owner=dossier.owner_name,
        state=dossier.state,
        state_name=STATE_NAMES[State(dossier.state)],
        degree=_degree(dossier, steps),
        receiving=dossier.receiving_agency.name,
        competent=dossier.competent_agency.name,
        received_at=dossier.accepted_at,
        due_at=dossier.due_at,
        first_due_at=dossier.first_due_at,
        paused=dossier.paused_at is not None,
        finished_at=dossier.finished_at,
        returned_at=dossier.returned_at,
        return_by=dossier.get_return_by_display(),
        asked=_asked(dossier),
        stages=tuple(
            Stage(step.name, step.unit.name, step.agency.name, step.started_at, step.done_at)
            for step in steps
        ),
    )


def _steps(dossier: Dossier) -> list[Step]:
    shown = dossier.steps.filter(state__in=[StepState.OPEN, StepState.DONE])
    return list(shown.select_related("unit", "agency").order_by("id"))


def _degree(dossier: Dossier, steps: list[Step]) -> int:
    """Return the share of the process's steps that are done; only an end is a hundred."""
    state = State(dossier.state)
    if state in FINAL or state == State.DONE:
        return 100
    if dossier.process_version_id is None:
        return 0
    total = len(definition(dossier.process_version_id).steps)
    done = {step.key for step in steps if step.state == StepState.DONE}
    done -= {step.key for step in steps if step.state == StepState.OPEN}
    return min(99, 100 * len(done) // total) if total else 0


def _asked(dossier: Dossier) -> Asked | None:
    if State(dossier.state) not in {State.SUPPLEMENT, State.INCOMPLETE}:
        return None
    request = (
        dossier.supplements.filter(answered_at__isnull=True, cancelled_at__isnull=True)
        .order_by("-id")
        .first()
    )
    if request is None:
        return None
    return Asked(tuple(request.items), request.reason, request.legal_basis, request.close_at)
