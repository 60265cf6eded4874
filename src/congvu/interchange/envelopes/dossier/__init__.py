"""The machine-readable part of a dossier that goes to another system: ho-so.json in an edXML package.

The reader is tolerant (unknown names, missing options, other spellings of a kind), the writer strict: what it
writes satisfies docs/api/ho-so.schema.json, and the same message always has the same bytes.
"""

from congvu.interchange.envelopes.dossier.errors import DossierError, NotOurs
from congvu.interchange.envelopes.dossier.message import (
    FORMAT,
    NAME,
    VERSION,
    Clock,
    Component,
    Facts,
    File,
    Message,
    Outcome,
    Party,
    Pause,
    Person,
    Procedure,
)
from congvu.interchange.envelopes.dossier.reading import MOST_BYTES, of_tree, read
from congvu.interchange.envelopes.dossier.writing import tree_of, write

__all__ = [
    "FORMAT",
    "MOST_BYTES",
    "NAME",
    "VERSION",
    "Clock",
    "Component",
    "DossierError",
    "Facts",
    "File",
    "Message",
    "NotOurs",
    "Outcome",
    "Party",
    "Pause",
    "Person",
    "Procedure",
    "of_tree",
    "read",
    "tree_of",
    "write",
]
