"""Which document a message is about, and whether it was seen before."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from congvu.interchange.envelopes.edxml.message import Attachment, Document, Kind


@dataclass(frozen=True, slots=True)
class Identity:
    """What makes two messages speak of one document: sender, document id, and what is to happen."""

    sender: str
    document_id: str
    kind: Kind


def identity(document: Document) -> Identity:
    """Return the identity of a document; without an id, number, notation and date stand for it."""
    own = document.document_id.strip() or f"{document.code}@{document.issued_on}"
    return Identity(document.sender.code.strip().upper(), own, document.business.kind)


def digest(document: Document) -> str:
    """Return a hash over the content, the nodes it passed left out: equal for a message delivered twice."""
    content = asdict(document)
    content.pop("hops")
    content["attachments"] = [_file(attachment) for attachment in document.attachments]
    content["business"].pop("given")
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _file(attachment: Attachment) -> list[Any]:
    return [attachment.name, attachment.blob.sha256 if attachment.blob else None]
