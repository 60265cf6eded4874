"""The readable half of a message: a note on A4 for agencies whose system reads no ho-so.json."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone

from congvu.directory.models import Agency
from congvu.dossiers.models import DossierComponent
from congvu.interchange.envelopes import dossier as wire
from congvu.interchange.rules.linking import Kind
from congvu.printing.services import typeset

_SOURCE = Path(__file__).resolve().parents[2] / "data" / "note.typ"
TITLES: dict[Kind, str] = {
    Kind.HAND_OVER: "Phiếu chuyển hồ sơ",
    Kind.ACCEPTED: "Phiếu tiếp nhận hồ sơ chuyển đến",
    Kind.REFUSED: "Phiếu trả lại hồ sơ",
    Kind.PROGRESS: "Phiếu báo tiến độ giải quyết hồ sơ",
    Kind.SUPPLEMENT_REQUEST: "Phiếu đề nghị yêu cầu bổ sung hồ sơ",
    Kind.SUPPLEMENT_GIVEN: "Phiếu gửi phần bổ sung hồ sơ",
    Kind.CLOCK: "Phiếu báo thời hạn giải quyết hồ sơ",
    Kind.RECALL: "Phiếu đề nghị trả lại hồ sơ",
    Kind.RESULT: "Phiếu gửi kết quả giải quyết hồ sơ",
    Kind.WITHDRAWN: "Thông báo rút, dừng giải quyết hồ sơ",
}
_TEXTS: dict[Kind, str] = {Kind.HAND_OVER: "Nội dung đề nghị", Kind.PROGRESS: "Tiến độ"}
_HINTS: dict[Kind, str] = {
    Kind.HAND_OVER: "Mã hồ sơ được giữ nguyên; thời hạn do nơi chuyển tính. Cơ quan không có phần mềm đọc "
    "được tệp ho-so.json xin trả lời bằng văn bản, ghi mã hồ sơ nêu trên.",
}


@cache
def _template() -> str:
    return _SOURCE.read_text("utf-8")


def title_of(kind: Kind) -> str:
    """Return what the note of a kind is called."""
    return TITLES[kind]


def note_pdf(message: wire.Message, agency: Agency) -> bytes:
    """Return the note of a message as PDF/A; the same message gives the same bytes."""
    return typeset(_template(), tree_of_note(message, agency), at=message.sent_at)


def tree_of_note(message: wire.Message, agency: Agency) -> dict[str, Any]:
    """Return what stands on the note."""
    kind = Kind(message.kind)
    at = timezone.localtime(message.sent_at)
    clock = message.clock
    return {
        "title": TITLES[kind],
        "code": message.dossier_code,
        "superior": agency.parent.name if agency.parent else "",
        "agency": message.sender.name or agency.name,
        "number": f"Số: {message.sequence}/{message.dossier_code}",
        "day": f"{agency.place or agency.name}, ngày {at:%d} tháng {at:%m} năm {at:%Y}",
        "to": message.receiver.name or message.receiver.code,
        "facts": [{"name": name, "value": value} for name, value in _facts(message) if value],
        "text": message.text,
        "text_name": _TEXTS.get(kind, "Nội dung"),
        "items": list(message.items),
        "items_name": "Nội dung cần công dân bổ sung",
        "papers": [_paper(one) for one in message.facts.components] if message.facts else [],
        "files": [{"name": one.name, "size": _size(one.size)} for one in message.files],
        "pauses": [_pause(one) for one in clock.pauses] if clock else [],
        "hint": _HINTS.get(kind, "Phiếu được lập tự động, gửi qua liên thông."),
        "by": message.by or "Hệ thống",
    }


def _facts(message: wire.Message) -> Iterator[tuple[str, str]]:
    yield "Mã hồ sơ", message.dossier_code
    if message.facts:
        facts = message.facts
        yield "Thủ tục", f"{facts.procedure.name} ({facts.procedure.code})"
        yield "Trường hợp", facts.procedure.case_name
        yield "Chủ hồ sơ", facts.owner.name
        yield "Số giấy tờ", facts.owner.id_number
        yield "Địa chỉ", facts.owner.address
        yield "Điện thoại", facts.owner.phone
        yield "Người nộp", facts.submitter.name if facts.submitter else ""
        yield "Trích yếu", facts.summary
        yield "Tiếp nhận lúc", _moment(facts.accepted_at)
    yield "Phần việc", message.stage_name
    if message.clock:
        yield "Hạn của phần việc", _moment(message.clock.stage_due_at)
        yield "Hạn trả kết quả cho công dân", _moment(message.clock.dossier_due_at)
    if message.outcome:
        yield "Kết quả", message.outcome.name
        yield "Kết luận", "đồng ý" if message.outcome.positive else "từ chối giải quyết"
        yield "Số, ký hiệu", message.outcome.notation
        yield "Người ký", message.outcome.signer
        yield "Phát hành lúc", _moment(message.outcome.issued_at)
        yield "Nội dung kết quả", message.outcome.content
        yield "Căn cứ", message.outcome.legal_basis
    yield "Căn cứ pháp lý", message.legal_basis


def _paper(one: wire.Component) -> dict[str, Any]:
    kinds = dict(DossierComponent.Kind.choices)
    return {
        "no": one.no,
        "name": one.name,
        "kind": str(kinds.get(one.kind, one.kind)),
        "quantity": one.quantity,
    }


def _pause(one: wire.Pause) -> dict[str, str]:
    end = _moment(one.ends_at) or "đang tạm dừng"
    return {"start": _moment(one.starts_at), "end": end, "reason": one.reason or one.legal_basis}


def _moment(value: datetime | None) -> str:
    return timezone.localtime(value).strftime("%H:%M ngày %d/%m/%Y") if value else ""


def _size(size: int) -> str:
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(1, round(size / 1024))} kB"
