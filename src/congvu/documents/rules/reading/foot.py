"""The foot: who signed with which authority, and where the document goes (boxes 7a, 7c, 9a, 9b)."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from congvu.documents.messages import Found, Line, Recipient, Signer
from congvu.documents.rules.reading.text import flat, is_caps, person, unmarked
from congvu.documents.rules.reading.zones import ADDRESSED, FORMS, RECIPIENTS, is_position

_ROLE = re.compile(
    r"\((?P<role>(?:de\s+)?(?:b/?\s?c(?:ao)?|bao cao|biet|t/?h|thuc hien|p/?h|phoi hop|x/?l|chi dao|"
    r"theo doi|gq|giai quyet|dang tai|cong bao|"
    r"kiem tra|thay b/c|thay bao cao|tuyen truyen|luu)(?:[,;\s]+[^()]{0,30})?)\)\s*[;.,]?\s*$|(?:\s|"
    r",\s*)(?P<tail>de (?:bao cao|b/c|biet|thuc hien|phoi hop|theo doi|chi dao|dang tai))\s*[;.,]?\s*$"
)
_FILE = re.compile(r"^l[u]+u\s*(?:[:.;]|vt\b|van thu)")
_MARK = re.compile(r"^\s*(?:[-–—+*•●▪·]|\d{1,2}[.)])\s*")
_SIGNED = re.compile(
    r"^[\[(]?\s*(da ky|ky,|ky ten|ky va|daky|da dong dau|chu ky|ky so|dau|ho va ten|ghi ro)\b"
)
_FORM = {"tm": "TM", "kt": "KT", "tl": "TL", "tuq": "TUQ", "q": "Q"}


@dataclass(frozen=True, slots=True)
class Foot:
    """Signers and recipients."""

    signers: tuple[Signer, ...]
    recipients: tuple[Recipient, ...]


def read_foot(foot: Sequence[Line], body: Sequence[Line], after: Sequence[Line] = ()) -> Foot:
    """Return who signed and who receives.

    Args:
        foot: lines of the foot.
        body: lines above it, for “Kính gửi”.
        after: lines below, in which a signature may have slipped.
    """
    listed, rest = _listed(foot)
    signers = _signers(rest) or _signers(list(after[:8]))
    return Foot(tuple(signers), (*_addressed(body), *_items(listed, "copy")))


def _listed(foot: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Part the lines of “Nơi nhận” from the others."""
    at = next((n for n, line in enumerate(foot) if RECIPIENTS.match(flat(line.text))), None)
    if at is None:
        return [], list(foot)
    first = foot[at]
    rest = list(foot[:at])
    listed: list[Line] = []
    match = RECIPIENTS.match(flat(first.text))
    if match and len(first.text) > match.end():
        listed.append(first.cut(match.end()))
    done = False
    for number in range(at + 1, len(foot)):
        line = foot[number]
        if first.column and line.column and not done:
            (listed if line.column == first.column else rest).append(line)
            continue
        done = done or _leaves(line, listed, foot[number + 1 : number + 7])
        resumes = done and bool(re.match(r"\s*[-–+]\s*\S", line.text)) and not is_caps(line.text)
        (listed if not done or resumes or _FILE.match(flat(unmarked(line.text))) else rest).append(line)
    return listed, rest


def _leaves(line: Line, listed: Sequence[Line], below: Sequence[Line]) -> bool:
    """Tell whether the list of recipients ended above `line`."""
    if is_position(line) and not _MARK.match(line.text):
        return True
    if (
        is_caps(line.text)
        and len(line.text) > 8
        and not _MARK.match(line.text)
        and any(person(one.text) for one in below)
    ):
        return True
    closed = bool(listed) and _FILE.match(flat(unmarked(listed[-1].text)))
    return bool(
        closed
        and (person(line.text) or _SIGNED.match(flat(line.text)) or line.text.startswith(("KT", "TL", "TM")))
    )


def _items(lines: Sequence[Line], kind: str) -> list[Recipient]:
    """Return one recipient per item; a line without a mark goes on with the item above."""
    groups: list[list[Line]] = []
    marked = any(_MARK.match(line.text) for line in lines)
    for line in lines:
        opens = (
            bool(_MARK.match(line.text))
            or not groups
            or (not marked and groups[-1][-1].text.endswith((";", ".")))
            or bool(_FILE.match(flat(line.text)))
        )
        if opens:
            groups.append([line])
        elif not _closed(groups[-1]):
            groups[-1].append(line)
    found: list[Recipient] = []
    for group in groups:
        found += _recipients(group, kind)
    return found


def _closed(group: list[Line]) -> bool:
    """Tell whether “Lưu: …” ended with a full stop: what follows is the drafter's code (box 12)."""
    return bool(_FILE.match(flat(unmarked(group[0].text)))) and group[-1].text.rstrip().endswith(".")


def _recipients(group: list[Line], kind: str) -> list[Recipient]:
    """Return the recipient of an item; several on one line, parted by semicolons, are several."""
    if len(group) == 1 and re.search(r";\s+[-–+]?\s*\S", group[0].text):
        line = group[0]
        cuts = [0, *(match.end() for match in re.finditer(r";\s+", line.text)), len(line.text)]
        parts = [line.cut(low, high) for low, high in itertools.pairwise(cuts)]
        return [one for part in parts if (one := _recipient([part], kind))]
    one = _recipient(group, kind)
    return [one] if one else []


