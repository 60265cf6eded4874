"""The style guide: every part of the screens at a glance, for those who build and those who judge them."""

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congvu.directory.permissions import requires
from congvu.ui.forms import DayInput, FilesField, MoneyField
from congvu.ui.messages import Badge, KeysetPage, Tab

TONES = (
    Badge(_("Mới đăng ký"), "neutral", "circle-dashed"),
    Badge(_("Đã tiếp nhận"), "info", "inbox"),
    Badge(_("Đang xử lý"), "progress", "progress"),
    Badge(_("Chờ bổ sung"), "wait", "file-plus"),
    Badge(_("Đã xử lý xong"), "good", "circle-check"),
    Badge(_("Từ chối"), "bad", "ban"),
)
SAMPLES = (
    ("H19.187-261124-0001", "Nguyễn Thị Ánh Tuyết", "Đăng ký khai sinh", "overdue", -600, 2),
    ("H19.187-261124-0007", "Trần Quốc Đạt", "Cấp giấy phép xây dựng nhà ở riêng lẻ", "today", 180, 3),
    ("H19.187-261123-0018", "Lê Văn Hậu", "Đăng ký biến động quyền sử dụng đất", "soon", 900, 2),
    (
        "H19.187-261120-0042",
        "Công ty TNHH Một thành viên Phước Thịnh",
        "Cấp phép đấu nối hạ tầng",
        "later",
        6000,
        1,
    ),
    ("H19.187-261118-0003", "Phạm Thị Ngọc Hường", "Cấp giấy chứng nhận lần đầu", "paused", 4000, 3),
)


class StyleForm(forms.Form):
    """A form with each kind of field."""

    name = forms.CharField(label=_("Họ và tên"), help_text=_("Như trên giấy tờ tùy thân"))
    born = forms.DateField(label=_("Ngày sinh"), widget=DayInput())
    fee = MoneyField(label=_("Lệ phí"), required=False, help_text=_("Đồng; có thể gõ dấu chấm"))
    level = forms.ChoiceField(label=_("Cấp giải quyết"), choices=[("x", "Cấp xã"), ("t", "Cấp tỉnh")])
    way = forms.ChoiceField(
        label=_("Cách nhận kết quả"),
        choices=[("q", "Tại quầy"), ("b", "Qua bưu chính"), ("d", "Bản điện tử")],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Ghi chú"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    checked = forms.BooleanField(label=_("Đã đối chiếu bản chính"))
    attachments = FilesField(label=_("Tệp đính kèm"), required=False)


def _row(sample: tuple[str, str, str, str, int, int], now: dt.datetime) -> dict[str, Any]:
    code, person, procedure, urgency, minutes, tone = sample
    due_at = now + dt.timedelta(minutes=minutes)
    row = {"code": code, "person": person, "procedure": procedure, "urgency": urgency}
    return row | {"minutes": minutes, "due_at": due_at, "state": TONES[tone]}


@requires("people.manage")
def style_guide(request: HttpRequest) -> HttpResponse:
    """Show every part, with a form that refuses what is wrong."""
    form = StyleForm(request.POST or None, request.FILES or None)
    refused = request.method == "POST" and not form.is_valid()
    now = timezone.now()
    context = {
        "form": form,
        "now": now,
        "tones": TONES,
        "rows": [_row(sample, now) for sample in SAMPLES],
        "tabs": [
            Tab(_("Tất cả"), "?", current=True, count=1240),
            Tab(_("Quá hạn"), "?a", count=3, icon="clock"),
        ],
        "page": KeysetPage((), older="2"),
    }
    return render(request, "setup/style_guide.html", context, status=422 if refused else 200)
