"""Moving in from old systems: hand in, tell the columns, try, bring in, reconcile."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from congvu.directory.permissions import OfficerRequest, requires
from congvu.files.queries import open_blob
from congvu.moving import queries, services
from congvu.moving.models import Move
from congvu.moving.states import ACTIVE, MOVES, Action, allowed
from congvu.setup.forms.moving import GapsForm, MappingForm, SourceForm, ValuesForm
from congvu.setup.forms.people import attempt
from congvu.setup.views.small_form import posted
from congvu.ui.messages import SentFile
from congvu.ui.views import safe_download

SHOWN, ROWS = 50, 100
ACTS = {
    "kiem-thu": (services.start_check, _("Đang kiểm thử trong nền.")),
    "chuyen": (services.start_move, _("Đang chuyển dữ liệu trong nền.")),
    "dung": (services.stop_move, _("Đã dừng; phần đã chuyển được giữ nguyên.")),
    "tiep": (services.resume_move, _("Đang chuyển tiếp từ chỗ đã dừng.")),
    "bo": (services.drop_move, _("Đã bỏ lượt chuyển này.")),
}


def _move(request: OfficerRequest, pk: int) -> Move:
    found = queries.moves_of(request.actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@requires("moving.manage")
def moves(request: OfficerRequest) -> HttpResponse:
    """Show the runs, the latest first."""
    return render(request, "setup/moves.html", {"rows": queries.moves_of(request.actor)[:SHOWN]})


@requires("moving.manage")
def move_new(request: OfficerRequest) -> HttpResponse:
    """Take a table in; what its columns mean is asked next."""
    start = {"corrects": request.GET.get("sua"), "kind": request.GET.get("loai")}
    form = SourceForm(posted(request), request.FILES or None, initial=start)
    made: list[Move] = []

    def take() -> None:
        made.append(services.receive(form.arriving(), actor=request.actor))

    if form.is_bound and form.is_valid() and attempt(form, take):
        corrected = made[0].corrects_id is not None
        return redirect("setup:move" if corrected else "setup:move_columns", made[0].pk)
    return render(request, "setup/move_new.html", {"form": form}, status=422 if form.is_bound else 200)


@requires("moving.manage")
def move_columns(request: OfficerRequest, pk: int) -> HttpResponse:
    """Tell what each column means; a post keeps it and tries the rows at once."""
    move = _move(request, pk)
    form = MappingForm(move, request.actor, posted(request))
    if form.is_bound and form.is_valid():
        actor, name = request.actor, form.cleaned_data["name"]
        if attempt(form, lambda: services.set_mapping(pk, form.plan(), name, actor=actor)):
            services.start_check(pk, actor=actor)
            return redirect("setup:move", pk)
    context = {"move": move, "form": form, "pairs": form.pairs()}
    return render(request, "setup/move_columns.html", context, status=422 if form.is_bound else 200)


@requires("moving.manage")
def move_page(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a run: where it stands, what is wrong, what came in, and how it compares with the source."""
    return render(request, "setup/move.html", _context(request, _move(request, pk)))


def _context(request: OfficerRequest, move: Move) -> dict[str, Any]:
    done = move.counts or move.dry or {}
    return {
        "move": move,
        "active": move.stage in ACTIVE,
        "may": _may(move),
        "counts": done.get("all"),
        "notes": queries.notes_of(done),
        "kinds": queries.wrong_kinds(move),
        "lines": queries.report_lines(move),
        "values": ValuesForm(move, request.actor),
        "gaps": GapsForm(),
    }


def _may(move: Move) -> dict[str, bool]:
    """Return which buttons a run has, from the table of moves."""
    begun = move.started_at is not None
    late = {Action.MAP, Action.CHECK, Action.START}
    return {
        action.value: allowed(action, move.stage)
        and not MOVES[action].automatic
        and not (begun and action in late)
        and (begun or action != Action.RESUME)
        for action in Action
    }


@requires("moving.manage")
def move_progress(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show how far the worker has come; the page is loaded anew when it has ended."""
    move = _move(request, pk)
    if move.stage not in ACTIVE and getattr(request, "htmx", False):
        return HttpResponseClientRefresh()
    return render(request, "setup/parts/move_progress.html", {"move": move, "active": move.stage in ACTIVE})


@require_POST
@requires("moving.manage")
def move_act(request: OfficerRequest, pk: int, act: str) -> HttpResponse:
    """Start, stop, go on with or drop a run."""
    if act not in ACTS:
        raise Http404
    _move(request, pk)
    service, told = ACTS[act]
    service(pk, actor=request.actor)
    messages.success(request, told)
    return redirect("setup:move", pk)


@require_POST
@requires("moving.manage")
def move_values(request: OfficerRequest, pk: int) -> HttpResponse:
    """Keep what unknown words mean, and try the rows again."""
    move = _move(request, pk)
    form = ValuesForm(move, request.actor, request.POST)
    if form.is_valid() and form.meant():
        services.set_values(pk, form.meant(), actor=request.actor)
        services.start_check(pk, actor=request.actor)
    else:
        messages.warning(request, _("Chưa chọn giá trị nào."))
    return redirect("setup:move", pk)


@require_POST
@requires("moving.manage")
def move_gaps(request: OfficerRequest, pk: int) -> HttpResponse:
    """Declare the numbers that the old register does not have void."""
    _move(request, pk)
    form = GapsForm(request.POST)
    group, reason = (form.data.get(name, "") for name in ("group", "reason"))
    done = services.close_gaps(pk, group, reason=reason, actor=request.actor)
    messages.success(request, _("Đã ghi %(count)d số trống.") % {"count": done})
    return redirect("setup:move", pk)


@requires("moving.manage")
def move_wrong(request: OfficerRequest, pk: int) -> HttpResponse:
    """List the wrong rows, of one reason or of all."""
    move = _move(request, pk)
    code = request.GET.get("ly-do", "")
    rows = queries.wrong_rows(move, code)[: ROWS + 1]
    context = {
        "move": move,
        "rows": rows[:ROWS],
        "more": len(rows) > ROWS,
        "kinds": queries.wrong_kinds(move),
    }
    return render(request, "setup/move_wrong.html", {**context, "code": code})


@requires("moving.manage")
def move_sheet(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Send the workbook of wrong rows."""
    file = _move(request, pk).wrong_sheet
    if file is None:
        raise Http404
    sent = SentFile(open_blob(file), file.name, file.blob.media_type, file.blob.size, file.blob.sha256)
    return safe_download(request, sent)
