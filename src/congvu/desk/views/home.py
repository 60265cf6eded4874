"""What waits for the officer today across all rooms, and where an officer starts after signing in."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from congvu.desk.views.home_panels import panels_of
from congvu.directory.permissions import SIGNED_IN, OfficerRequest, requires
from congvu.documents.queries.boxes import registers


@requires(SIGNED_IN)
def home_page(request: OfficerRequest) -> HttpResponse:
    """Show the most urgent of each kind of work that waits, with its number."""
    panels = panels_of(request.actor)
    context = {
        "panels": [panel for panel in panels if panel.rows],
        "today": timezone.localdate(),
        "quiet": [panel for panel in panels if not panel.rows],
    }
    return render(request, "desk/home.html", context)


@requires(SIGNED_IN)
def first_page(request: OfficerRequest) -> HttpResponseBase:
    """Go where an officer's day starts: at the counter the inbox of dossiers, elsewhere today's work."""
    actor = request.actor
    counter = actor.can("dossier.intake") and not registers(actor) and not actor.can("document.direct")
    return redirect("desk:inbox" if counter else "desk:home")
