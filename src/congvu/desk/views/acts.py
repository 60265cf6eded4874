"""The acts on a dossier as one table: address, form, service, words; screens and addresses follow from it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from congvu.desk import services as own
from congvu.desk.forms import acts as forms
from congvu.desk.forms import work
from congvu.desk.forms.parts import ActForm
from congvu.dossiers import services
from congvu.dossiers.queries.page import Button
from congvu.dossiers.states import MOVES, Action
from congvu.ui.messages import Text

type Service = Callable[..., Any]


class Rank(IntEnum):
    """Where the button stands: the work in hand, beside it, or in the menu of the rest."""

    MAIN = 1
    BESIDE = 2
    REST = 3


@dataclass(frozen=True, slots=True)
class Act:
    """One act.

    Args:
        action: its row in the table of moves.
        slug: the last part of its address.
        service: called with the dossier's key (and the step's, when `on_step`), `actor`, `seen_version` and
            what the form holds, by name.
        form: what is asked for.
        icon, rank: how and where its button stands.
        done: said when it is done.
        name: its key in the table, for acts that have no row of moves of their own; the action's unless told.
        label: its button's words; the move's unless told.
        capability: what it needs; the move's unless told.
        lead: what the officer should know before.
        prints: the form that it makes possible, to be printed at once.
        on_step: whether it belongs to one step.
        direct: done by the button itself, nothing is asked.
        confirm: asked before a direct act.
        versioned: whether what changed meanwhile matters.
        danger: whether its button is red.
        shows_result: whether the result that waits is shown above the form.
    """

    action: Action
    slug: str
    service: Service
    form: type[ActForm]
    icon: str
    rank: Rank
    done: Text
    name: str = ""
    label: Text = ""
    capability: str = ""
    lead: Text = ""
    prints: str = ""
    on_step: bool = False
    direct: bool = False
    confirm: Text = ""
    versioned: bool = True
    danger: bool = False
    shows_result: bool = False

    @property
    def key(self) -> str:
        """Its name in the table."""
        return self.name or self.action.value

    @property
    def url_name(self) -> str:
        """Name of its address in this face."""
        return f"act_{self.key}"

    @property
    def words(self) -> Text:
        """The words of its button and heading."""
        return self.label or MOVES[self.action].label

    @property
    def needs(self) -> str:
        """The capability that its address declares."""
        return self.capability or MOVES[self.action].capability


A, MAIN, BESIDE, REST = Action, Rank.MAIN, Rank.BESIDE, Rank.REST

TABLE: tuple[Act, ...] = (
    Act(A.ACCEPT, "tiep-nhan", services.accept_dossier, forms.PlainForm, "inbox", MAIN,
        _("Đã tiếp nhận hồ sơ, thời hạn bắt đầu tính."), prints="receipt",
        lead=_("Hồ sơ được cấp mã, thời hạn tính từ lúc tiếp nhận ghi trên Giấy tiếp nhận (Mẫu 01).")),
    Act(A.RESUME, "da-bo-sung", services.resume_dossier, forms.RemarkForm, "player-play", MAIN,
        _("Đã nhận bổ sung, thời hạn tiếp tục tính."),
        lead=_("Chỉ xác nhận khi giấy tờ yêu cầu bổ sung đã nộp đủ; thời hạn chạy lại từ bây giờ.")),
    Act(A.GIVE_OPINION, "tra-loi-y-kien", services.give_opinion, work.GiveOpinionForm, "message-2", MAIN,
        _("Đã gửi ý kiến.")),
    Act(A.SIGN, "ky", services.sign_result, forms.RemarkForm, "signature", MAIN, _("Đã ký duyệt kết quả."),
        on_step=True, shows_result=True),
    Act(A.CHECK, "kiem-tra", services.check_result, forms.RemarkForm, "checkbox", MAIN,
        _("Đã kiểm tra, ký nháy; hồ sơ chuyển bước sau."), on_step=True, shows_result=True),
    Act(A.ISSUE, "cap-so", services.issue_result, forms.RemarkForm, "rosette-discount-check", MAIN,
        _("Đã cấp số và phát hành kết quả."), on_step=True, shows_result=True,
        lead=_("Số được cấp liên tục theo sổ của năm, không sửa và không cấp lại được.")),
    Act(A.CONFIRM_PAYMENT, "da-nop-tien", services.confirm_payment, forms.ReceiptForm, "cash", MAIN,
        _("Đã xác nhận nộp nghĩa vụ tài chính, thời hạn tiếp tục tính."), on_step=True),
    Act(A.PROPOSE, "trinh", own.propose_with_draft, work.ProposeForm, "send", MAIN,
        _("Đã trình kết quả."), on_step=True),
    Act(A.COMPLETE, "hoan-thanh", services.complete_step, work.CompleteForm, "check", MAIN,
        _("Đã hoàn thành bước, hồ sơ chuyển bước sau."), on_step=True),
    Act(A.RETURN_RESULT, "tra-ket-qua", services.return_result, forms.ReturnForm, "package", MAIN,
        _("Đã trả kết quả."), shows_result=True),
    Act(A.TAKE_OVER, "nhan-viec", services.take_over, forms.PlainForm, "hand-grab", BESIDE,
        _("Bạn đã nhận việc này."), on_step=True, direct=True),
    Act(A.GUIDE, "yeu-cau-hoan-thien", services.guide_applicant, forms.GuideForm, "file-plus", BESIDE,
        _("Đã yêu cầu hoàn thiện hồ sơ."), prints="supplement",
        lead=_("Hồ sơ chưa được tiếp nhận nên chưa tính thời hạn giải quyết.")),
    Act(A.SUPPLEMENT, "yeu-cau-bo-sung", services.request_supplement, forms.GuideForm, "file-plus", BESIDE,
        _("Đã yêu cầu bổ sung, thời hạn tạm dừng."), prints="supplement",
        lead=_("Thời hạn dừng tính từ khi gửi yêu cầu, theo quy định của thủ tục.")),
    Act(A.SEND_BACK, "tra-lai", services.send_back, work.SendBackForm, "arrow-back-up", BESIDE,
        _("Đã trả lại bước trước."), on_step=True, shows_result=True),
    Act(A.ASSIGN, "phan-cong", services.assign_step, work.AssignForm, "user-share", BESIDE,
        _("Đã phân công."), on_step=True),
    Act(A.ASK_OPINION, "lay-y-kien", services.ask_opinion, work.AskOpinionForm, "message", BESIDE,
        _("Đã gửi yêu cầu lấy ý kiến."), on_step=True),
    Act(A.UNDO_STEP, "hoan-tac", own.undo_last, forms.PlainForm, "arrow-back-up", BESIDE,
        _("Đã hoàn tác, bước trở lại với bạn."), on_step=True, direct=True,
        confirm=_("Hoàn tác bước vừa hoàn thành?")),
    Act(A.EXTEND, "gia-han", services.extend_dossier, forms.ExtendForm, "calendar-event", REST,
        _("Đã xin lỗi và gia hạn."), prints="apology",
        lead=_("Chỉ được hẹn lại một lần, báo trước khi hết hạn ít nhất 01 ngày.")),
    Act(A.HAND_OVER, "chuyen-co-quan", services.hand_over_dossier, work.HandOverForm, "arrow-forward-up",
        REST, _("Đã chuyển hồ sơ đến cơ quan có thẩm quyền."), on_step=True, prints="transfer-slip",
        lead=_("Cơ quan nhận bắt đầu quy trình của mình; thời hạn đã hẹn với người dân không đổi.")),
    Act(A.UNDO_SUPPLEMENT, "thu-hoi-bo-sung", services.undo_supplement, forms.ReasonForm, "x", REST,
        _("Đã thu hồi yêu cầu bổ sung; khoảng tạm dừng không được tính."),
        lead=_("Dùng khi yêu cầu bổ sung sai: khoảng tạm dừng coi như không có.")),
    Act(A.CHANGE_RULES, "chuyen-phien-ban", services.change_rules, work.ChangeRulesForm, "switch-horizontal",
        REST, _("Đã chuyển phiên bản thủ tục, hạn trả được tính lại."),
        lead=_("Hồ sơ giữ quy định lúc tiếp nhận; chỉ chuyển khi có phê duyệt và căn cứ.")),
    Act(A.WITHDRAW, "rut-ho-so", services.withdraw_dossier, forms.ReasonForm, "logout", REST,
        _("Đã ghi nhận rút hồ sơ."), danger=True,
        lead=_("Theo đề nghị của người nộp. Hồ sơ kết thúc, không xử lý tiếp.")),
    Act(A.STOP, "dung", services.stop_dossier, forms.StopForm, "player-stop", REST,
        _("Đã dừng giải quyết hồ sơ."), prints="stop", danger=True,
        lead=_("Theo đề nghị của tổ chức, cá nhân. Hồ sơ kết thúc, không xử lý tiếp.")),
    Act(A.REFUSE, "tu-choi", services.refuse_dossier, forms.RefuseForm, "ban", REST,
        _("Đã từ chối tiếp nhận hồ sơ."), prints="refusal", danger=True),
    Act(A.REJECT, "tu-choi-giai-quyet", services.reject_dossier, forms.RejectForm, "ban", REST,
        _("Đã từ chối giải quyết hồ sơ."), prints="refusal", danger=True,
        lead=_("Trả lời bằng văn bản, nêu rõ lý do và căn cứ pháp lý, trong thời hạn giải quyết.")),
    Act(A.NOTE, "ghi-chu", own.write_note, forms.NoteForm, "note", REST, _("Đã thêm ghi chú."),
        versioned=False),
    Act(A.NOTE, "them-tep", own.attach_files, forms.AttachForm, "paperclip", REST, _("Đã thêm tệp."),
        name="attach", label=_("Thêm tệp"), capability="dossier.work", versioned=False),
    Act(A.NOTE, "cai-chinh-ho-ten", services.rename_owner, forms.RenameForm, "user-check", REST,
        _("Đã cải chính họ tên chủ hồ sơ."), name="rename", label=_("Cải chính họ tên"),
        capability="dossier.intake",
        lead=_("Khi chủ hồ sơ đã đổi họ tên hợp pháp; biểu mẫu đã in trước đó giữ nguyên.")),
    Act(A.NOTE, "thu-phi", services.collect_fees, forms.ReceiptForm, "receipt", REST,
        _("Đã ghi nhận nộp phí, lệ phí."), name="fees", label=_("Thu phí, lệ phí"),
        capability="dossier.payment"),
    Act(A.NOTE, "theo-doi", own.follow, forms.PlainForm, "eye", REST, _("Bạn đang theo dõi hồ sơ này."),
        name="follow", label=_("Theo dõi hồ sơ"), versioned=False, direct=True),
    Act(A.NOTE, "thoi-theo-doi", own.unfollow, forms.PlainForm, "eye-off", REST, _("Đã thôi theo dõi."),
        name="unfollow", label=_("Thôi theo dõi"), versioned=False, direct=True),
)  # fmt: skip

BY_NAME = {act.key: act for act in TABLE}
_STEP_WORDS = {"receive": _("Chuyển xử lý"), "handover": _("Chuyển hồ sơ"), "assign": _("Phân công xử lý")}
"""What completing a step is called, where the law has a word of its own."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A button: an act that may be done now, with the step that it belongs to."""

    act: Act
    step_key: str = ""
    step_type: str = ""
    where: str = ""

    @property
    def url_name(self) -> str:
        """Full name of its address."""
        return f"desk:{self.act.url_name}"

    @property
    def label(self) -> Text:
        """Its words."""
        return (
            _STEP_WORDS.get(self.step_type, self.act.words)
            if self.act.action == A.COMPLETE
            else self.act.words
        )


@dataclass(frozen=True, slots=True)
class Offer:
    """The buttons of a page by rank, and the acts that have a place of their own."""

    main: list[Offered] = field(default_factory=list)
    beside: list[Offered] = field(default_factory=list)
    rest: list[Offered] = field(default_factory=list)
    note: bool = False
    attach: bool = False
    fees: bool = False
    rename: bool = False


def offered(buttons: list[Button]) -> list[Offered]:
    """Return the acts behind the buttons of the table of moves, in this table's order."""
    steps = {button.step.pk for button in buttons if button.step}
    found: dict[tuple[Action, int], Offered] = {}
    for button in buttons:
        act = BY_NAME.get(button.move.action.value)
        if act is not None:
            step = button.step
            where = step.name if step and len(steps) > 1 else ""
            place = Offered(act, step.key if step else "", step.type if step else "", where)
            found.setdefault((act.action, step.pk if step else 0), place)
    order = {act.action: number for number, act in enumerate(TABLE) if not act.name}
    return sorted(found.values(), key=lambda one: order[one.act.action])
