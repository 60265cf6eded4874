"""What differs between two versions, in words that a person can check."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from difflib import SequenceMatcher
from typing import Any

from congvu.procedures.messages import Change, FrozenCase, FrozenProcedure
from congvu.procedures.rules.limits import limit_text

LABELS = {
    "name": "Tên thủ tục",
    "field": "Lĩnh vực",
    "decision": "Quyết định công bố",
    "levels": "Cấp thực hiện",
    "kind": "Loại thủ tục",
    "addressees": "Đối tượng thực hiện",
    "competent": "Cơ quan có thẩm quyền",
    "executing": "Cơ quan thực hiện",
    "cooperating": "Cơ quan phối hợp",
    "authorised": "Cơ quan được ủy quyền",
    "receiving": "Địa chỉ tiếp nhận",
    "related": "Thủ tục liên quan",
    "steps_text": "Trình tự thực hiện",
    "conditions": "Yêu cầu, điều kiện",
    "instant": "Trả kết quả ngay",
    "valid_from": "Hiệu lực từ",
    "results": "Kết quả",
    "legal_bases": "Căn cứ pháp lý",
    "cases": "Trường hợp",
    "time_rows": "Thời hạn",
    "fees": "Phí, lệ phí",
    "components": "Thành phần hồ sơ",
}
# The short code of a field is given by whoever keeps the catalogue, not by the source.
_IGNORED = {
    "code",
    "field_code",
    "valid_to",
    "review_notes",
    "version_id",
    "procedure_id",
    "number",
    "status",
}


def differences(before: FrozenProcedure, after: FrozenProcedure) -> list[Change]:
    """Return every difference between two versions of one procedure."""
    found: list[Change] = []
    for attribute in fields(FrozenProcedure):
        name = attribute.name
        if name in _IGNORED or name == "cases":
            continue
        found += _compare(name, LABELS[name], getattr(before, name), getattr(after, name))
    found += _cases(before.cases, after.cases)
    return found


def _compare(path: str, label: str, old: Any, new: Any) -> Iterator[Change]:
    if old == new:
        return
    if isinstance(old, tuple) and isinstance(new, tuple):
        yield from _rows(path, label, old, new)
        return
    kind = "added" if not old else "removed" if not new else "changed"
    yield Change(path, label, kind, describe(old), describe(new))


def _rows(path: str, label: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Change]:
    matcher = SequenceMatcher(a=[_key(row) for row in old], b=[_key(row) for row in new], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        gone, come = old[i1:i2], new[j1:j2]
        for index in range(max(len(gone), len(come))):
            was = describe(gone[index]) if index < len(gone) else ""
            now = describe(come[index]) if index < len(come) else ""
            kind = "changed" if was and now else "added" if now else "removed"
            yield Change(path, label, kind, was, now)


def _key(row: Any) -> str:
    return repr(row)


def _cases(old: Sequence[FrozenCase], new: Sequence[FrozenCase]) -> Iterator[Change]:
    for index in range(max(len(old), len(new))):
        path = f"cases[{index + 1}]"
        if index >= len(old):
            yield Change(path, LABELS["cases"], "added", "", describe(new[index]))
        elif index >= len(new):
            yield Change(path, LABELS["cases"], "removed", describe(old[index]), "")
        else:
            yield from _case(path, old[index], new[index])


def _case(path: str, old: FrozenCase, new: FrozenCase) -> Iterator[Change]:
    title = new.name or f"trường hợp {new.no}"
    if old.name != new.name:
        yield Change(f"{path}.name", LABELS["cases"], "changed", old.name, new.name)
    for name in ("time_rows", "fees", "components"):
        label = f"{LABELS[name]} ({title})"
        yield from _compare(f"{path}.{name}", label, getattr(old, name), getattr(new, name))


CHANNELS = {"1": "Trực tiếp", "2": "Trực tuyến", "3": "Bưu chính"}


def describe(value: Any) -> str:
    """Return any part of a version as one line of text."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    parts = _DESCRIBE.get(type(value).__name__)
    return parts(value) if parts else str(value)


def _time(row: Any) -> str:
    limit = limit_text(row.amount, row.unit) or "không nêu thời hạn"
    supplement = " (bổ sung thì tính lại từ đầu)" if row.on_supplement == "restart" else ""
    return " · ".join(filter(None, [f"{CHANNELS.get(row.channel, '')}: {limit}{supplement}", row.note]))


def _fee(row: Any) -> str:
    amount = "chưa nêu mức" if row.amount is None else f"{row.amount:,}".replace(",", ".") + " đồng"
    per = f"/{row.per}" if row.per else ""
    return " · ".join(filter(None, [CHANNELS.get(row.channel, ""), row.name, f"{amount}{per}", row.note]))


def _component(row: Any) -> str:
    counts = f"{row.originals} bản chính, {row.copies} bản sao"
    flags = ["chỉ xuất trình" if row.shown_only else "", "" if row.required else "không bắt buộc"]
    return " · ".join(filter(None, [row.group, row.name, row.form_file, counts, *flags]))


def _case_name(row: Any) -> str:
    return row.name or f"trường hợp {row.no}"


def _result(row: Any) -> str:
    return " · ".join(filter(None, [row.code, row.name]))


def _basis(row: Any) -> str:
    return " · ".join(filter(None, [row.number, row.name, row.date, row.agency]))


_DESCRIBE: dict[str, Callable[[Any], str]] = {
    "FrozenTime": _time,
    "FrozenFee": _fee,
    "FrozenComponent": _component,
    "FrozenCase": _case_name,
    "FrozenResult": _result,
    "FrozenLegalBasis": _basis,
}
