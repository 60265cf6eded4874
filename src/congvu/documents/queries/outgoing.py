"""Reads of outgoing documents: where somebody stands to one, boxes with counts, lists, what a book holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.urls import NoReverseMatch, reverse

from congvu.common.subject import Subject
from congvu.common.subjects import SubjectCard
from congvu.directory.messages import Actor
from congvu.documents.models import Approval, Book, OutgoingDocument
from congvu.documents.queries.outgoing_scopes import OutgoingQuerySet, in_hand
from congvu.documents.states.outgoing import EDITABLE, OUT, STATE_NAMES, CheckState, Place, State

PAGE = 30
MOST_COUNTED = 1000
LABEL = "documents.outgoingdocument"

BOXES: dict[str, str] = {
    "dang-soan": "Đang soạn",
    "cho-kiem-tra": "Chờ kiểm tra",
    "cho-duyet": "Chờ duyệt",
    "cho-ky": "Chờ ký",
    "cho-cap-so": "Chờ cấp số, phát hành",
    "da-phat-hanh": "Đã phát hành",
    "bi-tra-lai": "Bị trả lại",
    "tat-ca": "Tất cả",
}
"""The boxes of the desk by the last part of their address."""

_STATES: dict[str, tuple[State, ...]] = {
    "dang-soan": (State.DRAFT,),
    "cho-kiem-tra": (State.CONTENT, State.FORM),
    "cho-duyet": (State.APPROVING,),
    "cho-ky": (State.SIGNING,),
    "cho-cap-so": (State.SIGNED, State.NUMBERED),
    "da-phat-hanh": tuple(sorted(OUT)),
    "bi-tra-lai": (State.RETURNED,),
}
_MINE = frozenset({"cho-kiem-tra", "cho-duyet", "cho-ky"})
"""Boxes of work in somebody's hands: one's own stand first, and are counted."""


@dataclass(frozen=True, slots=True)
class OutgoingRow:
    """One line of a list of outgoing documents, ready to show."""

    id: int
    code: str
    kind: str
    subject: str
    state: str
    holding: str
    signer: str
    unit: str
    urgency: int
    confidentiality: int
    issued_on: date | None
    updated_at: datetime
    issue_due_at: datetime | None
    mine: bool = False
    version: int = 1


@dataclass(frozen=True, slots=True)
class OutgoingPage:
    """A page of rows, newest first; `older` and `newer` are ids to go on from, None at the ends."""

    rows: list[OutgoingRow] = field(default_factory=list)
    older: int | None = None
    newer: int | None = None


_COLUMNS = (
    "id", "code", "kind", "subject", "state", "holding", "signer_name", "unit__name", "urgency",
    "confidentiality", "issued_on", "updated_at", "issue_due_at", "version",
)  # fmt: skip


def place_of(document: OutgoingDocument, actor: Actor, *, held: bool = True) -> Place:
    """Return where `actor` stands to a document (at most one statement).

    Args:
        document: the document.
        actor: who.
        held: whether it matters that they have its open check in hand; nothing is asked when it does not.
    """
    own = {actor.officer_id, actor.acting_for_id} - {None}
    within = document.agency_id == actor.agency_id
    author = within and (document.author_id in own or document.unit_id in actor.unit_ids)
    holder = held and within and open_checks(actor).filter(document_id=document.pk).exists()
    return Place(author=author, holder=holder, agency=within)


def open_checks(actor: Actor) -> QuerySet[Approval]:
    """Return the checks whose turn it is and which `actor` may give."""
    kinds = [kind for kind, capability in CHECK_CAPABILITIES.items() if actor.can(capability)]
    return Approval.objects.filter(in_hand(actor), state=CheckState.OPEN, kind__in=kinds)


CHECK_CAPABILITIES = {
    "content": "document.check",
    "form": "document.form",
    "initial": "document.approve",
    "approve": "document.approve",
    "sign": "document.sign",
}
"""What each kind of check needs."""


def in_box(actor: Actor, box: str) -> OutgoingQuerySet:
    """Return the documents of a box that `actor` may see; of work in somebody's hands only their own."""
    found = OutgoingDocument.objects.visible_to(actor)
    states = _STATES.get(box)
    if states is not None:
        found = found.filter(state__in=[state.value for state in states])
    if box in _MINE:
        found = found.filter(Exists(open_checks(actor).filter(document_id=OuterRef("pk"))))
    if box in {"dang-soan", "bi-tra-lai"} and actor.officer_id:
        own = {actor.officer_id, actor.acting_for_id or actor.officer_id}
        found = found.filter(Q(author_id__in=own) | Q(unit_id__in=actor.unit_ids))
    return found


def box_counts(actor: Actor) -> dict[str, int]:
    """Return how many documents wait in each box that holds work, 1000 at most (two statements)."""
    states = [state for box in ("dang-soan", "cho-cap-so", "bi-tra-lai") for state in _STATES[box]]
    seen = OutgoingDocument.objects.visible_to(actor).filter(state__in=[state.value for state in states])
    editable = [state.value for state in EDITABLE]
    if actor.officer_id:
        own = {actor.officer_id, actor.acting_for_id or actor.officer_id}
        mine = Q(author_id__in=own) | Q(unit_id__in=actor.unit_ids)
        seen = seen.filter(~Q(state__in=editable) | mine)
    by_state = dict(seen.order_by().values_list("state").annotate(Count("pk")))
    hand = open_checks(actor).filter(document__confidentiality__lte=actor.clearance)
    hand = hand.filter(document__agency_id=actor.agency_id)
    by_kind = dict(hand.order_by().values_list("kind").annotate(Count("pk")))
    counts = {
        "dang-soan": by_state.get(State.DRAFT, 0),
        "bi-tra-lai": by_state.get(State.RETURNED, 0),
        "cho-cap-so": by_state.get(State.SIGNED, 0) + by_state.get(State.NUMBERED, 0),
        "cho-kiem-tra": by_kind.get("content", 0) + by_kind.get("form", 0),
        "cho-duyet": by_kind.get("initial", 0) + by_kind.get("approve", 0),
        "cho-ky": by_kind.get("sign", 0),
    }
    return {box: min(count, MOST_COUNTED) for box, count in counts.items()}


