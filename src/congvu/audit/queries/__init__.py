"""Reading the journal: timelines, the ends of chains, and the proof that nothing was changed."""

from congvu.audit.queries.timeline import TimelineRow, heads, journal, timeline
from congvu.audit.queries.verification import Anchor, Break, verify

__all__ = ["Anchor", "Break", "TimelineRow", "heads", "journal", "timeline", "verify"]
