"""Assigned work as the interface lists and shows it."""

from typing import Any

from congvu.api.queries.newest import newest
from congvu.assignments.models import Assignment
from congvu.assignments.states import STATE_NAMES, State
from congvu.directory.messages import Actor

SAME = (
    "id", "version", "code", "content", "source_code", "urgency", "confidentiality", "due_on", "finished_on",
)  # fmt: skip
NAMES = {
    "giver_agency": "giver_agency__name",
    "lead_agency": "lead_agency__name",
    "lead_unit": "lead_unit__name",
    "lead_officer": "lead_officer__full_name",
}
REPORT = (
    "id", "kind", "state", "content", "percent", "difficulties", "document_code", "reported_at",
)  # fmt: skip


def listed(
    actor: Actor, *, before: int | None, limit: int, state: str = "", q: str = ""
) -> list[dict[str, Any]]:
    """Return assigned work that the actor may see, the newest first, at most `limit` + 1 (one statement)."""
    rows = Assignment.objects.visible_to(actor)
    if q.strip():
        rows = rows.filter(pk__in=Assignment.objects.matching(q).values("pk"))
    found = newest(rows, before, state).values(*SAME, "state", *NAMES.values())[: limit + 1]
    return [_row(dict(row)) for row in found]


def one(actor: Actor, pk: int) -> dict[str, Any]:
    """Return assigned work with its reports; raise Assignment.DoesNotExist when it is not in the scope."""
    rows = Assignment.objects.visible_to(actor).filter(pk=pk).values(*SAME, "state", *NAMES.values())
    row = rows.first()
    if row is None:
        raise Assignment.DoesNotExist(pk)
    reports = Assignment(pk=pk).reports.order_by("-pk").values(*REPORT)
    return {**_row(dict(row)), "reports": [dict(report) for report in reports]}


def _row(values: dict[str, Any]) -> dict[str, Any]:
    state = values["state"]
    return {
        **{name: values[name] for name in SAME},
        **{name: values[column] or "" for name, column in NAMES.items()},
        "state": {"code": state, "name": str(STATE_NAMES[State(state)])},
    }
