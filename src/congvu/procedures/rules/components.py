"""Papers in portal text: groups, names, form files and counts, glued together."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from congvu.common.text import fold
from congvu.procedures.messages import FrozenComponent
from congvu.procedures.rules.portal_text import LOWER, UPPER, is_nothing, one_line, unbullet

HEADER = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"
_COUNT = re.compile(r"(\d+) bản chính(?:, ?(\d+) bản sao)?")
_FILE = re.compile(r"\.(?i:docx?|pdf|xlsx?|rar|zip|jpe?g|png|odt|rtf|tif|html?)(?![a-z])")
_SEAM = re.compile(
    rf"(?<=[{LOWER};:,)”\"’\]])(?=[{UPPER}\d_(])"
    rf"|(?<=[{LOWER})]\.)(?=[{UPPER}\d_({LOWER}])|(?<=[{UPPER}][{UPPER}]\.)(?=[{UPPER}])"
    rf"|(?<=[;:,)”\"])(?=[{LOWER}])"
    # Words and issuers that end a name; nothing else may stick to them.
    rf"|(?:(?<=định)|(?<=theo mẫu)|(?<=-CP)|(?<=-BTC)|(?<=-BTP)|(?<=-BXD)|(?<=GTVT))(?=[{LOWER}\d])"
    r"|(?<=[^\s(/_-])(?=(?:Mẫu|Mau|Phụ lục|Phu luc|Tờ khai|Đơn đề|Biểu mẫu)[ _.\d])"
)
_SQUARE = re.compile(r"\d ?m\Z")
_CONDITIONAL = re.compile(
    r"^(?:truong hop|doi voi|neu )|[(,;] ?neu co|neu co\)|[(] ?(?:ap dung )?(?:doi voi|truong hop|neu |khi )"
    r"|(?:trong|doi voi) (?:cac )?truong hop"
)
_SHOW = re.compile(r"xuat trinh")
_ALTERNATIVE = re.compile(
    r"^(?:[-+*(\s]*[a-z0-9ivx.]{0,5}[.)]?\s*)?(?:(?:thanh phan )?ho so )?"
    r"(?:(?:ap dung )?doi voi|truong hop|cho truong hop)"
)
# How somebody files is no case of its own.
_FORMALITY = re.compile(r"uy quyen|tai khoan dinh danh|xac thuc dien tu|nop truc tuyen|qua buu chinh")
_PLAIN_TITLES = {"thanh phan ho so", "ho so", "ho so gom", "ho so bao gom", "thanh phan ho so gom"}
_NAMED_ORIGINALS = re.compile(r"(?<!\d)0?([1-9]) ?(?:\([^)]*\) ?)?bản chính", re.I)
_NAMED_COPIES = re.compile(r"(?<!\d)0?([1-9]) ?(?:\([^)]*\) ?)?bản (?:chụp|sao)", re.I)
_LONGEST_FILE = 160
LONGEST_TITLE = 500


@dataclass(frozen=True, slots=True)
class Group:
    """Papers under one heading; `alternative` when the heading names a case rather than a part."""

    title: str
    components: tuple[FrozenComponent, ...]
    alternative: bool = False


@dataclass(frozen=True, slots=True)
class Papers:
    """What was read, what was not, and in how many names the file's beginning had to be guessed."""

    groups: tuple[Group, ...]
    lost: str = ""
    guessed: tuple[str, ...] = ()


def read_papers(text: str) -> Papers:
    """Return the groups of papers of a "thành phần hồ sơ" cell."""
    pieces = text.split(HEADER)
    title = pieces[0]
    if len(pieces) == 1:
        return Papers((), "" if is_nothing(text) else one_line(text))
    groups: list[Group] = []
    guessed: list[str] = []
    lost = ""
    for piece in pieces[1:]:
        papers, rest, doubts = _papers(piece, _title(title))
        groups.append(Group(_title(title), papers, _is_alternative(title)))
        guessed += doubts
        title = rest
    if title and not is_nothing(title):
        lost = one_line(title)
    return Papers(tuple(groups), lost, tuple(guessed))


