"""Recipient lines: sending a document on, working on it, giving it back, taking it back."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.subject import Subject
from congvu.common.text import clean
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.documents.messages import Addressee
from congvu.documents.models import Line
from congvu.documents.rules.lines import completed, returned, withdrawn
from congvu.documents.services.filing_away import file_incoming
from congvu.documents.services.incoming_access import journal, lock, require_version, store
from congvu.documents.services.line_tree import (
    apply_outcome,
    deserted_units,
    holds,
    nodes_of,
    send,
)
from congvu.documents.services.telling import tell_holders, tell_lines, tell_sender
from congvu.documents.states.incoming import (
    LINE_MOVES,
    LINE_NAMES,
    LineAction,
    LineRole,
    LineState,
    State,
)

_WORKABLE = {
    LineAction.RECEIVE: frozenset({State.REGISTERED, State.PROCESSING, State.DONE}),
    LineAction.FORWARD: frozenset({State.REGISTERED, State.PROCESSING}),
    LineAction.COMPLETE: frozenset({State.REGISTERED, State.PROCESSING, State.DONE}),
    LineAction.RETURN: frozenset({State.REGISTERED, State.PROCESSING}),
    LineAction.WITHDRAW: frozenset({State.REGISTERED, State.PROCESSING}),
}


def open_line(
    line_id: int,
    action: LineAction,
    *,
    actor: Actor,
    seen_version: int | None = None,
    reason: str | None = None,
) -> Line:
    """Lock the document of a line for an act on that line, and return the line.

    Raises:
        PermissionDenied: the capability is missing.
        IncomingDocument.DoesNotExist: there is no such line, or its document is not visible to the actor.
        StateRefused: the state of line or document does not allow it, or the line is somebody else's.
        StaleVersion: somebody changed the document after the officer saw it.
    """
    move = LINE_MOVES[action]
    demand(actor, move.capability)
    document_id = Line.objects.filter(pk=line_id).values_list("document_id", flat=True).first() or 0
    document = lock(document_id, actor)
    require_version(document, seen_version)
    line = document.lines.get(pk=line_id)
    line.document = document
    mine = sent_by(line, actor) if move.by_sender else holds(actor, line)
    if not mine:
        raise StateRefused(
            _("“%(action)s” là việc của %(who)s.")
            % {"action": move.label, "who": line.sender_name if move.by_sender else line.name},
            code="not-holder",
        )
    if line.stage not in move.sources or document.stage not in _WORKABLE[action]:
        raise StateRefused(
            _("Phần việc của %(who)s đang “%(state)s”, không thể “%(action)s”.")
            % {"who": line.name, "state": LINE_NAMES[line.stage], "action": move.label}
        )
    if move.needs_reason and reason is not None and not clean(reason):
        raise ActionRefused(_("Hãy ghi rõ lý do."), code="reason", field="reason")
    return line


def sent_by(line: Line, actor: Actor) -> bool:
    """Tell whether a line is the actor's to take back: they sent it, or the registry did for the agency."""
    if actor.officer_id is None:
        return True
    own = {actor.officer_id, actor.acting_for_id or actor.officer_id}
    return line.sender_id in own or (
        line.parent_id is None and actor.agency_wide and actor.can("document.register")
    )


@transaction.atomic
def receive_line(line_id: int, *, actor: Actor, seen_version: int | None = None) -> Line:
    """Receive a document for one's unit: it is to be worked on from now."""
    line = open_line(line_id, LineAction.RECEIVE, actor=actor, seen_version=seen_version)
    line.state, line.received_at = LineState.TODO, timezone.now()
    line.save(update_fields=["state", "received_at"])
    store(line.document)
    journal(line.document, "incoming.line_received", actor=actor, at=line.name)
    return line


@transaction.atomic
def forward(
    line_id: int,
    to: Iterable[Addressee],
    *,
    text: str = "",
    due_at: datetime | None = None,
    actor: Actor,
    seen_version: int | None = None,
) -> list[Line]:
    """Send a document on from one's line to others of the agency.

    Args:
        line_id: the line that the actor holds.
        to: the recipients with their roles.
        text: what is to be done.
        due_at: by when, unless a recipient has a time of their own.
        actor: needs document.work, and holds the line.
        seen_version: the version of the document that the officer saw.

    Raises:
        ActionRefused: nobody is chosen, somebody twice, or somebody who may not see the document.
    """
    line = open_line(line_id, LineAction.FORWARD, actor=actor, seen_version=seen_version)
    document = line.document
    made = send(document, to, parent=line, text=text, due_at=due_at, actor=actor)
    now = timezone.now()
    line.state, line.received_at = LineState.FORWARDED, line.received_at or now
    line.completed_at = line.completed_by = None
    line.save(update_fields=["state", "received_at", "completed_at", "completed_by"])
    journal(document, "incoming.forwarded", actor=actor, to=[one.name for one in made])
    tell_lines(document, made, actor=actor)
    return made


