"""How webhooks are signed, and which events there are."""

import hashlib
import hmac
from collections.abc import Sequence

EVENTS: dict[str, tuple[str, str, str, str]] = {
    "incoming": ("Văn bản đến", "documents.read", "documents.incomingdocument", "documents/incoming"),
    "outgoing": ("Văn bản đi", "documents.read", "documents.outgoingdocument", "documents/outgoing"),
    "dossier": ("Hồ sơ", "dossiers.read", "dossiers.dossier", "dossiers"),
    "assignment": ("Nhiệm vụ", "assignments.read", "assignments.assignment", "assignments"),
}
"""Each group: its name, the scope that it needs, the label of its subjects, where they are read."""


def signature(body: bytes, moment: int, secrets: Sequence[str]) -> str:
    """Return the header that proves who sent a body and when: one mark for each secret that counts.

    Args:
        body: the bytes as sent.
        moment: seconds since 1970; a receiver refuses what is older than five minutes.
        secrets: the present one, and the one before while it is changed.
    """
    said = f"{moment}.".encode() + body
    marks = [hmac.new(secret.encode(), said, hashlib.sha256).hexdigest() for secret in secrets]
    return ",".join([f"t={moment}", *(f"v1={mark}" for mark in marks)])
