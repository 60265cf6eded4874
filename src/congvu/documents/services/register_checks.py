"""What must hold before a document stands in a register, each refusal with its sentence and field."""

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congvu.calendars.queries import legal_rules, schedule_for
from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.text import clean, one_line
from congvu.documents.messages import Registration
from congvu.documents.models import Book, IncomingDocument
from congvu.documents.queries.duplicates import Twin, find_duplicates
from congvu.documents.rules.incoming import date_problem, register_latest, suffix_problem
from congvu.documents.services.fitting import fitting
from congvu.registers.models import Counter
from congvu.registers.services import take_number

_NEEDED = (
    ("subject", gettext_lazy("trích yếu")),
    ("kind_name", gettext_lazy("loại văn bản")),
    ("issuer_name", gettext_lazy("cơ quan ban hành")),
    ("issued_on", gettext_lazy("ngày ban hành")),
)


def book_for(document: IncomingDocument, book_id: int, day: date) -> Book:
    """Return the register, with all registers of its year locked: two clerks compare one after the other."""
    books = Book.objects.select_for_update().filter(
        agency_id=document.agency_id, direction=Book.Direction.INCOMING, year=day.year
    )
    known = {book.pk: book for book in books.order_by("pk")}
    book = known.get(book_id)
    if book is None:
        raise ActionRefused(
            _("Hãy chọn sổ văn bản đến của năm %(year)s.") % {"year": day.year}, code="book", field="book"
        )
    if book.closed_at is not None:
        raise StateRefused(_("Sổ “%(book)s” đã khóa.") % {"book": book}, code="book-closed", field="book")
    has_secret = any(one.for_secret for one in known.values())
    if has_secret and book.for_secret != (document.confidentiality > 0):
        raise ActionRefused(
            _("Văn bản mật vào sổ văn bản mật, văn bản thường vào sổ thường."),
            code="secret-book",
            field="book",
        )
    return book


def number_for(book: Book, registration: Registration) -> tuple[int, str]:
    """Return arrival number and suffix: the next one, or a suffix to one that was given before."""
    suffix = one_line(registration.suffix)
    if registration.number is None and not suffix:
        return take_number(agency_id=book.agency_id, register=book.register, period=book.period), ""
    if registration.number is None or not suffix or suffix_problem(suffix):
        raise ActionRefused(
            _("Số đến do hệ thống cấp tiếp; muốn chèn vào số đã có, hãy nhập số đó và số phụ như “a”."),
            code="number",
            field="number",
        )
    last = Counter.objects.filter(
        agency_id=book.agency_id,
        register=book.register,
        period=book.period,
        kind="",
        value__gte=registration.number,
    )
    taken = book.incoming.filter(arrival_number=registration.number, arrival_suffix=suffix)
    if registration.number < 1 or not last.exists():
        raise ActionRefused(
            _("Số đến %(number)s chưa được cấp trong sổ này.") % {"number": registration.number},
            code="number",
            field="number",
        )
    if taken.exists():
        raise ActionRefused(
            _("Số đến %(number)s%(suffix)s đã có trong sổ này.")
            % {"number": registration.number, "suffix": suffix},
            code="number-taken",
            field="number",
        )
    return registration.number, suffix


def check_facts(document: IncomingDocument) -> None:
    """Refuse a document without what a register has columns for (Phụ lục IV)."""
    for name, words in _NEEDED:
        if not getattr(document, name):
            raise ActionRefused(_("Hãy nhập %(what)s.") % {"what": words}, code="missing", field=name)
    fitting(document)


def check_dates(
    document: IncomingDocument, registration: Registration, day: date, *, past_due: bool = False
) -> None:
    """Refuse dates that cannot be: arrival before issue, deadline before arrival."""
    due = timezone.localdate(registration.due_at) if registration.due_at else None
    today = timezone.localdate()
    problem = date_problem(
        issued_on=document.issued_on, arrived_on=day, due_on=due, reply_by=document.reply_by, today=today
    )
    if not problem or (past_due and problem == "due-past"):
        return
    sentences = {
        "issued-too-old": ("issued_on", _("Ngày ban hành không thể trước 02/09/1945.")),
        "issued-future": ("issued_on", _("Ngày ban hành không thể sau hôm nay.")),
        "arrived-future": ("arrived_on", _("Ngày đến không thể sau hôm nay.")),
        "arrived-before-issued": ("arrived_on", _("Ngày đến không thể trước ngày ban hành.")),
        "due-before-arrived": ("due_on", _("Hạn xử lý không thể trước ngày đến.")),
        "due-past": ("due_on", _("Hạn xử lý không thể trước hôm nay.")),
        "reply-before-issued": ("reply_by", _("Hạn trả lời không thể trước ngày ban hành.")),
    }
    field, sentence = sentences[problem]
    raise ActionRefused(sentence, code=problem, field=field)


def check_duplicates(document: IncomingDocument, registration: Registration) -> None:
    """Refuse what stands in a register already, unless there is a reason to register it again."""
    if clean(registration.despite):
        return
    twins = [twin for twin in find_duplicates(document) if twin.registered]
    if twins:
        raise ActionRefused(_duplicate_sentence(twins[0]), code="duplicate", field="despite", status=409)


def _duplicate_sentence(twin: Twin) -> str:
    when = f"{timezone.localtime(twin.registered_at):%H:%M %d/%m/%Y}" if twin.registered_at else ""
    return _(
        "Văn bản %(code)s đã được %(who)s tiếp nhận lúc %(at)s, số đến %(number)s. "
        "Hãy nối hai bản, hoặc ghi lý do vào sổ như văn bản mới."
    ) % {"code": twin.code, "who": twin.registered_by or _("người khác"), "at": when, "number": twin.arrival}


def late_reason_of(document: IncomingDocument, registration: Registration, day: date) -> str:
    """Return the reason of a late registration, "" when it is in time (khoản 2 Điều 4: next working day)."""
    reason = one_line(registration.late_reason)
    start = min(document.arrived_at, timezone.make_aware(datetime.combine(day, time(8))))
    latest = register_latest(start, schedule_for(document.agency_id), legal_rules(day))
    if timezone.now() <= latest:
        return ""
    if not reason:
        raise ActionRefused(
            _("Quá thời hạn vào sổ (%(at)s). Hãy ghi lý do vào sổ muộn.")
            % {"at": f"{timezone.localtime(latest):%H:%M %d/%m/%Y}"},
            code="late",
            field="late_reason",
        )
    return reason
