"""Looking at Vietnamese text through its noise: letters folded one for one, so that places stay true."""

import re
import unicodedata
from difflib import SequenceMatcher

# Letters that faulty converters and keyboards put in place of Vietnamese ones: eth for đ, gha for ư.
_MENDED = str.maketrans(
    {
        "Ð": "Đ",
        "ð": "đ",
        "Ɖ": "Đ",
        "Ƣ": "Ư",
        "ƣ": "ư",
        "\u00a0": " ",
        "\u2007": " ",
        "\u202f": " ",
        "\u00ad": "",
        "\u200b": "",
        "\u200c": "",
        "\u200d": "",
        "\ufeff": "",
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2212": "-",
    }
)
_SPACES = re.compile(r"\s+")
DASHES = "-–—"
_OPEN_MARK = re.compile(r"^[\s\-–—+•●▪*·]+")


def mend(text: str) -> str:
    """Return `text` in NFC with letters as they were meant; lines and spaces stay."""
    normal = unicodedata.normalize("NFC", text).translate(_MENDED)
    return "".join(
        char for char in normal if char in "\n\t\f" or unicodedata.category(char) not in {"Cc", "Cf"}
    )


def tidy(text: str) -> str:
    """Return `text` mended, on one line, with single spaces, trimmed."""
    return _SPACES.sub(" ", mend(text)).strip()


def _flat(char: str) -> str:
    if char in "đĐ":
        return "d"
    base = unicodedata.normalize("NFD", char)[0]
    lower = base.lower()
    return lower if len(lower) == 1 else base


_FLAT: dict[str, str] = {}


def flat(text: str) -> str:
    """Return `text` in lower case without marks, character for character as long as before."""
    out = []
    for char in text:
        plain = _FLAT.get(char)
        if plain is None:
            plain = _FLAT[char] = "-" if char in DASHES else _flat(char)
        out.append(plain)
    return "".join(out)


def squeeze(text: str) -> str:
    """Return the letters and digits of `text`, folded, look-alike digits inside words read as letters."""
    letters = re.sub(r"[^a-z0-9]", "", flat(text))
    return letters.translate(str.maketrans("01", "oi")) if re.search(r"[a-z]", letters) else letters


def alike(text: str, wanted: str) -> float:
    """Return from 0 to 1 how alike two squeezed texts are."""
    if text == wanted:
        return 1.0
    return SequenceMatcher(None, text, wanted, autojunk=False).ratio()


def is_caps(text: str) -> bool:
    """Tell whether `text` is set in capitals: at least two letters, nearly all of them capital."""
    letters = [char for char in text if char.isalpha()]
    if len(letters) < 2:
        return False
    return sum(char.isupper() for char in letters) >= 0.85 * len(letters)


def is_rule(text: str) -> bool:
    """Tell whether `text` is only a drawn line, such as "-------" or "* * *"."""
    return not any(char.isalnum() for char in text)


def unmarked(text: str) -> str:
    """Return `text` without the dash or bullet that opens a list item."""
    return _OPEN_MARK.sub("", text)


def words(text: str) -> list[str]:
    """Return the words of `text`: runs of letters, digits and inner hyphens."""
    return re.findall(r"[^\W_]+(?:-[^\W_]+)*", text)


def wordset(text: str) -> frozenset[str]:
    """Return the words of a list written with spaces."""
    return frozenset(text.split())


_SURNAMES = wordset(
    "nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dinh dao doan lam trinh mai "
    "truong cao ta ha luong luu thai chau phung to vuong tang quach kieu la lai nong ma ton quan mac "
    "thach son danh trieu lo lu vi giang h y k dam nghiem khuong tieu kim ung au cu giap trang hua khuc "
    "khong lieu mong ninh phi tong van vien xa ong than thieu tu uong vang sung chu bo cam chung cong dau "
    "diep dieu doi"
)
RANK = re.compile(
    r"^(?:(?:(?:PGS|GS|TS|ThS|Th\.S|CN|KS|BS|DS|LS|CKI{1,2}|BSCKI{1,2}|TSKH|NGƯT|NGND|TTND|TTƯT)\b[.,\s]*)+|"
    r"(?:(?:Đại|Thượng|Trung|Thiếu) (?:tướng|tá|úy)|Đại tướng|Kiểm toán viên|Thẩm phán|Đồng chí)\s+|"
    r"(?:Ông|Bà)\s*:?\s+)+",
    re.IGNORECASE,
)


def person(text: str, *, loose: bool = False) -> str:
    """Return the name of the person that `text` is (without rank or degree), or "".

    Args:
        text: a line.
        loose: whether the line stands where a name must stand, so that a rare surname will do.
    """
    name = RANK.sub("", tidy(text).strip(" .,*_")).strip(" .,:*_")
    parts = name.split(" ")
    if not 2 <= len(parts) <= 6 or any(char.isdigit() or char in ",:;/()&" for char in name):
        return ""
    if not all(part[:1].isupper() for part in parts):
        return ""
    if len(parts) == 2 and is_caps(name) and flat(parts[0]) in {"tong", "vien", "chu", "bo", "pho", "truong"}:
        return ""
    first = re.sub(r"['’‘]", "", flat(parts[0])).split("-")[0]
    middle = {flat(part) for part in parts[1:-1]} & {"thi", "van"}
    if (
        first in _SURNAMES
        or (middle and not is_caps(name))
        or (loose and not is_caps(name) and len(parts) >= 2)
    ):
        return name
    return ""
