"""Time limits in portal text: units, times named in prose, what a supplement does to the clock."""

import re

UNIT_WORDS = {
    "ngày làm việc": "wday",
    "ngày": "day",
    "giờ làm việc": "hour",
    "giờ": "hour",
    "tháng": "month",
}
_UNITS = "ngày làm việc|ngày|giờ làm việc|giờ|tháng"
_CELL = re.compile(rf"^(\d+)\s*({_UNITS})?$", re.I)
_PROSE = re.compile(
    rf"(?<![\d/.,])(\d{{1,3}})\s*(?:\([^()]{{1,40}}\)\s*)?({_UNITS})\b(?!\s*(?:\d|tháng\s*\d))", re.I
)
_RESTART = re.compile(r"tính lại từ (?:đầu|ngày|thời điểm)|tính lại thời (?:gian|hạn) giải quyết", re.I)
_PAUSE = re.compile(r"không tính vào (?:tổng )?thời (?:gian|hạn)|tạm dừng (?:tính )?thời (?:gian|hạn)", re.I)
_SAME_DAY = re.compile(
    r"(?:ngay )?trong ngày (?:tiếp nhận|nhận|làm việc (?:tiếp nhận|nhận|cơ quan)|cơ quan)"
    r"|trả kết quả ngay trong (?:ngày|buổi)|^\W*(?:ngay )?trong (?:buổi|ngày) làm việc",
    re.I,
)


def read_cell(text: str) -> tuple[int | None, str]:
    """Return (amount, unit) of a time cell; (None, "") for "Không có thông tin"; unit "" when missing."""
    found = _CELL.match(text.strip())
    if not found:
        return None, ""
    return int(found[1]), UNIT_WORDS.get((found[2] or "").casefold(), "")


def in_prose(text: str) -> list[tuple[int, str]]:
    """Return the (amount, unit) that `text` names, in order, each once."""
    found: dict[tuple[int, str], None] = {}
    for match in _PROSE.finditer(text):
        found.setdefault((int(match[1]), UNIT_WORDS[match[2].casefold()]), None)
    return list(found)


def unit_in_prose(amount: int, text: str) -> str:
    """Return the only unit that `text` uses with `amount`, or "" when none or several."""
    units = {unit for number, unit in in_prose(text) if number == amount}
    return units.pop() if len(units) == 1 else ""


def on_supplement(text: str) -> str:
    """Return "restart" where the law says that the time is counted anew, else "pause"."""
    return "restart" if _RESTART.search(text) and not _PAUSE.search(text) else "pause"


def is_same_day(text: str) -> bool:
    """Tell whether the description promises the result on the day of reception."""
    return bool(_SAME_DAY.search(text))
