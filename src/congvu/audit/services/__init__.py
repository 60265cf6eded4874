"""The audit door: every service of the house records what it did through here."""

from congvu.audit.services.erasure import shred
from congvu.audit.services.recording import Entry, record, record_many

__all__ = ["Entry", "record", "record_many", "shred"]
