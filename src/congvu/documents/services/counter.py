"""What the registry and the leaders do in one go: take in with files, send to a favourite group."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.common.text import clean
from congvu.directory.messages import Actor
from congvu.documents.messages import Arrival, ArrivedFile, Facts
from congvu.documents.models import IncomingDocument
from congvu.documents.queries.incoming_page import incoming_page
from congvu.documents.services.arrival import arrive
from congvu.documents.services.directing import direct, present
from congvu.documents.services.favourites import addressees_of
from congvu.documents.services.lines import forward
from congvu.documents.states.incoming import Action
from congvu.files.services import store


@transaction.atomic
def take_in(values: dict[str, Any], *, actor: Actor) -> IncomingDocument:
    """Keep the files of an incoming document and take it in, waiting to be registered.

    Args:
        values: `origin`, `main` (an upload or None), `annexes` (uploads), `key` (of the form that was sent).
        actor: the registry's clerk.

    Raises:
        ActionRefused: a file is refused, or an electronic document has none.
    """
    main = [values["main"]] if values.get("main") else []
    files = [
        *(ArrivedFile(store(one, actor=actor).pk, "main") for one in main),
        *(ArrivedFile(store(one, actor=actor).pk, "annex") for one in values.get("annexes") or []),
    ]
    paper = values["origin"] == IncomingDocument.Origin.PAPER
    arrival = Arrival(values["origin"], Facts(with_paper=paper), tuple(files), request_key=values["key"])
    return arrive(arrival, actor=actor)


def send_to_group(
    document_id: int, group_id: int, *, text: str, due_at: datetime | None, actor: Actor, seen_version: int
) -> None:
    """Send a document to one of the actor's favourite groups: as a direction, or on from their line.

    Args:
        document_id: a registered document.
        group_id: one of the actor's own groups.
        text: the opinion; the group's usual words when empty.
        due_at: by when.
        actor: who sends.
        seen_version: the version that the officer saw.

    Raises:
        ActionRefused: the group is gone, or the document cannot be sent now.
    """
    page = incoming_page(document_id, actor)
    group = next((one for one in page.favourites if one.pk == group_id), None)
    if group is None:
        raise ActionRefused(_("Nhóm này không còn."), code="group")
    to = addressees_of(group)
    words = clean(text) or group.text or _("Chuyển xử lý theo chức năng, nhiệm vụ.")
    named: dict[str, Any] = {"due_at": due_at, "actor": actor, "seen_version": seen_version}
    if any(move.action == Action.DIRECT for move in page.moves):
        direct(document_id, text=words, to=to, **named)
    elif page.held is not None:
        forward(page.held.line.pk, to, text=words, **named)
    else:
        present(document_id, to, text=words, **named)
