"""The schedule of retention periods: brought in from the shipped data, never over a site's own changes."""

import json
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.audit.services import record
from congvu.casefiles import rules
from congvu.casefiles.models import RetentionRule
from congvu.common.errors import ActionRefused
from congvu.common.subject import Subject
from congvu.directory.messages import Actor

SHIPPED = Path(__file__).resolve().parents[1] / "data" / "retention.json"
SINCE = date(2022, 12, 19)
"""TT 10/2022/TT-BNV is dated 19/12/2022 (from memory: certainty MEM on every row)."""


def require_period(retention: str, years: int | None) -> None:
    """Refuse a retention that is none of the national codes, or "other" without its years."""
    try:
        rules.years_of(retention, years)
    except ValueError:
        raise ActionRefused(
            _("Hãy chọn thời hạn bảo quản; thời hạn khác phải ghi số năm."),
            code="retention",
            field="retention",
        ) from None


@transaction.atomic
def seed_retention(*, actor: Actor) -> int:
    """Bring in the shipped rows that are not there yet; return how many were new."""
    rows = json.loads(SHIPPED.read_text("utf-8"))
    known = set(RetentionRule.objects.values_list("code", flat=True))
    fresh = [RetentionRule(valid_from=SINCE, **row) for row in rows if row["code"] not in known]
    RetentionRule.objects.bulk_create(fresh)
    if fresh:
        subject = Subject("casefiles.retentionrule", fresh[0].pk)
        record("retention.seeded", subject, actor=actor, count=len(fresh))
    return len(fresh)
