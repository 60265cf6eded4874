"""The filing rules of an agency, kept in the process so that work without a rule costs no statement."""

import time
from dataclasses import dataclass

from congvu.casefiles.messages import Filing
from congvu.casefiles.models import FilingRule

KEEP_SECONDS = 10.0
_known: dict[int, tuple[float, tuple["Rule", ...]]] = {}
_RANK = {
    FilingRule.Match.PARENT: 0,
    FilingRule.Match.PROCEDURE: 1,
    FilingRule.Match.TYPE: 2,
    FilingRule.Match.FIELD: 3,
    FilingRule.Match.ANY: 4,
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A filing rule as it is matched."""

    unit_id: int | None
    subject_label: str
    match: str
    value: str
    case_file_id: int | None


def matching(filing: Filing) -> list[Rule]:
    """Return the rules that `filing` falls under, the closest first: parent, procedure, type, field, any.

    At most one statement every ten seconds for each agency; none otherwise.
    """
    return [rule for rule in _rules_of(filing.agency_id) if _fits(rule, filing)]


def _fits(rule: Rule, filing: Filing) -> bool:
    if rule.subject_label != filing.subject.label or rule.unit_id not in (None, filing.unit_id):
        return False
    if rule.match == FilingRule.Match.PARENT:
        return bool(filing.parents)
    return rule.match == FilingRule.Match.ANY or filing.facts.get(rule.match) == rule.value


def _rules_of(agency_id: int) -> tuple[Rule, ...]:
    now = time.monotonic()
    known = _known.get(agency_id)
    if known is None or now - known[0] > KEEP_SECONDS:
        known = _known[agency_id] = (now, _read(agency_id))
    return known[1]


def _read(agency_id: int) -> tuple[Rule, ...]:
    rows = FilingRule.objects.filter(agency_id=agency_id).values_list(
        "unit_id", "subject_label", "match", "value", "case_file_id"
    )
    found = [Rule(*row) for row in rows]
    return tuple(sorted(found, key=lambda rule: (rule.unit_id is None, _RANK[FilingRule.Match(rule.match)])))


def forget(agency_id: int | None = None) -> None:
    """Forget the rules of an agency, of all without one: they changed, or a test rolled back."""
    if agency_id is None:
        _known.clear()
    else:
        _known.pop(agency_id, None)
