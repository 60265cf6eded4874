"""The pure rules of case files: codes, retention, deadlines, closing, packages."""

from congvu.casefiles.rules.closing import Check, ClosingFacts, ItemFacts, closing_checks
from congvu.casefiles.rules.codes import (
    archive_code,
    doc_code,
    doc_id,
    file_code,
    is_notation,
    roman,
)
from congvu.casefiles.rules.deadlines import DueFacts, due_date, kept_back_until, must_hand_over
from congvu.casefiles.rules.retention import RETENTION, RetentionPeriod, period_of, period_text, years_of

__all__ = [
    "RETENTION",
    "Check",
    "ClosingFacts",
    "DueFacts",
    "ItemFacts",
    "RetentionPeriod",
    "archive_code",
    "closing_checks",
    "doc_code",
    "doc_id",
    "due_date",
    "file_code",
    "is_notation",
    "kept_back_until",
    "must_hand_over",
    "period_of",
    "period_text",
    "roman",
    "years_of",
]
