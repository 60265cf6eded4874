"""Dossiers between systems: hand a stage over, and what is done about one; one view for all acts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from congvu.common.errors import ActionRefused, StateRefused
from congvu.desk.forms import linked as forms
from congvu.desk.views.door import View, screen
from congvu.directory.permissions import OfficerRequest
from congvu.dossiers.models import Step
from congvu.dossiers.queries.page import Stage, stage
from congvu.dossiers.states import Action
from congvu.interchange.queries.linking import StageCard, stage_of
from congvu.interchange.queries.partners import partners_for
from congvu.interchange.services import linking
from congvu.ui.messages import Text


@dataclass(frozen=True, slots=True)
class LinkAct:
    """One act on a stage.

    Args:
        name: as the card offers it.
        slug: the last part of its address.
        label: the words of its button.
        needs: the capability.
        service: called with the stage's key, `actor` and what the form holds.
        form: what is asked for.
        icon: of its button.
        done: said when it is done.
        lead: what the officer should know before.
        main: whether its button stands in front.
        danger: whether its button is red.
    """

    name: str
    slug: str
    label: Text
    needs: str
    service: Callable[..., Any]
    form: type[forms.LinkForm]
    icon: str
    done: Text
    lead: Text = ""
    main: bool = False
    danger: bool = False

    @property
    def url_name(self) -> str:
        """The name of its address in this face."""
        return f"link_{self.name}"

    @property
    def address(self) -> str:
        """The same with the namespace, for templates."""
        return f"desk:{self.url_name}"


TABLE: tuple[LinkAct, ...] = (
    LinkAct("result", "gui-ket-qua", _("Gửi kết quả về nơi chuyển"), "dossier.return", linking.send_result,
            forms.NoteForm, "send", _("Đã gửi kết quả về nơi chuyển."), main=True,
            lead=_("Kết quả đã phát hành và các tệp về nơi tiếp nhận hồ sơ; nơi ấy trả cho công dân.")),
    LinkAct("accept", "tiep-nhan", _("Tiếp nhận"), "dossier.accept", linking.accept_stage, forms.LinkForm,
            "inbox", _("Đã báo nơi chuyển: hồ sơ được tiếp nhận."), main=True,
            lead=_("Thời hạn do nơi chuyển tính và đã ghi trên hồ sơ.")),
    LinkAct("ask", "de-nghi-bo-sung", _("Đề nghị bổ sung"), "dossier.supplement", linking.ask_supplement,
            forms.SupplementForm, "file-plus", _("Đã gửi đề nghị bổ sung đến nơi tiếp nhận hồ sơ."),
            lead=_("Nơi tiếp nhận yêu cầu công dân và cho dừng thời hạn; phần bổ sung tự về hồ sơ này.")),
    LinkAct("progress", "bao-tien-do", _("Báo tiến độ"), "dossier.work", linking.report_progress,
            forms.TextForm, "message", _("Đã báo tiến độ.")),
    LinkAct("refuse", "tra-lai", _("Từ chối, trả lại"), "dossier.refuse", linking.refuse_stage,
            forms.ReasonForm, "arrow-back-up", _("Đã trả lại nơi chuyển."), danger=True,
            lead=_("Phần việc trở về nơi chuyển; hồ sơ ở đây kết thúc.")),
    LinkAct("relay", "yeu-cau-cong-dan", _("Yêu cầu công dân bổ sung"), "dossier.supplement",
            linking.relay_supplement, forms.SupplementForm, "file-plus",
            _("Đã yêu cầu công dân bổ sung; thời hạn tạm dừng, nơi nhận đã được báo."), main=True,
            lead=_("Lập Mẫu 02, dừng tính thời hạn. Khi “Đã nhận bổ sung”, phần bổ sung tự được gửi đi.")),
    LinkAct("reply", "tra-loi-bo-sung", _("Trả lời, không yêu cầu công dân"), "dossier.supplement",
            linking.answer_supplement, forms.TextForm, "message-2", _("Đã gửi trả lời và các tệp mới."),
            lead=_("Các tệp mới thêm vào hồ sơ được gửi cùng; thời hạn không dừng.")),
    LinkAct("settle", "ghi-nhan-ket-qua", _("Ghi nhận kết quả bằng văn bản"), "dossier.handover",
            linking.settle_by_hand, forms.SettleForm, "file-check", _("Đã ghi nhận kết quả."),
            lead=_("Dùng khi cơ quan nhận chỉ trả lời bằng văn bản; tệp của văn bản vào hồ sơ.")),
    LinkAct("recall", "de-nghi-tra-lai", _("Đề nghị trả lại"), "dossier.handover", linking.ask_back,
            forms.ReasonForm, "arrow-back-up", _("Đã đề nghị trả lại."),
            lead=_("Trả lại ngay nếu nơi nhận chưa tiếp nhận; nếu đã tiếp nhận, nơi nhận quyết định.")),
)  # fmt: skip
BY_NAME = {act.name: act for act in TABLE}


def link_urls() -> list[URLPattern]:
    """Return an address for every act, and for handing over."""
    own = [path(f"ho-so/lien-thong/<int:pk>/{act.slug}/", _view(act), name=act.url_name) for act in TABLE]
    return [path("ho-so/<int:pk>/chuyen-he-thong-khac/", hand_over, name="link_hand_over"), *own]


def offered(card: StageCard, request: OfficerRequest) -> list[LinkAct]:
    """Return the acts on a stage that the officer may do now, in the order of the table."""
    return [act for act in TABLE if act.name in card.acts and request.actor.can(act.needs)]


def _view(act: LinkAct) -> View:
    def view(request: OfficerRequest, pk: int) -> HttpResponseBase:
        link, card = stage_of(pk, request.actor)
        posted = request.method == "POST"
        form = act.form(request.POST) if posted else act.form(initial=_first(act, card))
        refused = ""
        if act.name not in card.acts:
            return _show(request, act, form, card, link.dossier, refused=_not_now(act), status=409)
        if posted and form.is_valid():
            try:
                act.service(pk, actor=request.actor, **form.cleaned_data)
                messages.success(request, str(act.done))
                return redirect("desk:dossier", link.dossier_id)
            except StateRefused as refusal:
                refused = refusal.message
            except ActionRefused as refusal:
                form.refuse(refusal.message, refusal.field)
        status = 409 if refused else 422 if posted else 200
        return _show(request, act, form, card, link.dossier, refused=refused, status=status)

    view.__name__ = act.url_name
    view.__doc__ = f"{act.slug}: ask for what the act needs, and do it."
    return screen(act.needs)(view)


def _first(act: LinkAct, card: StageCard) -> dict[str, Any]:
    """Return what the form begins with: what the other system asked for, or its answer."""
    if act.name == "relay":
        asked = card.asked
        items = "\n".join(map(str, asked.get("items", [])))
        return {"items": items, "reason": asked.get("text", ""), "legal_basis": asked.get("legal_basis", "")}
    if act.name == "settle" and card.answer is not None:
        return {"name": card.answer.subject[:300], "notation": card.answer.code[:60]}
    return {}


def _not_now(act: LinkAct) -> str:
    return _now("Hiện không thể “%(act)s”: phần việc đã sang trạng thái khác.") % {"act": act.label}


def _show(
    request: OfficerRequest,
    act: LinkAct,
    form: Any,
    card: StageCard,
    dossier: Any,
    *,
    refused: str,
    status: int,
) -> HttpResponse:
    context = {"act": act, "form": form, "card": card, "dossier": dossier, "refused": refused}
    return render(request, "desk/linked_act.html", context, status=status)


@screen("dossier.handover")
def hand_over(request: OfficerRequest, pk: int) -> HttpResponse:
    """Hand the step in hand to an agency that works on another system."""
    found = stage(pk, request.actor)
    step, words = _step(found, request), request.GET.get("tim", "").strip()
    places = _places(request, request.POST.get("code") or words)
    first = {"code": places[0][0]} if len(places) == 1 else {}
    form = forms.HandOverForm(request.POST or None, places=places, initial=first)
    if request.method == "POST" and step and form.is_valid() and _handed(request, pk, step, form):
        messages.success(request, _now("Đã chuyển hồ sơ qua liên thông."))
        return redirect("desk:dossier", pk)
    refused = "" if step else _now("Không có bước nào ở bạn để chuyển.")
    context = {"form": form, "dossier": found.dossier, "step": step, "words": words, "refused": refused}
    status = 409 if refused else 422 if request.method == "POST" else 200
    return render(request, "desk/linked_hand_over.html", {**context, "places": places}, status=status)


def _step(found: Stage, request: OfficerRequest) -> Step | None:
    """Return the step to hand over: the one asked for, else the first in the officer's hands."""
    steps = [one.step for one in found.buttons if one.move.action == Action.HAND_OVER and one.step]
    key = request.POST.get("step") or request.GET.get("buoc", "")
    return next((one for one in steps if one.key == key), steps[0] if steps else None)


def _handed(request: OfficerRequest, pk: int, step: Step, form: forms.HandOverForm) -> bool:
    seen = request.POST.get("version", "")
    version = int(seen) if seen.isdecimal() and len(seen) < 10 else None
    try:
        linking.hand_over(pk, step.key, actor=request.actor, seen_version=version, **form.cleaned_data)
    except ActionRefused as refusal:
        form.refuse(refusal.message, refusal.field)
        return False
    return True


def _places(request: OfficerRequest, words: str) -> list[tuple[str, str]]:
    """Return code and name of the agencies that the words mean, as far as they can be reached."""
    found = partners_for(request.actor, words) if words else []
    return [(one.code, f"{one.name} ({one.code})") for one in found if one.usable]
