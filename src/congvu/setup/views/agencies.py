"""Agencies: the tree, one agency with its history, and every change to it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.common.text import fold
from congvu.directory import queries, services
from congvu.directory.models import Agency, Unit
from congvu.directory.permissions import OfficerRequest, requires
from congvu.setup.forms import people as forms
from congvu.setup.views.small_form import SmallForm, answer, posted
from congvu.ui.messages import Tab

_LEVELS = ("ministry", "province", "district", "commune")
_KINDS = ("committee", "office", "centre", "department", "other", "vertical")


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """An agency in the tree: how deep it hangs, and what the list says of it."""

    agency: Agency
    depth: int
    code: str
    people: int


def _rows(agencies: Iterable[Agency]) -> list[AgencyRow]:
    """Return the agencies as a tree from top to bottom: offices and departments before communes."""
    below: dict[int | None, list[Agency]] = defaultdict(list)
    known = list(agencies)
    shown = {agency.pk for agency in known}
    for agency in known:
        below[agency.parent_id if agency.parent_id in shown else None].append(agency)
    rows: list[AgencyRow] = []

    def hang(parent: int | None, depth: int) -> None:
        for agency in sorted(below[parent], key=_order):
            code = next((row.code for row in agency.codes.all() if row.scheme == "qd20"), "")
            rows.append(AgencyRow(agency, depth, code, getattr(agency, "people", 0)))
            hang(agency.pk, depth + 1)

    hang(None, 0)
    return rows


def _order(agency: Agency) -> tuple[int, int, str]:
    return (_LEVELS.index(agency.level), _KINDS.index(agency.kind), fold(agency.name))


def _level_tabs(level: str) -> list[Tab]:
    names = {"": _("Tất cả"), "province": _("Cấp tỉnh"), "commune": _("Cấp xã")}
    url = reverse("setup:agencies")
    return [
        Tab(name, f"{url}?cap={key}" if key else url, current=key == level) for key, name in names.items()
    ]


@requires("people.manage")
def agencies(request: OfficerRequest) -> HttpResponse:
    """Show the agencies of the administrator's branch as a tree; a search shows matches flat."""
    q, level, closed = (request.GET.get(name, "") for name in ("q", "cap", "da-ket-thuc"))
    scope = queries.readable_agencies if closed else queries.managed_agencies
    found = scope(request.actor).filter(closed_on__isnull=not closed)
    if level:
        found = found.filter(level=level)
    people = Count("posts__officer", filter=queries.in_force(prefix="posts__"), distinct=True)
    found = found.annotate(people=people).prefetch_related("codes")
    words = fold(q).split()
    rows = [row for row in _rows(found) if all(word in fold(row.agency.name) for word in words)]
    context = {"rows": rows, "q": q, "level": level, "closed": closed, "flat": bool(words)}
    return render(request, "setup/agencies.html", context | {"tabs": _level_tabs(level)})


