"""The calendar feed: an officer's secret address, and what a calendar program reads there."""

from allauth.account.adapter import get_adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from congvu.assignments import services
from congvu.assignments.queries.schedule import calendar_of, feed_of, own_feed
from congvu.desk.services import SECONDS, feed_failed, feed_refused
from congvu.desk.views.door import screen
from congvu.directory.permissions import PUBLIC, SIGNED_IN, OfficerRequest, requires


@screen(SIGNED_IN)
@never_cache
def feed_page(request: OfficerRequest) -> HttpResponse:
    """Show whether there is a secret address; make one, or revoke it. The address is shown once."""
    address = ""
    if request.method == "POST":
        if request.POST.get("thu-hoi"):
            services.revoke_feed(actor=request.actor)
            return redirect("desk:schedule_feed")
        feed, token = services.make_feed(actor=request.actor)
        address = request.build_absolute_uri(reverse("desk:schedule_ics", args=[feed.pk, token]))
    context = {"feed": own_feed(request.actor), "address": address}
    return render(request, "desk/schedule_feed.html", context)


@requires(PUBLIC)
@never_cache
@require_safe
def feed_ics(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Send the schedule behind a secret address; whoever guesses is slowed down."""
    where = get_adapter(request).get_client_ip(request)
    if feed_refused(where):
        return HttpResponse(status=429, headers={"Retry-After": str(SECONDS)})
    feed = feed_of(pk, token)
    if feed is None:
        feed_failed(where)
        raise Http404
    services.note_use(feed)
    headers = {"Content-Disposition": 'inline; filename="lich-cong-tac.ics"', "X-Robots-Tag": "noindex"}
    return HttpResponse(calendar_of(feed), content_type="text/calendar; charset=utf-8", headers=headers)
