"""The registers of documents as statutory rows: NĐ 30/2020/NĐ-CP Phụ lục IV, and the names of Phụ lục VI."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congvu.directory.messages import Actor
from congvu.documents.models import Book, IncomingDocument, Line, OutgoingDocument
from congvu.documents.states.incoming import LineRole, LineState
from congvu.registers.models import VoidNumber

MOST = 20_000

IN_COLUMNS = (
    (gettext_lazy("Ngày đến"), 1.1), (gettext_lazy("Số đến"), 0.7), (gettext_lazy("Tác giả"), 2.0),
    (gettext_lazy("Số, ký hiệu văn bản"), 1.4), (gettext_lazy("Ngày, tháng văn bản"), 1.1),
    (gettext_lazy("Tên loại và trích yếu nội dung văn bản"), 4.2),
    (gettext_lazy("Đơn vị hoặc người nhận"), 2.0), (gettext_lazy("Ngày chuyển"), 1.1),
    (gettext_lazy("Ký nhận"), 1.0), (gettext_lazy("Ghi chú"), 1.4),
)  # fmt: skip
OUT_COLUMNS = (
    (gettext_lazy("Số, ký hiệu văn bản"), 1.4), (gettext_lazy("Ngày, tháng văn bản"), 1.1),
    (gettext_lazy("Tên loại và trích yếu nội dung văn bản"), 4.2), (gettext_lazy("Người ký"), 1.6),
    (gettext_lazy("Nơi nhận văn bản"), 2.6), (gettext_lazy("Đơn vị, người nhận bản lưu"), 1.4),
    (gettext_lazy("Số lượng bản"), 0.7), (gettext_lazy("Ngày chuyển"), 1.1), (gettext_lazy("Ký nhận"), 1.0),
    (gettext_lazy("Ghi chú"), 1.4),
)  # fmt: skip
SYSTEM_IN = (
    "DocOrdinal", "TypeName", "CodeNumber", "CodeNotation", "IssuedDate", "OrganName", "Subject", "Language",
    "PageAmount", "Description", "Position", "FullName", "Priority", "ToPlaces", "DueDate", "ArrivalDate",
    "ArrivalNumber", "TraceHeaderList",
)  # fmt: skip
SYSTEM_OUT = (
    "DocOrdinal", "TypeName", "CodeNumber", "CodeNotation", "IssuedDate", "OrganName", "Subject", "Language",
    "PageAmount", "Description", "Position", "FullName", "Priority", "IssuedAmount", "ToPlaces", "DueDate",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A line of a register: its number, the statutory cells, and those of the System's data fields.

    Args:
        number: as an integer, for sorting.
        cells: texts in the order of the statutory columns; of a void number the third says why.
        fields: texts in the order of the System's names; empty for a void number.
        void: whether the number was cancelled.
        on: the day by which a span of days is cut.
    """

    number: int
    cells: tuple[str, ...]
    fields: tuple[str, ...] = ()
    void: bool = False
    on: date | None = None


@dataclass(frozen=True, slots=True)
class RegisterSpan:
    """Which part of a register is printed: numbers or days, both ends included; None means open."""

    first: int | None = None
    last: int | None = None
    day_from: date | None = None
    day_to: date | None = None

    def holds(self, number: int, on: date | None) -> bool:
        """Tell whether a line lies within."""
        if (self.first and number < self.first) or (self.last and number > self.last):
            return False
        if on is None:
            return True
        return not ((self.day_from and on < self.day_from) or (self.day_to and on > self.day_to))


def register_lines(book: Book, span: RegisterSpan, actor: Actor) -> list[RegisterLine]:
    """Return the lines of a register with its void numbers, by number (three statements).

    Args:
        book: of the actor's agency.
        span: which part.
        actor: documents above their clearance show their number and no content.
    """
    lines = list(
        _incoming(book, span, actor)
        if book.direction == Book.Direction.INCOMING
        else _outgoing(book, span, actor)
    )
    lines += [line for line in _voids(book) if span.holds(line.number, line.on)]
    return sorted(lines, key=lambda line: (line.number, line.cells))[:MOST]


def columns_of(book: Book) -> Sequence[tuple[str, float]]:
    """Return the statutory headings with their widths."""
    chosen = IN_COLUMNS if book.direction == Book.Direction.INCOMING else OUT_COLUMNS
    return [(str(name), width) for name, width in chosen]


