"""All that the page of one incoming document shows, and what may be done there."""

from dataclasses import dataclass, field

from django.db.models import QuerySet

from congvu.audit.queries import TimelineRow, timeline
from congvu.common.subject import Subject
from congvu.common.subjects import SubjectCard, cards
from congvu.directory.messages import Actor
from congvu.documents.models import (
    Direction,
    DocumentCopy,
    DocumentLink,
    DocumentView,
    FavouriteGroup,
    IncomingDocument,
    IncomingFile,
    Line,
)
from congvu.documents.queries.duplicates import Twin, find_duplicates
from congvu.documents.states.incoming import (
    IN_HAND,
    WITH_SOMEBODY,
    Action,
    LineAction,
    LineMove,
    Move,
    State,
    line_moves_from,
    moves_from,
)

EVENTS = 30
MOST_LINES = 300


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line in its tree.

    Args:
        line: the line.
        depth: how far below the registry, from 0.
        moves: what the actor may do to it.
        held: whether it is in the actor's hands.
    """

    line: Line
    depth: int
    moves: tuple[LineMove, ...]
    held: bool


@dataclass(frozen=True, slots=True)
class IncomingPage:
    """What the page of a document holds."""

    document: IncomingDocument
    files: list[IncomingFile]
    lines: list[LineShown]
    directions: list[Direction]
    links: list[tuple[DocumentLink, SubjectCard | None]]
    linked_from: list[SubjectCard]
    views: list[DocumentView]
    twins: list[Twin]
    events: list[TimelineRow]
    moves: list[Move]
    held: LineShown | None
    copies: list[DocumentCopy] = field(default_factory=list)
    favourites: list[FavouriteGroup] = field(default_factory=list)

    @property
    def main(self) -> IncomingFile | None:
        """The file of the text itself."""
        return next((one for one in self.files if one.role == IncomingFile.Role.MAIN), None)


def incoming_page(document_id: int, actor: Actor) -> IncomingPage:
    """Return the page of a document; the number of statements does not grow with its rows.

    Raises:
        IncomingDocument.DoesNotExist: not there, or not visible to the actor.
    """
    document = (
        IncomingDocument.objects.visible_to(actor)
        .select_related("book", "issuer", "registered_by", "created_by")
        .get(pk=document_id)
    )
    lines = _tree(document, actor)
    return IncomingPage(
        document=document,
        files=list(document.files.select_related("file__blob").order_by("position")),
        lines=lines,
        directions=list(document.directions.order_by("pk")),
        links=_links(document, actor),
        linked_from=_linked_from(document, actor),
        views=list(document.views.select_related("officer").order_by("-last_at")[:50]),
        twins=find_duplicates(document, actor) if document.state == State.ARRIVED else [],
        events=timeline(Subject("documents.incomingdocument", document.pk), limit=EVENTS),
        moves=_moves(document, lines, actor),
        held=_held(lines),
        copies=list(document.document_copies.select_related("file")),
        favourites=favourites_of(actor) if actor.can("document.work") else [],
    )


def favourites_of(actor: Actor) -> list[FavouriteGroup]:
    """Return the actor's favourite groups with their members (two statements)."""
    rows: QuerySet[FavouriteGroup] = FavouriteGroup.objects.filter(
        officer_id=actor.officer_id or 0, agency_id=actor.agency_id
    )
    return list(rows.prefetch_related("members__unit", "members__officer"))


def _tree(document: IncomingDocument, actor: Actor) -> list[LineShown]:
    rows = list(document.lines.select_related("unit").order_by("pk")[:MOST_LINES])
    below: dict[int | None, list[Line]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    shown: list[LineShown] = []

    def walk(parent: int | None, depth: int) -> None:
        for line in below.get(parent, []):
            held, sent = _holds(actor, line), _sent(actor, line)
            moves = _line_moves(document, line, actor, held=held, sent=sent)
            shown.append(LineShown(line, depth, moves, held and line.stage in WITH_SOMEBODY))
            walk(line.pk, depth + 1)

    walk(None, 0)
    return shown


def _line_moves(
    document: IncomingDocument, line: Line, actor: Actor, *, held: bool, sent: bool
) -> tuple[LineMove, ...]:
    if document.state not in {State.REGISTERED, State.PROCESSING, State.DONE}:
        return ()
    moves = line_moves_from(line.stage, actor.capabilities, holds=held, sent=sent)
    if document.state == State.DONE:
        moves = [move for move in moves if move.action in {LineAction.COMPLETE, LineAction.RECEIVE}]
    return tuple(moves)


def _holds(actor: Actor, line: Line) -> bool:
    if line.agency_id != actor.agency_id:
        return False
    if line.officer_id is None:
        return line.unit_id in actor.unit_ids
    return line.officer_id in {actor.officer_id, actor.acting_for_id}


def _sent(actor: Actor, line: Line) -> bool:
    own = {actor.officer_id, actor.acting_for_id or actor.officer_id}
    return line.sender_id in own or (
        line.parent_id is None and actor.agency_wide and actor.can("document.register")
    )


def _held(lines: list[LineShown]) -> LineShown | None:
    """Return the line that the actor is to act on: their own before their unit's, work before notice."""
    mine = [one for one in lines if one.held]
    return min(
        mine,
        key=lambda one: (
            one.line.stage not in IN_HAND,
            one.line.officer_id is None,
            one.line.role == "inform",
            one.line.pk,
        ),
        default=None,
    )


def _moves(document: IncomingDocument, lines: list[LineShown], actor: Actor) -> list[Move]:
    """Return the document's moves that make sense now: an answer only to a question, and so on."""
    found = moves_from(document.stage, actor.capabilities)
    asked = bool(document.notice) and not document.notice_answer
    hidden = set() if asked else {Action.RECALL}
    if lines:
        hidden.add(Action.CANCEL)
    if not actor.agency_wide and not any(one.held for one in lines):
        hidden.add(Action.DIRECT)
    return [move for move in found if move.action not in hidden]


def _links(document: IncomingDocument, actor: Actor) -> list[tuple[DocumentLink, SubjectCard | None]]:
    rows = list(document.links.order_by("pk"))
    found = cards([Subject(row.subject_label, row.subject_pk) for row in rows], actor)
    return [(row, found.get(Subject(row.subject_label, row.subject_pk))) for row in rows]


def _linked_from(document: IncomingDocument, actor: Actor) -> list[SubjectCard]:
    """Return the cards of documents that point here, and of answers: given, and still in hand."""
    here = DocumentLink.objects.filter(
        subject_label="documents.incomingdocument", subject_pk=document.pk
    ).values_list("document_id", flat=True)[:20]
    wanted = [Subject("documents.incomingdocument", pk) for pk in here]
    replies = document.lines.exclude(reply_pk__isnull=True).values_list("reply_label", "reply_pk")
    wanted += [Subject(label, pk) for label, pk in dict.fromkeys(replies) if pk is not None]
    drafts = document.replies.order_by("pk").values_list("pk", flat=True)[:20]
    wanted += [Subject("documents.outgoingdocument", pk) for pk in drafts]
    return list(cards(wanted, actor).values())
