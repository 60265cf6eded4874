"""Dossiers as the interface lists and shows them."""

from dataclasses import asdict
from typing import Any

from congvu.api.queries.documents import shown_file
from congvu.audit.queries import timeline
from congvu.common.subject import Subject
from congvu.directory.messages import Actor
from congvu.dossiers.models import Dossier, Result, Step
from congvu.dossiers.queries.listing import ListFilters, dossier_list
from congvu.dossiers.queries.parts import SHOWN, dossier_of, results_of, steps_of
from congvu.dossiers.services.clock import deadline_of
from congvu.dossiers.states import STATE_NAMES, State

ROW = (
    "id", "code", "owner", "procedure", "channel", "holding", "submitted_at", "accepted_at", "due_at",
    "finished_at",
)  # fmt: skip
EVENTS = 200


def listed(
    actor: Actor, filters: ListFilters, *, before: int | None, limit: int
) -> tuple[list[dict[str, Any]], str | None]:
    """Return a page of dossiers, the newest first, and where the next one begins (two statements)."""
    page = dossier_list(actor, filters, before=before, size=limit)
    rows = [{**{name: getattr(row, name) for name in ROW}, "state": _state(row.state)} for row in page.rows]
    return rows, str(page.older) if page.older is not None else None


def one(actor: Actor, pk: int) -> dict[str, Any]:
    """Return a dossier with steps, deadline, timeline and issued results.

    Raises:
        Dossier.DoesNotExist: not there, or not visible to the actor.
    """
    dossier = dossier_of(pk, actor, SHOWN)
    results = [row for row in results_of(dossier) if row.issued_at is not None]
    return {
        **_facts(dossier),
        "steps": [_step(step) for step in steps_of(dossier, ("unit", "agency"))],
        "deadline": [asdict(reason) for reason in deadline_of(dossier).explanation]
        if dossier.accepted_at
        else [],
        "timeline": [
            {"at": event.at, "kind": event.kind, "sentence": event.sentence}
            for event in timeline(Subject("dossiers.dossier", pk), limit=EVENTS)
        ],
        "results": [_result(row) for row in results],
    }


def _facts(dossier: Dossier) -> dict[str, Any]:
    names = ("id", "version", "channel", "holding", "summary", "procedure_code")
    moments = ("submitted_at", "accepted_at", "due_at", "finished_at")
    return {
        **{name: getattr(dossier, name) for name in (*names, *moments)},
        "code": dossier.code or "",
        "owner": dossier.owner_name,
        "procedure": dossier.procedure_name,
        "state": _state(dossier.state),
        "receiving_agency": _agency(dossier.receiving_agency),
        "competent_agency": _agency(dossier.competent_agency),
    }


def _agency(agency: Any) -> dict[str, Any]:
    return {"id": agency.pk, "name": agency.name}


def _state(state: str) -> dict[str, str]:
    return {"code": state, "name": str(STATE_NAMES[State(state)])}


def _step(step: Step) -> dict[str, Any]:
    return {
        "key": step.key,
        "name": step.name,
        "state": step.state,
        "agency": step.agency.name,
        "unit": step.unit.name,
        "started_at": step.started_at,
        "due_at": step.due_at,
        "done_at": step.done_at,
    }


def _result(row: Result) -> dict[str, Any]:
    names = ("id", "name", "notation", "positive", "issued_at")
    file = shown_file(row.file, f"/api/v1/dossiers/{row.dossier_id}/results/{row.pk}") if row.file else None
    return {**{name: getattr(row, name) for name in names}, "file": file}
