"""Documents: lists, one, its files; receive one for registration."""

from typing import Annotated, Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Router

from congvu.api.messages.documents import (
    ArrivalIn,
    IncomingDocument,
    IncomingPage,
    OutgoingDocument,
    OutgoingPage,
)
from congvu.api.queries import documents as queries
from congvu.api.services.keeping import Answer
from congvu.api.views.door import Call, Scope, answers, once_only, page, request_key, tagged, written
from congvu.api.views.files import sent
from congvu.api.views.parameters import Cursor, Id, Key, Limit, Search
from congvu.documents.messages import Arrival, ArrivedFile, Facts
from congvu.documents.services import arrive
from congvu.documents.states.incoming import State as Incoming
from congvu.documents.states.outgoing import State as Outgoing

router = Router(tags=["Văn bản · documents"])


@router.get("/incoming", response=answers(IncomingPage), auth=Scope("documents.read"), url_name="incoming")
def incoming_list(
    request: Call, cursor: Cursor = "", limit: Limit = 50, q: Search = "",
    state: Annotated[Incoming | None, Query(None)] = None,
) -> HttpResponse:  # fmt: skip
    """List incoming documents of the agency, the newest first."""
    before = int(cursor) if cursor else None
    rows = queries.incoming_list(request.caller.actor, before=before, limit=limit, state=state or "", q=q)
    return page(rows, limit)


@router.post(
    "/incoming", response=answers(IncomingDocument, status=201, more=(409,)), auth=Scope("documents.receive"),
)  # fmt: skip
def incoming_receive(request: Call, body: ArrivalIn, idempotency_key: Key) -> HttpResponse:
    """Hand a document to the agency's registry; the clerk enters it into the register."""
    actor, data = request.caller.actor, body.model_dump(mode="json")

    def act() -> Answer:
        document = arrive(_arrival(body, request, idempotency_key), actor=actor)
        return 201, _found(queries.incoming_one(actor, document.pk))

    return once_only(request, idempotency_key, data, act)


def _arrival(body: ArrivalIn, request: Call, key: str) -> Arrival:
    files = tuple(ArrivedFile(one.id, one.role) for one in body.files)
    facts = Facts(**body.model_dump(exclude={"files"}))
    return Arrival("file", facts, files, request_key=request_key(request, key))


@router.get(
    "/incoming/{pk}", response=answers(IncomingDocument, more=(304, 404)), auth=Scope("documents.read"),
    url_name="incoming_one",
)  # fmt: skip
def incoming_one(request: Call, pk: Id) -> HttpResponse:
    """Read an incoming document; its ETag is its version."""
    row = _found(queries.incoming_one(request.caller.actor, pk))
    return tagged(request, row, row["version"])


@router.get(
    "/incoming/{pk}/files/{file_pk}", response=answers(bytes, more=(206, 304, 404, 416)),
    auth=Scope("documents.read"), url_name="incoming_file",
)  # fmt: skip
def incoming_file(request: Call, pk: Id, file_pk: Id) -> HttpResponseBase:
    """Get the bytes of a file of an incoming document."""
    return sent(request, _found(queries.incoming_one(request.caller.actor, pk))["files"], file_pk)


@router.get("/outgoing", response=answers(OutgoingPage), auth=Scope("documents.read"), url_name="outgoing")
def outgoing_list(
    request: Call, cursor: Cursor = "", limit: Limit = 50, q: Search = "",
    state: Annotated[Outgoing | None, Query(None)] = None,
) -> HttpResponse:  # fmt: skip
    """List outgoing documents of the agency, the newest first."""
    before = int(cursor) if cursor else None
    rows = queries.outgoing_list(request.caller.actor, before=before, limit=limit, state=state or "", q=q)
    return page(rows, limit)


@router.get(
    "/outgoing/{pk}", response=answers(OutgoingDocument, more=(404,)), auth=Scope("documents.read"),
    url_name="outgoing_one",
)  # fmt: skip
def outgoing_one(request: Call, pk: Id) -> HttpResponse:
    """Read an outgoing document, and where it is at each recipient, in words."""
    row = _found(queries.outgoing_one(request.caller.actor, pk))
    return written(row, ETag=f'"v{row["version"]}"', Cache_Control="no-store")  # deliveries have no version


@router.get(
    "/outgoing/{pk}/files/{file_pk}", response=answers(bytes, more=(206, 304, 404, 416)),
    auth=Scope("documents.read"), url_name="outgoing_file",
)  # fmt: skip
def outgoing_file(request: Call, pk: Id, file_pk: Id) -> HttpResponseBase:
    """Get the bytes of a file of an outgoing document."""
    return sent(request, _found(queries.outgoing_one(request.caller.actor, pk))["files"], file_pk)


def _found(row: dict[str, Any] | None) -> dict[str, Any]:
    if row is None:
        raise Http404
    return row
