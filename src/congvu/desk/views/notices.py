"""Notices: what the officer should know, newest first; opening one marks it read."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congvu.desk.views.door import screen
from congvu.desk.views.search import cursors
from congvu.directory.messages import Actor
from congvu.directory.permissions import SIGNED_IN, OfficerRequest
from congvu.notify import queries, services
from congvu.notify.queries import notice_of
from congvu.ui.messages import KeysetPage, Tab

SIZE = 50


@screen(SIGNED_IN)
def notice_list(request: OfficerRequest) -> HttpResponse:
    """Show the officer's notices: the new ones, or all."""
    everything = request.GET.get("loc") == "tat-ca"
    officer = request.user.pk
    before, _after = cursors(request)
    rows = queries.notices(officer, unread_only=not everything, before=before, limit=SIZE + 1)
    page = KeysetPage(rows[:SIZE], older=str(rows[SIZE - 1].id) if len(rows) > SIZE else "")
    newest = max((row.id for row in rows), default=0)
    tabs = [
        Tab(_("Chưa đọc"), "?", not everything, queries.unread_count(officer)),
        Tab(_("Tất cả"), "?loc=tat-ca", everything),
    ]
    return render(request, "desk/notices.html", {"page": page, "tabs": tabs, "newest": newest})


@screen(SIGNED_IN)
def open_notice(request: OfficerRequest, pk: int) -> HttpResponse:
    """Mark one of the officer's notices read and go where it leads."""
    notice = notice_of(request.user.pk, pk)
    services.mark_read(request.user.pk, [pk])
    return redirect(notice.link or "desk:notices")


@screen(SIGNED_IN)
@require_POST
def read_notices(request: OfficerRequest) -> HttpResponse:
    """Mark every notice read up to the newest one that the officer saw."""
    newest = request.POST.get("newest", "")
    if newest.isdecimal() and len(newest) < 19:
        services.mark_all_read(request.user.pk, up_to=int(newest))
    return redirect("desk:notices")


def unread(actor: Actor) -> int:
    """Return the number on the bell: unread notices of late, at most 100."""
    return queries.unread_lately(actor.officer_id) if actor.officer_id else 0
