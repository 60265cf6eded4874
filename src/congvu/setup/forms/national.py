"""The form of a link to the national side; options are lines of name=value."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.national.models import NationalLink
from congvu.national.services import LinkPlan
from congvu.setup.forms.reaching import ReachingForm
from congvu.ui.forms import DayInput

_PLAIN = (
    "name", "generation", "address", "account", "agency_code", "codes", "since", "poll_seconds", "whole_tree",
)  # fmt: skip


class LinkForm(ReachingForm):
    """What the operator of the national side gave the agency."""

    option = re.compile(r"^[A-Za-z_][A-Za-z0-9_.]{0,59}$")

    name = forms.CharField(label=_("Tên kết nối"), max_length=120)
    whole_tree = forms.BooleanField(label=_("Dùng cho cả cơ quan trực thuộc"), required=False)
    generation = forms.ChoiceField(label=_("Thế hệ giao diện"), choices=NationalLink.Generation.choices)
    address = forms.CharField(
        label=_("Địa chỉ"), max_length=300,
        help_text=_("Như đơn vị vận hành cấp, ví dụ https://adapter.dongnai.gov.vn/dvcqg."),
    )  # fmt: skip
    account = forms.CharField(label=_("Tài khoản (username hoặc client_id)"), max_length=120)
    secret = forms.CharField(
        label=_("Mật khẩu (password hoặc client_secret)"), required=False, max_length=4000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Được mã hóa khi lưu và không hiện lại. Để trống để giữ mật khẩu cũ."),
    )  # fmt: skip
    agency_code = forms.CharField(label=_("Mã đơn vị ở phía quốc gia"), max_length=35)
    codes = forms.ChoiceField(
        label=_("Mã hồ sơ"), choices=NationalLink.Codes.choices,
        help_text=_("Khi phía quốc gia không cấp được mã, hệ thống cấp mã của cơ quan và ghi rõ."),
    )  # fmt: skip
    since = forms.DateField(
        label=_("Đồng bộ hồ sơ tiếp nhận từ ngày"), required=False, widget=DayInput(),
        help_text=_("Để trống: từ ngày bật kết nối."),
    )  # fmt: skip
    poll_seconds = forms.IntegerField(label=_("Hỏi hồ sơ trực tuyến sau mỗi (giây)"), initial=30)
    supplement = forms.BooleanField(
        label=_("Công dân bổ sung thì tính tiếp thời hạn ngay, không chờ cán bộ xác nhận"), required=False
    )
    withdraw = forms.BooleanField(
        label=_("Công dân rút thì ghi nhận ngay, kể cả sau khi tiếp nhận"), required=False
    )
    private = forms.BooleanField(label=_("Cho phép mạng nội bộ (10.x, 172.16.x, 192.168.x)"), required=False)
    options = forms.CharField(
        label=_("Tùy chọn khác"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Mỗi dòng một tùy chọn, dạng tên=giá trị; xem hướng dẫn kết nối quốc gia."),
    )  # fmt: skip

    def plan(self) -> LinkPlan:
        """Return what the form says."""
        data = dict(self.cleaned_data)
        options = dict(data.pop("options"))
        for name, value in _SWITCHES.items():
            options.pop(name, None)
            if data.pop(name):
                options[name] = value
        agency = data.pop("agency")
        return LinkPlan(agency_id=agency.pk, options=options, **data)


_SWITCHES = {"supplement": "resume", "withdraw": "auto", "private": "1"}


def start_of(link: NationalLink) -> dict[str, Any]:
    """Return the form's values of a stored link; never its secret."""
    others = {name: value for name, value in link.options.items() if name not in _SWITCHES}
    return {
        **{name: getattr(link, name) for name in _PLAIN},
        **{name: link.options.get(name) == value for name, value in _SWITCHES.items()},
        "agency": link.agency_id,
        "options": "\n".join(f"{name}={value}" for name, value in others.items()),
    }
