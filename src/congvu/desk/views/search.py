"""Search: one box for everything; an exact dossier code or a scanned receipt goes straight there."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.desk.rules import searched
from congvu.desk.views.door import screen
from congvu.directory.permissions import SIGNED_IN, OfficerRequest
from congvu.dossiers.queries import listing
from congvu.dossiers.rules import is_dossier_code
from congvu.search.messages import Results
from congvu.search.queries import find
from congvu.ui.messages import KeysetPage, Tab

LONGEST = 300
LAST_PAGE = 5


@screen(SIGNED_IN)
def search_page(request: OfficerRequest) -> HttpResponse:
    """Show what the words find: the best first, of one noun or of all."""
    text = searched(request.GET.get("q", "")[:LONGEST])
    if is_dossier_code(text) and (pk := listing.exact(request.actor, text)) is not None:
        return redirect("desk:dossier", pk)
    noun, number = request.GET.get("loai", ""), _page_number(request)
    results = find(request.actor, text, noun=noun, page=number) if text else None
    context: dict[str, Any] = {"text": text, "results": results}
    if results is not None:
        context |= {"tabs": _tabs(results, text, noun), "more": _more(results, text, noun)}
    return render(request, "desk/search.html", context)


def _page_number(request: OfficerRequest) -> int:
    asked = request.GET.get("trang", "1")
    return min(max(int(asked), 1), LAST_PAGE) if asked.isdecimal() and len(asked) < 4 else 1


def _address(text: str, noun: str, page: int = 1) -> str:
    asked = {"q": text} | ({"loai": noun} if noun else {}) | ({"trang": str(page)} if page > 1 else {})
    return f"{reverse('desk:search')}?{urlencode(asked)}"


def _tabs(results: Results, text: str, noun: str) -> list[Tab]:
    every = Tab(_("Tất cả"), _address(text, ""), not noun)
    return [
        every,
        *(
            Tab(f"{one.noun} ({one.count}{'+' * one.capped})", _address(text, one.name), noun == one.name)
            for one in results.tallies
        ),
    ]


def _more(results: Results, text: str, noun: str) -> str:
    return _address(text, noun, results.page + 1) if results.more and results.page < LAST_PAGE else ""


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
