"""What a row of an old register of documents says."""

import re
from datetime import date

from django.utils.translation import gettext as _

from congvu.common.text import fold, one_line
from congvu.documents.messages import Facts, PastBook, PastIncoming, PastOutgoing
from congvu.documents.rules.layout.shapes import SHAPES, key_of
from congvu.documents.rules.reading.kinds import BY_NAME, KINDS, from_code
from congvu.moving.messages import Row
from congvu.moving.rules import values
from congvu.moving.rules.cells import Cells
from congvu.moving.rules.fields import Kind

_EARLIEST = date(1945, 9, 2)
_FOLDED = {fold(kind.name): kind.name for kind in KINDS} | {
    "cong van": "Công văn", "cv": "Công văn", "thu cong": "Thư công", "qd": "Quyết định", "tb": "Thông báo",
    "bc": "Báo cáo", "kh": "Kế hoạch", "ttr": "Tờ trình", "gm": "Giấy mời", "nq": "Nghị quyết",
    "ct": "Chỉ thị", "hd": "Hướng dẫn", "bb": "Biên bản", "cd": "Công điện",
    "quyet dinh ca biet": "Quyết định",
}  # fmt: skip
_OPENING = re.compile(r"^([^:;.,–-]{3,30})[:;.,–-]\s*(.+)$")


def read_document(cells: Cells, kind: Kind) -> Row:
    """Return what a row says, with all that is wrong with it."""
    if kind == Kind.DOCUMENTS:
        direction = cells.choice("direction", "")
        if not direction:
            if not cells.row.troubles:
                cells.wrong("direction", "missing-direction", _("Không biết là văn bản đi hay đến."))
            return cells.row
        return _incoming(cells) if direction == "in" else _outgoing(cells)
    return _incoming(cells) if kind == Kind.INCOMING else _outgoing(cells)


def _incoming(cells: Cells) -> Row:
    row = cells.row
    number = _number(cells, "arrival_number")
    arrived = cells.day("arrived_on", needed=True)
    facts = _facts(cells)
    if arrived and facts.issued_on and facts.issued_on > arrived:
        cells.wrong("arrived_on", "before-issue", _("Ngày đến trước ngày văn bản."))
    due = cells.day("due_on", future=True)
    if due and arrived and due < arrived:
        cells.wrong("due_on", "due-before", _("Hạn xử lý trước ngày đến."))
    unit_id, unit_name = _unit(cells)
    state = cells.choice("state", "done")
    book = _book(cells, "in", arrived.year if arrived else 0, facts.confidentiality)
    _place(cells, book, number, facts.pages)
    if not row.troubles and number and arrived:
        row.past = PastIncoming(
            book, number[0], arrived, number[1], facts, due, state == "done", unit_id, unit_name
        )
    return row


def _outgoing(cells: Cells) -> Row:
    row = cells.row
    facts = _facts(cells)
    number = _number(cells, "number", facts.number)
    kind = _key(facts.kind_name)
    if facts.kind_name and not kind:
        cells.wrong(
            "kind_name",
            "unknown-kind_name",
            _("“%(kind)s” không phải một trong 29 loại văn bản hành chính.") % {"kind": facts.kind_name[:60]},
        )
    elif not facts.kind_name:
        cells.wrong("kind_name", "missing-kind_name", _("Thiếu loại văn bản."))
    if kind and SHAPES[kind].numbered and not facts.notation:
        cells.wrong("notation", "missing-notation", _("Thiếu ký hiệu văn bản."))
    if not facts.signer_name:
        cells.note("no-signer")
    unit_id, _name = _unit(cells, needed=True)
    book = _book(cells, "out", facts.issued_on.year if facts.issued_on else 0, facts.confidentiality)
    _place(cells, book, number, facts.pages)
    if len(facts.subject) > 500:
        cells.wrong("subject", "too-long", _("Trích yếu văn bản đi dài quá 500 ký tự."))
    if not row.troubles and number and facts.issued_on and unit_id:
        row.past = PastOutgoing(
            book, number[0], facts.issued_on, kind, facts.subject, unit_id, number[1], facts.notation,
            facts.signer_name, facts.signer_position, facts.recipients, facts.urgency, facts.confidentiality,
            facts.pages, facts.copies, facts.note,
        )  # fmt: skip
    return row


