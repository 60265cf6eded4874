"""What a number of the statistics counted, line by line, for a table file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from congvu.assignments.models import Assignment
from congvu.assignments.queries.lists import Scope, counted
from congvu.assignments.rules import BUCKET_NAMES, Bucket
from congvu.assignments.states import STATE_NAMES, State
from congvu.directory.messages import Actor

MOST = 20_000


@dataclass(frozen=True, slots=True)
class Exported:
    """One assignment as a line of a table."""

    code: str
    content: str
    source: str
    source_on: date | None
    giver: str
    leader: str
    partners: str
    given_at: datetime
    first_due_on: date | None
    due_on: date | None
    finished_on: date | None
    state: str
    bucket: str


def exported(actor: Actor, scope: Scope, *, limit: int = MOST, batch: int = 500) -> Iterator[Exported]:
    """Yield what a scope counts, oldest first, in batches (two statements a batch).

    Args:
        actor: whose sight.
        scope: what is counted.
        limit: most lines.
        batch: lines read at a time.
    """
    last = taken = 0
    rows = counted(actor, scope).select_related(
        "giver", "giver_agency", "lead_agency", "lead_unit", "lead_officer"
    )
    rows = rows.prefetch_related("partners__agency", "partners__unit", "partners__officer").order_by("pk")
    while taken < limit:
        found = list(rows.filter(pk__gt=last)[: min(batch, limit - taken)])
        if not found:
            return
        last, taken = found[-1].pk, taken + len(found)
        yield from (_line(one) for one in found)


def _line(one: Assignment) -> Exported:
    bucket: str = one.bucket  # type: ignore[attr-defined]  # annotated by `in_buckets`
    leader = str(one.lead_unit or one.lead_agency)
    partners = [str(row.officer or row.unit or row.agency) for row in one.partners.all()]
    return Exported(
        code=one.code,
        content=one.content,
        source=" ".join(filter(None, (one.source_code, one.source_title))),
        source_on=one.source_on,
        giver=str(one.giver or one.giver_agency),
        leader=f"{one.lead_officer} ({leader})" if one.lead_officer else leader,
        partners="; ".join(partners),
        given_at=one.given_at,
        first_due_on=one.first_due_on,
        due_on=one.due_on,
        finished_on=one.finished_on,
        state=STATE_NAMES[State(one.state)],
        bucket=BUCKET_NAMES[Bucket(bucket)],
    )
