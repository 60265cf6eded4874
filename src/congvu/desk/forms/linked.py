"""The forms of acts on stages that another system shares; fields are named as the services' arguments."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.desk.forms.parts import Words


class LinkForm(forms.Form):
    """Nothing to ask."""

    def refuse(self, sentence: str, name: str) -> None:
        """Show a refusal of the service at the field it belongs to, or above the form."""
        self.add_error(name if name in self.fields else None, sentence)


class ReasonForm(LinkForm):
    """A reason, and nothing else."""

    reason = Words(label=_("Lý do"))


class TextForm(LinkForm):
    """Words for the other side."""

    text = Words(label=_("Nội dung"))


class NoteForm(LinkForm):
    """Words that go with a result, if any."""

    note = Words(label=_("Ý kiến gửi kèm"), required=False)


class SupplementForm(LinkForm):
    """What the applicant is to supplement, one line each."""

    items = Words(
        label=_("Nội dung cần bổ sung"),
        rows=4,
        help_text=_("Mỗi dòng một nội dung, đầy đủ, cụ thể, một lần."),
    )
    reason = Words(label=_("Lý do"), rows=2)
    legal_basis = forms.CharField(
        label=_("Căn cứ pháp lý"), required=False, max_length=200, help_text=_("Điều, khoản, nếu có.")
    )

    def clean_items(self) -> list[str]:
        """Return one item a line."""
        lines = self.cleaned_data["items"].splitlines()
        return [line.strip(" \t-–•") for line in lines if line.strip(" \t-–•")]


class SettleForm(LinkForm):
    """What an agency answered by an ordinary document."""

    name = forms.CharField(label=_("Tên văn bản kết quả"), max_length=300)
    notation = forms.CharField(label=_("Số, ký hiệu"), required=False, max_length=60)
    positive = forms.TypedChoiceField(
        label=_("Kết luận"),
        choices=[("1", _("Đồng ý giải quyết")), ("0", _("Không đồng ý"))],
        coerce=lambda value: value == "1",
        initial="1",
        widget=forms.RadioSelect,
    )
    text = Words(label=_("Nội dung chính"), required=False)


class HandOverForm(LinkForm):
    """Which agency on another system, and what is asked of it."""

    code = forms.ChoiceField(label=_("Cơ quan nhận"), widget=forms.RadioSelect)
    reason = Words(
        label=_("Nội dung đề nghị giải quyết"), help_text=_("In trên Phiếu chuyển hồ sơ gửi cơ quan nhận.")
    )

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = places  # type: ignore[attr-defined]
