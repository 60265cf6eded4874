"""The conversation screen: what a document, task or dossier came from, and what came of it."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from congvu.common.subject import Subject
from congvu.desk.views.door import screen
from congvu.directory.permissions import SIGNED_IN, OfficerRequest
from congvu.search.queries.conversation import conversation


@screen(SIGNED_IN)
def conversation_page(request: OfficerRequest, label: str, pk: int) -> HttpResponse:
    """Show the tree that a thing is part of; a thing that the officer may not see is not there."""
    turns = conversation(Subject(label, pk), request.actor)
    here = next((turn for turn in turns if turn.here), None)
    if here is None:
        raise Http404
    return render(request, "desk/conversation.html", {"turns": turns, "here": here.card})
