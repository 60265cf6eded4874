"""What can be done to an incoming document and to its lines: one table, one view for all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.subject import Subject
from congvu.desk.forms import incoming_acts as forms
from congvu.desk.views.door import View, screen
from congvu.directory.messages import Actor
from congvu.directory.permissions import OfficerRequest
from congvu.documents import services
from congvu.documents.queries.incoming_page import IncomingPage, LineShown, incoming_page
from congvu.documents.states.incoming import LINE_MOVES, MOVES, Action, LineAction
from congvu.ui.messages import Text


@dataclass(frozen=True, slots=True)
class IncomingAct:
    """One act.

    Args:
        action: its row in the table of the document's, or of a line's, moves.
        slug: the last part of its address.
        service: called with the key of document or line, `actor`, `seen_version` and what the form holds.
        form: what is asked for.
        icon: of its button.
        done: said when it is done.
        main: whether its button stands in front.
        danger: whether its button is red.
        lead: what the officer should know before.
        versioned: whether what changed meanwhile matters.
    """

    action: Action | LineAction
    slug: str
    service: Callable[..., Any]
    form: type[forms.IncomingForm]
    icon: str
    done: Text
    main: bool = False
    danger: bool = False
    lead: Text = ""
    versioned: bool = True

    @property
    def on_line(self) -> bool:
        """Whether it is done to a line."""
        return isinstance(self.action, LineAction)

    @property
    def label(self) -> str:
        """The words of its button."""
        if isinstance(self.action, LineAction):
            return LINE_MOVES[self.action].label
        return MOVES[self.action].label

    @property
    def needs(self) -> str:
        """The capability that its address declares."""
        if isinstance(self.action, LineAction):
            return LINE_MOVES[self.action].capability
        return MOVES[self.action].capability

    @property
    def url_name(self) -> str:
        """The name of its address in this face."""
        return f"incoming_{'line_' if self.on_line else ''}{self.action.value.replace('-', '_')}"


def _copied(document_id: int, *, actor: Actor, **values: Any) -> object:
    return services.copy_document(Subject("documents.incomingdocument", document_id), actor=actor, **values)


A, L = Action, LineAction

TABLE: tuple[IncomingAct, ...] = (
    IncomingAct(L.RECEIVE, "tiep-nhan", services.receive_line, forms.PlainForm, "inbox",
        _("Đã tiếp nhận về phòng, ban."), main=True),
    IncomingAct(A.DIRECT, "chi-dao", services.direct, forms.DirectForm, "writing",
        _("Đã cho ý kiến chỉ đạo."), main=True),
    IncomingAct(A.PRESENT, "trinh", services.present, forms.PresentForm, "send",
        _("Đã trình, chuyển văn bản."), main=True),
    IncomingAct(L.COMPLETE, "hoan-thanh", services.complete_line, forms.CompleteForm, "check",
        _("Đã hoàn thành phần việc."), main=True),
    IncomingAct(L.FORWARD, "chuyen", services.forward, forms.ForwardForm, "arrow-forward-up",
        _("Đã chuyển xử lý."), main=True),
    IncomingAct(L.RETURN, "tra-lai", services.return_line, forms.ReasonForm, "arrow-back-up",
        _("Đã trả lại nơi chuyển."), lead=_("Những gì đã chuyển tiếp từ đây được thu hồi.")),
    IncomingAct(L.WITHDRAW, "thu-hoi", services.withdraw_line, forms.ReasonForm, "x",
        _("Đã thu hồi."), danger=True, lead=_("Nơi nhận và những nơi được chuyển tiếp không xử lý nữa.")),
    IncomingAct(A.OPINION, "y-kien", services.opinion, forms.WordsForm, "message",
        _("Đã ghi ý kiến."), versioned=False),
    IncomingAct(A.REFUSE, "tra-noi-gui", services.refuse_incoming, forms.ReasonForm, "arrow-back-up",
        _("Đã trả lại nơi gửi."), danger=True,
        lead=_("Dùng khi gửi sai địa chỉ, thiếu trang, chữ ký số không hợp lệ (Điều 21 NĐ 30/2020).")),
    IncomingAct(A.MARK_DUPLICATE, "noi-trung", services.mark_duplicate, forms.DuplicateForm, "link",
        _("Đã nối với văn bản đã vào sổ.")),
    IncomingAct(A.CANCEL, "huy-tiep-nhan", services.cancel_reception, forms.ReasonForm, "circle-x",
        _("Đã hủy tiếp nhận, số đến được ghi là số hủy."), danger=True,
        lead=_("Văn bản trở lại hộp chờ tiếp nhận; số đến đã cấp không dùng lại.")),
    IncomingAct(A.FINISH, "ket-thuc", services.finish_incoming, forms.ReasonForm, "circle-check",
        _("Đã kết thúc, lưu văn bản."),
        lead=_("Dùng cho văn bản chỉ để biết, để lưu; việc còn mở sẽ đóng.")),
    IncomingAct(A.REOPEN, "mo-lai", services.reopen_incoming, forms.ReasonForm, "rotate",
        _("Đã mở lại văn bản.")),
    IncomingAct(A.COPY, "sao", _copied, forms.CopyForm, "copy",
        _("Đã lập bản sao, có chữ ký số của cơ quan."), versioned=False,
        lead=_("Sao y từ bản gốc, sao lục từ một bản sao y, trích sao một số trang (Điều 25 NĐ 30/2020).")),
    IncomingAct(A.RECALL, "tra-loi-noi-gui", services.answer_notice, forms.NoticeForm, "message-2",
        _("Đã trả lời nơi gửi."), main=True),
)  # fmt: skip

BY_ACTION = {act.action: act for act in TABLE}


def act_urls() -> list[URLPattern]:
    """Return an address for every act of the table."""
    return [
        path(
            f"van-ban-den/{'dong/' if act.on_line else ''}<int:pk>/{act.slug}/", _view(act), name=act.url_name
        )
        for act in TABLE
    ]


def _view(act: IncomingAct) -> View:
    def view(request: OfficerRequest, pk: int) -> HttpResponse:
        page, line = _place(act, pk, request)
        return _do(request, act, page, line) if request.method == "POST" else _ask(request, act, page, line)

    view.__name__ = act.url_name
    view.__doc__ = f"{act.slug}: ask for what the act needs, and do it."
    return screen(act.needs)(view)


def _place(act: IncomingAct, pk: int, request: OfficerRequest) -> tuple[IncomingPage, LineShown | None]:
    """Return the page of the document, and the line, that the address names."""
    if not act.on_line:
        return incoming_page(pk, request.actor), None
    page = incoming_page(services.document_of_line(pk), request.actor)
    return page, next(one for one in page.lines if one.line.pk == pk)


def _offered(act: IncomingAct, page: IncomingPage, line: LineShown | None) -> bool:
    moves = line.moves if line is not None else page.moves
    return any(move.action == act.action for move in moves)


def _ask(
    request: OfficerRequest, act: IncomingAct, page: IncomingPage, line: LineShown | None
) -> HttpResponse:
    form = act.form(page=page, actor=request.actor, line=line)
    if not _offered(act, page, line):
        return _show(request, act, form, line, status=409, conflict=_not_now(act))
    return _show(request, act, form, line)


def _do(
    request: OfficerRequest, act: IncomingAct, page: IncomingPage, line: LineShown | None
) -> HttpResponse:
    form = act.form(request.POST, page=page, actor=request.actor, line=line)
    conflict, status = "", 422
    try:
        if form.is_valid():
            _run(act, page, line, form, request)
            messages.success(request, str(act.done))
            return redirect("desk:incoming", pk=page.document.pk)
    except ActionRefused as refusal:
        status = refusal.status
        if isinstance(refusal, StateRefused):
            conflict = refusal.message
            form.data = {**request.POST.dict(), "version": page.document.version}
        else:
            form.refuse(refusal.message, refusal.field)
    return _show(request, act, form, line, status=status, conflict=conflict)


def _run(
    act: IncomingAct,
    page: IncomingPage,
    line: LineShown | None,
    form: forms.IncomingForm,
    request: OfficerRequest,
) -> None:
    values = form.values()
    if act.versioned:
        values["seen_version"] = form.cleaned_data["version"]
    key = line.line.pk if line is not None else page.document.pk
    act.service(key, actor=request.actor, **values)


def _show(
    request: OfficerRequest,
    act: IncomingAct,
    form: forms.IncomingForm,
    line: LineShown | None,
    *,
    status: int = 200,
    conflict: str = "",
) -> HttpResponse:
    context = {
        "act": act,
        "form": form,
        "line": line,
        "page": form.page,
        "document": form.document,
        "conflict": conflict,
        "back": reverse("desk:incoming", args=[form.document.pk]),
    }
    return render(request, "desk/incoming_act.html", context, status=status)


def _not_now(act: IncomingAct) -> str:
    return _now("Hiện không thể “%(act)s”: văn bản đã sang bước khác, hoặc không còn ở bạn.") % {
        "act": act.label
    }
