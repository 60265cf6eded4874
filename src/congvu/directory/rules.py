"""Pure rules of the organisation: agency codes, dates, paths and user names."""

import re
from datetime import date

from congvu.common.text import fold

QD20 = "qd20"
QCVN102 = "qcvn102"

_QD20 = re.compile(r"[A-K]\d{2}(\.[0-9A-Z]{1,10})*")
_QCVN102 = re.compile(r"[0-9A-Z]{3}\.[0-9A-Z]{2}\.[0-9A-Z]{2}\.[A-K]\d{2}")
_USERNAME = re.compile(r"[a-z][a-z0-9]*([.\-_][a-z0-9]+)*")


def is_code(scheme: str, code: str) -> bool:
    """Tell whether `code` follows the grammar of its scheme.

    Legal source: QĐ 20/2020/QĐ-TTg Điều 4 (at most 35 characters); QCVN 102:2016/BTTTT (13 characters).
    """
    if scheme == QD20:
        return len(code) <= 35 and _QD20.fullmatch(code) is not None
    return scheme == QCVN102 and _QCVN102.fullmatch(code) is not None


def to_qd20(code: str) -> str:
    """Return the QĐ 20 form that a QCVN 102 code suggests: zero groups dropped, order reversed.

    A suggestion only: the pair that counts is the one assigned to the agency.
    """
    groups = [group for group in reversed(code.split(".")) if group.strip("0")]
    return ".".join(groups)


def to_qcvn102(code: str) -> str:
    """Return the QCVN 102 form that a QĐ 20 code suggests, or "" when it does not fit the widths 3.2.2."""
    level1, *rest = code.split(".")
    widths = (2, 2, 3)
    if len(rest) > 3 or any(len(part) > width for part, width in zip(rest, widths, strict=False)):
        return ""
    groups = [part.rjust(width, "0") for part, width in zip(rest, widths, strict=False)]
    groups += ["0" * width for width in widths[len(groups) :]]
    return ".".join([*reversed(groups), level1])


def overlaps(from1: date, to1: date | None, from2: date, to2: date | None) -> bool:
    """Tell whether two periods share a day; both ends count, None is open."""
    return (to1 is None or from2 <= to1) and (to2 is None or from1 <= to2)


def below(path: str, ancestor: str) -> bool:
    """Tell whether `path` lies in the branch of `ancestor`, itself included."""
    return path.startswith(ancestor)


def moved(path: str, old: str, new: str) -> str:
    """Return `path` after its ancestor at `old` went to `new`."""
    return new + path.removeprefix(old)


def is_username(username: str) -> bool:
    """Tell whether a user name is plain: small letters and digits, parts joined by one of . - _"""
    return len(username) <= 60 and _USERNAME.fullmatch(username) is not None


def suggest_username(full_name: str) -> str:
    """Return given name and initials: "Nguyễn Thị Lan" → "lan.nt"."""
    words = re.findall(r"[a-z0-9]+", fold(full_name))
    if not words:
        return ""
    *before, given = words
    initials = "".join(word[0] for word in before)
    return f"{given}.{initials}" if initials else given
