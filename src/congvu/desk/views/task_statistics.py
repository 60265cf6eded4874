"""Statistics of assigned work: the four national buckets, each number a link to exactly its work."""

from dataclasses import dataclass, fields, replace
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congvu.assignments import services
from congvu.assignments.queries.export import Exported, exported
from congvu.assignments.queries.lists import Scope
from congvu.assignments.queries.statistics import (
    DEEPER,
    Grouping,
    Line,
    Table,
    place_name,
    statistics,
)
from congvu.assignments.rules import BUCKET_NAMES, Bucket, reporting_spans
from congvu.desk.forms.tasks import GROUPINGS, SIDES, StatisticsForm
from congvu.desk.views.door import screen
from congvu.desk.views.tasks import scope_address, scope_of, statistics_address
from congvu.desk.views.xlsx import Column, sent, write_table
from congvu.directory.permissions import OfficerRequest
from congvu.ui.messages import Tab


@dataclass(frozen=True, slots=True)
class Cell:
    """A number and the address of what it counted."""

    count: int
    link: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of the table as shown; `deeper` leads to its parts, where it has any."""

    name: str
    total: Cell
    cells: list[Cell]
    deeper: str = ""


@screen("assignment.view")
def task_statistics(request: OfficerRequest) -> HttpResponseBase:
    """Show the four buckets by unit, agency, officer, giver or source; print them, or send them as XLSX."""
    form = StatisticsForm(request.GET if request.GET else {"phia": "lead", "theo": "unit"})
    scope, by = form.scope()
    table = statistics(request.actor, scope, by)
    kind = "" if form.errors else request.GET.get("dang", "")
    if kind == "xlsx":
        return _sheet(table, scope, by)
    context = _context(table, scope, by) | {"form": form}
    template = "desk/task_statistics_print.html" if kind == "in" else "desk/task_statistics.html"
    return render(request, template, context, status=422 if form.errors else 200)


@require_POST
@screen("assignment.view")
def task_export(request: OfficerRequest) -> HttpResponseBase:
    """Send what a number of the statistics counted as XLSX, and record that it was taken out."""
    scope = scope_of(request.GET)
    rows = ([no, *_values(one)] for no, one in enumerate(exported(request.actor, scope), start=1))
    title = f"{_('Danh sách nhiệm vụ')} – {title_of(scope)}"
    file, count = write_table(title, _columns(), rows, sheet_name=_("Danh sách nhiệm vụ"))
    services.record_export(scope, count, actor=request.actor)
    return sent(file, f"danh-sach-nhiem-vu-{timezone.localdate():%Y%m%d}.xlsx")


def title_of(scope: Scope) -> str:
    """Return what a scope counts, in words."""
    words = [str(dict(SIDES)[scope.side])]
    if scope.given_from:
        words.append(_("giao từ ngày %(day)s") % {"day": f"{scope.given_from:%d/%m/%Y}"})
    if scope.given_to:
        words.append(_("đến ngày %(day)s") % {"day": f"{scope.given_to:%d/%m/%Y}"})
    place = place_name(scope)
    return ", ".join([*words, *([place] if place else [])])


def _context(table: Table, scope: Scope, by: Grouping) -> dict[str, Any]:
    return {
        "by": GROUPINGS[by],
        "lines": [_shown(line, scope, by) for line in table.lines],
        "whole": _shown(Line("", {}, table.sums), scope, by),
        "names": list(BUCKET_NAMES.values()),
        "cut": table.cut,
        "spans": _span_tabs(scope, by),
        "place": place_name(scope),
        "without_place": statistics_address(replace(scope, agency=None, unit=None), by),
        "printed": statistics_address(scope, by, dang="in"),
        "taken_out": statistics_address(scope, by, dang="xlsx"),
        "title": title_of(scope),
        "now": timezone.now(),
    }


def _shown(line: Line, scope: Scope, by: Grouping) -> Shown:
    own = replace(scope, **line.keys)
    cells = [
        Cell(line.numbers[bucket], scope_address(replace(own, bucket=bucket.value))) for bucket in Bucket
    ]
    parted = line.keys and by in DEEPER and all(line.keys.values())
    deeper = statistics_address(own, DEEPER[by]) if parted else ""
    return Shown(_named(line, by), Cell(line.total, scope_address(own)), cells, deeper)


def _named(line: Line, by: Grouping) -> str:
    return line.name or (_("Không theo văn bản") if by == Grouping.SOURCE else _("Không ghi"))


def _span_tabs(scope: Scope, by: Grouping) -> list[Tab]:
    """Return the spans that results are published for, as links; the whole time first."""
    whole = replace(scope, given_from=None, given_to=None)
    every = Tab(_("Mọi thời gian"), statistics_address(whole, by), whole == scope)
    spans = reporting_spans(timezone.localdate())
    found = [(span.name, replace(scope, given_from=span.first, given_to=span.last)) for span in spans]
    return [every, *(Tab(name, statistics_address(one, by), one == scope) for name, one in found)]


def _sheet(table: Table, scope: Scope, by: Grouping) -> HttpResponseBase:
    columns = [
        Column(_("STT"), 6),
        Column(str(GROUPINGS[by]), 48),
        *(Column(name, 16) for name in (_("Tổng số"), *BUCKET_NAMES.values())),
    ]
    rows: list[list[Any]] = [
        [no, _named(line, by), line.total, *(line.numbers[bucket] for bucket in Bucket)]
        for no, line in enumerate(table.lines, start=1)
    ]
    rows.append(["", _("Cộng"), table.total, *(table.sums[bucket] for bucket in Bucket)])
    title = f"{_('Thống kê nhiệm vụ')} – {title_of(scope)}"
    file, _count = write_table(title, columns, rows, sheet_name=_("Thống kê nhiệm vụ"))
    return sent(file, f"thong-ke-nhiem-vu-{timezone.localdate():%Y%m%d}.xlsx")


def _columns() -> list[Column]:
    return [
        Column(_("STT"), 6),
        Column(_("Mã nhiệm vụ"), 16),
        Column(_("Nội dung nhiệm vụ"), 60),
        Column(_("Văn bản giao"), 40),
        Column(_("Ngày văn bản"), 13),
        Column(_("Người giao"), 24),
        Column(_("Chủ trì"), 36),
        Column(_("Phối hợp"), 36),
        Column(_("Giao lúc"), 18),
        Column(_("Hạn ban đầu"), 13),
        Column(_("Hạn hoàn thành"), 15),
        Column(_("Ngày hoàn thành"), 15),
        Column(_("Trạng thái"), 26),
        Column(_("Kết quả"), 26),
    ]


def _values(one: Exported) -> list[Any]:
    """Return a line's values in the order of its columns."""
    return [getattr(one, part.name) for part in fields(one)]
