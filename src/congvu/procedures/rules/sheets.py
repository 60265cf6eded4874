"""The catalogue as a workbook: one sheet per part, one row per item, joined by code and case number."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from congvu.procedures.messages import FrozenProcedure, RowError
from congvu.procedures.rules.people import LEVELS
from congvu.procedures.rules.shape import UnreadableError, from_json, to_json

CODE, CASE = "Mã thủ tục", "Trường hợp số"
# Sheet: (name in JSON, columns as (heading, name in JSON)); the first column is the procedure's code.
PROCEDURES = "Thủ tục"
CASES = "Trường hợp"
SHEETS: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    PROCEDURES: (
        "",
        (
            ("Tên thủ tục", "name"),
            ("Lĩnh vực", "field"),
            ("Mã lĩnh vực", "field_code"),
            ("Quyết định công bố", "decision"),
            ("Cấp thực hiện", "levels"),
            ("Loại thủ tục", "kind"),
            ("Đối tượng thực hiện", "addressees"),
            ("Cơ quan có thẩm quyền", "competent"),
            ("Cơ quan thực hiện", "executing"),
            ("Cơ quan phối hợp", "cooperating"),
            ("Cơ quan được ủy quyền", "authorised"),
            ("Địa chỉ tiếp nhận", "receiving"),
            ("Thủ tục liên quan", "related"),
            ("Trình tự thực hiện", "steps_text"),
            ("Yêu cầu, điều kiện", "conditions"),
            ("Trả kết quả ngay", "instant"),
            ("Hiệu lực từ", "valid_from"),
        ),
    ),
    CASES: ("cases", ((CASE, "no"), ("Tên trường hợp", "name"))),
    "Thời hạn": (
        "times",
        (
            (CASE, "case"),
            ("Hình thức nộp", "channel"),
            ("Thời hạn", "amount"),
            ("Đơn vị", "unit"),
            ("Khi bổ sung hồ sơ", "on_supplement"),
            ("Ghi chú", "note"),
        ),
    ),
    "Phí, lệ phí": (
        "fees",
        (
            (CASE, "case"),
            ("Tên phí, lệ phí", "name"),
            ("Mức thu (đồng)", "amount"),
            ("Tính theo", "per"),
            ("Hình thức nộp", "channel"),
            ("Ghi chú", "note"),
        ),
    ),
    "Thành phần hồ sơ": (
        "components",
        (
            (CASE, "case"),
            ("Nhóm", "group"),
            ("Tên giấy tờ", "name"),
            ("Mẫu đơn, tờ khai", "form_file"),
            ("Bản chính", "originals"),
            ("Bản sao", "copies"),
            ("Bắt buộc", "required"),
            ("Chỉ xuất trình", "shown_only"),
        ),
    ),
    "Kết quả": ("results", (("Mã kết quả", "code"), ("Tên kết quả", "name"))),
    "Căn cứ pháp lý": (
        "legal_bases",
        (
            ("Số, ký hiệu", "number"),
            ("Tên văn bản", "name"),
            ("Ngày ban hành", "date"),
            ("Cơ quan ban hành", "agency"),
        ),
    ),
    "Cần rà soát": (
        "review_notes",
        (
            ("Mục", "field"),
            ("Lý do", "reason"),
            ("Trích", "excerpt"),
            ("Phải quyết định", "blocking"),
            ("Đã xong", "done"),
        ),
    ),
}
_WORDS: dict[str, dict[str, str]] = {
    "channel": {"1": "Trực tiếp", "2": "Trực tuyến", "3": "Bưu chính"},
    "unit": {"hour": "giờ làm việc", "wday": "ngày làm việc", "day": "ngày", "month": "tháng"},
    "on_supplement": {"pause": "tạm dừng", "restart": "tính lại từ đầu"},
}
_FLAGS = {"instant": False, "required": True, "shown_only": False, "blocking": False, "done": False}
_LISTS = {"levels", "addressees"}
_INTEGERS = {"no", "case", "amount", "originals", "copies"}
_LEVEL_WORDS = {code: word for word, code in LEVELS.items()}

Tables = dict[str, list[list[Any]]]


def to_tables(contents: Iterable[FrozenProcedure]) -> Tables:
    """Return the rows of each sheet, headings first."""
    tables: Tables = {
        sheet: [[CODE, *(heading for heading, _name in columns)]]
        for sheet, (_part, columns) in SHEETS.items()
    }
    for content in contents:
        row = to_json(content)
        code = row["code"]
        tables[PROCEDURES].append([code, *_cells(row, SHEETS[PROCEDURES][1])])
        for case in row.get("cases", []):
            tables[CASES].append([code, *_cells(case, SHEETS[CASES][1])])
        for sheet, (part, columns) in SHEETS.items():
            if part in ("", "cases"):
                continue
            tables[sheet] += [[code, *_cells(item, columns)] for item in _items(row, part)]
    return tables


def _items(row: Mapping[str, Any], part: str) -> list[dict[str, Any]]:
    if part in row:
        return list(row[part])
    return [{**item, "case": case["no"]} for case in row.get("cases", []) for item in case.get(part, [])]


def _cells(item: Mapping[str, Any], columns: Sequence[tuple[str, str]]) -> list[Any]:
    return [_cell(name, item.get(name)) for _heading, name in columns]


def _cell(name: str, value: Any) -> Any:
    if name in _FLAGS:
        return "có" if (_FLAGS[name] if value is None else value) else "không"
    if name == "levels":
        return "; ".join(_LEVEL_WORDS[code] for code in value or [])
    if name == "addressees":
        return "; ".join(value or [])
    if name in _WORDS:
        return _WORDS[name].get(value or ("pause" if name == "on_supplement" else ""), "")
    if name in ("originals", "copies") and value is None:
        return 0
    return "" if value is None else value


def from_tables(
    tables: Mapping[str, Sequence[Sequence[Any]]],
) -> tuple[list[FrozenProcedure], list[RowError]]:
    """Return the procedures of a workbook and the refused rows, each with its cell.

    A procedure with one bad row is refused whole.

    Raises:
        UnreadableError: when a sheet or a column is missing.
    """
    errors: list[RowError] = []
    parts: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for sheet, (_part, columns) in SHEETS.items():
        if sheet not in tables:
            raise UnreadableError(sheet, f"Thiếu trang tính “{sheet}”.")
        parts[sheet] = _read_sheet(sheet, columns, tables[sheet], errors)
    bad = {error.code for error in errors}
    _orphans(parts, errors)
    found = []
    for code, rows in parts[PROCEDURES].items():
        if code in bad:
            continue
        if len(rows) > 1:
            errors.append(RowError(rows[1]["_where"], code, "Mã thủ tục lặp lại trong tệp."))
            continue
        try:
            found.append(from_json(_joined(code, parts), f"{PROCEDURES}!{code}"))
        except UnreadableError as problem:
            errors.append(RowError(problem.where, code, problem.message))
    return found, errors


def _orphans(parts: Mapping[str, Mapping[str, list[dict[str, Any]]]], errors: list[RowError]) -> None:
    for by_code in parts.values():
        for code, rows in by_code.items():
            if code not in parts[PROCEDURES]:
                message = f"Không có thủ tục này ở trang “{PROCEDURES}”."
                errors.append(RowError(rows[0]["_where"], code, message))


def _joined(code: str, parts: Mapping[str, Mapping[str, list[dict[str, Any]]]]) -> dict[str, Any]:
    def rows(sheet: str) -> list[dict[str, Any]]:
        return [_without(row) for row in parts[sheet].get(code, [])]

    whole = {"code": code, **rows(PROCEDURES)[0]}
    cases = {row["no"]: row for row in rows(CASES)}
    for sheet, (part, _columns) in SHEETS.items():
        if part in ("", "cases"):
            continue
        if part in ("times", "fees", "components"):
            _into_cases(cases, part, rows(sheet), parts[sheet].get(code, []))
        elif rows(sheet):
            whole[part] = rows(sheet)
    if cases:
        whole["cases"] = list(cases.values())
    return whole


def _into_cases(
    cases: Mapping[int, dict[str, Any]],
    part: str,
    rows: Sequence[dict[str, Any]],
    raw: Sequence[dict[str, Any]],
) -> None:
    for row, source in zip(rows, raw, strict=True):
        number = row.pop("case", None)
        if number not in cases:
            raise UnreadableError(source["_where"], f"Không có trường hợp số {number} ở trang “{CASES}”.")
        cases[number].setdefault(part, []).append(row)


def _without(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if not name.startswith("_")}


def _read_sheet(
    sheet: str,
    columns: Sequence[tuple[str, str]],
    rows: Sequence[Sequence[Any]],
    errors: list[RowError],
) -> dict[str, list[dict[str, Any]]]:
    headings = [str(cell or "").strip() for cell in rows[0]] if rows else []
    places = {}
    for heading, name in ((CODE, "_code"), *columns):
        if heading not in headings:
            raise UnreadableError(sheet, f"Trang “{sheet}” thiếu cột “{heading}”.")
        places[name] = headings.index(heading)
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for number, row in enumerate(rows[1:], 2):
        if all(cell in (None, "") for cell in row):
            continue
        code = str(row[places["_code"]] or "").strip()
        read: dict[str, Any] = {"_where": f"{sheet}!A{number}"}
        for _heading, name in columns:
            at = places[name]
            value = row[at] if at < len(row) else None
            where = f"{sheet}!{letter(at)}{number}"
            try:
                kept = _value(name, value)
            except ValueError as problem:
                errors.append(RowError(where, code, str(problem)))
                continue
            if kept is not None:
                read[name] = kept
        if code:
            found[code].append(read)
        else:
            errors.append(RowError(f"{sheet}!A{number}", "", "Thiếu mã thủ tục."))
    return found


def letter(index: int) -> str:
    """Return the column's letter: A for 0."""
    return chr(ord("A") + index)


