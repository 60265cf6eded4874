"""Messages for the tests: strategies of Hypothesis, and a small document by hand."""

import hashlib
from pathlib import Path

from hypothesis import strategies as st

from congvu.interchange.envelopes.edxml import (
    Answer,
    Attachment,
    Blob,
    Business,
    Document,
    DocumentType,
    Hop,
    Organisation,
    Other,
    Receiver,
    Replacement,
    Signer,
    Staff,
    Status,
)

# The wire trims texts, and control characters cannot be written in XML at all.
TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), max_size=24).map(str.strip)
FILLED = TEXT.filter(bool)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def blob(folder: Path, data: bytes) -> Blob:
    """Return bytes kept in a folder."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = folder / sha256
    path.write_bytes(data)
    return Blob(len(data), sha256, path)


def document(folder: Path, **changes: object) -> Document:
    """Return a small document with one PDF."""
    usual: dict[str, object] = {
        "sender": Organisation("H19.15", name="UBND xã Bàu Hàm"),
        "recipients": (Organisation("H19.16", name="UBND xã An Viễn"),),
        "document_id": "H19.15,2026/11/25,12/UBND-VP",
        "number": "12",
        "notation": "UBND-VP",
        "place": "Bàu Hàm",
        "issued_on": "2026/11/25",
        "type": DocumentType("Công văn", "18"),
        "subject": "V/v triển khai liên thông",
        "hops": (Hop("H19.15", "2026/11/25 08:00:00"),),
        "attachments": (Attachment("a1", "cong-van.pdf", "application/pdf", blob=blob(folder, PDF)),),
    }
    return Document(**(usual | changes))  # type: ignore[arg-type]


organisations = st.builds(Organisation, FILLED, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT)
staffs = st.builds(Staff, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT)
answers = st.builds(Answer, TEXT, TEXT, TEXT, TEXT)
lists = st.lists(FILLED, max_size=3).map(tuple)
hops = st.builds(Hop, FILLED.filter(lambda text: text.casefold() != "null"), TEXT)
businesses = st.builds(
    Business,
    kind=st.sampled_from(["new", "recall", "update", "replace"]),
    document_id=TEXT,
    reason=TEXT,
    paper=TEXT,
    document_info=TEXT,
    document_receiver=TEXT,
    receivers=st.lists(st.builds(Receiver, TEXT, TEXT), max_size=2).map(tuple),
    replacements=st.lists(st.builds(Replacement, TEXT, lists), max_size=2).map(tuple),
    staff=st.none() | staffs,
)
documents = st.builds(
    Document,
    sender=organisations,
    recipients=st.lists(organisations, max_size=3).map(tuple),
    document_id=FILLED,
    number=TEXT,
    notation=TEXT,
    place=TEXT,
    issued_on=TEXT,
    type=st.builds(DocumentType, TEXT, TEXT, TEXT),
    subject=TEXT,
    content=TEXT,
    signer=st.builds(Signer, TEXT, TEXT, TEXT),
    due_on=TEXT,
    other=st.builds(Other, TEXT, TEXT, TEXT, TEXT, TEXT, lists, lists, TEXT, lists),
    answers=st.lists(answers, max_size=2).map(tuple),
    steering=TEXT,
    task_codes=lists,
    application=TEXT,
    places=lists,
    hops=st.lists(hops, max_size=3).map(tuple),
    business=businesses,
)
statuses = st.builds(
    Status,
    sender=organisations,
    answer=answers,
    code=st.sampled_from(["01", "02", "03", "04", "05", "06", "13", "15", "16", "99"]),
    description=TEXT,
    at=TEXT,
    staff=st.none() | staffs,
)