def _facts(cells: Cells) -> Facts:
    written, notation = values.split_code(cells.text("code", most=90))
    number = values.as_text(cells.raw("number")).strip() or written
    notation = cells.text("notation", most=60) or notation
    if "/" in number:
        number, notation = values.split_code(number)
    notation = re.sub(r"\s+", "", notation)
    if len(notation) > 60:
        cells.wrong("notation", "too-long", _("Ký hiệu dài quá 60 ký tự."))
    subject = cells.text("subject", most=2000, needed=True)
    kind_name, subject = _kind(cells, subject, notation)
    issued = cells.day("issued_on", needed=True)
    if issued and issued < _EARLIEST:
        cells.wrong("issued_on", "date-issued_on", _("Ngày văn bản không thể trước 02/09/1945."))
        issued = None
    issuer = cells.text("issuer_name", most=200, needed="issuer_name" in cells.plan.places)
    issuer_id = cells.plan.lookups.issuers.get(fold(issuer)) if issuer else None
    if issuer and issuer_id is None:
        cells.note("unknown-issuer")
    secrecy = int(cells.choice("confidentiality", "0"))
    if secrecy > cells.plan.lookups.clearance:
        cells.wrong("confidentiality", "clearance", _("Văn bản mật vượt quá phạm vi bạn được xem."))
    return Facts(
        kind_name=kind_name,
        number=one_line(number)[:20],
        notation=notation,
        issuer_name=issuer,
        issuer_id=issuer_id,
        issued_on=issued,
        subject=subject,
        signer_name=cells.text("signer_name", most=120),
        signer_position=cells.text("signer_position", most=200),
        urgency=int(cells.choice("urgency", "0")),
        confidentiality=secrecy,
        field_of_work=cells.text("field_of_work", most=120),
        pages=cells.count("pages"),
        copies=cells.count("copies") or 1,
        recipients=tuple(text[:300] for text in cells.parts("recipients"))[:200],
        note=cells.text("note", most=500),
    )


def _number(cells: Cells, key: str, text: str = "") -> tuple[int, str] | None:
    raw = text or cells.raw(key)
    try:
        found = values.as_number(raw)
    except ValueError:
        cells.wrong(
            key,
            "number",
            _("%(what)s: “%(value)s” không phải số của sổ.")
            % {"what": cells.plan.heading(key), "value": values.as_text(raw)[:40]},
        )
        return None
    if found is None:
        cells.wrong(key, "missing-number", _("Thiếu %(what)s.") % {"what": cells.plan.heading(key)})
    elif key == "number" and len(found[1]) > 1:
        cells.wrong(key, "number", _("Số văn bản đi chỉ có một chữ sau số."))
        return None
    return found


def _kind(cells: Cells, subject: str, notation: str) -> tuple[str, str]:
    """Return the type and the summary; a type may stand in the summary or only in the notation."""
    text = cells.text("kind_name", most=60)
    if text:
        meant = cells.plan.mapping.values.get("kind_name", {}).get(fold(text))
        return meant or _FOLDED.get(fold(text), text), subject
    opening = _OPENING.match(subject)
    if opening and fold(opening[1]) in _FOLDED:
        return _FOLDED[fold(opening[1])], opening[2]
    first = notation.split("-")[0].split("/")[0]
    found = from_code(first) if first else []
    if found:
        return found[0].name, subject
    return ("Công văn" if notation else ""), subject


def _key(name: str) -> str:
    kind = BY_NAME.get(name)
    return key_of(kind) if kind is not None and kind.administrative and key_of(kind) in SHAPES else ""


def _unit(cells: Cells, *, needed: bool = False) -> tuple[int | None, str]:
    text = cells.text("unit", most=250)
    if not text:
        if needed:
            cells.wrong("unit", "missing-unit", _("Thiếu đơn vị; có thể đặt giá trị mặc định cho cột này."))
        return None, ""
    lookups = cells.plan.lookups
    meant = cells.plan.mapping.values.get("unit", {}).get(fold(text)) or text
    unit_id = (
        int(meant) if meant.isdigit() and int(meant) in lookups.unit_names else lookups.units.get(fold(meant))
    )
    if unit_id is None:
        seen = cells.plan.unknown.setdefault("unit", {})
        if text in seen or len(seen) < 50:
            seen[text] = seen.get(text, 0) + 1
        cells.wrong("unit", "unknown-unit", _("Không có phòng, ban “%(unit)s”.") % {"unit": text[:80]})
        return None, text
    return unit_id, lookups.unit_names.get(unit_id, text)


def _book(cells: Cells, direction: str, year: int, secrecy: int) -> PastBook:
    name = cells.text("book", most=120)
    code = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:24].strip("-")
    if not code:
        code = "mat" if secrecy else "chung"
    per_kind = direction == "out" and cells.plan.mapping.numbering == "kind"
    return PastBook(direction, year, code, name, per_kind, bool(secrecy))


def _place(cells: Cells, book: PastBook, number: tuple[int, str] | None, pages: int | None) -> None:
    """Say where the row is counted, and by what it is known."""
    row = cells.row
    row.group = f"{book.direction}|{book.code}|{book.year or '?'}"
    row.number = f"{number[0]}{number[1]}" if number else ""
    row.pages = pages or 0
    row.files = cells.parts("files")
    source = cells.text("source_id", most=120)
    if source:
        row.key = f"{book.direction}:{source}"
    elif number:
        series = fold(cells.text("kind_name")) if book.per_kind else ""
        row.key = f"{row.group}|{series}|{row.number}"
