"""Acts on a case file and on its documents as tables: address, form, service, words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congvu.casefiles import services
from congvu.casefiles.models import CaseFile
from congvu.casefiles.queries import listing, page
from congvu.casefiles.states import MOVES, Action, Move
from congvu.common.errors import ActionRefused
from congvu.desk.forms import casefiles as forms
from congvu.desk.views.door import View, screen
from congvu.directory.messages import Actor
from congvu.directory.permissions import OfficerRequest


@dataclass(frozen=True, slots=True)
class CaseAct:
    """An act: its move, its address, what it asks for, what does it, what is said afterwards."""

    action: Action
    slug: str
    service: Callable[..., Any]
    form: type[forms.CaseForm]
    icon: str
    done: Any
    name: str = ""
    label: Any = ""
    danger: bool = False

    @property
    def key(self) -> str:
        """Its name in addresses."""
        return self.name or self.action.value

    @property
    def words(self) -> Any:
        """Its button's words."""
        return self.label or MOVES[self.action].label

    @property
    def url_name(self) -> str:
        """Name of its address."""
        return f"case_{self.key}"


def _sip(pk: int, *, actor: Actor, seen_version: int | None) -> None:
    services.make_package(pk, "SIP_hoso", actor=actor, seen_version=seen_version)


def _aip(pk: int, *, actor: Actor, seen_version: int | None) -> None:
    services.make_package(pk, "AIP_hoso", actor=actor, seen_version=seen_version)


def _edit(pk: int, *, edit: Any, actor: Actor, seen_version: int | None) -> None:
    services.edit_case_file(pk, edit, actor=actor, seen_version=seen_version)


def _rule(pk: int, *, draft: Any, actor: Actor, seen_version: int | None) -> None:
    services.write_rule(draft, actor=actor)


A = Action
TABLE: tuple[CaseAct, ...] = (
    CaseAct(A.FILE, "them-van-ban", services.file_uploads, forms.AddDocumentForm, "file-plus",
            _("Đã thêm văn bản vào hồ sơ."), label=_("Thêm văn bản")),
    CaseAct(A.CLOSE, "ket-thuc", services.close_case_file, forms.CloseForm, "circle-check",
            _("Đã kết thúc hồ sơ.")),
    CaseAct(A.EDIT, "sua", _edit, forms.CaseEditForm, "pencil", _("Đã sửa thông tin hồ sơ.")),
    CaseAct(A.ARRANGE, "dem-trang", services.count_pages, forms.PlainForm, "list",
            _("Đã đếm trang từ các tệp PDF."), label=_("Đếm trang từ tệp PDF")),
    CaseAct(A.FILE, "quy-tac", _rule, forms.RuleForm, "settings", _("Đã đặt quy tắc đưa vào hồ sơ."),
            name="rule", label=_("Đặt quy tắc tự động")),
    CaseAct(A.AMEND, "hoan-thien", services.amend_case_file, forms.PlainForm, "lock-open",
            _("Đã mở lại hồ sơ để hoàn thiện.")),
    CaseAct(A.REOPEN, "mo-lai", services.reopen_case_file, forms.ReasonForm, "lock-open",
            _("Đã cho mở lại hồ sơ.")),
    CaseAct(A.KEEP_BACK, "giu-lai", services.keep_back, forms.KeepBackForm, "clock-pause",
            _("Đã cho giữ lại hồ sơ.")),
    CaseAct(A.PACKAGE, "dong-goi", _sip, forms.PlainForm, "package", _("Đã đóng gói và kiểm tra gói nộp.")),
    CaseAct(A.ARCHIVE, "luu-tru", _aip, forms.PlainForm, "database",
            _("Đã đóng gói lưu trữ; hồ sơ vào lưu trữ điện tử.")),
)  # fmt: skip


def offered(moves: Sequence[Move]) -> dict[str, list[CaseAct]]:
    """Return the acts behind the moves: the first two as buttons, the others in a menu."""
    actions = {move.action for move in moves}
    acts = [act for act in TABLE if act.action in actions]
    return {"main_acts": acts[:2], "more_acts": acts[2:]}


