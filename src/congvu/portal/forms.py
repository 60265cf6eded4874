"""What an applicant types: the code of the dossier and the secret on the receipt."""

from django import forms
from django.utils.translation import gettext_lazy as _

_PLAIN = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class TrackForm(forms.Form):
    """Code and secret; without the secret only the degree of completion is told."""

    ma = forms.CharField(
        label=_("Mã hồ sơ"),
        max_length=60,
        widget=forms.TextInput(attrs={**_PLAIN, "placeholder": "H19.75-261116-0001"}),
        help_text=_("In ở đầu Giấy tiếp nhận hồ sơ và hẹn trả kết quả."),
    )
    khoa = forms.CharField(
        label=_("Mã tra cứu"),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs=_PLAIN),
        help_text=_("8 ký tự trên giấy hẹn. Không nhập thì chỉ xem được mức độ hoàn thành."),
    )

    def clean_ma(self) -> str:
        """Read the code as people copy it: any case, no spaces."""
        return "".join(str(self.cleaned_data["ma"]).split()).upper()

    def clean_khoa(self) -> str:
        """Read the secret as people copy it: any case, no spaces."""
        return "".join(str(self.cleaned_data["khoa"]).split()).upper()