@requires("people.manage")
def agency(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show one agency: what it was when, codes, units with their people, who it came from."""
    found = get_object_or_404(queries.readable_agencies(request.actor), pk=pk)
    managed = queries.managed_agencies(request.actor).filter(pk=pk).exists()
    posts = found.posts.filter(queries.in_force()).select_related("officer", "position")
    by_unit = defaultdict(list)
    for post in posts.prefetch_related("roles").order_by("position__rank", "officer__full_name"):
        by_unit[post.unit_id].append(post)
    units = found.units.all() if found.closed_on else queries.units_of(found.pk)
    context = {
        "agency": found,
        "editable": managed and found.closed_on is None,
        "units": [(unit, unit.path.count("/") - 2, by_unit[unit.pk]) for unit in units],
        "versions": found.versions.select_related("parent").order_by("-valid_from"),
        "codes": found.codes.order_by("scheme", "-valid_from"),
        "before": found.origins.select_related("predecessor").order_by("predecessor__name"),
        "after": found.successions.select_related("successor").order_by("successor__name"),
    }
    return render(request, "setup/agency.html", context)


def _page(found: Agency, title: str, button: str, done: str, icon: str = "device-floppy") -> SmallForm:
    back = reverse("setup:agency", args=[found.pk])
    return SmallForm(title, found.name, button, icon, done, back, (_("Cơ quan"), reverse("setup:agencies")))


@requires("people.manage")
def agency_new(request: OfficerRequest) -> HttpResponse:
    """Lay an agency below one of the administrator's branch."""
    start = {"parent": request.actor.agency_id}
    form = forms.NewAgencyForm(request.actor, posted(request), initial=start)
    above = reverse("setup:agencies")
    page = SmallForm(
        _("Lập cơ quan"), "", _("Lập cơ quan"), "plus", _("Đã lập cơ quan."), above, (_("Cơ quan"), above)
    )  # fmt: skip
    return answer(
        request,
        form,
        page,
        lambda data: services.create_agency(
            actor=request.actor, key=data["key"], facts=form.facts(), opened_on=data["on"],
            legal_basis=data["legal_basis"],
        ),
        "setup:agency",
    )  # fmt: skip


@requires("people.manage")
def agency_revise(request: OfficerRequest, pk: int) -> HttpResponse:
    """Give an agency a new name, kind, superior or address from a day on."""
    found = queries.managed_agency(request.actor, pk)
    names = ("name", "kind", "level", "parent", "address")
    start = {name: getattr(found, name) for name in names}
    form = forms.AgencyForm(request.actor, posted(request), agency=found, initial=start)
    page = _page(found, _("Sửa cơ quan"), _("Lưu"), _("Đã lưu; nội dung cũ vẫn còn trong lịch sử."))
    return answer(
        request,
        form,
        page,
        lambda data: services.revise_agency(
            actor=request.actor,
            agency_id=pk,
            facts=form.facts(),
            on=data["on"],
            legal_basis=data["legal_basis"],
        ),
    )


@requires("people.manage")
def agency_code(request: OfficerRequest, pk: int) -> HttpResponse:
    """Assign a code; the one of before ends the day before."""
    found = queries.managed_agency(request.actor, pk)
    page = _page(found, _("Gán mã định danh"), _("Gán mã"), _("Đã gán mã định danh."))
    return answer(
        request,
        forms.CodeForm(posted(request)),
        page,
        lambda data: services.assign_code(actor=request.actor, agency_id=pk, **data),
    )


@requires("people.manage")
def agency_close(request: OfficerRequest, pk: int) -> HttpResponse:
    """End an agency and name its successors."""
    found = queries.managed_agency(request.actor, pk)
    if found.pk == request.actor.agency_id:
        raise Http404
    page = SmallForm(
        _("Kết thúc hoạt động"), found.name, _("Kết thúc"), "ban", _("Đã kết thúc hoạt động của cơ quan."),
        reverse("setup:agency", args=[pk]), (_("Cơ quan"), reverse("setup:agencies")),
        _("Mọi phòng ban, vị trí công tác và mã định danh của cơ quan sẽ kết thúc cùng ngày."), True,
    )  # fmt: skip
    return answer(
        request,
        forms.CloseAgencyForm(request.actor, found, posted(request)),
        page,
        lambda data: services.close_agency(
            actor=request.actor, agency_id=pk, on=data["on"], legal_basis=data["legal_basis"],
            successor_ids=[row.pk for row in data["successors"]],
        ),
    )  # fmt: skip


@requires("people.manage")
def unit_new(request: OfficerRequest, pk: int) -> HttpResponse:
    """Lay a unit in an agency."""
    found = queries.managed_agency(request.actor, pk)
    page = _page(found, _("Lập phòng, ban"), _("Lập phòng, ban"), _("Đã lập phòng, ban."), "plus")
    return answer(
        request,
        forms.UnitForm(pk, posted(request)),
        page,
        lambda data: services.create_unit(
            actor=request.actor, agency_id=pk, name=data["name"], code=data["code"],
            is_one_stop=data["is_one_stop"], parent_id=data["parent"].pk if data["parent"] else None,
        ),
    )  # fmt: skip


def _unit(request: OfficerRequest, pk: int) -> Unit:
    scope = queries.managed_agencies(request.actor)
    open_now = Q(valid_to__isnull=True)
    return get_object_or_404(Unit.objects.filter(open_now, agency__in=scope).select_related("agency"), pk=pk)


@requires("people.manage")
def unit_move(request: OfficerRequest, pk: int) -> HttpResponse:
    """Put a unit with all below it under another."""
    unit = _unit(request, pk)
    page = _page(unit.agency, _("Chuyển %(name)s") % {"name": unit.name}, _("Chuyển"), _("Đã chuyển."))
    return answer(
        request,
        forms.MoveUnitForm(unit, posted(request), initial={"parent": unit.parent}),
        page,
        lambda data: services.move_unit(
            actor=request.actor, unit_id=pk, parent_id=data["parent"].pk if data["parent"] else None
        ),
    )


@requires("people.manage")
def unit_close(request: OfficerRequest, pk: int) -> HttpResponse:
    """End a unit that nobody works in any more."""
    unit = _unit(request, pk)
    page = _page(
        unit.agency, _("Kết thúc %(name)s") % {"name": unit.name}, _("Kết thúc"), _("Đã kết thúc."), "ban"
    )
    return answer(
        request,
        forms.DayForm(posted(request)),
        page,
        lambda data: services.close_unit(actor=request.actor, unit_id=pk, on=data["on"]),
    )
