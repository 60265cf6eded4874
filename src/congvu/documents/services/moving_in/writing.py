"""Writing documents of years past in bulk, with their numbers, and each with its event."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.audit.services import Entry, record_many
from congvu.common.subject import Subject
from congvu.common.text import one_line
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.documents.messages import PastIncoming, PastOutgoing
from congvu.documents.models import (
    Book,
    IncomingDocument,
    IncomingFile,
    Line,
    OutgoingAnnex,
    OutgoingDocument,
    OutgoingPart,
    OutgoingRecipient,
)
from congvu.documents.queries.text_search import agency_word, code_key, indexed, unit_word
from congvu.documents.rules.incoming import written_code, written_notation
from congvu.documents.rules.layout.notation import display_number
from congvu.documents.rules.layout.shapes import SHAPES
from congvu.documents.services.facts import apply_facts
from congvu.documents.services.fitting import fitting
from congvu.documents.services.incoming_access import LABEL
from congvu.documents.services.line_tree import NO_DEADLINE
from congvu.documents.services.moving_in.books import CAPABILITY, book_of, books_for, key_of
from congvu.documents.services.moving_in.checking import Past, series_of
from congvu.documents.states.incoming import LineRole, LineState
from congvu.documents.states.incoming import State as Incoming
from congvu.documents.states.outgoing import State as Outgoing
from congvu.registers.services import raise_to

LABEL_OUT = "documents.outgoingdocument"
_OPENING, _CLOSING = time(8), time(17)


@transaction.atomic(savepoint=False)
def bring_in(past: Sequence[Past], *, actor: Actor, source: str) -> list[Subject]:
    """Write documents that `examine` let pass, in its transaction; return what each has become, in order.

    The counter of each register goes on after its highest number.

    Args:
        past: the documents, their files stored.
        actor: needs moving.manage.
        source: name of the other system, for the journal.

    Raises:
        ActionRefused: a text does not fit its column.
        IntegrityError: a number was taken meanwhile, by one who did not wait for the register.

    Legal source: NĐ 30/2020/NĐ-CP Điều 15, 22 (số liên tục trong năm, một hệ thống số).
    """
    demand(actor, CAPABILITY)
    now = timezone.now()
    books = books_for([one.book for one in past], actor.agency_id, lock=True)
    for one in past:
        if key_of(one.book) not in books:
            books[key_of(one.book)] = book_of(one.book, actor=actor)
    came = [one for one in past if isinstance(one, PastIncoming)]
    sent = [one for one in past if isinstance(one, PastOutgoing)]
    made = {id(one): subject for one, subject in _incoming(came, books, actor, now)}
    made |= {id(one): subject for one, subject in _outgoing(sent, books, actor, now)}
    _count(past, books, actor.agency_id)
    record_many(_entries(past, made, books, actor, source))
    return [made[id(one)] for one in past]


def _at(day: date, clock: time = _OPENING) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))


def _incoming(
    past: Sequence[PastIncoming], books: dict[tuple[str, int, str], Book], actor: Actor, now: datetime
) -> Iterable[tuple[PastIncoming, Subject]]:
    if not past:
        return []
    rows = IncomingDocument.objects.bulk_create(
        [_document(one, books[key_of(one.book)], actor, now) for one in past], batch_size=500
    )
    pairs = list(zip(past, rows, strict=True))
    Line.objects.bulk_create([_line(one, row, actor) for one, row in pairs if one.unit_id], batch_size=500)
    IncomingFile.objects.bulk_create(
        [
            IncomingFile(
                document=row,
                file_id=file.file_id,
                role=file.role,
                position=position,
                added_at=now,
                added_by_id=actor.officer_id,
            )
            for one, row in pairs
            for position, file in enumerate(one.files, start=1)
        ],
        batch_size=500,
    )
    return [(one, Subject(LABEL, row.pk)) for one, row in pairs]


def _document(one: PastIncoming, book: Book, actor: Actor, now: datetime) -> IncomingDocument:
    arrived = _at(one.arrived_on)
    document = IncomingDocument(
        agency_id=actor.agency_id,
        origin=IncomingDocument.Origin.FILE if one.files else IncomingDocument.Origin.PAPER,
        arrived_at=arrived,
        arrived_on=one.arrived_on,
        book=book,
        arrival_number=one.number,
        arrival_suffix=one.suffix,
        registered_at=arrived,
        due_at=_at(one.due_on, _CLOSING) if one.due_on else None,
        state=Incoming.DONE if one.done else (Incoming.PROCESSING if one.unit_id else Incoming.REGISTERED),
        finished_at=arrived if one.done else None,
        created_by_id=actor.officer_id,
        updated_at=now,
    )
    if one.unit_id:
        document.search_text = unit_word(one.unit_id)  # kept by apply_facts: who had it finds it
    apply_facts(document, one.facts)
    return fitting(document)


def _line(one: PastIncoming, row: IncomingDocument, actor: Actor) -> Line:
    due = row.due_at
    assert one.unit_id is not None
    return fitting(
        Line(
            document=row,
            agency_id=actor.agency_id,
            unit_id=one.unit_id,
            name=one.unit_name,
            role=LineRole.LEAD,
            state=LineState.DONE if one.done else LineState.TODO,
            sent_at=row.arrived_at,
            received_at=row.arrived_at if one.done else None,
            due_at=due,
            order_at=due or NO_DEADLINE,
            completed_at=row.finished_at,
        )
    )


def _outgoing(
    past: Sequence[PastOutgoing], books: dict[tuple[str, int, str], Book], actor: Actor, now: datetime
) -> Iterable[tuple[PastOutgoing, Subject]]:
    if not past:
        return []
    rows = OutgoingDocument.objects.bulk_create(
        [_issued(one, books[key_of(one.book)], actor, now) for one in past], batch_size=500
    )
    pairs = list(zip(past, rows, strict=True))
    OutgoingPart.objects.bulk_create(
        [
            OutgoingPart(
                document=row,
                agency_id=actor.agency_id,
                unit_id=one.unit_id,
                reason=OutgoingPart.Reason.DRAFT,
            )
            for one, row in pairs
        ],
        batch_size=500,
    )
    OutgoingRecipient.objects.bulk_create(
        [
            OutgoingRecipient(
                document=row,
                position=position,
                name=name[:300],
                way=OutgoingRecipient.Way.PAPER,
                sent_at=row.issued_at,
            )
            for one, row in pairs
            for position, name in enumerate(one.recipients, start=1)
        ],
        batch_size=500,
    )
    _annexes(pairs, actor, now)
    return [(one, Subject(LABEL_OUT, row.pk)) for one, row in pairs]


def _annexes(pairs: list[tuple[PastOutgoing, OutgoingDocument]], actor: Actor, now: datetime) -> None:
    OutgoingAnnex.objects.bulk_create(
        [
            OutgoingAnnex(
                document=row,
                file_id=file_id,
                title=_("Phụ lục %(number)s") % {"number": position},
                position=position,
                added_at=now,
                added_by_id=actor.officer_id,
            )
            for one, row in pairs
            for position, file_id in enumerate(one.file_ids[1:], start=1)
        ],
        batch_size=500,
    )


def _issued(one: PastOutgoing, book: Book, actor: Actor, now: datetime) -> OutgoingDocument:
    at = _at(one.issued_on)
    notation = written_notation(one.notation)
    code = written_code(display_number(one.number, one.suffix), notation)
    text = [code, one.subject, SHAPES[one.kind].kind.name, one.signer_name, *one.recipients]
    return fitting(
        OutgoingDocument(
            agency_id=actor.agency_id,
            unit_id=one.unit_id,
            medium=OutgoingDocument.Medium.PAPER,
            kind=one.kind,
            subject=one_line(one.subject),
            urgency=one.urgency,
            confidentiality=one.confidentiality,
            signer_name=one.signer_name,
            signer_position=one.signer_position,
            signed_at=at,
            notation=notation,
            book=book,
            number_kind=series_of(one, book),
            number=one.number,
            number_suffix=one.suffix,
            code=code,
            code_key=code_key(code),
            issued_on=one.issued_on,
            numbered_at=at,
            issued_at=at,
            issued_file_id=one.file_ids[0] if one.file_ids else None,
            pages=one.pages,
            copies=max(1, one.copies),
            state=Outgoing.ISSUED,
            state_reason=one.note,
            created_at=now,
            updated_at=now,
            search_text=f"{indexed(' '.join(text))} {agency_word(actor.agency_id)} {unit_word(one.unit_id)}",
        )
    )


def _count(past: Sequence[Past], books: dict[tuple[str, int, str], Book], agency_id: int) -> None:
    """Let each register go on after its highest number."""
    highest: dict[tuple[str, str, str], int] = {}
    for one in past:
        book = books[key_of(one.book)]
        place = (book.register, book.period, series_of(one, book))
        highest[place] = max(highest.get(place, 0), one.number)
    for (register, period, kind), number in sorted(highest.items()):
        raise_to(agency_id=agency_id, register=register, period=period, kind=kind, number=number)


def _entries(
    past: Sequence[Past],
    made: dict[int, Subject],
    books: dict[tuple[str, int, str], Book],
    actor: Actor,
    source: str,
) -> Iterable[Entry]:
    for one in past:
        kind = "incoming.moved_in" if isinstance(one, PastIncoming) else "outgoing.moved_in"
        number = f"{one.number}{one.suffix}"
        data = {"source": source, "book": str(books[key_of(one.book)]), "number": number}
        yield Entry(kind, made[id(one)], actor, data=data)
