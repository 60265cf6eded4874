"""What stands on the page of an administrative document: NĐ 30/2020/NĐ-CP, Phụ lục I, boxes 1 to 14."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one style."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the main text.

    Args:
        kind: "para", "head" (centred, bold), "article" (a line opening with “Điều 1.”), "part" (I., II.),
            "item" (1., a), -), "table" or "annex" (begins an annex on a new page).
        runs: its letters; empty for a table.
        rows: the cells of a table, the first row being its head.
    """

    kind: str
    runs: tuple[Run, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def text(self) -> str:
        """The letters without their styles; the cells of a table, row by row."""
        if self.rows:
            return "\n".join(" ".join(row) for row in self.rows)
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Signature:
    """Box 7: authority and position above the signature, the name below it.

    Args:
        authority: the lines above, such as ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH").
        name: who signs; with rank or degree only where the law lets it stand (quân hàm, học hàm of its own).
    """

    authority: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document as it is printed, apart from fonts and distances.

    Args:
        kind: the name of its type, such as "Thông báo".
        code: the abbreviation of the type, "" for công văn and thư công.
        agency, superior: box 2.
        number: as displayed, "" while it is not given.
        notation: such as "TB-UBND"; "" for types without one.
        place, on: box 4; the day is None while it is not given.
        year: stands on the page while day and month are not given; 0 for none.
        subject: trích yếu, without “V/v” and “Về việc”.
        to: names after “Kính gửi”.
        bases: legal bases without the punctuation at their ends.
        authority: who decides, above the bases of decisions, such as "CHỦ TỊCH ỦY BAN NHÂN DÂN …".
        enacts: the word that stands between bases and articles, such as "QUYẾT ĐỊNH:".
        body: the main text.
        signatures: who signs, from left to right; one as a rule.
        recipients: the lines of “Nơi nhận” without dash and end, the last being “Lưu: VT, …”.
        urgency, secrecy: the words in the frames, or "".
        scope: box 11, such as "LƯU HÀNH NỘI BỘ".
        drafter: box 12, drafter's code and number of copies, such as "PL.300".
        address: box 13, the agency's address line.
        copy: the form of a copy ("SAO Y" …), "" for an original.
    """

    kind: str
    code: str
    agency: str
    notation: str
    place: str
    subject: str
    superior: str = ""
    number: str = ""
    on: date | None = None
    year: int = 0
    to: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    authority: str = ""
    enacts: str = ""
    body: tuple[Block, ...] = ()
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()
    urgency: str = ""
    secrecy: str = ""
    scope: str = ""
    drafter: str = ""
    address: str = ""
    copy: str = ""
