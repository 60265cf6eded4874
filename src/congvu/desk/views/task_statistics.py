"""Statistics of assigned work: the four national buckets, each number a link to exactly its work."""

from dataclasses import dataclass, replace

from django.http import HttpResponse
from django.shortcuts import render

from congvu.assignments.queries.lists import Scope
from congvu.assignments.queries.statistics import Grouping, Line, statistics
from congvu.assignments.rules import BUCKET_NAMES, Bucket
from congvu.desk.forms.tasks import GROUPINGS, StatisticsForm
from congvu.desk.views.door import screen
from congvu.desk.views.tasks import scope_address
from congvu.directory.permissions import OfficerRequest


@dataclass(frozen=True, slots=True)
class Cell:
    """A number and the address of what it counted."""

    count: int
    link: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of the table as shown."""

    name: str
    total: Cell
    cells: list[Cell]


@screen("assignment.view")
def task_statistics(request: OfficerRequest) -> HttpResponse:
    """Show the four buckets by unit, agency, officer, giver or source."""
    form = StatisticsForm(request.GET if request.GET else {"phia": "lead", "theo": "unit"})
    scope, by = form.scope()
    table = statistics(request.actor, scope, by)
    whole = Line("", {}, table.sums)
    context = {
        "form": form,
        "by": GROUPINGS[by],
        "by_source": by == Grouping.SOURCE,
        "lines": [_shown(line, scope) for line in table.lines],
        "whole": _shown(whole, scope),
        "names": list(BUCKET_NAMES.values()),
        "cut": table.cut,
    }
    return render(request, "desk/task_statistics.html", context, status=422 if form.errors else 200)


def _shown(line: Line, scope: Scope) -> Shown:
    own = replace(scope, **line.keys)
    cells = [
        Cell(line.numbers[bucket], scope_address(replace(own, bucket=bucket.value))) for bucket in Bucket
    ]
    return Shown(line.name, Cell(line.total, scope_address(own)), cells)
