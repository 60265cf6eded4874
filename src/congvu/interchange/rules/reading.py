"""What is derived from messages without asking anybody."""

import hashlib
import json
from dataclasses import asdict

from congvu.interchange.envelopes import edxml


def status_digest(status: edxml.Status) -> str:
    """Return a hash over a status: equal for one that is delivered twice."""
    text = json.dumps(asdict(status), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
