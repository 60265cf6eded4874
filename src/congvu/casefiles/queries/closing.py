"""The facts that closing is checked against."""

from datetime import date

from congvu.calendars.queries import legal_rules
from congvu.calendars.rules.legal import Code
from congvu.casefiles import rules
from congvu.casefiles.models import CaseFile


def facts_of(case_file: CaseFile, *, ended_on: date, today: date) -> rules.ClosingFacts:
    """Return what `rules.closing_checks` needs of a case file (two statements)."""
    items = case_file.items.filter(removed_at__isnull=True).prefetch_related("files")
    return rules.ClosingFacts(
        retention=case_file.retention,
        retention_years=case_file.retention_years,
        started_on=case_file.started_on,
        ended_on=ended_on,
        today=today,
        building=case_file.building,
        settled_on=case_file.settled_on,
        least_years=legal_rules(ended_on).number(Code.ARCHIVE_LEAST_YEARS),
        items=[
            rules.ItemFacts(
                ordinal=item.ordinal,
                summary=item.summary,
                type_name=item.type_name,
                dated_on=item.dated_on,
                pages=item.pages,
                mark=f"{item.number}/{item.notation}/{item.author}".casefold() if item.number else "",
                digests=tuple(sorted(file.sha256 for file in item.files.all())),
            )
            for item in items
        ],
    )
