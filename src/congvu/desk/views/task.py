"""The page of one assignment, and its files."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from congvu.assignments.queries.page import stored_file, task_view
from congvu.assignments.rules import BUCKET_NAMES
from congvu.assignments.states import Action
from congvu.desk.views.door import screen
from congvu.desk.views.task_acts import Rank, offered
from congvu.directory.permissions import OfficerRequest
from congvu.files.queries import open_blob
from congvu.ui.messages import SentFile
from congvu.ui.views import safe_download


@screen("assignment.view")
def task_page(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show an assignment: what may be done next, what was reported, where it stands."""
    view = task_view(pk, request.actor)
    acts = offered(view)
    context = {
        "view": view,
        "task": view.assignment,
        "main": [act for act in acts if act.rank == Rank.MAIN],
        "beside": [act for act in acts if act.rank == Rank.BESIDE],
        "rest": [act for act in acts if act.rank == Rank.REST],
        "may_divide": any(move.action == Action.SUB_ASSIGN for move in view.moves),
        "bucket": BUCKET_NAMES[view.bucket] if view.bucket else "",
    }
    return render(request, "desk/task.html", context)


@screen("assignment.view")
def task_file(request: OfficerRequest, pk: int, file_pk: int) -> HttpResponseBase:
    """Send a file of a report; `?xem=1` shows it in the browser where that is safe."""
    file = stored_file(pk, file_pk, request.actor)
    try:
        stream = open_blob(file)
    except FileNotFoundError as lost:
        raise Http404 from lost
    sent = SentFile(stream, file.name, file.blob.media_type, file.blob.size, file.blob.sha256)
    return safe_download(request, sent, inline=request.GET.get("xem") == "1")
