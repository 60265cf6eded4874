"""Typed values that cross the room's door: what was read from a page, what arrives, what is sent on."""

from congvu.documents.messages.incoming import (
    Addressee,
    Arrival,
    ArrivedFile,
    AssignmentDraft,
    BookPlan,
    Facts,
    Identity,
    Registration,
)
from congvu.documents.messages.moving import PastBook, PastIncoming, PastOutgoing
from congvu.documents.messages.outgoing import Draft, Receiver, SignOff, Turn
from congvu.documents.messages.reading import (
    Deadline,
    Direction,
    Found,
    Layout,
    LegalBase,
    Line,
    Reading,
    Recipient,
    Signer,
    Span,
)

__all__ = [
    "Addressee",
    "Arrival",
    "ArrivedFile",
    "AssignmentDraft",
    "BookPlan",
    "Deadline",
    "Direction",
    "Draft",
    "Facts",
    "Found",
    "Identity",
    "Layout",
    "LegalBase",
    "Line",
    "PastBook",
    "PastIncoming",
    "PastOutgoing",
    "Reading",
    "Receiver",
    "Recipient",
    "Registration",
    "SignOff",
    "Signer",
    "Span",
    "Turn",
]
