"""How case files, documents in them and archive packages are named.

Legal source: NĐ 30/2020/NĐ-CP Phụ lục V mục I.2 (notation), Phụ lục VI Phần II mục III (FileCode = OrganId +
FileCatalog + FileNotation); TT 05/2025/TT-BNV (docId, docCode, arcFileCode).
"""

import re

LONGEST_NOTATION = 20
"""FileNotation: String 20 (NĐ 30/2020/NĐ-CP Phụ lục VI)."""
LONGEST_ORGAN = 13
LONGEST_DOC_ID = 25
_NOTATION = re.compile(r"[0-9A-ZĐ]+([./-][0-9A-ZĐ]+)*")
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def is_notation(text: str) -> bool:
    """Tell whether `text` may be the notation of a case file, such as "01.TCCB"."""
    return len(text) <= LONGEST_NOTATION and bool(_NOTATION.fullmatch(text))


def file_code(organ: str, year: int, notation: str) -> str:
    """Return FileCode, such as "H19.75.26248.2026.01.TCCB"."""
    return ".".join((organ, str(year), notation))


def archive_code(archive: str, code: str) -> str:
    """Return arcFileCode: the archive's code, then the case file's."""
    return f"{archive}.{code}" if archive else code


def doc_id(code: str, year: int, notation: str, ordinal: int) -> str:
    """Return docId (String 25): FileCode and the ordinal; without the agency where that is too long."""
    full = f"{code}.{ordinal}"
    return full if len(full) <= LONGEST_DOC_ID else f"{year}.{notation}.{ordinal}"[-LONGEST_DOC_ID:]


def doc_code(code: str, ordinal: int) -> str:
    """Return docCode: FileCode and the ordinal in seven digits."""
    return f"{code}.{ordinal:07d}"


def roman(number: int) -> str:
    """Return `number` (below 40) as large headings are numbered: "IV"."""
    if not 0 < number < 40:
        raise ValueError(f"no heading number: {number}")
    text = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        text += sign * count
    return text
