"""What must be so before a case file is closed, and what the keeper should look at.

Legal source: NĐ 30/2020/NĐ-CP Điều 29 khoản 4: review, drop doubles, number pages from five years on, list
the documents of permanent ones, fill in missing data.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from congvu.casefiles.rules.retention import PERMANENT, years_of


class Level(StrEnum):
    """How a check came out: fine, worth a look, or in the way."""

    FINE = "fine"
    LOOK = "look"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """A document of the case file as the checks need it; `pages` 0 means not counted yet."""

    ordinal: int
    summary: str = ""
    type_name: str = ""
    dated_on: date | None = None
    pages: int = 0
    mark: str = ""
    digests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClosingFacts:
    """The case file as the checks need it.

    Args:
        started_on, ended_on: its span; the end is what the keeper wants to write.
        items: the documents in it.
        least_years: from how many years on pages are numbered (legal rule).
    """

    retention: str
    started_on: date
    ended_on: date
    today: date
    items: Sequence[ItemFacts]
    retention_years: int | None = None
    least_years: int = 5
    building: bool = False
    settled_on: date | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the checklist: code, how it came out, the sentence, the article it rests on."""

    code: str
    level: Level
    sentence: str
    basis: str = ""

    @property
    def stops(self) -> bool:
        """Whether the case file cannot be closed as long as this stands."""
        return self.level == Level.STOP


def closing_checks(facts: ClosingFacts) -> list[Check]:
    """Return the checklist, in the order in which a keeper works it off."""
    return [*_contents(facts), *_doubles(facts), *_numbering(facts), *_span(facts), *_list(facts)]


def _contents(facts: ClosingFacts) -> Iterator[Check]:
    basis = "Điểm d khoản 4 Điều 29 NĐ 30/2020/NĐ-CP"
    if not facts.items:
        yield Check("empty", Level.STOP, "Hồ sơ chưa có văn bản, tài liệu nào.", basis)
        return
    for code, what, missing in (
        ("summary", "trích yếu nội dung", [one for one in facts.items if not one.summary]),
        ("type", "tên loại", [one for one in facts.items if not one.type_name]),
        ("date", "ngày tháng", [one for one in facts.items if one.dated_on is None]),
    ):
        if missing:
            yield Check(code, Level.STOP, f"Còn {_listed(missing)} chưa có {what}.", basis)
    if bare := [one for one in facts.items if not one.digests]:
        yield Check("files", Level.LOOK, f"{_listed(bare)} không kèm tệp: chỉ có bản giấy?", basis)
    if all(one.summary and one.type_name and one.dated_on for one in facts.items):
        yield Check("contents", Level.FINE, f"Đủ thông tin của {len(facts.items)} văn bản, tài liệu.", basis)


def _doubles(facts: ClosingFacts) -> Iterator[Check]:
    basis = "Điểm b khoản 4 Điều 29 NĐ 30/2020/NĐ-CP: loại bản trùng, bản nháp"
    marks = Counter(one.mark for one in facts.items if one.mark)
    files = Counter(one.digests for one in facts.items if one.digests)
    twice = [
        one
        for one in facts.items
        if (one.mark and marks[one.mark] > 1) or (one.digests and files[one.digests] > 1)
    ]
    if twice:
        yield Check("doubles", Level.LOOK, f"Có thể trùng nhau: {_listed(twice)}.", basis)
    elif facts.items:
        yield Check("doubles", Level.FINE, "Không thấy văn bản trùng nhau.", basis)


def _numbering(facts: ClosingFacts) -> Iterator[Check]:
    kept = years_of(facts.retention, facts.retention_years)
    if kept is not None and kept < facts.least_years:
        return
    basis = "Điểm c khoản 4 Điều 29 NĐ 30/2020/NĐ-CP: đánh số tờ hồ sơ bảo quản từ 05 năm"
    bare = [one for one in facts.items if one.pages < 1]
    if bare:
        yield Check("pages", Level.STOP, f"Chưa ghi số trang: {_listed(bare)}.", basis)
    elif facts.items:
        total = sum(one.pages for one in facts.items)
        yield Check("pages", Level.FINE, f"Đã đánh số trang, tất cả {total} trang.", basis)


def _span(facts: ClosingFacts) -> Iterator[Check]:
    basis = "Khoản 4 Điều 29 NĐ 30/2020/NĐ-CP"
    if facts.ended_on > facts.today:
        yield Check("future", Level.STOP, "Ngày kết thúc không được sau hôm nay.", basis)
    if facts.ended_on < facts.started_on:
        yield Check("span", Level.STOP, "Ngày kết thúc không được trước ngày bắt đầu.", basis)
    late = [one for one in facts.items if one.dated_on and one.dated_on > facts.ended_on]
    if late:
        yield Check("late", Level.STOP, f"{_listed(late)} có ngày sau ngày kết thúc hồ sơ.", basis)
    if facts.building and facts.settled_on is None:
        words = "Chưa ghi ngày quyết toán công trình: chưa tính được hạn nộp lưu."
        yield Check("settled", Level.LOOK, words, "Điểm a khoản 2 Điều 30 NĐ 30/2020/NĐ-CP")


def _list(facts: ClosingFacts) -> Iterator[Check]:
    if facts.retention == PERMANENT and facts.items:
        words = "Hồ sơ bảo quản vĩnh viễn: Mục lục văn bản được lập khi kết thúc."
        yield Check("list", Level.FINE, words, "Điểm c khoản 4 Điều 29 NĐ 30/2020/NĐ-CP")


def _listed(items: Sequence[ItemFacts]) -> str:
    numbers = ", ".join(str(one.ordinal) for one in items[:8])
    return f"văn bản số {numbers}" + (f" và {len(items) - 8} văn bản khác" if len(items) > 8 else "")
