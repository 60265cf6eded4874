"""A document on its pages, and what was read from it: values with their places and a confidence."""

from dataclasses import dataclass, field, replace
from typing import Self


@dataclass(frozen=True, slots=True)
class Span:
    """Where a value stands.

    Args:
        page: counted from 1.
        line: place of the line in the layout, counted from 0.
        start: first character in that line.
        end: the character after the last.
    """

    page: int
    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line (or, in a Word file, a paragraph) as it stands on the page.

    Args:
        text: in NFC, on one line, trimmed.
        page: counted from 1.
        index: place in the layout, counted from 0.
        offset: characters of the layout's line before this text, when a line was cut in two.
        bold: whether (nearly) all of it is bold; None where the source does not tell.
        italic: the same for italics.
        size: of the letters in points, where known.
        x0: left edge as a part of the page's width, where known.
        x1: right edge, the same.
        y: top edge as a part of the page's height, where known.
        column: "left" or "right" inside a block of two columns, such as the head and the foot.
        gap: whether blank space stands above.
        table: whether it is a row of a table in the body.
        margin: whether it stands in the page's header or footer.
    """

    text: str
    page: int = 1
    index: int = 0
    offset: int = 0
    bold: bool | None = None
    italic: bool | None = None
    size: float | None = None
    x0: float | None = None
    x1: float | None = None
    y: float | None = None
    column: str = ""
    gap: bool = False
    table: bool = False
    margin: bool = False

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """Return the place of the characters from `start` to `end`."""
        last = len(self.text) if end is None else end
        return Span(self.page, self.index, self.offset + start, self.offset + last)

    def cut(self, start: int, end: int | None = None) -> Self:
        """Return the part from `start` to `end`, trimmed, that still knows its place."""
        text = self.text[start:end]
        lead = len(text) - len(text.lstrip())
        return replace(self, text=text.strip(), offset=self.offset + start + lead)


@dataclass(frozen=True, slots=True)
class Layout:
    """The lines of a document in reading order.

    Args:
        lines: those of the first page first; a column is read to its end before the next.
        pages: how many there are; 0 where the source has none (plain text, Word).
        source: "text", "docx", "pdf" or "scan".
        trust: what every confidence is multiplied by; below 1 for text that a machine recognised.
    """

    lines: tuple[Line, ...]
    pages: int = 0
    source: str = "text"
    trust: float = 1.0


@dataclass(frozen=True, slots=True)
class Found:
    """A value that was read.

    Args:
        value: in the form in which it is kept; dates as yyyy-mm-dd.
        spans: where it stands; empty when it follows from other values.
        confidence: from 0 to 1.
        alternatives: what else it may be, the likeliest first.
    """

    value: str
    spans: tuple[Span, ...] = ()
    confidence: float = 1.0
    alternatives: tuple["Found", ...] = ()

    def scaled(self, factor: float) -> "Found":
        """Return the same value with `factor` times the confidence."""
        others = tuple(other.scaled(factor) for other in self.alternatives)
        return replace(self, confidence=round(self.confidence * factor, 3), alternatives=others)


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed: NĐ 30/2020/NĐ-CP, Điều 13 and Phụ lục I, box 7.

    Args:
        name: without rank or degree; None when the name is missing.
        position: the last line above the signature.
        authority: all lines above the signature, joined by " / ", such as "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH".
        forms: of TM, KT, TL, TUQ, Q, in the order of the lines.
    """

    name: Found | None
    position: Found | None
    authority: Found | None
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recipient:
    """A line of “Kính gửi” or “Nơi nhận”.

    Args:
        name: as written, without the role.
        kind: "to" (Kính gửi), "copy" (Nơi nhận) or "file" (Lưu).
        role: what it is sent for, such as "b/c"; "" when it is not said.
    """

    name: Found
    kind: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class LegalBase:
    """A line “Căn cứ …” and the number of the document that it names, or ""."""

    text: Found
    code: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when something has to be done.

    Args:
        text: the words of the document.
        kind: "date", "period" (from receipt or from what the words say) or "recurring".
        on: the last day as yyyy-mm-dd, for a date (also one that follows from “trong quý II/2026”).
        amount: of a period.
        unit: "hour", "wday", "day", "week" or "month", of a period.
        every: "day", "week", "month", "quarter", "half-year" or "year", of something that comes back.
    """

    text: Found
    kind: str
    on: str = ""
    amount: int = 0
    unit: str = ""
    every: str = ""


@dataclass(frozen=True, slots=True)
class Direction:
    """Work that the document gives to somebody.

    Args:
        item: the number in the document, such as "1" or "2.a"; "" when there is none.
        content: what is to be done.
        verb: "giao", "yêu cầu", "đề nghị", "chủ trì", "trách nhiệm" …: by what it was known.
        leads: who leads or does it.
        cooperates: who takes part.
        deadline: by when, when it is said.
        inherited: whether `leads` were taken from the item above or from “Kính gửi”.
        parts: the works of its sub-items; they inherit `leads` unless they name others.
        confidence: from 0 to 1.
    """

    item: str
    content: Found
    verb: str
    leads: tuple[Found, ...] = ()
    cooperates: tuple[Found, ...] = ()
    deadline: Deadline | None = None
    inherited: bool = False
    parts: tuple["Direction", ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from a document; None or empty for what was not found, never a guess without a place.

    Args:
        number: as written, such as "05".
        notation: such as "TB-UBND".
        code: number and notation together, such as "189/TB-UBND".
        kind: the name of the type, such as "Thông báo".
        kind_code: its abbreviation (Phụ lục III), "" for công văn and thư công.
        issuer: the agency of box 2.
        superior: the agency above it.
        place: where it was issued.
        date: of issue.
        subject: the summary (trích yếu), without “V/v”.
        urgency: Khẩn, Thượng khẩn, Hỏa tốc.
        secrecy: Mật, Tối mật, Tuyệt mật.
        copy: SAO Y, SAO LỤC, TRÍCH SAO.
        draft: whether it is marked as a draft (dự thảo).
        pages: 0 when the source does not tell.
        doubts: stable names of what the clerk should look at; `rules.reading.sentences` puts them in words.
    """

    number: Found | None = None
    notation: Found | None = None
    code: Found | None = None
    kind: Found | None = None
    kind_code: str = ""
    issuer: Found | None = None
    superior: Found | None = None
    place: Found | None = None
    date: Found | None = None
    subject: Found | None = None
    signers: tuple[Signer, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    urgency: Found | None = None
    secrecy: Found | None = None
    copy: Found | None = None
    draft: bool = False
    bases: tuple[LegalBase, ...] = ()
    appendices: tuple[Found, ...] = ()
    directions: tuple[Direction, ...] = ()
    pages: int = 0
    doubts: tuple[str, ...] = field(default_factory=tuple)
