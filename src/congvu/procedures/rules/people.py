"""Addressees and levels in portal text: lists whose items contain commas themselves."""

from congvu.procedures.rules.portal_text import one_line

# Longest first, so that "Doanh nghiệp Việt Nam" is not read as "Doanh nghiệp".
ADDRESSEES = (
    "Tổ chức (không bao gồm doanh nghiệp, HTX)",
    "Doanh nghiệp có vốn đầu tư nước ngoài",
    "Người nước ngoài cư trú tại Việt Nam",
    "Người Việt Nam định cư ở nước ngoài",
    "Cán bộ, công chức, viên chức",
    "Doanh nghiệp Việt Nam",
    "Công dân Việt Nam",
    "Tổ chức nước ngoài",
    "Người nước ngoài",
    "Tổ chức Đảng",
    "Hợp tác xã",
    "Doanh nghiệp",
    "Đảng viên",
)
LEVELS = {
    "Cấp bộ": "ministry",
    "Cấp tỉnh": "province",
    "Cấp huyện": "district",
    "Cấp xã": "commune",
    "Cơ quan khác": "other",
}


def read_addressees(text: str) -> tuple[tuple[str, ...], str]:
    """Return the addressees, and what is not in the national list."""
    rest = one_line(text)
    found: list[str] = []
    lost: list[str] = []
    while rest:
        known = next((name for name in ADDRESSEES if _starts(rest, name)), None)
        if known is None:
            item, _comma, rest = rest.partition(", ")
            lost.append(item)
            found.append(item)
            continue
        found.append(known)
        rest = rest[len(known) :].lstrip(", ")
    return tuple(dict.fromkeys(found)), ", ".join(lost)


def _starts(text: str, name: str) -> bool:
    return text.startswith(name) and text[len(name) : len(name) + 1] in ("", ",")


def read_levels(text: str) -> tuple[tuple[str, ...], str]:
    """Return level codes in the order of government, and what is not a level."""
    items = [item.strip() for item in text.split(",") if item.strip()]
    known = {LEVELS[item] for item in items if item in LEVELS}
    lost = [item for item in items if item not in LEVELS]
    return tuple(code for code in LEVELS.values() if code in known), ", ".join(lost)
