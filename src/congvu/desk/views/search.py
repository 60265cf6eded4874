"""Search: one box for code, name, identity number and phone; an exact code or a scan goes straight there."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from congvu.desk.rules import marked, searched
from congvu.desk.views.door import screen
from congvu.directory.permissions import OfficerRequest
from congvu.dossiers.queries import listing
from congvu.dossiers.queries.scopes import search_words
from congvu.dossiers.rules import is_dossier_code
from congvu.ui.messages import KeysetPage

LONGEST = 300


@dataclass(frozen=True, slots=True)
class Found:
    """A dossier that was found, with its matching parts marked."""

    row: listing.DossierRow
    code: list[tuple[str, bool]]
    owner: list[tuple[str, bool]]
    procedure: list[tuple[str, bool]]


@screen("dossier.view")
def search_page(request: OfficerRequest) -> HttpResponse:
    """Show what the words find, newest first."""
    text = searched(request.GET.get("q", "")[:LONGEST])
    if is_dossier_code(text) and (pk := listing.exact(request.actor, text)) is not None:
        return redirect("desk:dossier", pk)
    before, after = cursors(request)
    page = keyset(listing.search(request.actor, text, before=before, after=after)) if text else None
    context = {"text": text, "page": page, "found": _found(page.rows, text) if page else []}
    return render(request, "desk/search.html", context)


def _found(rows: Any, text: str) -> list[Found]:
    words = search_words(text)
    return [
        Found(row, marked(row.code, words), marked(row.owner, words), marked(row.procedure, words))
        for row in rows
    ]


def cursors(request: OfficerRequest) -> tuple[int | None, int | None]:
    """Read the place in a list from the address: below which id, above which; mangled ones mean neither."""
    read = [request.GET.get(name, "") for name in ("cu", "moi")]
    before, after = (int(text) if text.isdecimal() and len(text) < 19 else None for text in read)
    return before, after


def keyset(page: listing.DossierPage) -> KeysetPage[listing.DossierRow]:
    """Return a page of dossiers as the pager shows it."""
    return KeysetPage(
        page.rows, newer=str(page.newer) if page.newer else "", older=str(page.older) if page.older else ""
    )
