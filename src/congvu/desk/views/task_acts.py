"""Acts on an assignment: a table, and one view that asks for what an act needs and does it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congvu.assignments import services
from congvu.assignments.queries.page import TaskView, task_view
from congvu.assignments.states import MOVES, Action
from congvu.common.errors import ActionRefused
from congvu.desk import services as own
from congvu.desk.forms import task_acts as forms
from congvu.desk.views.door import View, screen
from congvu.directory.permissions import OfficerRequest

L = gettext_lazy
A = Action


class Rank(IntEnum):
    """Where a button stands."""

    MAIN = 1
    BESIDE = 2
    REST = 3


@dataclass(frozen=True)
class TaskAct:
    """One act: its row of moves, its place in the address, its service and its form.

    Args:
        done: said when it is done.
        lead: what the officer should know before.
        direct: done by the button itself, nothing is asked.
        confirm: asked before a direct act.
        danger: whether its button is red.
        name, label: of an act that shares its row of moves with another.
        shows_report: whether the report that waits is shown above the form.
    """

    action: Action
    slug: str
    service: Callable[..., Any]
    form: type[forms.TaskForm]
    icon: str
    rank: Rank
    done: str | Promise
    lead: str | Promise = ""
    direct: bool = False
    confirm: str | Promise = ""
    danger: bool = False
    name: str = ""
    label: str | Promise = ""
    shows_report: bool = False

    @property
    def url_name(self) -> str:
        """Name of its address in this face."""
        return f"task_{self.name or self.action.value}"

    @property
    def words(self) -> str | Promise:
        """The words of its button and heading."""
        return self.label or MOVES[self.action].label


MAIN, BESIDE, REST = Rank.MAIN, Rank.BESIDE, Rank.REST
TABLE: tuple[TaskAct, ...] = (
    TaskAct(A.APPROVE, "duyet", services.approve, forms.ApproveForm, "check", MAIN, L("Đã duyệt."),
            shows_report=True),
    TaskAct(A.PASS_UNIT, "duyet-don-vi", services.pass_unit, forms.OpinionForm, "checkbox", MAIN,
            L("Đã duyệt tại đơn vị."), shows_report=True),
    TaskAct(A.START, "nhan-viec", services.start, forms.PlainTaskForm, "hand-grab", MAIN,
            L("Bạn đã nhận việc."), direct=True),
    TaskAct(A.ACTIVATE, "giao-ngay", services.activate_one, forms.PlainTaskForm, "send", MAIN,
            L("Nhiệm vụ đã có hiệu lực."), direct=True, confirm=L("Giao ngay, không chờ văn bản ban hành?")),
    TaskAct(A.REPORT_DONE, "hoan-thanh", own.report_done, forms.DoneForm, "circle-check", MAIN,
            L("Đã gửi báo cáo hoàn thành, chờ duyệt."),
            lead=L("Nhiệm vụ chỉ kết thúc khi người giao duyệt báo cáo.")),
    TaskAct(A.REPORT_PROGRESS, "bao-cao", own.report_progress, forms.ProgressForm, "report", BESIDE,
            L("Đã gửi báo cáo tiến độ.")),
    TaskAct(A.COOPERATE, "phoi-hop", services.cooperate, forms.CooperateForm, "users", BESIDE,
            L("Đã gửi kết quả phối hợp.")),
    TaskAct(A.REFUSE, "khong-duyet", services.refuse, forms.ReasonTaskForm, "circle-x", BESIDE,
            L("Đã trả lại báo cáo."), shows_report=True),
    TaskAct(A.REFUSE_UNIT, "bao-cao-lai", services.refuse_unit, forms.ReasonTaskForm, "arrow-back-up", BESIDE,
            L("Đã yêu cầu báo cáo lại."), shows_report=True),
    TaskAct(A.INSIST, "yeu-cau", services.insist, forms.ReasonTaskForm, "player-play", MAIN,
            L("Đã yêu cầu tiếp tục thực hiện.")),
    TaskAct(A.REQUEST_EXTENSION, "gia-han", own.request_extension, forms.AskExtensionForm, "calendar-event",
            BESIDE, L("Đã gửi đề nghị gia hạn."), lead=L("Hạn chỉ đổi khi người giao duyệt.")),
    TaskAct(A.URGE, "don-doc", services.urge, forms.UrgeForm, "bell", BESIDE, L("Đã đôn đốc.")),
    TaskAct(A.EDIT, "sua", services.edit_assignment, forms.EditForm, "pencil", BESIDE, L("Đã sửa nhiệm vụ."),
            lead=L("Nhiệm vụ chưa có ai nhận: sửa được mọi phần. Bản trước khi sửa vẫn được giữ.")),
    TaskAct(A.CORRECT, "dinh-chinh", services.correct_assignment, forms.CorrectForm, "pencil", REST,
            L("Đã đính chính nhiệm vụ."),
            lead=L("Nơi thực hiện được báo ngay; bản trước khi sửa vẫn được giữ. "
                   "Đổi nơi chủ trì thì dùng “Chuyển đơn vị khác”.")),
    TaskAct(A.SETTLE, "thao-go", services.settle_difficulty, forms.SettleForm, "tool", REST,
            L("Đã ghi nhận tháo gỡ.")),
    TaskAct(A.TRANSFER, "chuyen", services.transfer, forms.TransferForm, "arrow-forward-up", REST,
            L("Đã chuyển nhiệm vụ."),
            lead=L("Nhiệm vụ giữ nguyên mã; đơn vị cũ vẫn xem được; đề xuất đang chờ coi như không duyệt.")),
    TaskAct(A.SET_DEADLINE, "thoi-han", services.set_deadline, forms.DeadlineForm, "calendar-due", REST,
            L("Đã điều chỉnh thời hạn.")),
    TaskAct(A.PROPOSE_CLOSE, "de-xuat-dong", own.propose_close, forms.ProposeCloseForm, "lock", REST,
            L("Đã đề xuất đóng.")),
    TaskAct(A.RETURN, "tra-lai", services.return_assignment, forms.ReasonTaskForm, "arrow-back-up", REST,
            L("Đã trả lại nhiệm vụ."), danger=True),
    TaskAct(A.STOP_SERIES, "dung-dinh-ky", services.stop_series, forms.PlainTaskForm, "player-stop", REST,
            L("Đã dừng giao định kỳ."), direct=True, confirm=L("Dừng giao định kỳ nhiệm vụ này?")),
    TaskAct(A.FOLLOW, "theo-doi", own.follow_task, forms.PlainTaskForm, "eye", REST,
            L("Bạn đang theo dõi nhiệm vụ này."), direct=True),
    TaskAct(A.FOLLOW, "thoi-theo-doi", own.unfollow_task, forms.PlainTaskForm, "eye-off", REST,
            L("Đã thôi theo dõi."), direct=True, name="unfollow", label=L("Thôi theo dõi")),
    TaskAct(A.CLOSE, "dong", services.close, forms.CloseForm, "lock", REST, L("Đã đóng nhiệm vụ."),
            danger=True),
    TaskAct(A.CANCEL, "huy", services.cancel, forms.ReasonTaskForm, "ban", REST, L("Đã hủy nhiệm vụ."),
            danger=True, lead=L("Nhiệm vụ đã hủy không tính vào thống kê.")),
)  # fmt: skip


def offered(view: TaskView) -> list[TaskAct]:
    """Return the acts that may be done now, in the order of the table."""
    open_now = {move.action for move in view.moves}
    return [act for act in TABLE if act.action in open_now and _fits(act, view)]


def _fits(act: TaskAct, view: TaskView) -> bool:
    if act.action == A.FOLLOW:
        return view.followed == (act.name == "unfollow")
    if act.action == A.SETTLE:
        return bool(view.difficulties)
    if act.action == A.STOP_SERIES:
        return view.assignment.series is not None and view.assignment.series.stopped_at is None
    if act.action in {A.REPORT_DONE, A.PROPOSE_CLOSE, A.REQUEST_EXTENSION}:
        waits = view.report is not None and view.report.kind != "progress"
        return not waits and (act.action != A.REQUEST_EXTENSION or view.assignment.due_on is not None)
    return True


def task_act_urls() -> list[URLPattern]:
    """Return an address for every act of the table."""
    return [path(f"nhiem-vu/<int:pk>/{act.slug}/", act_view(act), name=act.url_name) for act in TABLE]


def act_view(act: TaskAct) -> View:
    """Return the view that shows the form of `act` and does it."""

    def view(request: OfficerRequest, pk: int) -> HttpResponseBase:
        found = task_view(pk, request.actor)
        scene = forms.TaskScene(found, request.actor)
        if request.method == "POST":
            return _do(request, act, act.form(request.POST, request.FILES, scene=scene))
        if act not in offered(found):
            return _conflict(request, act, found, _not_now(act))
        return _show(request, act, act.form(scene=scene))

    view.__name__ = act.url_name
    view.__doc__ = f"{act.slug}: ask for what the act needs, and do it."
    return screen(MOVES[act.action].capability)(view)


def _do(request: OfficerRequest, act: TaskAct, form: forms.TaskForm) -> HttpResponseBase:
    pk = form.scene.view.assignment.pk
    if act not in offered(form.scene.view) and not request.POST.get("version"):
        return _conflict(request, act, form.scene.view, _not_now(act), form)
    try:
        if form.is_valid():
            seen = form.cleaned_data["version"]
            act.service(pk, actor=request.actor, seen_version=seen, **form.values())
            messages.success(request, str(act.done))
            return redirect("desk:assignment", pk)
    except ActionRefused as refusal:
        if refusal.status == 409:
            return _again(request, act, form, refusal)
        form.refuse(refusal.message, refusal.field)
    return _show(request, act, form, status=422)


def _not_now(act: TaskAct) -> str:
    return _("Hiện không thể “%(act)s”: nhiệm vụ đã sang trạng thái khác, hoặc không phải việc của bạn.") % {
        "act": act.words
    }


def _again(
    request: OfficerRequest, act: TaskAct, form: forms.TaskForm, refusal: ActionRefused
) -> HttpResponse:
    """Answer a conflict: the same form over the task as it is now, or what was typed and the way back."""
    found = task_view(form.scene.view.assignment.pk, request.actor)
    if act not in offered(found) or refusal.code != "stale":
        return _conflict(request, act, found, refusal.message, form)
    data = request.POST.copy()
    data["version"] = str(found.assignment.version)
    fresh = act.form(data, request.FILES, scene=forms.TaskScene(found, request.actor))
    return _show(request, act, fresh, status=409, conflict=refusal.message)


def _conflict(
    request: OfficerRequest, act: TaskAct, found: TaskView, message: str, form: forms.TaskForm | None = None
) -> HttpResponse:
    context = {
        "act": act,
        "task": found.assignment,
        "message": message,
        "typed": form.typed() if form else [],
    }
    return render(request, "desk/task_conflict.html", context, status=409)


def _show(
    request: OfficerRequest, act: TaskAct, form: forms.TaskForm, *, status: int = 200, conflict: str = ""
) -> HttpResponse:
    found = form.scene.view
    context = {
        "act": act,
        "form": form,
        "view": found,
        "task": found.assignment,
        "conflict": conflict,
        "report": found.report if act.shows_report else None,
        "has_files": form.is_multipart(),
    }
    return render(request, "desk/task_act.html", context, status=status)