def outgoing_list(
    actor: Actor,
    box: str = "tat-ca",
    *,
    words: str = "",
    kind: str = "",
    before: int | None = None,
    after: int | None = None,
    size: int = PAGE,
) -> OutgoingPage:
    """Return a page of a box, newest first (two statements).

    Args:
        actor: who looks.
        box: a key of BOXES.
        words: words, or number and notation, that narrow it.
        kind: key of a type.
        before, after: id that the page lies below, or above.
        size: rows a page.
    """
    found = in_box(actor, box)
    if kind:
        found = found.filter(kind=kind)
    if words.strip():
        found = found.numbered(words) if "/" in words else found.matching(words, actor)
    back = after is not None
    if before is not None:
        found = found.filter(pk__lt=before)
    if back:
        found = found.filter(pk__gt=after)
    rows = list(found.order_by("pk" if back else "-pk").values(*_COLUMNS)[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if back:
        rows.reverse()
    held = set(
        open_checks(actor)
        .filter(document_id__in=[row["id"] for row in rows])
        .values_list("document_id", flat=True)
    )
    lines = [_row(row, row["id"] in held) for row in rows]
    older = bool(lines) and (more or back)
    newer = bool(lines) and (more if back else before is not None)
    return OutgoingPage(lines, lines[-1].id if older else None, lines[0].id if newer else None)


def first_waiting(actor: Actor, box: str, size: int) -> list[OutgoingRow]:
    """Return what a box would have done first: by the date of issue that is due, then the longest waiting.

    Costs one statement.
    """
    order = (F("issue_due_at").asc(nulls_last=True), "-urgency", "updated_at", "pk")
    found = in_box(actor, box).order_by(*order).values(*_COLUMNS)[:size]
    return [_row(values, box in _MINE) for values in found]


def _row(values: dict[str, Any], mine: bool) -> OutgoingRow:
    return OutgoingRow(
        id=values["id"],
        code=values["code"],
        kind=values["kind"],
        subject=values["subject"],
        state=values["state"],
        holding=values["holding"],
        signer=values["signer_name"],
        unit=values["unit__name"],
        urgency=values["urgency"],
        confidentiality=values["confidentiality"],
        issued_on=values["issued_on"],
        updated_at=values["updated_at"],
        issue_due_at=values["issue_due_at"],
        mine=mine,
        version=values["version"],
    )


def issued_rows(book: Book, span: tuple[date, date] | None = None) -> list[OutgoingDocument]:
    """Return what stands in a register of outgoing documents, in the order of numbers.

    Args:
        book: the register.
        span: first and last day of issue; the whole book unless told. Numbers refused since stand there too.
    """
    rows = OutgoingDocument.objects.filter(book=book, number__isnull=False)
    if span is not None:
        rows = rows.filter(issued_on__range=span)
    return list(
        rows.select_related("unit", "issued_by")
        .prefetch_related("recipients")
        .order_by("number_kind", "number", "number_suffix")
    )


def used_numbers(book: Book, kind: str = "") -> list[int]:
    """Return the numbers of a register that stand on documents, for `registers.audit_register`."""
    rows = OutgoingDocument.objects.filter(
        book=book, number_kind=kind, number__isnull=False, number_suffix=""
    ).exclude(state=State.REFUSED)
    return [number for number in rows.order_by("number").values_list("number", flat=True) if number]


def cards(pks: list[int], actor: Actor) -> Mapping[int, SubjectCard]:
    """Return the cards of outgoing documents that `actor` may see (registered with common.subjects)."""
    found = OutgoingDocument.objects.visible_to(actor).filter(pk__in=pks)
    return {document.pk: card_of(document) for document in found}


def card_of(document: OutgoingDocument) -> SubjectCard:
    """Return a document in one line."""
    return SubjectCard(
        subject=Subject(LABEL, document.pk),
        title=document.subject,
        code=document.code,
        link=link_of(document.pk),
        on=document.issued_on,
        state=STATE_NAMES[document.stage],
        kind="Văn bản đi",
    )


def link_of(pk: int) -> str:
    """Return the address of a document's page, "" where no desk is installed."""
    try:
        return reverse("desk:outgoing", args=[pk])
    except NoReverseMatch:
        return ""


def waits_for_issue(pk: int) -> bool:
    """Tell whether a document is still on its way to be issued."""
    return OutgoingDocument.objects.filter(pk=pk, issued_at__isnull=True).exists()


def issued_of(ids: Iterable[int]) -> QuerySet[OutgoingDocument]:
    """Return issued documents by key, whoever asks: for receivers that hold an incoming copy of them."""
    return OutgoingDocument.objects.filter(pk__in=list(ids), state__in=[state.value for state in OUT])


def latest_numbers(book: Book, limit: int = 4) -> list[str]:
    """Return the codes that were given last in a register, the latest first."""
    rows = OutgoingDocument.objects.filter(book=book, number__isnull=False).order_by(
        "-number", "-number_suffix"
    )
    return list(rows.values_list("code", flat=True)[:limit])
