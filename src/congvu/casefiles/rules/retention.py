"""How long case files are kept: the national codes.

Legal source: TT 05/2025/TT-BNV (maintenance 01–07, read through a second source); NĐ 30/2020/NĐ-CP Phụ lục V
mục I.4: "Vĩnh viễn hoặc thời hạn bằng số năm cụ thể".
"""

from dataclasses import dataclass

PERMANENT, OTHER = "01", "07"


@dataclass(frozen=True, slots=True)
class RetentionPeriod:
    """A code of the national list; `years` is None for permanent and for "other"."""

    code: str
    name: str
    years: int | None = None


RETENTION: dict[str, RetentionPeriod] = {
    one.code: one
    for one in (
        RetentionPeriod(PERMANENT, "Vĩnh viễn"),
        RetentionPeriod("02", "70 năm", 70),
        RetentionPeriod("03", "50 năm", 50),
        RetentionPeriod("04", "30 năm", 30),
        RetentionPeriod("05", "20 năm", 20),
        RetentionPeriod("06", "10 năm", 10),
        RetentionPeriod(OTHER, "Thời hạn khác"),
    )
}


def years_of(code: str, years: int | None = None) -> int | None:
    """Return for how many years a case file is kept; None means for ever.

    Args:
        code: "01" to "07".
        years: the years that "07" (other) stands for.

    Raises:
        ValueError: an unknown code, or "other" without years.
    """
    if code == PERMANENT:
        return None
    if code == OTHER:
        if not years or years < 1:
            raise ValueError("retention 07 needs its years")
        return years
    if code not in RETENTION:
        raise ValueError(f"unknown retention code: {code!r}")
    return RETENTION[code].years


def period_text(code: str, years: int | None = None) -> str:
    """Return the words of a retention period: "Vĩnh viễn", "20 năm"."""
    if code == OTHER and years:
        return f"{years} năm"
    return RETENTION[code].name if code in RETENTION else ""


def period_of(text: str) -> tuple[str, int | None] | None:
    """Read "Vĩnh viễn", "20 năm" or "15 năm" as code and years; None for anything else."""
    words = " ".join(text.split()).casefold()
    for one in RETENTION.values():
        if words == one.name.casefold() and one.code != OTHER:
            return one.code, None
    number, _, unit = words.partition(" ")
    if unit == "năm" and number.isdecimal() and 0 < int(number) < 200:
        return OTHER, int(number)
    return None
