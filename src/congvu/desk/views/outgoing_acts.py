"""The acts on an outgoing document as one table: address, form, service, words; one view for all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.subject import Subject
from congvu.desk.forms import outgoing as forms
from congvu.desk.forms import outgoing_picks as picks
from congvu.desk.forms import outgoing_registry as registry
from congvu.desk.views.door import View, screen
from congvu.directory.permissions import OfficerRequest
from congvu.documents import services
from congvu.documents.queries.outgoing_page import Stage, stage
from congvu.documents.states.outgoing import MOVES, Action, Move
from congvu.ui.messages import Text

A = Action


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its row of the table of moves, the last part of its address, service, form and words."""

    action: Action
    slug: str
    service: Callable[..., Any]
    form: type[forms.OutgoingActForm]
    icon: str
    done: Text
    lead: Text = ""
    danger: bool = False
    main: bool = True

    @property
    def move(self) -> Move:
        """Its row of the table of moves."""
        return MOVES[self.action]

    @property
    def url_name(self) -> str:
        """Name of its address in this face."""
        return f"outgoing_{self.action.value}"

    @property
    def url(self) -> str:
        """Full name of its address."""
        return f"desk:{self.url_name}"


def _copied(document_id: int, *, actor: Any, seen_version: int, **values: Any) -> object:
    del seen_version  # a copy changes nothing of the document
    return services.copy_document(Subject("documents.outgoingdocument", document_id), actor=actor, **values)


_NUMBERED = _("Số được cấp liên tục theo sổ của năm; số không dùng nữa phải hủy có lý do.")
_ASKED = _("Từng nơi nhận quyết định và trả lời; câu trả lời hiện ở phần nơi nhận.")
TABLE: tuple[Act, ...] = (
    Act(A.SUBMIT, "trinh", services.submit, forms.SubmitForm, "send", _("Đã trình văn bản.")),
    Act(A.CHECK_CONTENT, "dong-y-noi-dung", services.agree, forms.NoteForm, "check",
        _("Đã đồng ý nội dung.")),
    Act(A.CHECK_FORM, "dat-the-thuc", services.agree, forms.NoteForm, "checkbox", _("Đã xác nhận thể thức."),
        lead=_("Dự thảo còn lỗi thể thức thì trả lại, hoặc ghi rõ vì sao vẫn đồng ý.")),
    Act(A.APPROVE, "duyet", services.agree, forms.NoteForm, "check", _("Đã duyệt văn bản.")),
    Act(A.SIGN, "ky", services.sign_document, forms.SignForm, "signature", _("Đã ký văn bản."),
        lead=_NUMBERED),
    Act(A.NUMBER, "cap-so", services.number_document, registry.NumberForm, "list-details", _("Đã cấp số."),
        lead=_NUMBERED, main=False),
    Act(A.ISSUE, "phat-hanh", services.issue_document, registry.IssueForm, "send-2",
        _("Đã phát hành văn bản."),
        lead=_("Cơ quan ký số (đóng dấu), văn bản đến ngay các nơi nhận trong hệ thống.")),
    Act(A.SEND_BACK, "tra-lai", services.send_back, forms.SendBackForm, "arrow-back-up", _("Đã trả lại."),
        lead=_("Số mà văn bản đang giữ (nếu có) bị hủy kèm lý do."), main=False),
    Act(A.TAKE_BACK, "lay-lai", services.take_back, forms.ReasonForm, "arrow-back-up",
        _("Đã lấy lại dự thảo."), main=False),
    Act(A.DROP, "huy", services.drop_draft, forms.ReasonForm, "trash", _("Đã hủy dự thảo."), danger=True,
        main=False),
    Act(A.REFUSE, "tu-choi", services.refuse_number, forms.ReasonForm, "ban", _("Đã từ chối cấp số."),
        lead=_("Văn bản kết thúc, không phát hành; số đã cấp (nếu có) bị hủy."), danger=True, main=False),
    Act(A.COPY, "sao", _copied, forms.CopyForm, "copy", _("Đã lập bản sao."), main=False),
    Act(A.LINK, "noi-van-ban-den", services.answer_incoming, picks.AnswersForm, "link",
        _("Đã nối với văn bản đến."), main=False,
        lead=_("Khi văn bản này phát hành, văn bản đến được ghi là đã trả lời.")),
    Act(A.CORRECT, "dinh-chinh", services.correct, picks.CorrectForm, "pencil", _("Đã đính chính."),
        lead=_ASKED, main=False),
    Act(A.REPLACE, "thay-the", services.replace, picks.RelatedForm, "replace", _("Đã thay thế."), lead=_ASKED,
        main=False),
    Act(A.RECALL, "thu-hoi", services.recall, forms.ReasonForm, "arrow-left", _("Đã gửi đề nghị thu hồi."),
        lead=_ASKED, danger=True, main=False),
)  # fmt: skip
BY_ACTION = {act.action: act for act in TABLE}


def offered(found: Stage) -> list[Act]:
    """Return the acts that the officer may do now, in the table's order."""
    allowed = {move.action for move in found.moves}
    if found.document.number is not None:
        allowed.discard(A.NUMBER)
    return [act for act in TABLE if act.action in allowed]


def act_urls() -> list[URLPattern]:
    """Return an address for every act of the table."""
    return [path(f"van-ban-di/<int:pk>/{act.slug}/", act_view(act), name=act.url_name) for act in TABLE]


def act_view(act: Act) -> View:
    """Return the view that shows the form of `act` and does it."""

    def view(request: OfficerRequest, pk: int) -> HttpResponseBase:
        found = stage(pk, request.actor)
        if request.method != "POST":
            _require(act, found)
            return _show(request, act, act.form(scene=found, actor=request.actor))
        if "xem" in request.POST:  # what is chosen or typed so far is looked at, nothing is done
            first = {name: value for name, value in request.POST.items() if name != "code"}
            return _show(request, act, act.form(initial=first, scene=found, actor=request.actor))
        form = act.form(request.POST, scene=found, actor=request.actor)
        try:
            if form.is_valid():
                act.service(
                    pk, actor=request.actor, seen_version=form.cleaned_data["version"], **form.values()
                )
                messages.success(request, str(act.done))
                return redirect("desk:outgoing", pk)
        except ActionRefused as refusal:
            form.refuse(refusal.message, refusal.field)
            return _show(request, act, form, status=refusal.status)
        return _show(request, act, form, status=422)

    view.__name__ = act.url_name
    view.__doc__ = f"{act.slug}: ask for what the act needs, and do it."
    return screen(act.move.capability)(view)


def _require(act: Act, found: Stage) -> None:
    if act not in offered(found):
        words = _("Hiện không thể “%(act)s”: văn bản ở bước khác, hoặc là việc của người khác.")
        raise StateRefused(words % {"act": act.move.label}, code="not-offered")


def _show(
    request: OfficerRequest, act: Act, form: forms.OutgoingActForm, *, status: int = 200
) -> HttpResponse:
    found = form.scene
    context = {"act": act, "form": form, "found": found, "document": found.document}
    if act.action in {A.NUMBER, A.ISSUE}:
        context |= {"going": True, "obstacles": services.obstacles(found.document, found.recipients)}
    return render(request, "desk/outgoing_act.html", context, status=status)
