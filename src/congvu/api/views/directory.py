"""The directory: agencies with their codes, and whom a code means."""

from typing import Annotated, Any

from django.http import Http404, HttpResponse
from ninja import Path, Query, Router

from congvu.api.messages.directory import AgencyPage, AgencyRow, CodeOut
from congvu.api.queries import directory as queries
from congvu.api.views.door import Call, Scope, answers, page, written
from congvu.api.views.parameters import Cursor, Id, Limit, Search

router = Router(tags=["Danh mục · directory"])
Code = Annotated[str, Path(..., max_length=35, pattern=r"^[A-Za-z0-9.\-]{1,35}$")]


@router.get("/agencies", response=answers(AgencyPage), auth=Scope("directory.read"), url_name="agencies")
def agency_list(
    request: Call, cursor: Cursor = "", limit: Limit = 50, q: Search = "",
    closed: Annotated[bool, Query(False, description="Agencies that have ended, too.")] = False,
) -> HttpResponse:  # fmt: skip
    """List agencies by number; `q` looks in names and at the beginning of codes."""
    after = int(cursor) if cursor else None
    return page(queries.agency_list(after=after, limit=limit, q=q, closed=closed), limit)


@router.get(
    "/agencies/{pk}", response=answers(AgencyRow, more=(404,)), auth=Scope("directory.read"),
    url_name="agency",
)  # fmt: skip
def agency_one(request: Call, pk: Id) -> HttpResponse:
    """Read an agency with its codes of both national schemes."""
    return written(_found(queries.agency_one(pk)))


@router.get(
    "/codes/{code}", response=answers(CodeOut, more=(404,)), auth=Scope("directory.read"), url_name="code"
)
def code_meaning(request: Call, code: Code) -> HttpResponse:
    """Tell whom an agency code means today; one that has expired leads to the successors."""
    return written(_found(queries.code_meaning(code)))


def _found(row: dict[str, Any] | None) -> dict[str, Any]:
    if row is None:
        raise Http404
    return row
