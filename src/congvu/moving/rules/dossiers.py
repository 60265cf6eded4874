"""What a row of running dossiers of an old one-stop system says."""

from datetime import date, datetime, time

from django.utils.translation import gettext as _

from congvu.common.text import fold
from congvu.dossiers.messages import PastDossier, Person
from congvu.dossiers.rules import identity_number, is_foreign_code
from congvu.moving.messages import Row
from congvu.moving.rules import values
from congvu.moving.rules.cells import Cells

_OPENING = time(8)


def read_dossier(cells: Cells) -> Row:
    """Return what a row says, with all that is wrong with it."""
    row = cells.row
    code = cells.text("code", most=60, needed=True).upper().replace(" ", "")
    if code and not is_foreign_code(code):
        cells.wrong("code", "code", _("Mã hồ sơ “%(code)s” không đúng định dạng.") % {"code": code})
    accepted = _moment(cells, "accepted_at")
    due = cells.day("due_on", future=True)
    if due and accepted and due < accepted.date():
        cells.wrong("due_on", "due-before", _("Hạn trả kết quả trước ngày tiếp nhận."))
    row.group = f"dossier|ho-so|{accepted.year if accepted else '?'}"
    row.key, row.number, row.files = code, code, cells.parts("files")
    owner = _owner(cells)
    procedure = cells.text("procedure", most=1000, needed=True)
    table = cells.plan.mapping.values
    step, officer = cells.text("step", most=200), cells.text("officer", most=120)
    past = PastDossier(
        code=code,
        procedure=table.get("procedure", {}).get(fold(procedure), procedure),
        owner=owner,
        accepted_at=accepted,
        due_on=due,
        step=table.get("step", {}).get(fold(step), step),
        officer=officer,
        channel=cells.choice("channel", "1"),
        summary=cells.text("summary", most=500),
        return_by=cells.choice("return_by", "counter"),
    )
    if not row.troubles:
        row.past = past
    return row


def _owner(cells: Cells) -> Person:
    number = identity_number(values.as_text(cells.raw("id_number")))
    if not number:
        cells.wrong("id_number", "missing-id_number", _("Thiếu số giấy tờ của chủ hồ sơ."))
    if number.isdigit() and len(number) == 11:
        number = f"0{number}"  # a spreadsheet took the first zero away
        cells.note("mended-zero")
    usual = "cmnd" if number.isdigit() and len(number) == 9 else "cccd"
    return Person(
        name=cells.text("owner_name", most=200, needed=True),
        id_kind=cells.choice("id_kind", usual),
        id_number=number,
        kind=cells.choice("owner_kind", "citizen"),
        born_on=_birthday(cells),
        address=cells.text("address", most=300),
        phone=_phone(cells),
        email=cells.text("email", most=254),
    )


def _birthday(cells: Cells) -> date | None:
    if len(values.as_text(cells.raw("born_on")).strip()) == 4:
        return None  # a year of birth alone is no date
    return cells.day("born_on")


def _phone(cells: Cells) -> str:
    text = values.as_text(cells.raw("phone")).replace(" ", "").replace(".", "")
    if text.isdigit() and len(text) == 9:
        cells.note("mended-zero")
        return f"0{text}"
    return text[:20]


def _moment(cells: Cells, key: str) -> datetime | None:
    """Return a day with its time; one without a time of day counts from the opening of the counter."""
    day = cells.day(key, needed=True)
    if day is None:
        return None
    found = values.as_moment(cells.raw(key), cells.plan.mapping.order, today=cells.plan.today)
    clock = found[1] if found else None
    return datetime.combine(day, time(*clock) if clock else _OPENING)  # noqa: DTZ — the door gives it its zone
