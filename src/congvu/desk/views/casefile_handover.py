"""Handing over: what is ready, the archive's desk, one hand-over; and filing from other pages."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congvu.casefiles import services
from congvu.casefiles.queries import export, listing, page, prints
from congvu.common import subjects
from congvu.common.errors import ActionRefused
from congvu.common.subject import Subject
from congvu.desk.forms.casefiles import FileIntoForm, ProposeForm, ReasonForm
from congvu.desk.views.casefiles import pdf
from congvu.desk.views.door import screen
from congvu.desk.views.xlsx import Column, sent, write_table
from congvu.directory.permissions import OfficerRequest
from congvu.printing.services import render_pdf
from congvu.ui.messages import Tab


@screen("casefile.view")
def handover_desk(request: OfficerRequest) -> HttpResponse:
    """Show what could be handed over, and the hand-overs that wait or are settled."""
    settled = request.GET.get("hop") == "xong"
    form = ProposeForm()
    return _desk(request, form, settled=settled)


def _desk(
    request: OfficerRequest, form: ProposeForm, *, settled: bool = False, status: int = 200
) -> HttpResponse:
    keeps = request.actor.can("casefile.keep")
    context = {
        "form": form,
        "ready": listing.ready_to_hand_over(request.actor, timezone.localdate()) if keeps else [],
        "handovers": listing.handovers(request.actor, waiting=not settled),
        "tabs": [
            Tab(_("Chờ giải quyết"), "?", current=not settled),
            Tab(_("Đã xong"), "?hop=xong", current=settled),
        ],
    }
    return render(request, "desk/handovers.html", context, status=status)


@require_POST
@screen("casefile.keep")
def handover_propose(request: OfficerRequest) -> HttpResponse:
    """Propose to hand over the case files that were ticked."""
    form = ProposeForm(request.POST)
    keys = [int(text) for text in request.POST.getlist("chon") if text.isdecimal() and len(text) < 18]
    if form.is_valid():
        try:
            made = services.propose_handover(keys, actor=request.actor, **form.values())
            messages.success(request, _("Đã lập biên bản %(number)s.") % {"number": str(made)})
            return redirect("desk:handover", made.pk)
        except ActionRefused as refusal:
            if refusal.status == 409:
                raise
            form.refuse(refusal.message, refusal.field)
    return _desk(request, form, status=422)


@screen("casefile.view")
def handover_page(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show one hand-over: its case files, and what the archive may do."""
    found = page.handover_page(pk, request.actor)
    names = {move.action for move in found.moves}
    context = {"page": found, "handover": found.handover, "may": names, "form": ReasonForm()}
    return render(request, "desk/handover.html", context)


@require_POST
@screen("casefile.archive")
def handover_check(request: OfficerRequest, pk: int) -> HttpResponse:
    """Write what was found of each case file."""
    found = page.handover_page(pk, request.actor)
    verdicts = {
        line.pk: (request.POST[f"ket_qua_{line.pk}"], request.POST.get(f"nhan_xet_{line.pk}", ""))
        for line in found.lines
        if request.POST.get(f"ket_qua_{line.pk}")
    }
    services.check_handover(pk, verdicts, actor=request.actor)
    messages.success(request, _("Đã ghi kết quả kiểm tra."))
    return redirect("desk:handover", pk)


@require_POST
@screen("casefile.archive")
def handover_accept(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take in what was found good; the rest goes back."""
    services.accept_handover(pk, actor=request.actor)
    messages.success(request, _("Đã nhận hồ sơ vào lưu trữ cơ quan."))
    return redirect("desk:handover", pk)


@require_POST
@screen("casefile.archive")
def handover_return(request: OfficerRequest, pk: int) -> HttpResponse:
    """Return everything with a reason."""
    services.return_handover(pk, actor=request.actor, reason=request.POST.get("reason", ""))
    messages.success(request, _("Đã trả lại hồ sơ."))
    return redirect("desk:handover", pk)


@screen("casefile.view")
def handover_print(request: OfficerRequest, pk: int, form: str) -> HttpResponseBase:
    """Send the minutes or the list of a hand-over as PDF, or the list as a table."""
    found = page.handover_page(pk, request.actor).handover
    if form == "bien-ban":
        return pdf(render_pdf("handover-minutes", prints.minutes(found)), f"bien-ban-{pk}.pdf")
    if form == "muc-luc":
        return pdf(render_pdf("case-list", prints.case_list(found)), f"muc-luc-ho-so-{pk}.pdf")
    if form != "xlsx":
        raise Http404
    lines = found.lines.select_related("case_file__keeper")
    columns = [Column(name, 24, time=False) for name in export.FILE_COLUMNS]
    file, _count = write_table("HoSo", columns, (export.file_row(line.case_file) for line in lines))
    return sent(file, f"ho-so-nop-luu-{pk}.xlsx")


@screen("casefile.keep")
def file_into(request: OfficerRequest, label: str, pk: int) -> HttpResponse:
    """Put a thing of another page (document, dossier, assignment) into a case file."""
    subject = Subject(label, pk)
    card = subjects.cards([subject], request.actor).get(subject)
    if card is None:
        raise Http404
    form = FileIntoForm(request.POST or None)
    form.offer(listing.open_choices(request.actor))
    if request.method == "POST" and form.is_valid():
        target = form.cleaned_data["case_file_id"]
        services.file_subject(target, subject, actor=request.actor)
        messages.success(request, _("Đã đưa vào hồ sơ công việc."))
        return redirect(card.link or f"/ho-so-cong-viec/{target}/")
    places = page.places_of(subject, request.actor)
    context = {"form": form, "card": card, "places": places, "choices": form.fields["case_file_id"]}
    return render(request, "desk/file_into.html", context, status=422 if form.errors else 200)
