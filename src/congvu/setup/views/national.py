"""Links to the national side: set up, tried live, taken into use; the catalogue fetched."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congvu.directory.permissions import OfficerRequest, requires
from congvu.national import services
from congvu.national.models import NationalLink
from congvu.national.queries.links import visible_links
from congvu.national.queries.traffic import figures
from congvu.setup.forms.national import LinkForm, start_of
from congvu.setup.views.small_form import SmallForm, answer, posted


def _link(request: OfficerRequest, pk: int) -> NationalLink:
    found = visible_links(request.actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@requires("delivery.manage")
def national_links(request: OfficerRequest) -> HttpResponse:
    """Show the links with how they work."""
    return render(request, "setup/national_links.html", {"rows": visible_links(request.actor)})


@requires("delivery.manage")
def national_link(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show one link: what it is, how the last look went, what waits, what the live check found."""
    link = _link(request, pk)
    keeps = request.actor.can("catalogue.manage")
    return render(
        request, "setup/national_link.html", {"link": link, "figures": figures(link), "keeps": keeps}
    )


@requires("delivery.manage")
def national_edit(request: OfficerRequest, pk: int = 0) -> HttpResponse:
    """Keep a link, new or changed."""
    held = _link(request, pk) if pk else None
    form = LinkForm(request.actor, posted(request), initial=start_of(held) if held else None)
    back = reverse("setup:national_link", args=[pk]) if pk else reverse("setup:national_links")
    title = _("Sửa kết nối quốc gia") if held else _("Thêm kết nối quốc gia")
    page = SmallForm(
        title, held.name if held else "", _("Lưu"), "device-floppy",
        _("Đã lưu. Hãy kiểm tra kết nối trước khi bật."), back,
        (_("Kết nối quốc gia"), reverse("setup:national_links")),
    )  # fmt: skip
    return answer(
        request, form, page,
        lambda _data: services.save_link(form.plan(), actor=request.actor, link_id=pk or None),
        "setup:national_link",
    )  # fmt: skip


@require_POST
@requires("delivery.manage")
def national_check(request: OfficerRequest, pk: int) -> HttpResponse:
    """Try a link now."""
    _link(request, pk)
    lines = services.check_link(pk, actor=request.actor)
    if all(line.ok for line in lines):
        messages.success(request, _("Kết nối hoạt động tốt."))
    else:
        messages.warning(request, _("Kết nối chưa hoạt động; xem từng dòng bên dưới."))
    return redirect("setup:national_link", pk)


@require_POST
@requires("delivery.manage")
def national_switch(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a link into use, or out of it."""
    _link(request, pk)
    on = request.POST.get("bat") == "1"
    services.switch_link(pk, on=on, actor=request.actor)
    messages.success(request, _("Đã bật kết nối.") if on else _("Đã tắt kết nối."))
    return redirect("setup:national_link", pk)


@require_POST
@requires("catalogue.manage")
def national_catalogue(request: OfficerRequest, pk: int) -> HttpResponse:
    """Have the worker fetch the catalogue as drafts."""
    _link(request, pk)
    count = services.ask_catalogue(pk, actor=request.actor)
    said = _("Đang lấy %(count)s thủ tục về làm bản nháp; xem và công bố ở mục Thủ tục.")
    messages.success(request, said % {"count": count})
    return redirect("setup:catalogue")
