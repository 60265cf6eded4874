"""The form of a role binding: it parses, the service decides."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.directory.models import Officer, Role, Unit
from congvu.directory.permissions import ADMINISTRATOR
from congvu.directory.queries import colleagues, in_force
from congvu.procedures.models import Procedure
from congvu.procedures.queries.screens import fields

KINDS = [
    ("", _("Mọi thủ tục chưa gán riêng")),
    ("field", _("Một lĩnh vực")),
    ("procedure", _("Một thủ tục")),
    ("unit", _("Một đơn vị nêu trong quy trình")),
]


class BindingForm(forms.Form):
    """Who plays a role in one agency, and for what."""

    role = forms.ChoiceField(label=_("Vai trò"))
    kind = forms.ChoiceField(label=_("Áp dụng cho"), choices=KINDS, required=False)
    value = forms.CharField(
        label=_("Tên lĩnh vực, mã thủ tục hoặc mã đơn vị"),
        max_length=200,
        required=False,
        help_text=_("Ví dụ: Hộ tịch; 1.001193; KT"),
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Phòng, ban thực hiện"), empty_label=_("Chọn phòng, ban")
    )
    officer = forms.ModelChoiceField(
        Officer.objects.none(), label=_("Giao thẳng cho"), required=False, empty_label=_("Cả phòng, ban")
    )

    def __init__(self, agency_id: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role: Any = self.fields["role"]
        role.choices = Role.objects.exclude(code=ADMINISTRATOR).values_list("code", "name")
        unit: Any = self.fields["unit"]
        unit.queryset = Unit.objects.filter(in_force(), agency_id=agency_id).order_by("path")
        officer: Any = self.fields["officer"]
        officer.queryset = colleagues(agency_id)

    def clean(self) -> dict[str, Any]:
        """Refuse a scope that the catalogue does not know, so that no binding waits for ever."""
        data = super().clean() or self.cleaned_data
        kind, value = data.get("kind", ""), data.get("value", "").strip()
        known = {
            "field": lambda: value in {name for _pk, name in fields()},
            "procedure": lambda: Procedure.objects.filter(code=value).exists(),
        }
        if kind and not value:
            self.add_error("value", _("Hãy ghi tên lĩnh vực, mã thủ tục hoặc mã đơn vị."))
        elif kind in known and not known[kind]():
            self.add_error("value", _("Danh mục thủ tục không có lĩnh vực hoặc mã này."))
        return data

    def values(self) -> dict[str, Any]:
        """Return what was entered as the service takes it."""
        data = self.cleaned_data
        return {
            "role": data["role"],
            "scope": f"{data['kind']}:{data['value'].strip()}" if data["kind"] else "",
            "unit_id": data["unit"].pk,
            "officer_id": data["officer"].pk if data["officer"] else None,
        }
