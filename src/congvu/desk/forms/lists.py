"""Filters of the list of dossiers, and the span of the register."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congvu.dossiers.queries.listing import ListFilters
from congvu.dossiers.states import STATE_NAMES
from congvu.ui.forms import DayInput

CHANNELS = [("1", _("Trực tiếp")), ("2", _("Trực tuyến")), ("3", _("Bưu chính công ích"))]
LONGEST_REGISTER = timedelta(days=366)


class ListForm(forms.Form):
    """What narrows the list; everything may stay empty."""

    trang_thai = forms.ChoiceField(
        label=_("Trạng thái"),
        required=False,
        choices=[("", _("Mọi trạng thái")), *((state.value, name) for state, name in STATE_NAMES.items())],
    )
    thu_tuc = forms.ChoiceField(label=_("Thủ tục"), required=False)
    kenh = forms.ChoiceField(
        label=_("Hình thức nộp"), required=False, choices=[("", _("Mọi hình thức")), *CHANNELS]
    )
    tu = forms.DateField(label=_("Tiếp nhận từ ngày"), required=False, widget=DayInput)
    den = forms.DateField(label=_("đến ngày"), required=False, widget=DayInput)
    qua_han = forms.BooleanField(label=_("Chỉ hồ sơ quá hạn"), required=False)

    def __init__(self, *args: Any, procedures: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = str(self.data.get("thu_tuc", ""))[:40]
        known = {**procedures, **({chosen: procedures.get(chosen, chosen)} if chosen else {})}
        names = [(code, f"{code} {name}"[:90]) for code, name in sorted(known.items())]
        self.fields["thu_tuc"].choices = [("", _("Mọi thủ tục")), *names]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a span that ends before it begins."""
        found = super().clean() or {}
        if found.get("tu") and found.get("den") and found["den"] < found["tu"]:
            self.add_error("den", _("Ngày kết thúc phải từ ngày bắt đầu trở đi."))
        return found

    def filters(self) -> ListFilters:
        """Return the filters chosen; a field in error narrows nothing."""
        self.is_valid()
        found = self.cleaned_data
        return ListFilters(
            state=found.get("trang_thai", ""),
            procedure=found.get("thu_tuc", ""),
            channel=found.get("kenh", ""),
            accepted_from=found.get("tu"),
            accepted_to=found.get("den"),
            overdue=found.get("qua_han", False),
        )


class RegisterForm(forms.Form):
    """The span of the register, and whether it is closed at its end."""

    tu = forms.DateField(label=_("Từ ngày"), widget=DayInput)
    den = forms.DateField(label=_("Đến ngày"), widget=DayInput)
    khoa = forms.BooleanField(
        label=_("Khóa sổ tại ngày kết thúc"),
        required=False,
        help_text=_("In thêm phần xác nhận khóa sổ với tổng số hồ sơ."),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a span that is upside down, too long, or closed before it is over."""
        found = super().clean() or {}
        first, last = found.get("tu"), found.get("den")
        if first and last and last < first:
            self.add_error("den", _("Ngày kết thúc phải từ ngày bắt đầu trở đi."))
        elif first and last and last - first > LONGEST_REGISTER:
            self.add_error("den", _("Sổ theo dõi lập theo năm: hãy chọn khoảng tối đa 366 ngày."))
        if found.get("khoa") and last and last > timezone.localdate():
            self.add_error("khoa", _("Chưa hết ngày kết thúc nên chưa khóa sổ được."))
        return found
