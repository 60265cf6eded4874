"""Tags of the officers' screens: a dossier's name, its acts as buttons, names of forms, files to show."""

from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congvu.dossiers.models import Dossier
from congvu.files.models import StoredFile
from congvu.files.queries import may_show

register = template.Library()

FORM_NAMES = {
    "receipt": gettext_lazy("Giấy tiếp nhận và hẹn trả (Mẫu 01)"),
    "supplement": gettext_lazy("Phiếu yêu cầu bổ sung (Mẫu 02)"),
    "refusal": gettext_lazy("Phiếu từ chối (Mẫu 03)"),
    "apology": gettext_lazy("Xin lỗi và gia hạn (Mẫu 04)"),
    "stop": gettext_lazy("Thông báo dừng giải quyết (Mẫu 05)"),
    "control-slip": gettext_lazy("Phiếu kiểm soát (Mẫu 06)"),
    "transfer-slip": gettext_lazy("Phiếu chuyển xử lý"),
}


@register.simple_tag
def dossier_name(dossier: Dossier) -> str:
    """Return the dossier's code, or what stands for it before reception."""
    return dossier.code or _("Hồ sơ chưa tiếp nhận %(pk)s") % {"pk": dossier.pk}


@register.filter
def form_name(form: str) -> Any:
    """Return the name of a form with its number in TT 03/2025/TT-VPCP."""
    return FORM_NAMES.get(form, form)


@register.filter
def viewable(file: StoredFile) -> bool:
    """Tell whether the browser may show a file."""
    return may_show(file)


@register.inclusion_tag("desk/parts/act_button.html")
def act_button(one: Any, dossier: Dossier, trail: Any, css: str) -> dict[str, Any]:
    """Show an act as a link to its page, or as a form that does it at once where nothing is asked."""
    words = {**trail.parameters, "buoc": one.step_key}
    query = urlencode({key: value for key, value in words.items() if value})
    return {"one": one, "dossier": dossier, "trail": trail, "css": css, "query": f"?{query}" if query else ""}


@register.simple_tag
def print_url(dossier: Dossier, form: str) -> str:
    """Return the address that prints a form of the dossier, "" while no screen prints."""
    try:
        return reverse("desk:print", args=[dossier.pk, form])
    except NoReverseMatch:
        return ""
