"""The ways of submitting in portal text: rows of channel, time, fees and description, glued together."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from congvu.procedures.rules.fees import CURRENCY, FeeCell, money_in, split_cell
from congvu.procedures.rules.portal_text import LOWER, squeeze
from congvu.procedures.rules.times import read_cell

HEADER = "Hình thức nộpThời gianPhí, lệ phíMô tả"
CHANNELS = {"Trực tiếp": "1", "Trực tuyến": "2", "Dịch vụ bưu chính": "3"}
_CHANNEL = "Trực tuyến|Trực tiếp|Dịch vụ bưu chính"
_FEE = rf"Miễn phí|Không có thông tin|Không phải trả phí|(?:\d[\d,]*(?:\.\d+)?) ?(?:{CURRENCY})"
_TIME = r"\d+\s?(?:Ngày làm việc|Ngày|Giờ làm việc|Giờ|Tháng)|Không có thông tin|Không quy định|\d+?"
_ROW = re.compile(rf"(?P<channel>{_CHANNEL})(?P<time>{_TIME})(?P<fee>(?:{_FEE}))")
# A time given in words instead of a number, up to the fee cell.
_WORDY = re.compile(rf"(?P<channel>{_CHANNEL})(?P<time>Không ?|[^\d\n]{{1,200}}?)(?P<fee>(?:{_FEE}))")
_GLUED = re.compile(rf"(?<=[{LOWER}.;)])(?:{_CHANNEL})(?=[A-ZĐ\d])")


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """One row as the portal shows it.

    Args:
        channel: "1", "2" or "3".
        amount: of the time limit; None when not stated.
        unit: "hour", "wday", "day", "month"; "" when the portal shows a bare number or none.
        time_text: the time cell as written.
        fees: the fees of the row.
        description: the rest.
        doubtful: whether the seam between time and amount had to be guessed.
    """

    channel: str
    amount: int | None
    unit: str
    time_text: str
    fees: tuple[FeeCell, ...]
    description: str
    doubtful: bool = False


def read_rows(text: str) -> tuple[list[ChannelRow], str]:
    """Return the rows of a "cách thức thực hiện" cell, and any text that could not be read."""
    body = text.strip()
    body = body[len(HEADER) :] if body.startswith(HEADER) else body
    marks = list(_marks(body))
    if not marks:
        return [], squeeze(body)
    rows = []
    for index, mark in enumerate(marks):
        end = marks[index + 1].start() if index + 1 < len(marks) else len(body)
        rows.append(_row(mark, body[mark.start("fee") : end]))
    lost = body[: marks[0].start()]
    if any(_GLUED.search(row.description) for row in rows):
        lost += "".join(row.description for row in rows if _GLUED.search(row.description))
    return rows, squeeze(lost)


def _marks(body: str) -> Iterator[re.Match[str]]:
    at = 0
    while at < len(body):
        exact = _ROW.search(body, at)
        if at == 0 and (exact is None or exact.start() > 0):
            wordy = _WORDY.match(body)
            if wordy is not None:
                yield wordy
                at = wordy.end()
                continue
        if exact is None:
            break
        earlier = _glued_before(body, at, exact.start())
        mark = earlier or exact
        yield mark
        at = mark.end()
    if at:
        yield from _wordy_after(body, at)


def _glued_before(body: str, at: int, end: int) -> re.Match[str] | None:
    for seam in _GLUED.finditer(body, at, end):
        wordy = _WORDY.match(body, seam.start())
        if wordy is not None and wordy.end() <= end:
            return wordy
    return None


def _wordy_after(body: str, at: int) -> Iterator[re.Match[str]]:
    while (seam := _GLUED.search(body, at)) is not None:
        wordy = _WORDY.match(body, seam.start())
        if wordy is None:
            return
        yield wordy
        at = wordy.end()


def _row(mark: re.Match[str], rest: str) -> ChannelRow:
    time_text = mark["time"].strip()
    fees, description = split_cell(rest)
    amount, unit = read_cell(time_text)
    doubtful = False
    if amount is not None and not unit and fees and fees[0].kind == "amount":
        # "1550,000 VNĐ": the bare number of the time runs into the amount.
        amount, fees[0] = _part(time_text, fees[0])
        doubtful = True
    return ChannelRow(
        CHANNELS[mark["channel"]], amount, unit, time_text, tuple(fees), squeeze(description), doubtful
    )


def _part(time_text: str, fee: FeeCell) -> tuple[int, FeeCell]:
    """Return the split of time and amount that the note supports, else the shortest time."""
    digits = time_text + fee.number
    head, comma, tail = digits.partition(",")
    named = money_in(fee.note)
    splits = []
    for length in range(1, len(head)):
        left, right = head[:length], head[length:]
        if len(right) <= 3 or not comma:
            splits.append((int(left), right + comma + tail))
    for time, number in splits:
        value = int(number.split(".")[0].replace(",", ""))
        if value in named or value * 1000 in named:
            return time, FeeCell(fee.kind, number, fee.currency, fee.note)
    time, number = splits[0] if splits else (int(time_text), fee.number)
    return time, FeeCell(fee.kind, number, fee.currency, fee.note)
