"""Presenting documents to leaders, their directions (bút phê), and what ends or opens a document."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.subject import Subject
from congvu.common.text import clean
from congvu.directory.messages import Actor
from congvu.directory.models import Officer
from congvu.documents.messages import Addressee
from congvu.documents.models import Direction, DocumentLink, IncomingDocument, Line
from congvu.documents.rules.lines import finished, reopened
from congvu.documents.services.filing_away import file_incoming
from congvu.documents.services.fitting import fitting
from congvu.documents.services.incoming_access import journal, open_incoming, store
from congvu.documents.services.line_tree import apply_outcome, held_line, nodes_of, require_roles, send
from congvu.documents.services.telling import tell_lines, tell_registry_of
from congvu.documents.states.incoming import Action, LineState, State

MOST_AT_ONCE = 50


@transaction.atomic
def present(
    document_id: int,
    to: Iterable[Addressee],
    *,
    text: str = "",
    due_at: datetime | None = None,
    actor: Actor,
    seen_version: int | None = None,
) -> list[Line]:
    """Present a registered document to a leader, or pass it to units, for the registry (trình, chuyển giao).

    Args:
        document_id: a registered document.
        to: leaders, units or officers with their roles.
        text: the registry's (or office's) proposal.
        due_at: by when.
        actor: needs document.register.
        seen_version: the version that the clerk saw.

    Legal source: NĐ 30/2020/NĐ-CP Điều 23.
    """
    document = open_incoming(document_id, Action.PRESENT, actor=actor, seen_version=seen_version)
    direction = None
    if clean(text):
        direction = _direction(document, text, due_at, Direction.Kind.PRESENTING, None, actor)
    made = send(document, to, direction=direction, text=text, due_at=due_at, actor=actor)
    journal(document, "incoming.presented", actor=actor, to=[one.name for one in made], reason=text)
    tell_lines(document, made, actor=actor)
    return made


@transaction.atomic
def direct(
    document_id: int,
    *,
    text: str,
    to: Iterable[Addressee] = (),
    due_at: datetime | None = None,
    actor: Actor,
    seen_version: int | None = None,
) -> Direction:
    """Give a direction on a document: the opinion, who leads, who cooperates, by when.

    The recipients' lines refer to the direction; the leader's own line, when there is one, is sent on.

    Args:
        document_id: a registered document.
        text: the opinion; may be short, never empty.
        to: recipients with their roles; none for an opinion only.
        due_at: by when.
        actor: needs document.direct.
        seen_version: the version that the leader saw.

    Legal source: NĐ 30/2020/NĐ-CP Điều 23 khoản 2 (đơn vị, người chủ trì, phối hợp, ý kiến, thời hạn).
    """
    document = open_incoming(document_id, Action.DIRECT, actor=actor, seen_version=seen_version)
    wanted = list(to)
    held = held_line(document, actor)
    if wanted and held is None and not actor.agency_wide:
        raise StateRefused(_("Văn bản không còn ở phòng, ban của bạn để chuyển."), code="not-holder")
    direction = _direction(document, text, due_at, Direction.Kind.DIRECTION, held, actor)
    if due_at is not None and actor.agency_wide:
        document.due_at = due_at
        document.save(update_fields=["due_at"])
    made = _send_on(document, wanted, held, direction, actor)
    names = [one.name for one in made]
    journal(
        document, "incoming.directed", actor=actor, text=direction.text[:300], to=names or [_("không chuyển")]
    )
    tell_lines(document, made, actor=actor)
    tell_registry_of(document, _("%(who)s đã cho ý kiến") % {"who": actor.officer_name}, actor=actor)
    return direction


def _send_on(
    document: IncomingDocument, to: list[Addressee], held: Line | None, direction: Direction, actor: Actor
) -> list[Line]:
    """Make the lines of a direction; the leader's own line is sent on; without recipients the text stays."""
    if not to:
        store(document)
        return []
    made = send(
        document,
        to,
        parent=held,
        direction=direction,
        text=direction.text,
        due_at=direction.due_at,
        actor=actor,
    )
    if held is not None:
        held.state, held.received_at = LineState.FORWARDED, held.received_at or timezone.now()
        held.save(update_fields=["state", "received_at"])
    return made


