"""Forms of the administrators' screens: they parse, the services decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.api.models import ApiClient
from congvu.api.permissions import SCOPES
from congvu.api.rules import EVENTS
from congvu.api.services.clients import ClientFacts
from congvu.directory.messages import Actor
from congvu.directory.models import Unit
from congvu.directory.queries import in_force, managed_agencies

CLEARANCES = [(0, _("Thường")), (1, _("Mật")), (2, _("Tối mật")), (3, _("Tuyệt mật"))]


class _UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A unit, named with its agency."""

    def label_from_instance(self, obj: Any) -> str:
        """Name the agency too: "Văn phòng" is in every one of them."""
        return f"{obj.name} · {obj.agency.short_name or obj.agency.name}"


class ClientForm(forms.Form):
    """A program: name, contact, scopes, clearance, rate; and its unit when it is new."""

    name = forms.CharField(label=_("Tên phần mềm"), max_length=100)
    contact = forms.CharField(
        label=_("Đầu mối kỹ thuật"),
        max_length=200,
        required=False,
        help_text=_("Tên, điện thoại hoặc thư điện tử."),
    )
    unit = _UnitField(
        label=_("Đơn vị chịu trách nhiệm"), queryset=Unit.objects.none(),
        empty_label=_("Chọn đơn vị"),
        help_text=_("Phần mềm chỉ làm việc trong phạm vi cơ quan của đơn vị này."),
    )  # fmt: skip
    scopes = forms.MultipleChoiceField(
        label=_("Phạm vi"), widget=forms.CheckboxSelectMultiple,
        choices=[(name, words) for name, (words, _lent) in SCOPES.items()],
    )  # fmt: skip
    clearance = forms.TypedChoiceField(label=_("Mức mật được xem"), choices=CLEARANCES, coerce=int, initial=0)
    per_minute = forms.IntegerField(label=_("Số lượt gọi mỗi phút"), initial=300)

    def __init__(self, *args: Any, actor: Actor, client: ApiClient | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clearance"].choices = CLEARANCES[: actor.clearance + 1]  # type: ignore[attr-defined]
        if client is not None:
            del self.fields["unit"]
            for name in ("name", "contact", "scopes", "clearance", "per_minute"):
                self.fields[name].initial = getattr(client, name)
            return
        units = Unit.objects.filter(in_force(), agency__in=managed_agencies(actor)).select_related("agency")
        self.fields["unit"].queryset = units.order_by("agency__path", "path")  # type: ignore[attr-defined]

    def facts(self) -> ClientFacts:
        """Return what was entered."""
        data = self.cleaned_data
        return ClientFacts(
            data["name"], tuple(data["scopes"]), data["contact"], data["clearance"], data["per_minute"]
        )


class WebhookForm(forms.Form):
    """An address that is to be told of events."""

    url = forms.CharField(label=_("Địa chỉ nhận"), max_length=500, help_text=_("Bắt đầu bằng https://."))
    kinds = forms.MultipleChoiceField(
        label=_("Loại sự kiện"), widget=forms.CheckboxSelectMultiple,
        choices=[(name, row[0]) for name, row in EVENTS.items()],
    )  # fmt: skip


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Lý do"), max_length=300)
