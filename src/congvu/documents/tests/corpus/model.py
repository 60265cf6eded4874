# ruff: noqa: E501 — tables and notes in one piece
"""A document as its author means it, apart from how it is set."""

import re
from dataclasses import dataclass, field, replace

TYPES = {
    "NQ": "Nghị quyết", "QĐ": "Quyết định", "CT": "Chỉ thị", "QC": "Quy chế", "QyĐ": "Quy định", "TC": "Thông cáo",
    "TB": "Thông báo", "HD": "Hướng dẫn", "CTr": "Chương trình", "KH": "Kế hoạch", "PA": "Phương án", "ĐA": "Đề án",
    "DA": "Dự án", "BC": "Báo cáo", "BB": "Biên bản", "TTr": "Tờ trình", "HĐ": "Hợp đồng", "CĐ": "Công điện",
    "BGN": "Bản ghi nhớ", "BTT": "Bản thỏa thuận", "GUQ": "Giấy ủy quyền", "GM": "Giấy mời", "GGT": "Giấy giới thiệu",
    "GNP": "Giấy nghỉ phép", "PG": "Phiếu gửi", "PC": "Phiếu chuyển", "PB": "Phiếu báo", "CV": "Công văn", "THƯ": "Thư công",
}  # fmt: skip


@dataclass(frozen=True)
class Task:
    """A direction that must be found: leads, those who take part, deadline ("2026-05-30", "5 wday", "month", "")."""

    leads: tuple[str, ...]
    cooperates: tuple[str, ...] = ()
    deadline: str = ""


@dataclass(frozen=True)
class Doc:
    """A document.

    Args:
        code: its type as in TYPES.
        superior: lines of the agency above.
        issuer: lines of the issuing agency.
        number: "" when it was left open.
        notation: "" for papers without one.
        date: (year, month, day); day 0 when it was left open.
        body: paragraphs; a list of cells is a row of a table.
        signers: (lines above the signature, name with rank, name).
        to: “Kính gửi”.
        recipients: (name, role).
        annex: lines of an annex.
        tasks: what must be found in the body.
    """

    code: str
    issuer: tuple[str, ...]
    notation: str
    number: str
    place: str
    date: tuple[int, int, int]
    subject: str
    body: tuple[object, ...]
    signers: tuple[tuple[tuple[str, ...], str, str], ...]
    superior: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    recipients: tuple[tuple[str, str], ...] = ()
    annex: tuple[str, ...] = ()
    tasks: tuple[Task, ...] = field(default_factory=tuple)
    urgency: str = ""
    secrecy: str = ""
    copy: str = ""

    @property
    def kind(self) -> str:
        """The type's name."""
        return TYPES[self.code]

    @property
    def full_code(self) -> str:
        """Number and notation together."""
        return f"{self.number}/{self.notation}"

    def but(self, **changes: object) -> "Doc":
        """Return the same document with changes."""
        return replace(self, **changes)  # type: ignore[arg-type]


def _task(note: str) -> Task:
    leads, helpers, due = ([*note.split("|"), "", ""])[:3]
    split = lambda text: tuple(one.strip() for one in text.split(";") if one.strip())  # noqa: E731
    return Task(split(leads), split(helpers), due.strip())


def _signer(text: str) -> tuple[tuple[str, ...], str, str]:
    lines, _, name = text.rpartition("|")
    bare = re.sub(r"^(?:(?:ThS|TS|BS|PGS)\.\s*)+|^(?:Đại|Thượng|Trung|Thiếu) tá\s+", "", name)
    return tuple(lines.split("/")) if lines else (), name, bare


def doc(
    code: str, head: str, sign: str, place: str, date: str, subject: str, body: str, foot: str, **more: object
) -> Doc:
    """Write a document in short: see the texts.

    Args:
        head: "superior line/line|issuer line/line" or only the issuer's lines.
        sign: "number/notation".
        date: yyyy-mm-dd.
        body: a paragraph per line; " ## leads;… | helpers;… | deadline" says what must be found in it; cells parted by "||".
        foot: "AUTHORITY/POSITION|Name", several parted by " & ".
        more: to, bases, recipients (parted by ";", roles in brackets), annex, urgency, secrecy, copy.
    """
    superior, _, issuer = head.rpartition("|")
    number, _, notation = sign.partition("/")
    paragraphs: list[object] = []
    tasks = []
    for line in filter(None, (line.strip() for line in body.strip().splitlines())):
        text, _, note = line.partition(" ## ")
        tasks += [_task(one) for one in note.split(" && ")] if note else []
        paragraphs.append([cell.strip() for cell in text.split("||")] if "||" in text else text)
    listed = lambda name: tuple(one.strip() for one in str(more.get(name, "")).split(";") if one.strip())  # noqa: E731
    recipients = []
    for one in listed("recipients"):
        match = re.fullmatch(
            r"(.*?)\s*\((b/c|để b/c|để biết|để t/h|để báo cáo|để thực hiện|để phối hợp|để theo dõi)\)", one
        )
        recipients.append((match[1], match[2]) if match else (one, ""))
    year, month, day = map(int, date.split("-"))
    return Doc(
        code, tuple(issuer.split("/")), notation, number, place, (year, month, day), subject, tuple(paragraphs),
        tuple(_signer(one) for one in foot.split(" & ")), tuple(superior.split("/")) if superior else (), listed("to"),
        listed("bases"), tuple(recipients), tuple(filter(None, str(more.get("annex", "")).split("/"))), tuple(tasks),
        str(more.get("urgency", "")), str(more.get("secrecy", "")), str(more.get("copy", "")),
    )  # fmt: skip