def act_urls() -> list[URLPattern]:
    """Return an address for every act of the tables."""
    own = [path(f"ho-so-cong-viec/<int:pk>/{act.slug}/", _view(act), name=act.url_name) for act in TABLE]
    inside = "ho-so-cong-viec/van-ban/<int:pk>"
    return [
        *own,
        path(f"{inside}/bien-muc/", describe_item, name="case_item_describe"),
        path(f"{inside}/chuyen/", move_item, name="case_item_move"),
        path(f"{inside}/loai/", remove_item, name="case_item_remove"),
    ]


def _view(act: CaseAct) -> View:
    def view(request: OfficerRequest, pk: int) -> HttpResponseBase:
        case_file = page.seen(pk, request.actor)
        form = act.form(request.POST or None, request.FILES or None, case_file=case_file)
        if request.method == "POST" and form.is_valid():
            try:
                act.service(pk, actor=request.actor, seen_version=_version(form), **form.values())
                messages.success(request, act.done)
                return redirect("desk:case_file", pk)
            except ActionRefused as refusal:
                _refused(form, refusal)
        return _show(request, act, case_file, form)

    view.__name__, view.__doc__ = act.url_name, f"{act.slug}: ask for what the act needs, and do it."
    return screen(MOVES[act.action].capability)(view)


def _version(form: forms.CaseForm) -> int | None:
    found: int | None = form.cleaned_data.get("version")
    return found


def _refused(form: forms.CaseForm, refusal: ActionRefused) -> None:
    """Show what can be mended at its field; what the state refuses is answered with 409 by the middleware."""
    if refusal.status == 409:
        raise refusal
    form.refuse(refusal.message, refusal.field)


def _show(request: OfficerRequest, act: CaseAct, case_file: CaseFile, form: forms.CaseForm) -> HttpResponse:
    today = timezone.localdate()
    checks = _checks(form, case_file, today) if act.action == A.CLOSE else []
    context = {
        "act": act,
        "case_file": case_file,
        "form": form,
        "checks": checks,
        "has_files": form.is_multipart(),
    }
    return render(request, "desk/case_act.html", context, status=422 if form.errors else 200)


def _checks(form: forms.CaseForm, case_file: CaseFile, today: date) -> list[Any]:
    typed = getattr(form, "cleaned_data", {})
    changes = {"retention": typed["retention"]} if typed.get("retention") else {}
    if typed.get("retention_years"):
        changes["retention_years"] = typed["retention_years"]
    return services.checklist(
        case_file, ended_on=typed.get("ended_on") or today, today=today, changes=changes
    )


@screen("casefile.keep")
def describe_item(request: OfficerRequest, pk: int) -> HttpResponse:
    """Describe a document again."""
    item = page.item_of(pk, request.actor)
    form = forms.DescribeForm(request.POST or None, item=item)
    return _on_item(request, form, item, services.describe_item, _("Biên mục văn bản"), _("Đã biên mục."))


@screen("casefile.keep")
def move_item(request: OfficerRequest, pk: int) -> HttpResponse:
    """Move a document to another case file."""
    item = page.item_of(pk, request.actor)
    form = forms.MoveForm(request.POST or None, case_file=item.case_file)
    choices = listing.open_choices(request.actor)
    form.offer([one for one in choices if one[0] != item.case_file_id])
    return _on_item(request, form, item, services.move_item, _("Chuyển sang hồ sơ khác"), _("Đã chuyển."))


@screen("casefile.keep")
def remove_item(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a document out of its case file."""
    item = page.item_of(pk, request.actor)
    form = forms.ReasonForm(request.POST or None, case_file=item.case_file)
    return _on_item(request, form, item, services.remove_item, _("Loại khỏi hồ sơ"), _("Đã loại khỏi hồ sơ."))


def _on_item(
    request: OfficerRequest,
    form: forms.CaseForm,
    item: Any,
    service: Callable[..., Any],
    words: Any,
    done: Any,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            service(item.pk, actor=request.actor, seen_version=_version(form), **form.values())
            messages.success(request, done)
            return redirect("desk:case_file", item.case_file_id)
        except ActionRefused as refusal:
            _refused(form, refusal)
    context = {"form": form, "item": item, "case_file": item.case_file, "words": words}
    return render(request, "desk/case_item.html", context, status=422 if form.errors else 200)