@transaction.atomic
def complete_line(
    line_id: int,
    *,
    result: str = "",
    reply: Subject | None = None,
    actor: Actor,
    seen_version: int | None = None,
) -> Line:
    """End one's part of the work; when it leads and all who lead have ended, the lines above end as well.

    Args:
        line_id: the line that the actor holds.
        result: what was done.
        reply: the answering document, needed where one is asked (an issued outgoing document).
        actor: needs document.work.
        seen_version: the version of the document that the officer saw.

    Raises:
        ActionRefused: an answer is asked and none is attached.
    """
    line = open_line(line_id, LineAction.COMPLETE, actor=actor, seen_version=seen_version)
    document = line.document
    if line.reply_required and reply is None and line.reply_pk is None:
        raise ActionRefused(
            _("Văn bản này phải có văn bản trả lời; hãy nối văn bản đi trả lời trước khi hoàn thành."),
            code="reply",
            field="reply",
        )
    if reply is not None:
        line.reply_label, line.reply_pk = reply.label, reply.pk
    line.result = clean(result)[:2000]
    line.save(update_fields=["reply_label", "reply_pk", "result"])
    outcome = completed(nodes_of(document), line.pk, replied=line.reply_pk is not None)
    apply_outcome(document, outcome, actor=actor)
    journal(document, "incoming.line_done", actor=actor, at=line.name, result=line.result or _("xong"))
    tell_sender(document, line, _("%(who)s đã hoàn thành") % {"who": line.name}, actor=actor)
    ended = outcome.finished and document.state == State.DONE
    if ended:
        journal(document, "incoming.completed", actor=Actor.system(document.agency_id))
    if line.role != LineRole.INFORM:
        file_incoming(document, None if ended else [line], actor=actor)
    line.refresh_from_db()
    return line


@transaction.atomic
def return_line(line_id: int, *, reason: str, actor: Actor, seen_version: int | None = None) -> Line:
    """Give a document back to whoever sent it, with the reason; what was sent on from here is taken back.

    From a line without sender's line it goes back to the registry.
    """
    line = open_line(line_id, LineAction.RETURN, actor=actor, seen_version=seen_version, reason=reason)
    document = line.document
    line.reason = clean(reason)[:1000]
    line.save(update_fields=["reason"])
    nodes = nodes_of(document)
    outcome = returned(nodes, line.pk, deserted_units(nodes))
    changed = apply_outcome(document, outcome, actor=actor)
    journal(document, "incoming.line_returned", actor=actor, reason=reason, at=line.name)
    tell_sender(
        document,
        line,
        _("%(who)s trả lại: %(why)s") % {"who": line.name, "why": line.reason[:200]},
        actor=actor,
    )
    gone = [one for one in changed if one.state == LineState.WITHDRAWN]
    tell_holders(document, gone, _("đã được thu hồi"), actor=actor)
    line.refresh_from_db()
    return line


@transaction.atomic
def withdraw_line(line_id: int, *, reason: str, actor: Actor, seen_version: int | None = None) -> Line:
    """Take back what one sent, with everything that was sent on from it."""
    line = open_line(line_id, LineAction.WITHDRAW, actor=actor, seen_version=seen_version, reason=reason)
    document = line.document
    line.reason = clean(reason)[:1000]
    line.save(update_fields=["reason"])
    changed = apply_outcome(document, withdrawn(nodes_of(document), line.pk), actor=actor)
    journal(document, "incoming.line_withdrawn", actor=actor, reason=reason, at=line.name)
    gone = [one for one in changed if one.state == LineState.WITHDRAWN]
    tell_holders(document, gone, _("đã được thu hồi"), actor=actor)
    line.refresh_from_db()
    return line


@transaction.atomic
def attach_reply(line_id: int, reply: Subject, *, actor: Actor) -> Line:
    """Tie the answering document to the line that it answers; the line stays as it is."""
    line = open_line(line_id, LineAction.COMPLETE, actor=actor)
    line.reply_label, line.reply_pk = reply.label, reply.pk
    line.save(update_fields=["reply_label", "reply_pk"])
    store(line.document)
    journal(line.document, "incoming.linked", actor=actor, other=str(reply))
    return line


def document_of_line(line_id: int) -> int:
    """Return the key of the document that a line belongs to.

    Raises:
        Line.DoesNotExist: there is no such line.
    """
    return Line.objects.values_list("document_id", flat=True).get(pk=line_id)
