"""Deadlines in words: dates, periods, things that come back."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from congvu.documents.messages import Deadline, Found
from congvu.documents.rules.reading.paragraphs import Paragraph

_BEFORE = (
    r"(?:(?:hoan thanh |gui |xong |bao cao |nop |truc tiep )?(?:cham nhat|muon nhat|chậm nhat)(?: la| den|"
    r" vao| trong)?(?: het| truoc)?|"
    r"truoc(?: het)?|den(?: het)?|han chot(?: la)?|thoi han(?: bao cao| hoan thanh| gui| nop|"
    r" thuc hien)?\s*:?(?: truoc| den| cham nhat)?|"
    r"xong trong|het|vao|han(?: cuoi)?\s*:?(?: truoc)?|thoi gian(?: hoan thanh| thuc hien| bao cao|"
    r" gui)\s*:?(?: truoc| trong| den)?|"
    r"hoan thanh(?: vao| trong| truoc)?)\s+"
)
_TIME = r"(?:(?:\d{1,2}\s*(?:gio|h|g|:)\s*(?:\d{2})?(?:\s*phut)?,?\s*)(?:sang |chieu )?)?"
_DAY = r"(?:(?:thu \w+|chu nhat),?\s*)?(?:\(?ngay\s+)?"
_DATE = re.compile(
    rf"{_BEFORE}{_TIME}{_DAY}(?P<d>\d{{1,2}})\s*(?:[/.\-]|thang)\s*(?P<m>\d{{1,2}})(?!\d)"
    rf"(?:\s*(?:[/.\-]|nam)\s*(?P<y>\d{{4}})|\s+hang nam(?P<yearly>))?(?!\s*/\s*nd)"
)
_MONTHLY = re.compile(
    rf"{_BEFORE}?{_DAY}(?P<d>\d{{1,2}})\s+(?:hang thang|cua thang|thang (?:sau|cuoi|dau|tiep)|moi thang)"
)
_PERIOD = re.compile(
    r"(?:trong (?:thoi han|vong|thoi gian)|cham nhat(?: la| sau| trong)?|khong qua|toi da|thoi han|sau|"
    r"han)\s+(?:la )?(?:khong qua |toi da )?"
    r"(?P<n>\d{1,3})\s*(?:\([^)]*\)\s*)?(?P<u>ngay lam viec|gio lam viec|ngay|tuan|thang|"
    r"gio)\b(?P<after>(?: ke)? tu (?:ngay|khi)[^.;,]{0,60})?"
)
_WORDS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "bay": 7, "muoi": 10}
_UNITS = {
    "ngay lam viec": "wday",
    "gio lam viec": "hour",
    "ngay": "day",
    "tuan": "week",
    "thang": "month",
    "gio": "hour",
}
_END = re.compile(
    rf"(?:{_BEFORE}|trong )(?:(?P<month>thang)\s+(?P<m>\d{{1,2}})|"
    r"(?P<quarter>quy)\s+(?P<q>iv|i{1,3}|[1-4])|(?P<half>6 thang dau|6 thang cuoi)|"
    r"(?P<year>nam)(?=\s+\d{4}))(?:\s*(?:/|nam|-|cua nam)?\s*(?P<y>\d{4}))?"
)
_SOON = re.compile(
    r"\b(?:trong|ngay trong|truoc) (?P<what>ngay hom nay|ngay mai|ngay|tuan nay|thang nay)\b(?!\s*\d|"
    r"\s+(?:le|lam|nghi|mai|hoi|bau|khai))"
)
_EVERY = re.compile(
    r"\b(?:dinh ky\s+)?(?:(?:hang|moi|theo)\s+(?P<e>ngay|tuan|thang|quy|nam)|(?P<h>6 thang(?: dau nam|"
    r" mot lan)?|sau thang)"
    r"(?=\s*[,;va]*\s*(?:va\s+)?(?:mot lan|hang|1 nam|nam|dinh ky))|dinh ky\s+(?P<e2>ngay|tuan|thang|quy|"
    r"nam|6 thang))\b"
)
_EVERY_NAMES = {
    "ngay": "day",
    "tuan": "week",
    "thang": "month",
    "quy": "quarter",
    "nam": "year",
    "6 thang": "half-year",
}
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def find(paragraph: Paragraph, start: int, end: int, issued: date | None) -> Deadline | None:
    """Return the deadline in a part of a paragraph, a date before a period before something recurring.

    Args:
        paragraph: where to look.
        start: first character of the part.
        end: the character after the last.
        issued: the day of issue, from which a year that is not said follows.
    """
    folded = paragraph.folded[:end]
    for reader in (_recurring_day, _dates, _ends, _periods, _recurring):
        found = next(reader(folded, start, issued), None)
        if found:
            match, deadline, sure = found
            text = Found(
                paragraph.text[slice(*match.span())].strip(" ,"), paragraph.spans(*match.span()), sure
            )
            return replace(deadline, text=text)
    return None


_BARE_DAY = re.compile(
    r"(?:truoc |ngay )*(?P<d>\d{1,2})\s*[/.\-]\s*(?P<m>\d{1,2})(?:\s*[/.\-]\s*(?P<y>\d{4}))?\b"
)
_BARE_END = re.compile(r"(?:thang\s+(?P<m>\d{1,2})|quy\s+(?P<q>iv|i{1,3}|[1-4]))\s*[/\-]\s*(?P<y>\d{4})")


def bare_day(paragraph: Paragraph, start: int, end: int, issued: date | None) -> Deadline | None:
    """Return the day (or the end of the month or quarter) that stands alone, as in a table's cell."""
    folded = paragraph.folded[:end]
    match = _BARE_DAY.search(folded, start)
    day = _day(match, issued) if match else None
    if day is None:
        match = _BARE_END.search(folded, start)
        if match:
            month = int(match["m"] or 3 * _QUARTERS[match["q"] or "1"])
            if 1 <= month <= 12:
                day = date(int(match["y"]), month, monthrange(int(match["y"]), month)[1])
    if match is None or day is None:
        return None
    text = Found(paragraph.text[slice(*match.span())], paragraph.spans(*match.span()), 0.8)
    return Deadline(text, "date", on=day.isoformat())


