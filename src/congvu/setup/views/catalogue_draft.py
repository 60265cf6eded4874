"""The review of a draft: its notes, its facts, its cases, its lists; then publishing or discarding."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congvu.common.errors import ActionRefused
from congvu.directory.permissions import OfficerRequest, requires
from congvu.procedures import queries, services
from congvu.procedures.messages import FrozenCase, FrozenProcedure
from congvu.procedures.models import ProcedureVersion
from congvu.procedures.rules.compare import differences
from congvu.procedures.rules.complete import missing
from congvu.setup.forms import catalogue as forms

SOURCE_COLUMNS = {
    "cach_thuc_thuc_hien": gettext_lazy("Cách thức thực hiện"),
    "thanh_phan_ho_so": gettext_lazy("Thành phần hồ sơ"),
    "ket_qua_xu_ly": gettext_lazy("Kết quả"),
    "can_cu_phap_ly": gettext_lazy("Căn cứ pháp lý"),
    "trinh_tu_thuc_hien": gettext_lazy("Trình tự thực hiện"),
    "yeu_cau_dieu_kien": gettext_lazy("Yêu cầu, điều kiện"),
}
TEMPLATES = {name: f"setup/procedure_{name}.html" for name in ("draft", "facts", "case", "lists")}


def _draft(code: str) -> ProcedureVersion:
    drafts = ProcedureVersion.objects.select_related("procedure__field")
    return get_object_or_404(drafts, procedure__code=code, status=ProcedureVersion.Status.DRAFT)


def _revision(request: OfficerRequest) -> int:
    seen = request.POST.get("revision", "")
    return int(seen) if seen.isdecimal() else -1


def _save(request: OfficerRequest, version: ProcedureVersion, content: FrozenProcedure) -> None:
    services.update_draft(version.pk, content, actor=request.actor, revision=_revision(request))
    messages.success(request, _("Đã lưu bản nháp."))


def _show(
    request: OfficerRequest, name: str, version: ProcedureVersion, said: FrozenProcedure, **more: Any
) -> HttpResponse:
    context = {"version": version, "procedure": version.procedure, "said": said, **more}
    return render(request, TEMPLATES[name], context, status=422 if request.method == "POST" else 200)


@requires("catalogue.manage")
def draft_page(request: OfficerRequest, code: str) -> HttpResponse:
    """Show a draft with what is to be reviewed; a post ticks notes as done, or changes cases."""
    version = _draft(code)
    said = queries.content(version.pk)
    if request.method == "POST":
        _save(request, version, _changed(request, said))
        return redirect("setup:procedure_draft", code)
    former = next((item for item in queries.versions_of(version.procedure_id) if item != version), None)
    return _show(
        request,
        "draft",
        version,
        said,
        lacks=missing(said),
        source_rows=_source_rows(version),
        former=former,
        changes=differences(queries.frozen(former.pk), said) if former else None,
        form=forms.PublishForm(initial={"valid_from": said.valid_from, "reason": said.decision}),
    )


def _source_rows(version: ProcedureVersion) -> list[tuple[Any, str]]:
    row = version.source.get("row", {})
    return [(label, row.get(column, "")) for column, label in SOURCE_COLUMNS.items()] if row else []


def _changed(request: OfficerRequest, said: FrozenProcedure) -> FrozenProcedure:
    verb, _colon, number = request.POST.get("do", "notes").partition(":")
    if verb == "notes":
        done = set(request.POST.getlist("done"))
        notes = [replace(note, done=str(no) in done) for no, note in enumerate(said.review_notes)]
        return replace(said, review_notes=tuple(notes))
    cases = list(said.cases)
    if verb == "add":
        cases.append(FrozenCase(len(cases) + 1, _("Trường hợp %d") % (len(cases) + 1)))
    elif verb == "copy":
        chosen = _case(said, number)
        cases.append(replace(chosen, name=_("%s (bản sao)") % (chosen.name or _("Trường hợp"))))
    elif verb == "remove":
        cases.remove(_case(said, number))
    else:
        raise Http404
    return replace(said, cases=tuple(replace(case, no=no) for no, case in enumerate(cases, 1)))


def _case(said: FrozenProcedure, number: str) -> FrozenCase:
    found = next((case for case in said.cases if str(case.no) == number), None)
    if found is None:
        raise Http404
    return found


@requires("catalogue.manage")
def draft_facts(request: OfficerRequest, code: str) -> HttpResponse:
    """Edit what the draft says as a whole."""
    version = _draft(code)
    said = queries.content(version.pk)
    form = forms.FactsForm(request.POST or None, content=said)
    if request.method == "POST" and form.is_valid():
        _save(request, version, form.changed())
        return redirect("setup:procedure_draft", code)
    return _show(request, "facts", version, said, form=form)


@requires("catalogue.manage")
def draft_case(request: OfficerRequest, code: str, no: int) -> HttpResponse:
    """Edit one case: its name, times, fees and papers."""
    version = _draft(code)
    said = queries.content(version.pk)
    case = _case(said, str(no))
    data = request.POST or None
    form = forms.CaseForm(data, initial={"name": case.name})
    sets = {
        "times": forms.time_set(case, data),
        "fees": forms.row_set(forms.FeeForm, "fees", case.fees, data),
        "papers": forms.row_set(forms.PaperForm, "papers", case.components, data),
    }
    if request.method == "POST" and all(part.is_valid() for part in (form, *sets.values())):
        changed = forms.case_from(form.cleaned_data["name"], case, sets)
        _save(request, version, _with_case(said, changed))
        return redirect("setup:procedure_draft", code)
    return _show(request, "case", version, said, case=case, form=form, **sets)


def _with_case(said: FrozenProcedure, changed: FrozenCase) -> FrozenProcedure:
    return replace(said, cases=tuple(changed if case.no == changed.no else case for case in said.cases))


@requires("catalogue.manage")
def draft_lists(request: OfficerRequest, code: str) -> HttpResponse:
    """Edit the results and the legal bases."""
    version = _draft(code)
    said = queries.content(version.pk)
    data = request.POST or None
    sets = {
        "results": forms.row_set(forms.ResultForm, "results", said.results, data),
        "bases": forms.row_set(forms.BasisForm, "bases", said.legal_bases, data),
    }
    if request.method == "POST" and all(part.is_valid() for part in sets.values()):
        _save(request, version, replace(said, **forms.lists_from(sets)))
        return redirect("setup:procedure_draft", code)
    return _show(request, "lists", version, said, **sets)


@requires("catalogue.manage")
def draft_publish(request: OfficerRequest, code: str) -> HttpResponse:
    """Publish the draft (POST)."""
    version = _draft(code)
    if request.method != "POST":
        return redirect("setup:procedure_draft", code)
    form = forms.PublishForm(request.POST)
    if not form.is_valid():
        said = queries.content(version.pk)
        return _show(request, "draft", version, said, lacks=missing(said), form=form)
    if _revision(request) != version.revision:
        raise ActionRefused(_("Bản nháp vừa được sửa. Hãy xem lại rồi công bố."), code="stale", status=409)
    services.publish_version(version.pk, actor=request.actor, **form.cleaned_data)
    messages.success(request, _("Đã công bố phiên bản %d.") % version.number)
    return redirect("setup:procedure", code)


@requires("catalogue.manage")
def draft_discard(request: OfficerRequest, code: str) -> HttpResponse:
    """Throw the draft away (POST)."""
    version = _draft(code)
    if request.method != "POST":
        return redirect("setup:procedure_draft", code)
    services.discard_draft(version.pk, actor=request.actor, reason=request.POST.get("reason", ""))
    messages.success(request, _("Đã bỏ bản nháp."))
    return redirect("setup:catalogue")
