"""Who plays the roles of the province's processes in one agency."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congvu.directory.models import Agency, Role
from congvu.directory.permissions import OfficerRequest, requires
from congvu.directory.queries import managed_agencies, managed_agency
from congvu.dossiers.models import LocalBinding
from congvu.dossiers.queries.binding import bindings_of, vacancies
from congvu.dossiers.services.binding import bind_role, unbind_role
from congvu.setup.forms.binding import BindingForm
from congvu.setup.views.small_form import SmallForm, answer, posted


def _agency(request: OfficerRequest) -> Agency:
    asked = request.GET.get("co-quan", "")
    return managed_agency(request.actor, int(asked) if asked.isdecimal() else request.actor.agency_id)


@requires("process.bind")
def bindings(request: OfficerRequest) -> HttpResponse:
    """Show an agency's roles by scope with who holds them, and the steps that nobody could do."""
    agency = _agency(request)
    context = {
        "agency": agency,
        "agencies": managed_agencies(request.actor).filter(closed_on__isnull=True).order_by("path"),
        "rows": bindings_of(agency.pk, dict(Role.objects.values_list("code", "name"))),
        "gaps": vacancies(agency.pk),
    }
    return render(request, "setup/bindings.html", context)


@requires("process.bind")
def binding_edit(request: OfficerRequest, agency_id: int, pk: int = 0) -> HttpResponse:
    """Bind a role in an agency; `pk` names the row whose values the form starts with."""
    agency = managed_agency(request.actor, agency_id)
    start = _start(get_object_or_404(LocalBinding, pk=pk, agency=agency)) if pk else {}
    back = f"{reverse('setup:bindings')}?co-quan={agency.pk}"
    form = BindingForm(agency.pk, posted(request), initial=start)
    page = SmallForm(
        _("Gán vai trò"), agency.name, _("Lưu"), "device-floppy", _("Đã gán vai trò."), back,
        (_("Gán vai trò"), back), _("Việc đang mở giữ nguyên nơi xử lý; việc mới theo phân công này."),
    )  # fmt: skip
    return answer(
        request, form, page, lambda _data: bind_role(agency.pk, actor=request.actor, **form.values())
    )


@requires("process.bind")
@require_POST
def binding_remove(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a binding away; the wider one of the role holds from then on."""
    agency_id = get_object_or_404(LocalBinding, pk=pk).agency_id
    unbind_role(pk, actor=request.actor)
    messages.success(request, _("Đã bỏ dòng gán vai trò."))
    return redirect(f"{reverse('setup:bindings')}?co-quan={agency_id}")


def _start(row: LocalBinding) -> dict[str, object]:
    kind, _colon, value = row.scope.partition(":")
    return {"role": row.role, "kind": kind, "value": value, "unit": row.unit_id, "officer": row.officer_id}