def _value(name: str, value: Any) -> Any:
    if name in _FLAGS:
        return _flag(value, default=_FLAGS[name])
    if value is None or value == "":
        return None
    if name in _INTEGERS:
        return _integer(value)
    text = str(value)
    if name in _WORDS:
        return _choice(name, text)
    if name == "levels":
        return [_level(part.strip()) for part in text.split(";") if part.strip()]
    if name in _LISTS:
        return [part.strip() for part in text.split(";") if part.strip()]
    return text[:10] if name == "valid_from" else text


def _flag(value: Any, *, default: bool) -> bool:
    text = str(value if value is not None else "").strip().casefold()
    if text in ("có", "x", "true", "1"):
        return True
    if text in ("không", "false", "0"):
        return False
    if text == "":
        return default
    raise ValueError(f"“{value}” phải là “có” hoặc “không”.")


def _integer(value: Any) -> int:
    try:
        number = float(str(value).replace(" ", ""))
    except ValueError:
        raise ValueError(f"“{value}” không phải là số.") from None
    if number != int(number) or number < 0:
        raise ValueError(f"“{value}” phải là số nguyên không âm.")
    return int(number)


def _choice(name: str, text: str) -> str:
    for code, word in _WORDS[name].items():
        if text.strip().casefold() in (code, word.casefold()):
            return code
    raise ValueError(f"“{text}” không thuộc: {', '.join(_WORDS[name].values())}.")


def _level(word: str) -> str:
    code = LEVELS.get(word, word)
    if code not in LEVELS.values():
        raise ValueError(f"Không có cấp thực hiện “{word}”.")
    return code