_NONE = Found("")
_Hit = tuple[re.Match[str], Deadline, float]


def _dates(folded: str, start: int, issued: date | None) -> Iterator[_Hit]:
    for match in _DATE.finditer(folded, start):
        if match["yearly"] is not None:
            yield match, Deadline(_NONE, "recurring", every="year"), 0.9
            continue
        if (
            re.search(
                r"\b(luat|nghi dinh|thong tu|quyet dinh|van ban|so)\b[^,;.]{0,40}$",
                folded[start : match.start()],
            )
            and "ngay" in match[0]
            and match[0].startswith("den")
        ):
            continue
        day = _day(match, issued)
        if day and not (issued and day < issued and match["y"]):
            yield match, Deadline(_NONE, "date", on=day.isoformat()), 0.95 if match["y"] else 0.75


def _day(match: re.Match[str], issued: date | None) -> date | None:
    """Return the day; one without a year is the next such day after the day of issue."""
    try:
        if match["y"]:
            return date(int(match["y"]), int(match["m"]), int(match["d"]))
        if not issued:
            return None
        day = date(issued.year, int(match["m"]), int(match["d"]))
        return day if day >= issued else day.replace(year=issued.year + 1)
    except ValueError:
        return None


def _ends(folded: str, start: int, issued: date | None) -> Iterator[_Hit]:
    for match in _END.finditer(folded, start):
        year = int(match["y"]) if match["y"] else issued.year if issued else 0
        month = 12
        if match["m"]:
            month = int(match["m"])
        elif match["q"]:
            month = 3 * _QUARTERS[match["q"]]
        elif match["half"]:
            month = 6 if "dau" in match["half"] else 12
        if match["year"] and match[0].startswith("vao"):
            continue
        if not year or not 1 <= month <= 12 or (match["half"] and not match["y"]):
            continue
        day = date(year, month, monthrange(year, month)[1])
        if issued and day < issued:
            continue
        sure = (0.85 if match["y"] else 0.6) * (0.7 if match["year"] or match[0].startswith("vao") else 1)
        yield match, Deadline(_NONE, "date", on=day.isoformat()), round(sure, 3)


def _periods(folded: str, start: int, issued: date | None) -> Iterator[_Hit]:
    for match in _PERIOD.finditer(folded, start):
        if match[0].startswith("sau ") and not match["after"]:
            continue
        yield match, Deadline(_NONE, "period", amount=int(match["n"]), unit=_UNITS[match["u"]]), 0.9
    for match in _SOON.finditer(folded, start):
        if "tuan" in match["what"] or "thang" in match["what"]:
            unit = "week" if "tuan" in match["what"] else "month"
            yield match, Deadline(_NONE, "period", amount=1, unit=unit), 0.6
        else:
            yield match, Deadline(_NONE, "period", amount=2 if "mai" in match["what"] else 1, unit="day"), 0.6


def _recurring_day(folded: str, start: int, issued: date | None) -> Iterator[_Hit]:
    for match in _MONTHLY.finditer(folded, start):
        yield (
            match,
            Deadline(
                _NONE,
                "recurring",
                every="quarter"
                if re.match(r"[^.;,]{0,16}\bquy\b(?! dinh)", folded[match.end() :])
                else "month",
            ),
            0.9,
        )


def _recurring(folded: str, start: int, issued: date | None) -> Iterator[_Hit]:
    for match in _EVERY.finditer(folded, start):
        name = match["e"] or match["e2"] or "6 thang"
        strict = "dinh ky" in match[0] or re.search(
            r"bao cao|gui|tong hop|cap nhat|ra soat|danh gia|kiem tra|cong bo|cong khai", folded[start:]
        )
        if strict:
            yield match, Deadline(_NONE, "recurring", every=_EVERY_NAMES[name]), 0.85