def _incoming(book: Book, span: RegisterSpan, actor: Actor) -> Iterator[RegisterLine]:
    sent = Line.objects.filter(parent__isnull=True).exclude(state=LineState.WITHDRAWN).order_by("pk")
    rows = book.incoming.filter(arrival_number__isnull=False).order_by("arrival_number", "arrival_suffix")
    if span.first:
        rows = rows.filter(arrival_number__gte=span.first)
    if span.last:
        rows = rows.filter(arrival_number__lte=span.last)
    if span.day_from:
        rows = rows.filter(arrived_on__gte=span.day_from)
    if span.day_to:
        rows = rows.filter(arrived_on__lte=span.day_to)
    rows = rows.prefetch_related(Prefetch("lines", sent, to_attr="sent"))
    for row in rows[:MOST]:
        yield _incoming_line(row, actor)


def _incoming_line(row: IncomingDocument, actor: Actor) -> RegisterLine:
    hidden = row.confidentiality > actor.clearance
    subject = _("(văn bản mật)") if hidden else row.subject
    sent: list[Line] = getattr(row, "sent", [])
    to = [line.name for line in sent if line.role != LineRole.INFORM] or [line.name for line in sent]
    moved = _day(timezone.localdate(sent[0].sent_at)) if sent else ""
    received = next((line.received_at for line in sent if line.received_at), None)
    signed = _("đã nhận %(at)s") % {"at": f"{timezone.localtime(received):%H:%M %d/%m}"} if received else ""
    note = "; ".join(part for part in (row.note, row.late_reason) if part)
    kind = "" if hidden else row.kind_name
    cells = (
        _day(row.arrived_on), row.arrival_code, row.issuer_name, row.code, _day(row.issued_on),
        f"{kind}: {subject}" if kind else subject, "; ".join(to), moved, signed, note,
    )  # fmt: skip
    trace = " | ".join(
        f"{line.name} ({line.get_role_display()}): {line.get_state_display()}" for line in sent
    )
    fields = (
        str(row.arrival_number), row.kind_name, row.number, row.notation, _day(row.issued_on),
        row.issuer_name, subject, "Tiếng Việt", str(row.pages or ""), note, row.signer_position,
        row.signer_name, str(row.urgency), "; ".join(row.recipients), _moment_day(row.due_at),
        _day(row.arrived_on), row.arrival_code, trace,
    )  # fmt: skip
    return RegisterLine(row.arrival_number or 0, cells, fields, on=row.arrived_on)


def _outgoing(book: Book, span: RegisterSpan, actor: Actor) -> Iterator[RegisterLine]:
    rows = book.outgoing.filter(number__isnull=False).order_by("number", "number_suffix", "pk")
    if span.first:
        rows = rows.filter(number__gte=span.first)
    if span.last:
        rows = rows.filter(number__lte=span.last)
    if span.day_from:
        rows = rows.filter(issued_on__gte=span.day_from)
    if span.day_to:
        rows = rows.filter(issued_on__lte=span.day_to)
    for row in rows.select_related("unit", "agency").prefetch_related("recipients")[:MOST]:
        yield _outgoing_line(row, actor)


def _outgoing_line(row: OutgoingDocument, actor: Actor) -> RegisterLine:
    hidden = row.confidentiality > actor.clearance
    subject = _("(văn bản mật)") if hidden else row.subject
    kind = row.get_kind_display()
    to = "; ".join(one.name for one in row.recipients.all())
    sent = _moment_day(row.issued_at)
    cells = (
        row.code, _day(row.issued_on), f"{kind}: {subject}", row.signer_name, to, row.unit.name,
        str(row.copies), sent, "", row.state_reason,
    )  # fmt: skip
    fields = (
        str(row.number), kind, f"{row.number}{row.number_suffix}", row.notation, _day(row.issued_on),
        row.agency.name, subject, "Tiếng Việt", str(row.pages or ""), row.state_reason, row.signer_position,
        row.signer_name, str(row.urgency), str(row.copies), to, "",
    )  # fmt: skip
    return RegisterLine(row.number or 0, cells, fields, on=row.issued_on)


def _voids(book: Book) -> Iterator[RegisterLine]:
    rows = VoidNumber.objects.filter(
        counter__agency_id=book.agency_id, counter__register=book.register, counter__period=book.period
    )
    for row in rows.select_related("officer", "counter"):
        on = timezone.localdate(row.voided_at)
        why = _("Số đã hủy: %(why)s") % {"why": row.reason}
        if row.counter.kind:
            why = f"{row.counter.kind}: {why}"
        first, second = (_day(on), str(row.number)) if book.direction == "in" else (str(row.number), _day(on))
        yield RegisterLine(row.number, (first, second, why), void=True, on=on)


def _day(on: date | None) -> str:
    return f"{on:%d/%m/%Y}" if on else ""


def _moment_day(at: object) -> str:
    return f"{timezone.localtime(at):%d/%m/%Y}" if at else ""  # type: ignore[arg-type]
