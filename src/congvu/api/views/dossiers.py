"""Dossiers: lists, one with its deadline explained, hand one in, supplement it, fetch the result."""

from datetime import date
from typing import Annotated

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Router

from congvu.api.messages.dossiers import DossierIn, DossierOut, DossierPage, SupplementIn
from congvu.api.queries import dossiers as queries
from congvu.api.services.dossiers import hand_in, supplement
from congvu.api.services.keeping import Answer
from congvu.api.views.door import Call, Scope, answers, once_only, request_key, seen_version, tagged, written
from congvu.api.views.files import sent
from congvu.api.views.parameters import Cursor, Id, Key, Limit, Match
from congvu.dossiers.messages import Intake, Paper, Person
from congvu.dossiers.queries.listing import ListFilters
from congvu.dossiers.states import State
from congvu.procedures.queries import published

router = Router(tags=["Hồ sơ · dossiers"])


@router.get("", response=answers(DossierPage), auth=Scope("dossiers.read"), url_name="dossiers")
def dossier_list(
    request: Call, cursor: Cursor = "", limit: Limit = 50,
    state: Annotated[State | None, Query(None)] = None,
    accepted_from: Annotated[date | None, Query(None)] = None,
    accepted_to: Annotated[date | None, Query(None)] = None,
    overdue: Annotated[bool, Query(False)] = False,
) -> HttpResponse:  # fmt: skip
    """List dossiers in which the agency takes part, the newest first."""
    filters = ListFilters(state or "", accepted_from=accepted_from, accepted_to=accepted_to, overdue=overdue)
    before = int(cursor) if cursor else None
    rows, following = queries.listed(request.caller.actor, filters, before=before, limit=limit)
    return written({"items": rows, "next": following})


@router.post("", response=answers(DossierOut, status=201, more=(404, 409)), auth=Scope("dossiers.create"))
def dossier_create(request: Call, body: DossierIn, idempotency_key: Key) -> HttpResponse:
    """Hand in a dossier: a draft for the one-stop shop, or accepted at once with code and deadline."""
    actor = request.caller.actor

    def act() -> Answer:
        intake = _intake(body, request, idempotency_key)
        dossier = hand_in(intake, actor=actor, accept=body.accept)
        return 201, queries.one(actor, dossier.pk)

    return once_only(request, idempotency_key, body.plain(), act)


def _intake(body: DossierIn, request: Call, key: str) -> Intake:
    papers = tuple(Paper(one.name, one.kind, one.quantity, file_ids=tuple(one.files)) for one in body.papers)
    return Intake(
        request_key=request_key(request, key),
        version_id=published(body.procedure_code).pk,
        case_no=body.case_no,
        channel=body.channel,
        owner=Person(**body.owner.model_dump()),
        papers=papers,
        data=body.data,
        summary=body.summary,
        return_by=body.return_by,
    )


@router.get(
    "/{pk}", response=answers(DossierOut, more=(304, 404)), auth=Scope("dossiers.read"), url_name="dossier"
)
def dossier_one(request: Call, pk: Id) -> HttpResponse:
    """Read a dossier with its steps, what happened, and why its deadline is what it is."""
    row = queries.one(request.caller.actor, pk)
    return tagged(request, row, row["version"])


@router.post(
    "/{pk}/supplement", response=answers(DossierOut, more=(404, 409, 412)),
    auth=Scope("dossiers.supplement"), url_name="dossier_supplement",
)  # fmt: skip
def dossier_supplement(
    request: Call, pk: Id, body: SupplementIn, idempotency_key: Key, if_match: Match = None
) -> HttpResponse:
    """Hand in what was asked for; the clock runs on."""
    actor, seen = request.caller.actor, seen_version(if_match)

    def act() -> Answer:
        supplement(pk, body.files, actor=actor, note=body.note, seen_version=seen)
        return 200, queries.one(actor, pk)

    return once_only(request, idempotency_key, body.model_dump(mode="json"), act)


@router.get(
    "/{pk}/results/{result_pk}", response=answers(bytes, more=(206, 304, 404, 416)),
    auth=Scope("dossiers.read"), url_name="dossier_result",
)  # fmt: skip
def dossier_result(request: Call, pk: Id, result_pk: Id) -> HttpResponseBase:
    """Get the bytes of an issued result."""
    results = queries.one(request.caller.actor, pk)["results"]
    files = [row["file"] for row in results if row["id"] == result_pk and row["file"]]
    return sent(request, files, files[0]["id"] if files else 0)
