"""The national portal: what it was not told and why, what citizens filed there, ours against theirs."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from congvu.desk.views.door import screen
from congvu.desk.views.search import cursors
from congvu.desk.views.xlsx import Column, sent, write_table
from congvu.directory.messages import Actor
from congvu.directory.permissions import OfficerRequest
from congvu.national import services
from congvu.national.models import OnlineMessage
from congvu.national.queries import traffic
from congvu.national.queries.comparing import visible_runs
from congvu.national.rules.compare import KIND_NAMES
from congvu.national.states import INBOUND_NAMES, Inbound
from congvu.ui.forms import DayInput
from congvu.ui.messages import KeysetPage, Tab

BOXES = {
    "den": gettext_lazy("Từ Cổng quốc gia"),
    "gui": gettext_lazy("Chưa đồng bộ xong"),
    "ngoai": gettext_lazy("Không đồng bộ"),
    "tat-ca": gettext_lazy("Đã nhận"),
}


class PeriodForm(forms.Form):
    """A period of filing."""

    first = forms.DateField(label=gettext_lazy("Nộp từ ngày"), widget=DayInput())
    last = forms.DateField(label=gettext_lazy("đến ngày"), widget=DayInput())


@screen("dossier.accept")
def national(request: OfficerRequest, box: str = "den") -> HttpResponse:
    """Show a box: what came from the portal, or what it was not told of, and why."""
    if box not in BOXES:
        raise Http404
    before, actor = cursors(request)[0], request.actor
    context = {
        "page": _page(actor, box, before),
        "box": box,
        "title": BOXES[box],
        "tabs": _tabs(request, box),
        "can_replay": box == "gui" and actor.can("delivery.manage"),
    }
    return render(request, "desk/national.html", context)


def _page(actor: Actor, box: str, before: int | None) -> KeysetPage[traffic.Behind | OnlineMessage]:
    if box in {"den", "tat-ca"}:
        came = traffic.messages(actor, all_=box == "tat-ca", before=before)
        return KeysetPage([*came], older=str(came[-1].pk) if len(came) == traffic.PAGE else "")
    rows = (traffic.behind if box == "gui" else traffic.not_told)(actor, before=before)
    last = (rows[-1].synced_id or rows[-1].pk) if rows else 0
    return KeysetPage([*rows], older=str(last) if len(rows) == traffic.PAGE else "")


def _tabs(request: OfficerRequest, box: str) -> list[Tab]:
    counts = traffic.counts(request.actor)
    found = [
        Tab(name, reverse("desk:national_box", args=[key]), current=key == box, count=counts.get(key))
        for key, name in BOXES.items()
        if request.actor.can("dossier.accept")
    ]
    if request.actor.can("report.view"):
        runs = reverse("desk:national_runs")
        found.append(Tab(_("Đối soát"), runs, current=box == "doi-soat"))
    return found


@require_POST
@screen("delivery.manage")
def national_replay(request: OfficerRequest, pk: int) -> HttpResponse:
    """Have a dossier told again."""
    services.replay(pk, actor=request.actor)
    messages.success(request, _("Đã đưa vào hàng gửi."))
    return redirect("desk:national_box", "gui")


@screen("dossier.accept")
def national_message(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a message from the portal, what became of it and why."""
    message = traffic.visible_messages(request.actor).get(pk=pk)
    open_ = message.state in {Inbound.QUARANTINED, Inbound.DECIDING}
    context = {
        "message": message,
        "told": traffic.told(message),
        "again": message.state in {Inbound.QUARANTINED, Inbound.SET_ASIDE, Inbound.STORED},
        "aside": open_,
    }
    return render(request, "desk/national_message.html", context)


@require_POST
@screen("dossier.accept")
def national_again(request: OfficerRequest, pk: int) -> HttpResponse:
    """Work again on a message."""
    message = services.again(pk, actor=request.actor)
    messages.success(
        request, _("Đã xử lý lại: %(state)s.") % {"state": INBOUND_NAMES[Inbound(message.state)]}
    )
    return redirect("desk:national_message", pk)


@require_POST
@screen("dossier.accept")
def national_aside(request: OfficerRequest, pk: int) -> HttpResponse:
    """Leave a message without effect, with the reason."""
    services.set_aside(pk, actor=request.actor, reason=request.POST.get("reason", ""))
    messages.success(request, _("Đã bỏ qua thông điệp này; thông điệp vẫn được giữ."))
    return redirect("desk:national_box", "den")


@screen("report.view")
def national_runs(request: OfficerRequest) -> HttpResponse:
    """Show the comparisons, and have a new one made."""
    today = timezone.localdate()
    posted = request.POST if request.method == "POST" else None
    form = PeriodForm(posted, initial={"first": today.replace(day=1), "last": today})
    if posted is not None and form.is_valid():
        data = form.cleaned_data
        run = services.ask_reconciliation(data["first"], data["last"], actor=request.actor)
        messages.success(request, _("Đang đối soát; mở lại trang này để xem kết quả."))
        return redirect("desk:national_run", run.pk)
    context = {"form": form, "rows": visible_runs(request.actor)[:30], "tabs": _tabs(request, "doi-soat")}
    return render(request, "desk/national_runs.html", context, status=422 if form.errors else 200)


@screen("report.view")
def national_run(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show one comparison: what agrees, and each difference with its explanation."""
    run = visible_runs(request.actor).get(pk=pk)
    rows = [{**row, "kind_name": KIND_NAMES[row["kind"]]} for row in run.rows]
    return render(request, "desk/national_run.html", {"run": run, "rows": rows})


@screen("report.view")
def national_run_xlsx(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Send one comparison as a spreadsheet."""
    run = visible_runs(request.actor).get(pk=pk)
    columns = [Column(_("Mã hồ sơ"), 28), Column(_("Chênh lệch"), 22), Column(_("Bên này"), 24),
               Column(_("Phía quốc gia"), 24), Column(_("Giải thích"), 90)]  # fmt: skip
    rows = (
        (row["code"], KIND_NAMES[row["kind"]], row["ours"], row["theirs"], row["why"]) for row in run.rows
    )
    title = _("Đối soát quốc gia %(first)s – %(last)s") % {
        "first": f"{run.first:%d.%m.%Y}", "last": f"{run.last:%d.%m.%Y}",
    }  # fmt: skip
    file, _count = write_table(title, columns, rows)
    return sent(file, f"doi-soat-quoc-gia-{run.first:%Y%m%d}-{run.last:%Y%m%d}.xlsx")
