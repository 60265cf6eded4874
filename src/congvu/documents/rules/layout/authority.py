"""Box 7: in whose name one signs. Legal source: NĐ 30/2020/NĐ-CP, Điều 13 and Phụ lục I."""

from dataclasses import dataclass

COLLECTIVE = ("ỦY BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN", "HỘI ĐỒNG", "BAN CHỈ ĐẠO", "BAN CHẤP HÀNH")

FORMS: dict[str, str] = {
    "head": "Người đứng đầu ký",
    "TM": "TM. – thay mặt tập thể",
    "KT": "KT. – cấp phó ký thay người đứng đầu",
    "TM-KT": "TM. và KT. – cấp phó ký thay, thay mặt tập thể",
    "TL": "TL. – thừa lệnh người đứng đầu",
    "TL-KT": "TL. và KT. – cấp phó của người thừa lệnh ký",
    "TUQ": "TUQ. – thừa ủy quyền người đứng đầu",
    "Q": "Q. – quyền người đứng đầu",
}
"""The signing forms and their words."""

_CUT = (" Sở", " Trung tâm", " Chi nhánh", " cơ quan")


@dataclass(frozen=True, slots=True)
class Seat:
    """From where one signs.

    Args:
        agency: name of the agency.
        head: title of its head, such as "Chủ tịch".
        position: the signer's own title.
        unit_head: title of the unit's head whose deputy signs by order, such as "Chánh Văn phòng".
    """

    agency: str
    head: str
    position: str
    unit_head: str = ""


def title(position: str) -> str:
    """Return a title as it stands above a signature: capitals, without the name of the agency."""
    for tail in _CUT:
        position = position.removesuffix(tail)
    return position.upper()


def collective_of(agency: str) -> str:
    """Return the collective that an agency is, such as "ỦY BAN NHÂN DÂN", or ""."""
    upper = agency.upper()
    return next((words for words in COLLECTIVE if upper.startswith(words)), "")


def lines(form: str, seat: Seat) -> tuple[str, ...]:
    """Return the lines above the signature; raise KeyError for an unknown form."""
    head, own = title(seat.head), title(seat.position)
    collective = collective_of(seat.agency) or seat.agency.upper()
    under = title(seat.unit_head) or own.removeprefix("PHÓ ")
    table: dict[str, tuple[str, ...]] = {
        "head": (own,),
        "TM": (f"TM. {collective}", own),
        "KT": (f"KT. {head}", own),
        "TM-KT": (f"TM. {collective}", f"KT. {head}", own),
        "TL": (f"TL. {head}", own),
        "TL-KT": (f"TL. {head}", f"KT. {under}", own),
        "TUQ": (f"TUQ. {head}", own),
        "Q": (f"Q. {own.removeprefix('Q. ')}",),
    }
    return table[form]


def suggested(position: str, signing_form: str, agency: str) -> str:
    """Return the form that fits a position; `signing_form` as the directory keeps it: "", "KT.", "TL." …"""
    mark = signing_form.strip(" .").upper()
    collective = bool(collective_of(agency))
    if mark == "KT":
        if "phòng" in position.casefold():
            return "TL-KT"
        return "TM-KT" if collective else "KT"
    if mark in {"TL", "TUQ", "Q"}:
        return mark
    return "TM" if collective else "head"


def wrong_lines(written: tuple[str, ...]) -> list[str]:
    """Return what is wrong with the lines above a signature, as stable names."""
    found = []
    upper = tuple(line.upper().strip() for line in written)
    if not upper:
        return ["missing"]
    for number, line in enumerate(upper):
        mark = line.split(".", 1)[0] if "." in line[:5] else ""
        below = upper[number + 1] if number + 1 < len(upper) else ""
        if mark in {"KT", "TL", "TUQ", "TM"} and not below:
            found.append("no-position")
        elif mark == "KT" and not below.startswith("PHÓ"):
            found.append("deputy")
        elif mark in {"TL", "TUQ"} and below.startswith("PHÓ"):
            found.append("deputy-without-kt")
        elif mark == "TM" and "CHỦ TỊCH" in line:
            found.append("not-collective")
        if line[:4] in {"KT/ ", "T/M ", "TM/ "} or line.startswith(("T/M", "K/T", "T/L")):
            found.append("slash")
    if len(upper) == 1 and upper[0].startswith("PHÓ "):
        found.append("deputy-alone")
    return list(dict.fromkeys(found))
