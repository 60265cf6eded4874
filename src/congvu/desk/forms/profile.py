"""Forms of the profile: delegation, absence, preferences."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.directory.messages import Actor
from congvu.directory.models import Officer
from congvu.directory.queries import colleagues
from congvu.directory.services import SIGNING_FORMS
from congvu.ui.forms import MomentInput


class DelegationForm(forms.Form):
    """Who stands in, from when to when, signing how."""

    kind = forms.ChoiceField(
        label=_("Việc"),
        choices=[
            ("authorisation", _("Ủy quyền: người khác cùng xử lý, ký thay")),
            ("absence", _("Báo vắng mặt: có thể không có người thay")),
        ],
        widget=forms.RadioSelect,
        initial="authorisation",
    )
    substitute = forms.ModelChoiceField(
        Officer.objects.none(), label=_("Người thay"), required=False, empty_label=_("Chọn người thay")
    )
    signing_form = forms.ChoiceField(
        label=_("Hình thức ký"), choices=[(form, form) for form in SIGNING_FORMS], initial="TUQ."
    )
    starts_at = forms.DateTimeField(label=_("Từ"), widget=MomentInput())
    ends_at = forms.DateTimeField(label=_("Đến"), widget=MomentInput())
    reason = forms.CharField(label=_("Lý do"), max_length=300, required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["substitute"]
        field.queryset = colleagues(actor.agency_id).exclude(pk=actor.officer_id or 0)

    def clean(self) -> dict[str, Any]:
        """An authorisation names who stands in."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("kind") == "authorisation" and not data.get("substitute"):
            self.add_error("substitute", _("Hãy chọn người được ủy quyền."))
        return data


class PreferencesForm(forms.Form):
    """How the screens behave for this officer."""

    shortcuts = forms.BooleanField(
        label=_("Dùng phím tắt"),
        required=False,
        help_text=_("j, k, o, x, / và các phím g …; tắt nếu làm phiền bộ gõ hoặc trình đọc màn hình"),
    )