def bulk_direct(
    documents: Iterable[tuple[int, int | None]],
    *,
    text: str,
    to: Iterable[Addressee],
    due_at: datetime | None = None,
    actor: Actor,
) -> list[tuple[int, Direction | None, str]]:
    """Give one direction on up to 50 documents, each in a transaction of its own.

    Args:
        documents: keys with the versions that the leader saw.
        text, to, due_at, actor: as in `direct`.

    Raises:
        ActionRefused: too many documents, or recipients that no document could be sent to, such as two leads.

    Returns for each the key, the direction or None, and the sentence why not.
    """
    each, wanted = list(documents), list(to)
    if len(each) > MOST_AT_ONCE:
        raise ActionRefused(
            _("Mỗi lần chỉ đạo nhiều nhất %(most)s văn bản.") % {"most": MOST_AT_ONCE}, code="too-many"
        )
    require_roles(wanted)
    done: list[tuple[int, Direction | None, str]] = []
    for document_id, seen in each:
        try:
            made = direct(document_id, text=text, to=wanted, due_at=due_at, actor=actor, seen_version=seen)
            done.append((document_id, made, ""))
        except ActionRefused as refusal:
            done.append((document_id, None, refusal.message))
        except IncomingDocument.DoesNotExist:
            done.append((document_id, None, _("Không tìm thấy văn bản.")))
    return done


@transaction.atomic
def opinion(document_id: int, *, text: str, actor: Actor) -> Direction:
    """Write an opinion on a document that the officer has or had; nobody's work changes."""
    document = open_incoming(document_id, Action.OPINION, actor=actor)
    direction = _direction(document, text, None, Direction.Kind.OPINION, held_line(document, actor), actor)
    store(document)
    journal(document, "incoming.opinion", actor=actor, text=direction.text[:300])
    tell_registry_of(document, _("%(who)s có ý kiến") % {"who": actor.officer_name}, actor=actor)
    return direction


@transaction.atomic
def finish_incoming(
    document_id: int, *, reason: str, actor: Actor, seen_version: int | None = None
) -> IncomingDocument:
    """End a document that needs no (more) work, such as one to be filed only; open lines are closed."""
    document = open_incoming(
        document_id, Action.FINISH, actor=actor, seen_version=seen_version, reason=reason
    )
    apply_outcome(document, finished(nodes_of(document)), actor=actor)
    journal(document, "incoming.finished", actor=actor, reason=reason)
    file_incoming(document, actor=actor)
    return document


@transaction.atomic
def reopen_incoming(
    document_id: int, *, reason: str, actor: Actor, seen_version: int | None = None
) -> IncomingDocument:
    """Open a finished document again: whoever led it has it to do again."""
    document = open_incoming(
        document_id, Action.REOPEN, actor=actor, seen_version=seen_version, reason=reason
    )
    outcome = reopened(nodes_of(document))
    document.state = State.PROCESSING if outcome.states else State.REGISTERED
    document.finished_at = None
    store(document, "state", "finished_at")
    if outcome.states:
        apply_outcome(document, outcome, actor=actor)
    journal(document, "incoming.reopened", actor=actor, reason=reason)
    return document


@transaction.atomic
def link_incoming(
    document_id: int, other: Subject, *, kind: str = "related", title: str = "", actor: Actor
) -> DocumentLink:
    """Tie a document to another noun: a dossier, a case file, an answer; a second time changes nothing."""
    document = open_incoming(document_id, Action.LINK, actor=actor)
    link, created = DocumentLink.objects.get_or_create(
        document=document,
        kind=kind,
        subject_label=other.label,
        subject_pk=other.pk,
        defaults={"added_at": timezone.now(), "added_by_id": actor.officer_id},
    )
    if created:
        journal(document, "incoming.linked", actor=actor, other=title or str(other))
    return link


def _direction(
    document: IncomingDocument,
    text: str,
    due_at: datetime | None,
    kind: str,
    held: Line | None,
    actor: Actor,
) -> Direction:
    if not clean(text):
        raise ActionRefused(_("Hãy ghi nội dung ý kiến."), code="text", field="text")
    behalf = ""
    if actor.acting_for_id:
        behalf = Officer.objects.values_list("full_name", flat=True).get(pk=actor.acting_for_id)
    direction = fitting(
        Direction(
            document=document,
            kind=kind,
            parent_line=held,
            officer_id=actor.officer_id,
            officer_name=actor.officer_name,
            post_title=actor.post_title,
            signing_form=actor.signing_form,
            on_behalf=behalf,
            text=clean(text),
            due_at=due_at,
            made_at=timezone.now(),
        )
    )
    direction.save(force_insert=True)
    return direction
