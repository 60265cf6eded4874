"""The form of a connection of the interchange; options are lines of name=value."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.directory.messages import Actor
from congvu.interchange.channels.registry import adapters
from congvu.interchange.models import Connection
from congvu.interchange.services import Plan
from congvu.setup.forms.reaching import ReachingForm


class ConnectionForm(ReachingForm):
    """What the operator of the far side gave the agency."""

    name = forms.CharField(label=_("Tên kết nối"), max_length=120)
    kind = forms.ChoiceField(label=_("Loại kênh"))
    address = forms.CharField(
        label=_("Địa chỉ"), max_length=300, required=False,
        help_text=_("Như đơn vị vận hành cấp, ví dụ http://10.1.2.3:8080/vxp; kênh thư mục ghi đường dẫn."),
    )  # fmt: skip
    system_id = forms.CharField(label=_("Mã hệ thống (SystemId)"), max_length=120, required=False)
    secret = forms.CharField(
        label=_("Khóa bí mật"), required=False, max_length=4000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Được mã hóa khi lưu và không hiện lại. Để trống để giữ khóa cũ."),
    )  # fmt: skip
    agency_code = forms.CharField(label=_("Mã định danh khi gửi"), max_length=35, required=False)
    whole_tree = forms.BooleanField(label=_("Dùng cho cả cơ quan trực thuộc"), required=False)
    is_default = forms.BooleanField(
        label=_("Dùng khi nơi nhận không có trong danh bạ nào"), required=False, initial=True
    )
    private = forms.BooleanField(label=_("Cho phép mạng nội bộ (10.x, 172.16.x, 192.168.x)"), required=False)
    poll_seconds = forms.IntegerField(label=_("Hỏi trục sau mỗi (giây)"), initial=20)
    options = forms.CharField(
        label=_("Tùy chọn khác"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}), help_text=_("Mỗi dòng một tùy chọn, dạng tên=giá trị."),
    )  # fmt: skip

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        kinds = self.fields["kind"]
        assert isinstance(kinds, forms.ChoiceField)
        kinds.choices = [(one.kind, one.name) for one in adapters()]

    def plan(self) -> Plan:
        """Return what the form says."""
        data = dict(self.cleaned_data)
        options = dict(data.pop("options"))
        options.pop("private", None)
        if data.pop("private"):
            options["private"] = "1"
        agency = data.pop("agency")
        return Plan(agency_id=agency.pk, options=options, **data)


def start_of(connection: Connection) -> dict[str, Any]:
    """Return the form's values of a stored connection; never its secret."""
    options = {name: value for name, value in connection.options.items() if name != "private"}
    plain = (
        "name",
        "kind",
        "address",
        "system_id",
        "agency_code",
        "whole_tree",
        "is_default",
        "poll_seconds",
    )
    return {
        **{name: getattr(connection, name) for name in plain},
        "agency": connection.agency_id,
        "private": connection.options.get("private") == "1",
        "options": "\n".join(f"{name}={value}" for name, value in options.items()),
    }
