"""Character sets of old Vietnamese systems: known for certain, or told that they are not.

TCVN 5712:1993 (fonts .Vn…, “ABC”), VNI-Windows and Windows-1258 stood side by side for twenty years; the
bytes say nothing of which it is, but only one of them makes Vietnamese syllables of a text.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from congvu.moving.rules.syllables import is_syllable, likeness, marked_words, strange

CERTAIN, APART = 0.9, 0.25
"""Share of words that must be Vietnamese, and by how much the second best must stay behind."""
SAMPLE = 60_000
NAMES = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1258": "Windows-1258",
    "tcvn3": "TCVN3 (ABC)",
    "vni": "VNI-Windows",
}

_TCVN3 = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)
_VNI_SINGLE = dict(zip("íìæóòîñôö", "íìỉĩịỵđơư", strict=True))
_VNI_TONE = dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_VNI_ROOF = dict(zip("áàåãä", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_VNI_BOW = dict(zip("éèúüë", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_VNI_PAIR = re.compile(r"[aAeEoOuUyYôÔöÖ][ùøûõïáàåãäéèúüëâêÙØÛÕÏÁÀÅÃÄÉÈÚÜËÂÊ]|[íìæóòîñôöÍÌÆÓÒÎÑÔÖ]")
_LOST = re.compile(r"\w\?\w|\?\?|\ufffd")


def from_tcvn3(text: str) -> str:
    """Return text in TCVN3 letters, read as Windows-1252, in Unicode."""
    return "".join(_TCVN3.get(char, char) for char in text)


def from_vni(text: str) -> str:
    """Return text in VNI-Windows letters, read as Windows-1252, in Unicode."""
    return unicodedata.normalize("NFC", _VNI_PAIR.sub(_vni_letter, text))


def _vni_letter(found: re.Match[str]) -> str:
    pair = found[0]
    base = _VNI_SINGLE.get(pair[0].lower(), pair[0])
    base = base.upper() if pair[0].isupper() else base
    if len(pair) == 1:
        return base
    sign = pair[1].lower()
    plain = pair[0].lower()
    if sign in _VNI_TONE:
        return base + _VNI_TONE[sign]
    if sign == "â" or sign in _VNI_ROOF:
        return base + "\u0302" + _VNI_ROOF.get(sign, "") if plain in "aeo" else pair
    return base + "\u0306" + _VNI_BOW.get(sign, "") if plain == "a" else pair


def from_twice(text: str) -> str:
    """Return UTF-8 that was read as Windows-1252 once too often; the same text when it was not."""
    try:
        data = b"".join(_byte(char) for char in text)
        return unicodedata.normalize("NFC", data.decode("utf-8"))
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def _byte(char: str) -> bytes:
    if ord(char) < 256:
        return bytes([ord(char)])
    return char.encode("cp1252")


def from_1258(text: str) -> str:
    """Return Windows-1258 that was read as Windows-1252; the same text when it cannot have been."""
    try:
        return unicodedata.normalize("NFC", b"".join(_byte(char) for char in text).decode("cp1258"))
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


_REPAIRS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("utf-8", from_twice),
    ("tcvn3", from_tcvn3),
    ("vni", from_vni),
    ("cp1258", from_1258),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, or why its character set is not certain.

    Args:
        text: the text; "" when nothing is certain.
        encoding: a key of `NAMES`, "" when nothing is certain.
        told: candidates with how likely they are, for the officer who has to choose.
    """

    text: str
    encoding: str
    told: tuple[tuple[str, float], ...] = ()


def decode(data: bytes, wanted: str = "") -> Decoded:
    """Return the text of a CSV file; its character set is found out unless `wanted` says it."""
    if wanted:
        return Decoded(_decoded(data, wanted), wanted)
    for mark, name in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return Decoded(_decoded(data, name), name)
    if _looks_wide(data):
        return Decoded(_decoded(data, "utf-16"), "utf-16")
    try:
        return Decoded(unicodedata.normalize("NFC", data.decode("utf-8")), "utf-8")
    except UnicodeDecodeError:
        pass
    told = sorted(
        ((name, round(likeness(_decoded(data[:SAMPLE], name)), 3)) for name in ("tcvn3", "vni", "cp1258")),
        key=lambda pair: -pair[1],
    )
    best, second = told[0], told[1]
    if best[1] >= CERTAIN and best[1] - second[1] >= APART:
        return Decoded(_decoded(data, best[0]), best[0], tuple(told))
    return Decoded("", "", tuple(told))


def _looks_wide(data: bytes) -> bool:
    part = data[:2000]
    return (
        len(part) >= 4
        and len(part) % 2 == 0
        and max(part[0::2].count(0), part[1::2].count(0)) > len(part) / 8
    )


def _decoded(data: bytes, name: str) -> str:
    if name in {"tcvn3", "vni"}:
        text = data.decode("cp1252", "replace") if name == "vni" else data.decode("latin-1")
        return from_tcvn3(text) if name == "tcvn3" else from_vni(text)
    if name == "utf-16" and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        name = "utf-16-le" if data[1:2000:2].count(0) >= data[0:2000:2].count(0) else "utf-16-be"
    codec = {"utf-8": "utf-8-sig"}.get(name, name)
    return unicodedata.normalize("NFC", data.decode(codec, "replace"))


def repaired(text: str) -> tuple[str, str]:
    """Return the text of a cell in readable Unicode, and what it was: "", a key of `NAMES`, or "broken".

    A cell is changed only when exactly one character set turns all its marked words into syllables.
    """
    if text.isascii():
        return text, "broken" if _LOST.search(text) and "?" in text and _spoiled(text) else ""
    if _LOST.search(text) and ("\ufffd" in text or _spoiled(text)):
        return text, "broken"
    odd = strange(text)
    if not odd and not _suspicious(text):
        return text, ""
    found: dict[str, str] = {}
    for name, turn in _REPAIRS:
        turned = turn(text)
        words = marked_words(turned)
        if turned != text and words and not strange(turned) and all(is_syllable(word) for word in words):
            found.setdefault(turned, name)
    if len(found) == 1:
        [(turned, name)] = found.items()
        return turned, name
    return text, "broken" if odd else ""


def _suspicious(text: str) -> bool:
    """Tell whether marked words look foreign: capitals inside a word, or fewer than half are syllables."""
    words = marked_words(text)
    inside = any(char.isupper() for word in words if not word.isupper() for char in word[1:])
    return inside or sum(is_syllable(word) for word in words) * 2 < len(words)


def _spoiled(text: str) -> bool:
    """Tell whether question marks stand inside words, as where letters were lost."""
    return len(re.findall(r"[^\W\d_]\?[^\W\d_]", text)) >= 1 and "://" not in text
