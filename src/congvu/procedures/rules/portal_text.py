"""Finding the seams in portal text whose cells were glued together without any separator."""

import re

NOTHING = frozenset({"", "không có thông tin", "không có", "không", "--", "-"})
LOWER = "a-zàáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_TAIL = re.compile(r"Từ khóa(?:Không có thông tin|.{0,200}?)Mô tả.*\Z", re.S)
_SPACES = re.compile(r"[ \t\xa0]+")
_BULLET = re.compile(r"^(?:[-–+*•]+|\(?[a-zđ0-9ivx]{1,4}(?:\.\d+)*[.)](?=\s))\s*", re.I)


def is_nothing(text: str) -> bool:
    """Tell whether the portal says in some way that there is nothing."""
    return text.strip().strip(".;").strip().casefold() in NOTHING


def drop_tail(text: str) -> str:
    """Return `text` without the page furniture ("Từ khóa … Nộp hồ sơ") that follows the last cell."""
    return _TAIL.sub("", text).strip()


def squeeze(text: str) -> str:
    """Return `text` with runs of blanks as one space and lines trimmed; line ends stay."""
    return "\n".join(_SPACES.sub(" ", line).strip() for line in text.strip().splitlines()).strip()


def one_line(text: str) -> str:
    """Return `text` on one line."""
    return " ".join(text.split())


def unbullet(text: str) -> str:
    """Return `text` without its leading dash, plus sign, star or number, and without a closing ; or :"""
    return _BULLET.sub("", one_line(text)).strip(" ;:").strip()


def excerpt(text: str, at: int = 0, width: int = 160) -> str:
    """Return about `width` characters of `text` around position `at`, on one line."""
    start = max(0, at - width // 3)
    piece = one_line(text[start : start + width])
    return ("…" if start else "") + piece + ("…" if start + width < len(text) else "")
