"""Issuing and superior agency: NĐ 30/2020/NĐ-CP, Phụ lục I, box 2."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from congvu.documents.messages import Found, Line
from congvu.documents.rules.reading.text import flat, is_caps
from congvu.documents.rules.reading.zones import DATE, NUMBER, is_nation

# How the name of an agency may begin; a line that begins otherwise goes on with the name above it.
_STARTS = re.compile(
    r"^(cong doan|hiep hoi|nghiep doan|uy ban|ubnd|ubmttq|ub mttq|so\b|bo\b|van phong|cuc\b|chi cuc|"
    r"tong cuc|hoi dong|hdnd|thanh tra|"
    r"trung tam|ban\b|"
    r"truong\b|cong an|toa an|vien\b|kho bac|phong\b|bao hiem|cong ty|tong cong ty|tap doan|ngan hang|"
    r"hoi\b|lien minh|"
    r"lien doan|lien hiep|mat tran|doan\b|chinh phu|thu tuong|chu tich nuoc|quoc hoi|thue\b|chi nhanh|"
    r"hai quan|benh vien|"
    r"dai hoc|hoc vien|dang uy|huyen uy|tinh uy|thanh uy|thi uy|quan uy|chi bo|dang bo|to cong tac|to\b|"
    r"kiem toan|"
    r"quan khu|hat\b|tram\b|bao tang|thu vien|dai phat thanh|bao\b|tap chi|quy\b|hop tac xa|doanh nghiep|"
    r"vu\b|doi\b|"
    r"tieu ban|thuong truc|trung doan|tinh doan|thanh doan|nha\b|khu\b|lang\b|xi nghiep|cang vu|buu dien|"
    r"vnpt|viettel)"
)
# Names that say nothing by themselves: the next line belongs to them even when it looks like an agency.
_BARE = re.compile(
    r"^(cong doan|van phong|ban chi dao|ban chi huy|bo chi huy|ban quan ly|ban to chuc|hoi dong|"
    r"doan dai bieu quoc hoi|trung tam|truong|thuong truc|"
    r"chi nhanh|phong|hoi|ban|vien|to cong tac|van phong dang ky|chi nhanh van phong)$"
)
_JOINS = re.compile(r"(\bva|\bcua|,|-)\s*$")
_SKIP = re.compile(
    r"^(v/v|ve viec|trich yeu|du thao|hoa toc|thuong khan|khan\b|mat$|toi mat|tuyet mat|sao y|sao luc|"
    r"trich sao|ban sao|"
    r"luu hanh|den$|den\b.*so\b|cong van den|ngay\b|gio\b|chuyen\s*:|so den|so ho so|xem xong|doc xong|"
    r"kinh gui|tel|dien thoai|"
    r"dia chi|fax|website|email|khong pho bien|mau so|phu luc)"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name put together from lines."""

    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """The whole name on one line."""
        return " ".join(line.text.strip("*_ .;") for line in self.lines)


def read_agencies(lines: Sequence[Line]) -> tuple[Found | None, Found | None]:
    """Return the issuing agency and the one above it, from the lines of the head."""
    names = _names(_candidates(lines))
    if not names:
        return None, None
    sure = 0.95 if any(line.column == "left" for line in names[-1].lines) else 0.9
    if not _STARTS.match(flat(names[-1].text)):
        sure *= 0.6
    if len(names) > 2:
        sure *= 0.9
    issuer = _found(names[-1], sure, [_found(name, sure * 0.4) for name in names[:-1]])
    return issuer, _found(names[-2], sure) if len(names) > 1 else None


def _found(name: Name, sure: float, others: Sequence[Found] = ()) -> Found:
    return Found(name.text, tuple(line.span() for line in name.lines), round(sure, 3), tuple(others))


def _candidates(lines: Sequence[Line]) -> list[Line]:
    """Return the lines that may be of box 2: capitals, above the number where one stands."""
    found: list[Line] = []
    for line in lines:
        folded = flat(line.text)
        if NUMBER.match(folded) or (found and re.match(r"v/v|ve viec", folded)):
            if found:
                break
            continue
        if is_nation(line.text) or _SKIP.match(folded) or (DATE.search(folded) and not is_caps(line.text)):
            continue
        if line.column == "right" and not _STARTS.match(folded):
            continue
        if is_caps(line.text) or (_STARTS.match(folded) and _mostly_capital(line.text)):
            found.append(line)
    return found


def _mostly_capital(text: str) -> bool:
    parts = text.split()
    return len(parts) >= 2 and sum(part[0].isupper() for part in parts) >= 0.5 * len(parts) and len(text) < 60


def _names(lines: Sequence[Line]) -> list[Name]:
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _continues(groups[-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [Name(tuple(group)) for group in groups if _real(group)]


def _real(group: list[Line]) -> bool:
    text = " ".join(line.text for line in group)
    return len(text) >= 4 and sum(char.isalpha() for char in text) >= 0.6 * len(text.replace(" ", ""))


def _continues(group: list[Line], line: Line) -> bool:
    before = flat(" ".join(one.text for one in group)).strip()
    now = flat(line.text)
    if _JOINS.search(before) or now.startswith(("va ", "- ", "& ")):
        return True
    styled = group[-1].bold is not None and line.bold is not None
    if styled and bool(group[-1].bold) != bool(line.bold) and _STARTS.match(now):
        return False
    if _BARE.match(before):
        return True
    return not _STARTS.match(now)
