"""Roles: what each allows as a matrix; and who stands in for whom."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congvu.directory import queries, services
from congvu.directory.models import Role
from congvu.directory.permissions import CAPABILITIES, OfficerRequest, requires
from congvu.setup.forms import people as forms
from congvu.setup.views.small_form import SmallForm, answer, posted
from congvu.ui.messages import Tab

_AREAS = {
    "dossier": _("Hồ sơ"), "catalogue": _("Danh mục thủ tục"), "process": _("Quy trình"),
    "calendar": _("Lịch"), "people": _("Con người"), "delegation": _("Ủy quyền"), "audit": _("Nhật ký"),
    "report": _("Báo cáo"), "delivery": _("Liên thông"), "print": _("Mẫu in"),
}  # fmt: skip


@requires("people.manage")
def roles(request: OfficerRequest) -> HttpResponse:
    """Show every capability against every role."""
    found = list(Role.objects.all())
    granted = [set(role.capabilities) for role in found]
    areas: dict[str, list[tuple[str, str, list[bool]]]] = {}
    for name, what in CAPABILITIES.items():
        area = _AREAS.get(name.split(".")[0], name)
        areas.setdefault(str(area), []).append((name, what, [name in names for names in granted]))
    context = {"roles": found, "areas": areas, "editable": request.user.is_staff}
    return render(request, "setup/roles.html", context)


@requires("people.manage")
def role(request: OfficerRequest, code: str) -> HttpResponse:
    """Change what a role allows; system administrators only."""
    found = get_object_or_404(Role, code=code)
    page = SmallForm(
        _("Sửa vai trò"), found.name, _("Lưu"), "device-floppy", _("Đã lưu vai trò."), reverse("setup:roles"),
        (_("Vai trò"), reverse("setup:roles")), _("Vai trò dùng chung cho mọi cơ quan."),
    )  # fmt: skip
    start = {"reach": found.reach, "capabilities": found.capabilities}
    return answer(
        request,
        forms.RoleForm(posted(request), initial=start),
        page,
        lambda data: services.revise_role(actor=request.actor, code=code, **data),
    )


@requires("people.manage")
def delegations(request: OfficerRequest) -> HttpResponse:
    """List who stands in for whom in the administrator's branch: in force and to come, or all."""
    everything = request.GET.get("xem") == "tat-ca"
    found = queries.delegations_of(request.actor)
    now = timezone.now()
    if not everything:
        found = found.filter(ends_at__gt=now, revoked_at__isnull=True)
    url = reverse("setup:delegations")
    tabs = [
        Tab(_("Đang và sắp có hiệu lực"), url, current=not everything),
        Tab(_("Tất cả"), f"{url}?xem=tat-ca", current=everything),
    ]
    return render(request, "setup/delegations.html", {"rows": found[:200], "tabs": tabs, "now": now})


@requires("people.manage")
@require_POST
def delegation_revoke(request: OfficerRequest, pk: int) -> HttpResponse:
    """End a delegation at once."""
    services.revoke_delegation(actor=request.actor, delegation_id=pk)
    messages.success(request, _("Đã thu hồi ủy quyền."))
    return redirect("setup:delegations")
