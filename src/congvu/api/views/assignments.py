"""Assigned work: lists, one, give, report."""

from typing import Annotated

from django.http import HttpResponse
from ninja import Query, Router

from congvu.api.messages.assignments import AssignmentIn, AssignmentOut, AssignmentPage, ReportIn
from congvu.api.queries import assignments as queries
from congvu.api.services.keeping import Answer
from congvu.api.views.door import Call, Scope, answers, once_only, page, request_key, seen_version, tagged
from congvu.api.views.parameters import Cursor, Id, Key, Limit, Match, Search
from congvu.assignments.messages import AssignmentDraft, Origin, Performer, ReportDraft
from congvu.assignments.services import (
    create_assignment,
    propose_close,
    report_done,
    report_progress,
    request_extension,
)
from congvu.assignments.states import State

router = Router(tags=["Nhiệm vụ · assignments"])
REPORTS = {
    "progress": report_progress, "done": report_done, "close": propose_close, "extension": request_extension,
}  # fmt: skip


@router.get("", response=answers(AssignmentPage), auth=Scope("assignments.read"), url_name="assignments")
def assignment_list(
    request: Call, cursor: Cursor = "", limit: Limit = 50, q: Search = "",
    state: Annotated[State | None, Query(None)] = None,
) -> HttpResponse:  # fmt: skip
    """List assigned work in which the agency takes part, the newest first."""
    before = int(cursor) if cursor else None
    return page(
        queries.listed(request.caller.actor, before=before, limit=limit, state=state or "", q=q), limit
    )


@router.post("", response=answers(AssignmentOut, status=201, more=(409,)), auth=Scope("assignments.give"))
def assignment_give(request: Call, body: AssignmentIn, idempotency_key: Key) -> HttpResponse:
    """Give work to an agency or unit within reach."""
    actor = request.caller.actor

    def act() -> Answer:
        draft = AssignmentDraft(
            body.content, Performer(body.agency_id, body.unit_id), due_on=body.due_on,
            origin=Origin(code=body.source_code), urgency=body.urgency, needs_document=body.needs_document,
            request_key=request_key(request, idempotency_key),
        )  # fmt: skip
        return 201, queries.one(actor, create_assignment(draft, actor=actor).pk)

    return once_only(request, idempotency_key, body.model_dump(mode="json"), act)


@router.get(
    "/{pk}", response=answers(AssignmentOut, more=(304, 404)), auth=Scope("assignments.read"),
    url_name="assignment",
)  # fmt: skip
def assignment_one(request: Call, pk: Id) -> HttpResponse:
    """Read assigned work with its reports."""
    row = queries.one(request.caller.actor, pk)
    return tagged(request, row, row["version"])


@router.post(
    "/{pk}/reports", response=answers(AssignmentOut, status=201, more=(404, 409, 412)),
    auth=Scope("assignments.report"), url_name="assignment_report",
)  # fmt: skip
def assignment_report(
    request: Call, pk: Id, body: ReportIn, idempotency_key: Key, if_match: Match = None
) -> HttpResponse:
    """Report on work that the agency, or the program's unit, leads."""
    actor, seen = request.caller.actor, seen_version(if_match)
    said = body.model_dump(exclude={"kind", "files"})

    def act() -> Answer:
        draft = ReportDraft(**said, file_ids=tuple(body.files))
        REPORTS[body.kind](pk, draft, actor=actor, seen_version=seen)
        return 201, queries.one(actor, pk)

    return once_only(request, idempotency_key, body.model_dump(mode="json"), act)
