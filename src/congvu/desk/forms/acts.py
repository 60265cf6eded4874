"""The forms of acts that ask for words: reasons, notes, supplements, refusals, money, files."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.desk.forms.parts import ActForm, Words
from congvu.dossiers.services.returning import WAYS
from congvu.ui.forms import FilesField, MomentInput


class PlainForm(ActForm):
    """Nothing but the version that was seen."""


class ReasonForm(ActForm):
    """A reason, and nothing else."""

    reason = Words(label=_("Lý do"))


class RemarkForm(ActForm):
    """What was found, if anything."""

    note = Words(label=_("Nội dung, ý kiến"), required=False)


class GuideForm(ActForm):
    """What the applicant must complete or supplement (form 02)."""

    items = Words(
        label=_("Nội dung cần bổ sung, hoàn thiện"),
        rows=4,
        help_text=_("Mỗi dòng một nội dung. Hướng dẫn một lần, đầy đủ, cụ thể; nội dung này in trên Mẫu 02."),
    )
    reason = Words(label=_("Lý do"), rows=2)
    legal_basis = forms.CharField(
        label=_("Căn cứ pháp lý"),
        required=False,
        max_length=200,
        help_text=_("Điều, khoản của văn bản quy định, nếu có."),
    )

    def clean_items(self) -> list[str]:
        """Return one item a line."""
        return [
            line.strip(" \t-–•") for line in self.cleaned_data["items"].splitlines() if line.strip(" \t-–•")
        ]


class RefuseForm(ActForm):
    """Why reception is refused (form 03)."""

    reason = Words(
        label=_("Lý do từ chối"), help_text=_("In trên Phiếu từ chối tiếp nhận giải quyết hồ sơ (Mẫu 03).")
    )
    legal_basis = forms.CharField(label=_("Căn cứ pháp lý"), required=False, max_length=200)


class RejectForm(RefuseForm):
    """Why the request is refused after appraisal: never without a legal basis."""

    legal_basis = forms.CharField(label=_("Căn cứ pháp lý"), max_length=200)


class StopForm(ActForm):
    """Why work is stopped on request, and what is given back (form 05)."""

    reason = Words(
        label=_("Lý do dừng giải quyết"), help_text=_("Theo đề nghị của tổ chức, cá nhân; in trên Mẫu 05.")
    )
    papers_returned = Words(
        label=_("Giấy tờ, phí, lệ phí trả lại"), rows=2, required=False, help_text=_("Mỗi dòng một loại.")
    )


class ExtendForm(ActForm):
    """The apology with a new date, once (form 04)."""

    new_due_at = forms.DateTimeField(label=_("Hạn trả kết quả mới"), widget=MomentInput())
    reason = Words(
        label=_("Lý do chậm trễ"), help_text=_("In trên Văn bản xin lỗi và đề nghị gia hạn (Mẫu 04).")
    )


class ReceiptForm(ActForm):
    """The receipt that proves a payment."""

    receipt_no = forms.CharField(label=_("Số biên lai, chứng từ nộp tiền"), max_length=40)


class ReturnForm(ActForm):
    """How the result reaches the applicant, and who takes it."""

    way = forms.ChoiceField(label=_("Cách trả kết quả"), choices=list(WAYS.items()), widget=forms.RadioSelect)
    receiver = forms.CharField(
        label=_("Người nhận kết quả"),
        required=False,
        max_length=200,
        help_text=_("Khi trả tại quầy: họ tên người ký nhận; đối chiếu giấy tờ trước khi giao."),
    )
    reference = forms.CharField(
        label=_("Số hiệu bưu gửi hoặc địa chỉ nhận bản điện tử"), required=False, max_length=200
    )

    def prepare(self) -> None:
        """Propose the way that the applicant asked for, and the applicant."""
        dossier = self.scene.dossier
        self.initial.setdefault("way", dossier.return_by)
        self.initial.setdefault("receiver", dossier.owner_name)

    def values(self) -> dict[str, Any]:
        """A receiver belongs to the counter only."""
        values = super().values()
        return values if values["way"] == "counter" else {**values, "receiver": ""}


class RenameForm(ActForm):
    """The name that the owner has by law now, and the paper that says so."""

    name = forms.CharField(label=_("Họ và tên mới"), max_length=200)
    basis = forms.CharField(
        label=_("Căn cứ"),
        max_length=300,
        help_text=_("Trích lục, quyết định hoặc giấy tờ ghi việc đổi họ tên: số, ngày, nơi cấp."),
    )

    def prepare(self) -> None:
        """Begin with the name of now."""
        self.initial.setdefault("name", self.scene.dossier.owner.name)


class NoteForm(ActForm):
    """A working note."""

    text = Words(label=_("Ghi chú"), help_text=_("Chỉ cán bộ xem được hồ sơ thấy ghi chú này."))


class AttachForm(ActForm):
    """Files for the dossier, or for one of its papers."""

    uploads = FilesField(label=_("Tệp"))
    component_id = forms.TypedChoiceField(
        label=_("Thuộc giấy tờ"), coerce=int, empty_value=None, required=False
    )

    def prepare(self) -> None:
        """Offer the papers of the dossier."""
        papers = [(str(row.pk), f"{row.no}. {row.name[:80]}") for row in self.scene.dossier.components.all()]
        self.fields["component_id"].choices = [("", _("Hồ sơ nói chung")), *papers]  # type: ignore[attr-defined]
