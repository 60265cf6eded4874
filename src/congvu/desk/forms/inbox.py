"""The filter of the inbox, and the name of a saved one."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.workflow.rules.vocabulary import STEP_TYPES

CHANNELS = [
    ("", _("Mọi hình thức")),
    ("1", _("Trực tiếp")),
    ("2", _("Trực tuyến")),
    ("3", _("Bưu chính công ích")),
]


class FilterForm(forms.Form):
    """What narrows the inbox; its field names are the parameters of the address."""

    def __init__(self, *args: Any, procedures: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [("", _("Mọi loại bước")), *STEP_TYPES.items()]
        names = [(code, f"{name[:70]}{'…' if len(name) > 70 else ''} ({code})") for code, name in procedures]
        chosen = self.data.get("thu-tuc", "")
        if chosen and chosen not in dict(procedures):
            names.append((chosen, chosen))
        hidden = forms.HiddenInput
        self.fields |= {
            "tu-khoa": forms.CharField(
                label=_("Mã hồ sơ, tên chủ hồ sơ"),
                required=False,
                widget=forms.TextInput(attrs={"placeholder": _("Mã hồ sơ, tên chủ hồ sơ")}),
            ),
            "thu-tuc": forms.ChoiceField(
                label=_("Thủ tục"), choices=[("", _("Mọi thủ tục")), *names], required=False
            ),
            "loai-buoc": forms.ChoiceField(label=_("Loại bước"), choices=kinds, required=False),
            "kenh": forms.ChoiceField(label=_("Hình thức nộp"), choices=CHANNELS, required=False),
            "hop": forms.CharField(required=False, widget=hidden),
            "nhom": forms.CharField(required=False, widget=hidden),
        }


class SaveViewForm(forms.Form):
    """The name under which a filter is kept."""

    name = forms.CharField(label=_("Tên bộ lọc"), max_length=60)
    query = forms.CharField(required=False, max_length=600, widget=forms.HiddenInput)
