"""edXML, the national envelope of documents and statuses (QCVN 102:2016/BTTTT, amended by SĐ1:2022).

The reader takes what is met in the wild; the writer emits exactly the order of the national SDK.
"""

from congvu.interchange.envelopes.edxml.errors import EdxmlError, ForbiddenXml, NotEdxml, NotXml
from congvu.interchange.envelopes.edxml.identity import Identity, digest, identity
from congvu.interchange.envelopes.edxml.limits import Limits
from congvu.interchange.envelopes.edxml.message import (
    Answer,
    Attachment,
    Blob,
    Business,
    Document,
    DocumentType,
    Hop,
    Message,
    Organisation,
    Other,
    Package,
    Receiver,
    Remark,
    Replacement,
    Signer,
    Staff,
    Status,
)
from congvu.interchange.envelopes.edxml.reading import read_package
from congvu.interchange.envelopes.edxml.writing import Profile, write_package

__all__ = [
    "Answer",
    "Attachment",
    "Blob",
    "Business",
    "Document",
    "DocumentType",
    "EdxmlError",
    "ForbiddenXml",
    "Hop",
    "Identity",
    "Limits",
    "Message",
    "NotEdxml",
    "NotXml",
    "Organisation",
    "Other",
    "Package",
    "Profile",
    "Receiver",
    "Remark",
    "Replacement",
    "Signer",
    "Staff",
    "Status",
    "digest",
    "identity",
    "read_package",
    "write_package",
]