def _recipient(group: list[Line], kind: str) -> Recipient | None:
    text = _MARK.sub("", " ".join(line.text for line in group)).strip(" *_")
    folded = flat(text)
    role = ""
    match = _ROLE.search(folded)
    if match:
        name = "role" if match["role"] else "tail"
        role = re.sub(r"^để\s+", "", text[slice(*match.span(name))].strip(), flags=re.IGNORECASE)
        text = text[: match.start()]
    text = text.strip(" ;.,")
    if not any(char.isalpha() for char in text):
        return None
    if _FILE.match(folded):
        kind, text = "file", re.sub(r"^[^:]*?:\s*", "", text) if ":" in text else text[3:].strip()
    sure = 0.9 if len(text) < 160 else 0.6
    return Recipient(Found(text, tuple(line.span() for line in group), sure), kind, role)


_ADDRESS_END = re.compile(
    r"^(can cu|thuc hien|theo |de |ngay \d|trong |qua |vua qua|i\.|trien khai|hien nay|nham |ve viec|"
    r"sau khi|uy ban nhan dan .* (nhan|yeu cau|de nghi|da)|phuc dap|xet |tiep theo|ubnd .* (nhan|yeu cau|"
    r"de nghi|da)|so .* (nhan|de nghi|da) |tran trong|thua|\d{1,2}\. (?!ubnd|uy ban|so |cac|ong|ba)|nhu )"
)


def _addressed(body: Sequence[Line]) -> list[Recipient]:
    """Return those after “Kính gửi”."""
    for number, line in enumerate(body[:12]):
        match = ADDRESSED.match(flat(line.text))
        if not match:
            continue
        taken = [line.cut(match.end())] if line.text[match.end() :].strip(" :.") else []
        for follow in body[number + 1 :]:
            if _address_ends(taken, follow):
                break
            taken.append(follow)
        taken = [replace(one, text=re.sub(r"^[\s:.]+", "", one.text)) for one in taken]
        return _items([one for one in taken if one.text], "to")
    return []


def _address_ends(taken: list[Line], line: Line) -> bool:
    folded = flat(line.text)
    if _ADDRESS_END.match(folded) or line.table or len(line.text) > 150:
        return True
    if not taken or _MARK.match(line.text):
        return False
    if taken[-1].text.endswith((".", "./.")):
        return True
    if not any(_MARK.match(one.text) for one in taken) and not taken[-1].text.endswith((";", ",")):
        return not line.text[:1].islower()
    if line.gap and not taken[-1].text.endswith((";", ",")):
        return True
    listed = any(_MARK.match(one.text) for one in taken)
    return listed and line.gap


def _signers(lines: Sequence[Line]) -> list[Signer]:
    """Return the signers: lines of authority, then a name, again and again; columns are read one by one."""
    found: list[Signer] = []
    order = ["", "left", "right"] if any(line.column for line in lines) else [""]
    for column in order:
        above: list[Line] = []
        for line in lines:
            if line.column != column or _SIGNED.match(flat(line.text)):
                continue
            name = person(line.text, loose=any(is_position(one) for one in above))
            if name and (above or found) and not (is_caps(line.text) and is_position(line)):
                found.append(_signer(above, line, name))
                above = []
            elif _belongs(line, above):
                above.append(line)
        if any(is_position(line) for line in above):
            found.append(_signer(above, None, ""))
    return [one for one in found if one.name or one.position]


def _belongs(line: Line, above: Sequence[Line]) -> bool:
    if ADDRESSED.match(flat(line.text)) or len(line.text) > 90:
        return False
    return (
        is_caps(line.text)
        or FORMS.match(line.text) is not None
        or bool(above and line.text[:1].isupper() and line.bold)
    )


def _signer(above: list[Line], line: Line | None, name: str) -> Signer:
    found = None
    if line is not None:
        at = line.text.find(name)
        found = Found(name, (line.span(max(at, 0), max(at, 0) + len(name)),), 0.95 if above else 0.6)
    lines = _merged([one for one in above if any(char.isalpha() for char in one.text)])
    if not lines:
        return Signer(found, None, None)
    texts = [text for text, _ in lines]
    spans = tuple(one.span() for _, group in lines for one in group)
    forms = tuple(
        _FORM[key]
        for text in texts
        if (m := FORMS.match(text)) and (key := m[1].lower().replace("/", "")) in _FORM
    )
    sure = 0.95 if found else 0.7
    last = FORMS.sub("", texts[-1]).strip()
    position = Found(last, tuple(one.span() for one in lines[-1][1]), sure)
    return Signer(found, position, Found(" / ".join(texts), spans, sure), forms)


def _merged(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """Join lines of one position that were broken: an agency's name goes on, a position opens a new one."""
    found: list[tuple[str, list[Line]]] = []
    for line in lines:
        text = re.sub(r"^(TM|KT|TL|TUQ|Q)\s?[.,]\s*", r"\1. ", line.text.strip("*_ ,;"))
        opens = FORMS.match(text) or re.match(
            r"(pho|chu tich|giam doc|truong|chanh|quyen|thu|uy vien|cuc|chi cuc|bo truong|tong|bi thu|"
            r"vien truong|hieu|dai dien|nguoi|ke toan|to truong|thanh vien)\b",
            flat(text),
        )
        if found and not opens:
            before, group = found[-1]
            found[-1] = (f"{before} {text}", [*group, line])
        else:
            found.append((text, [line]))
    return found