def _title(text: str) -> str:
    title = one_line(text).strip(" :;*")
    if is_nothing(title) or fold(title) in _PLAIN_TITLES:
        return ""
    return unbullet(title)[:LONGEST_TITLE]


def _is_alternative(title: str) -> bool:
    folded = fold(one_line(title)).strip(" *-+•")
    return bool(_ALTERNATIVE.match(folded)) and not _FORMALITY.search(folded)


def _papers(piece: str, group: str) -> tuple[tuple[FrozenComponent, ...], str, list[str]]:
    found: list[FrozenComponent] = []
    doubts: list[str] = []
    at = 0
    for start, end, originals, copies in _counts(piece):
        name, form, doubtful = _split_file(piece[at:start])
        at = end
        if not name and not form:
            continue
        if doubtful:
            doubts.append(form or name)
        found.append(_component(len(found) + 1, group, name or form, form, originals, copies))
    return tuple(found), piece[at:], doubts


def _component(no: int, group: str, name: str, form: str, originals: int, copies: int) -> FrozenComponent:
    folded = fold(name)
    if not originals and not copies:
        # The portal left the counts empty; the name often gives them.
        originals = _named(_NAMED_ORIGINALS, name)
        copies = 0 if originals else _named(_NAMED_COPIES, name)
    return FrozenComponent(
        no=no,
        name=name,
        group=group,
        form_file=form,
        originals=originals,
        copies=copies,
        required=bool(originals or copies) and not _CONDITIONAL.search(folded),
        shown_only=bool(_SHOW.search(fold(group))),
    )


def _named(pattern: re.Pattern[str], name: str) -> int:
    found = pattern.search(name)
    return int(found[1]) if found else 0


def _counts(piece: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield (start, end, originals, copies) of each count cell; counts named in prose are passed over."""
    matches = list(_COUNT.finditer(piece))
    for index, match in enumerate(matches):
        follower = matches[index + 1].start() if index + 1 < len(matches) else -1
        if follower == match.end():
            continue
        start = _count_start(piece, match)
        if start is None:
            continue
        yield start, match.end(), int(piece[start : match.end(1)]), int(match[2] or 0)


def _count_start(piece: str, match: re.Match[str]) -> int | None:
    before = piece[match.start() - 1] if match.start() else ""
    after = piece[match.end() : match.end() + 1]
    digits = match[1]
    if after in (" ", ".", ",", ";", ":", ")", "/") and not _restarts(piece, match.end()):
        return None
    if len(digits) == 1:
        return None if before == "(" else match.start(1)
    if before == "/" or len(digits) > 2 or before == " ":
        # The name ends in digits ("…/2021" + "1"): only the last one is the count.
        if digits.startswith("0") and before == " " and len(digits) == 2:
            return None
        return match.end(1) - 1
    return match.end(1) - 1 if digits.startswith("0") else match.start(1)


def _restarts(piece: str, at: int) -> bool:
    # A following name may itself begin with a blank: " Giấy …" or " - Giấy …".
    return bool(re.match(rf"\s+[-+*(]?\s*[{UPPER}]", piece[at : at + 6]))


def _split_file(text: str) -> tuple[str, str, bool]:
    """Return (name, form files, doubtful) of "…theo mẫuMẫu 01.docx"."""
    body = text.rstrip()
    ends = [match.end() for match in _FILE.finditer(body)]
    if not ends or ends[-1] != len(body):
        return unbullet(text), "", False
    first = ends[0]
    window = max(0, first - _LONGEST_FILE)
    seams = [
        match.start()
        for match in _SEAM.finditer(body, window, first - 4)
        if match.start() and not _SQUARE.search(body[max(0, match.start() - 4) : match.start()])
    ]
    if seams:
        return unbullet(body[: seams[0]]), _files(body, seams[0], ends), len(seams) > 3
    token = body.rfind(" ", 0, first) + 1
    return unbullet(body), _files(body, token, ends), True


def _files(body: str, start: int, ends: list[int]) -> str:
    cuts = [start, *ends]
    names = [one_line(body[left:right]) for left, right in pairwise(cuts)]
    return "; ".join(names)[:300]
