# ruff: noqa: E501 — tables and notes in one piece
"""What happens to a page on its way: machines misread it, converters break it, people type it carelessly."""

import random
import re

from congvu.common.text import fold

_MISREAD = {
    "ế": "é",
    "ộ": "ô",
    "ả": "à",
    "ữ": "ử",
    "l": "1",
    "o": "0",
    "ị": "i",
    "ứ": "ú",
    "ầ": "â",
    "n": "ri",
    "ỉ": "í",
    "ặ": "ă",
}
_TOUCHY = re.compile(r"\d")


def ocr(text: str, seed: int) -> str:
    """Misread about one letter in a hundred, keep lines with digits, and spoil “Số”."""
    draw = random.Random(seed)
    out = []
    for line in text.split("\n"):
        if _TOUCHY.search(line) or line.isupper():
            out.append(line)
            continue
        out.append(
            "".join(_MISREAD[char] if char in _MISREAD and draw.random() < 0.02 else char for char in line)
        )
    spoiled = "\n".join(out)
    return spoiled.replace("Số: ", draw.choice(["Sô: ", "Só: ", "S0: ", "Sổ: "]), 1).replace(
        "CỘNG HÒA", "CỘNG HOÀ", 1
    )


def bare_capitals(text: str) -> str:
    """Headings in capitals lose their marks, as old fonts and hasty typists have them."""
    return "\n".join(
        fold(line).upper() if line.strip().isupper() and "Số" not in line else line
        for line in text.split("\n")
    )


def lower_code(text: str) -> str:
    """The notation in lower case."""
    return re.sub(r"(Số: \d+/)(\S+)", lambda match: match[1] + match[2].lower(), text, count=1)


def spaced_code(text: str) -> str:
    """Spaces around the stroke and the hyphen."""
    return re.sub(r"Số: (\d+)/(\S+?)-(\S+)", r"Số: \1 / \2 - \3", text, count=1)


def dotted_date(text: str) -> str:
    """The day as 09.01.2026."""
    return re.sub(r"ngày (\d\d) tháng (\d\d) năm (\d{4})", r"ngày \1.\2.\3", text, count=1)


def slashed_date(text: str) -> str:
    """The day as 09/01/2026."""
    return re.sub(r"ngày (\d\d) tháng (\d\d) năm (\d{4})", r"ngày \1/\2/\3", text, count=1)


def arrived(text: str) -> str:
    """A stamp ĐẾN of another office above the head, and the traces of a digital signature."""
    return (
        "CÔNG VĂN ĐẾN\nSố: 4512\nNgày: 02/11/2026\nChuyển: Phòng TH\n\nNgười ký: Văn thư\nThời gian ký: "
        "03-11-2026 08:12:44 +07:00\n\n" + text
    )


def english(text: str) -> str:
    """An English twin of the nation's name."""
    break_ = "<br>" if "<br>" in text else "\n"
    twin = f"{break_}SOCIALIST REPUBLIC OF VIET NAM{break_}Independence - Freedom - Happiness"
    return text.replace("Độc lập - Tự do - Hạnh phúc", f"Độc lập - Tự do - Hạnh phúc{twin}", 1)


def copied(text: str) -> str:
    """A certified copy: the form of the copy above the head, its own foot below."""
    return "SAO Y\n\n" + text


def split_code(text: str) -> str:
    """Number and notation on two lines."""
    return re.sub(r"(Số: \d+)/(\S+)", r"\1\n/\2", text, count=1)


def wrong_letters(text: str) -> str:
    """Eth for Đ, gha for ư, no-break spaces: what old converters leave behind."""
    return text.replace("Đ", "Ð").replace("ư", "ƣ").replace("Số: ", "Số:\u00a0")


def decomposed(text: str) -> str:
    """Marks as characters of their own (NFD)."""
    import unicodedata

    return unicodedata.normalize("NFD", text)


NOISES = {
    "ocr": lambda text: ocr(text, 7), "bare_capitals": bare_capitals, "lower_code": lower_code, "spaced_code": spaced_code,
    "dotted_date": dotted_date, "slashed_date": slashed_date, "arrived": arrived, "english": english, "copied": copied,
    "split_code": split_code, "wrong_letters": wrong_letters, "decomposed": decomposed,
}  # fmt: skip
