"""The directory of the axis: whom one can write to, found by code or name among a hundred thousand."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from congvu.desk.rules import searched
from congvu.desk.views.door import is_fragment, screen
from congvu.desk.views.exchange import exchange_tabs
from congvu.directory.permissions import OfficerRequest
from congvu.interchange.queries.partners import directory_sizes, partners_for
from congvu.interchange.queries.routes import connections_for

LONGEST = 200


@screen("document.view")
def exchange_directory(request: OfficerRequest) -> HttpResponse:
    """Show the agencies that hold the words, each with the line that an outgoing document takes."""
    text = searched(request.GET.get("q", "")[:LONGEST])
    found = partners_for(request.actor, text) if text else []
    context = {"text": text, "found": found, "title": _("Danh bạ")}
    if is_fragment(request):
        return render(request, "desk/exchange_directory.html#found", context)
    context["tabs"] = exchange_tabs(request, "danh-ba")
    context["sizes"] = directory_sizes(connections_for(request.actor.agency_id))
    return render(request, "desk/exchange_directory.html", context)
