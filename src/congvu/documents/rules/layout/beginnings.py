"""What a draft begins with when it answers, replaces or corrects another document (NĐ 30/2020 Điều 18)."""

from datetime import date


def called(kind: str, code: str, on: date | None, issuer: str = "") -> str:
    """Return how a document is named in a sentence: type, number and notation, day, who issued it."""
    words = [kind or "Văn bản", f"số {code}" if code else "", f"ngày {on:%d/%m/%Y}" if on else ""]
    return " ".join(filter(None, [*words, f"của {issuer}" if issuer else ""]))


def answer_subject(kind: str, code: str, on: date | None, issuer: str) -> str:
    """Return the summary of a letter that answers a document."""
    return f"trả lời {called(kind, code, on, issuer)}"[:500]


def correction_subject(kind: str, code: str, on: date | None) -> str:
    """Return the summary of a letter that corrects a document."""
    return f"đính chính {called(kind, code, on)}"[:500]


def correction_body(agency: str, kind: str, code: str, on: date | None, subject: str) -> str:
    """Return the main text of a letter that corrects form or procedure, with places to fill in."""
    name = called(kind, code, None)
    day = f"Ngày {on:%d/%m/%Y}, " if on else ""
    return (
        f"{day}{agency} ban hành {name} về việc {subject}. Do sơ suất về thể thức, kỹ thuật trình bày, "
        f"{agency} đính chính như sau:\n"
        "Tại …, đã ghi: “…”; nay đính chính là: “…”.\n"
        f"Các nội dung khác của {name} không thay đổi.\n"
        "Trân trọng thông báo để các cơ quan, đơn vị biết, thực hiện./."
    )
