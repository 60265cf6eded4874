"""Putting channel rows and groups of papers together to cases."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from congvu.procedures.messages import FrozenCase, FrozenComponent, FrozenFee, FrozenTime, ReviewNote
from congvu.procedures.rules.channels import ChannelRow
from congvu.procedures.rules.components import LONGEST_TITLE, Group, Papers
from congvu.procedures.rules.fees import read_fee
from congvu.procedures.rules.limits import limit_text
from congvu.procedures.rules.portal_text import excerpt, one_line
from congvu.procedures.rules.times import in_prose, on_supplement, unit_in_prose


@dataclass(slots=True)
class Notes:
    """Collects review notes while a row is read; the same note is kept once."""

    items: list[ReviewNote] = field(default_factory=list)

    def add(self, name: str, reason: str, text: str = "", *, blocking: bool = False) -> None:
        """Note that `name` needs a look because of `reason`."""
        note = ReviewNote(name, reason, text[:400], blocking)
        if note not in self.items:
            self.items.append(note)


def build_cases(
    rows: Sequence[ChannelRow], papers: Papers, steps: str, notes: Notes
) -> tuple[FrozenCase, ...]:
    """Return the cases that channel rows and papers describe together."""
    _note_papers(papers, notes)
    by_turn = _turns(rows, notes)
    alternatives = [group for group in papers.groups if group.alternative]
    if len(by_turn) > 1:
        return _by_channel(by_turn, papers, steps, notes)
    turn = by_turn[0] if by_turn else []
    times = tuple(_time(row, steps, notes) for row in turn)
    fees = _fees(turn, notes)
    if len(alternatives) < 2:
        return (FrozenCase(1, "", times, fees, _numbered(papers.groups)),)
    notes.add(
        "components",
        f"Thành phần hồ sơ chia theo {len(alternatives)} trường hợp: cần kiểm tra tên, thời hạn, phí từng "
        "trường hợp.",
        "; ".join(group.title for group in alternatives),
        blocking=True,
    )
    return tuple(
        FrozenCase(no, group.title, times, fees, _numbered(_with_common(papers.groups, group)))
        for no, group in enumerate(alternatives, 1)
    )


def _with_common(groups: Sequence[Group], chosen: Group) -> list[Group]:
    return [group for group in groups if group is chosen or not group.alternative]


def _numbered(groups: Sequence[Group]) -> tuple[FrozenComponent, ...]:
    flat = [paper for group in groups for paper in group.components]
    return tuple(replace(paper, no=no) for no, paper in enumerate(flat, 1))


def _note_papers(papers: Papers, notes: Notes) -> None:
    if not any(group.components for group in papers.groups):
        notes.add("components", "Cổng không nêu thành phần hồ sơ.", excerpt(papers.lost))
    elif papers.lost:
        notes.add("components", "Có phần thành phần hồ sơ chưa đọc được.", excerpt(papers.lost))
    if papers.guessed:
        notes.add("components", "Tên tệp mẫu đơn dính vào tên giấy tờ.", "; ".join(papers.guessed))
    uncounted = [
        paper.name
        for group in papers.groups
        for paper in group.components
        if not paper.originals and not paper.copies
    ]
    if uncounted:
        notes.add("components", "Có giấy tờ không nêu số lượng bản chính, bản sao.", uncounted[0][:160])
    cut = [group.title for group in papers.groups if len(group.title) >= LONGEST_TITLE]
    if cut:
        notes.add("components", "Tên nhóm giấy tờ quá dài, đã cắt bớt.", cut[0][:160])
    unnamed = [paper.no for group in papers.groups for paper in group.components if len(paper.name) < 4]
    if unnamed:
        notes.add("components", "Có giấy tờ không đọc được tên.", str(unnamed))


def _turns(rows: Sequence[ChannelRow], notes: Notes) -> list[list[ChannelRow]]:
    """Return the rows by turn: the first of each channel, the second of each channel …"""
    if not rows:
        notes.add("channels", "Không đọc được cách thức thực hiện.", blocking=True)
        return []
    turns: list[list[ChannelRow]] = []
    seen: dict[str, int] = defaultdict(int)
    for row in rows:
        turn = seen[row.channel]
        seen[row.channel] += 1
        if turn == len(turns):
            turns.append([])
        turns[turn].append(row)
    if len(turns) > 1:
        notes.add(
            "channels",
            f"Cùng một hình thức nộp có nhiều thời hạn: đã tách thành {len(turns)} trường hợp, "
            "cần đặt tên và ghép đúng.",
            "; ".join(f"{row.time_text} {row.description[:80]}" for row in rows[:6]),
            blocking=True,
        )
    return turns


def _by_channel(
    turns: Sequence[Sequence[ChannelRow]], papers: Papers, steps: str, notes: Notes
) -> tuple[FrozenCase, ...]:
    components = _numbered(papers.groups)
    cases = []
    for no, turn in enumerate(turns, 1):
        name = next((one_line(row.description)[:200] for row in turn if row.description), f"Trường hợp {no}")
        times = tuple(_time(row, steps, notes) for row in turn)
        cases.append(FrozenCase(no, name, times, _fees(turn, notes), components))
    return tuple(cases)


def _time(row: ChannelRow, steps: str, notes: Notes) -> FrozenTime:
    unit = row.unit
    amount = row.amount
    if amount is None:
        _note_missing_time(row, notes)
    elif not unit:
        unit = unit_in_prose(amount, row.description) or unit_in_prose(amount, steps)
        where = f"Thời hạn “{amount}” không có đơn vị"
        if unit:
            notes.add("times", f"{where}; theo mô tả đã hiểu là {limit_text(amount, unit)}.", row.description)
        else:
            notes.add("times", f"{where}: cần chọn đơn vị.", row.description, blocking=True)
    if row.doubtful:
        notes.add(
            "times", "Số của thời hạn dính liền số tiền, đã tách theo ghi chú.", row.time_text, blocking=True
        )
    _note_prose(amount, unit, row.description, notes)
    return FrozenTime(row.channel, amount, unit, on_supplement(steps + row.description), row.description)


def _note_missing_time(row: ChannelRow, notes: Notes) -> None:
    named = in_prose(row.description)
    if named:
        limits = ", ".join(limit_text(number, unit) for number, unit in named[:6])
        notes.add(
            "times", f"Thời hạn chỉ nêu trong mô tả: {limits}.", excerpt(row.description), blocking=True
        )
    else:
        notes.add("times", "Cổng không nêu thời hạn giải quyết.", row.time_text)


def _note_prose(amount: int | None, unit: str, description: str, notes: Notes) -> None:
    named = in_prose(description)
    if amount is None or not unit or not named or named == [(amount, unit)]:
        return
    said = limit_text(amount, unit)
    limits = ", ".join(limit_text(number, name) for number, name in named[:6])
    if (amount, unit) not in named:
        reason = f"Ô thời hạn ghi {said} nhưng mô tả nêu {limits}."
        notes.add("times", reason, excerpt(description), blocking=True)
    else:
        reason = f"Ngoài {said}, mô tả còn nêu {limits}: có thể là trường hợp khác."
        notes.add("times", reason, excerpt(description))


def _fees(rows: Sequence[ChannelRow], notes: Notes) -> tuple[FrozenFee, ...]:
    per_channel: dict[str, list[FrozenFee]] = {}
    for row in rows:
        readings = [read_fee(cell) for cell in row.fees]
        for cell, reading in zip(row.fees, readings, strict=True):
            if reading.reason:
                shown = " ".join(filter(None, [cell.number, cell.currency, cell.note]))
                notes.add("fees", reading.reason, excerpt(shown), blocking=reading.blocking)
        per_channel[row.channel] = [reading.fee for reading in readings if reading.fee is not None]
    lists = list(per_channel.values())
    if lists and all(_alike(fees) == _alike(lists[0]) for fees in lists):
        return tuple(lists[0])
    return tuple(replace(fee, channel=channel) for channel, fees in per_channel.items() for fee in fees)


def _alike(fees: Sequence[FrozenFee]) -> list[FrozenFee]:
    # The same note is often typed with another full stop or bracket in each channel.
    return [replace(fee, note=one_line(fee.note).strip(" .;()-").casefold()) for fee in fees]
