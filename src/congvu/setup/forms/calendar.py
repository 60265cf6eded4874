"""Forms of the calendar screens: a special day, a table of hours, a legal rule, a file."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.calendars.models import Certainty, SpecialDay
from congvu.calendars.rules import CHOICES, CLOCKS, COUNTS, Code, read_spans, titled, weekday_name
from congvu.calendars.services import HoursRow
from congvu.common.errors import ActionRefused
from congvu.ui.forms import DayInput

MAX_FILE = 512 * 1024


def attempt(form: forms.Form, call: Callable[[], Any]) -> bool:
    """Call a service; a refusal becomes an error of the field that it names, and the answer is False."""
    try:
        call()
    except ActionRefused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return False
    return True


class SpecialDayForm(forms.Form):
    """A day off or a make-up day."""

    day = forms.DateField(label=_("Ngày"), widget=DayInput())
    kind = forms.ChoiceField(
        label=_("Loại"),
        choices=[
            (SpecialDay.Kind.OFF.value, _("Ngày nghỉ")),
            (SpecialDay.Kind.WORKING.value, _("Ngày làm bù")),
        ],
        widget=forms.RadioSelect,
        initial=SpecialDay.Kind.OFF.value,
    )
    name = forms.CharField(label=_("Tên ngày"), max_length=200)
    legal_basis = forms.CharField(
        label=_("Căn cứ"), max_length=300, required=False, help_text=_("Số, ngày và cơ quan ban hành văn bản")
    )
    swapped_with = forms.DateField(
        label=_("Làm thay cho ngày"),
        widget=DayInput(),
        required=False,
        help_text=_("Chỉ với ngày làm bù: làm theo giờ của ngày này"),
    )


class HoursForm(forms.Form):
    """A whole week of working hours, one line per weekday."""

    valid_from = forms.DateField(label=_("Áp dụng từ ngày"), widget=DayInput())
    legal_basis = forms.CharField(label=_("Căn cứ"), max_length=300, required=False)

    def __init__(self, *args: Any, lines: Sequence[str] = (), **kwargs: Any) -> None:
        """Add a field per weekday, filled with the table now in force.

        Args:
            lines: seven texts such as "07:30-11:30, 13:00-17:00", from Monday.
        """
        super().__init__(*args, **kwargs)
        for weekday in range(7):
            self.fields[f"hours-{weekday}"] = forms.CharField(
                label=titled(weekday_name(weekday)),
                required=False,
                initial=lines[weekday] if lines else "",
                widget=forms.TextInput(attrs={"placeholder": _("nghỉ"), "autocomplete": "off"}),
            )

    def week(self) -> list[forms.BoundField]:
        """Return the seven lines, from Monday."""
        return [self[f"hours-{weekday}"] for weekday in range(7)]

    def clean(self) -> dict[str, Any]:
        """Read each line; a line that cannot be read gets its own error."""
        cleaned = dict(super().clean() or {})
        rows: list[HoursRow] = []
        for weekday in range(7):
            try:
                spans = read_spans(cleaned.get(f"hours-{weekday}") or "")
            except ValueError:
                self.add_error(f"hours-{weekday}", _("Ghi giờ dạng 07:30-11:30, 13:00-17:00."))
                continue
            rows += [HoursRow(weekday, starts, ends) for starts, ends in spans]
        return cleaned | {"rows": rows}


class RuleForm(forms.Form):
    """A new value of one legal rule."""

    value = forms.CharField(label=_("Giá trị mới"), max_length=40)
    unit = forms.ChoiceField(
        label=_("Đơn vị"),
        choices=[
            ("hour", _("giờ làm việc")),
            ("wday", _("ngày làm việc")),
            ("day", _("ngày")),
            ("month", _("tháng")),
        ],
    )
    legal_basis = forms.CharField(
        label=_("Căn cứ pháp lý"), max_length=300, help_text=_("Văn bản, điều, khoản")
    )
    certainty = forms.ChoiceField(label=_("Độ chắc chắn"), choices=Certainty.choices)
    valid_from = forms.DateField(label=_("Có hiệu lực từ ngày"), widget=DayInput())

    def __init__(self, *args: Any, code: Code, **kwargs: Any) -> None:
        """Shape the value by the rule: words to choose, a time of the day, a number with or without unit."""
        super().__init__(*args, **kwargs)
        value: forms.Field = self.fields["value"]
        if code in CLOCKS:
            value.help_text = _("Giờ dạng 15:00; ghi none nếu không đặt giờ chốt")
        elif code is Code.WDAY_LENGTH:
            value.help_text = _("table: theo bảng giờ của cơ quan; hoặc số giờ, đơn vị giờ làm việc")
        elif code in CHOICES:
            self.fields["value"] = forms.ChoiceField(label=value.label, choices=list(CHOICES[code].items()))
        if code is Code.WDAY_LENGTH:
            self.fields["unit"].required = False
            self.fields["unit"].choices = [("", _("không có")), ("hour", _("giờ làm việc"))]  # type: ignore[attr-defined]
        elif code in CLOCKS or code in CHOICES or code in COUNTS:
            del self.fields["unit"]


class DayFileForm(forms.Form):
    """A file of special days, or the text of one that was checked already."""

    file = forms.FileField(
        label=_("Tệp CSV hoặc JSON"),
        required=False,
        help_text=_("Cột: ngày, loại (nghỉ hoặc làm bù), tên, căn cứ, làm thay ngày"),
        widget=forms.FileInput(attrs={"accept": ".csv,.json"}),
    )
    checked = forms.CharField(required=False, widget=forms.HiddenInput)
    checked_name = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Return the bytes and the name: of the uploaded file, else of the checked text."""
        cleaned = dict(super().clean() or {})
        upload = cleaned.get("file")
        if upload is not None and upload.size > MAX_FILE:
            self.add_error("file", _("Tệp quá lớn: tối đa 512 KB."))
        elif upload is not None:
            cleaned |= {"content": upload.read(), "filename": upload.name}
        elif cleaned.get("checked"):
            cleaned |= {
                "content": cleaned["checked"].encode(),
                "filename": cleaned.get("checked_name") or "csv",
            }
        else:
            self.add_error("file", _("Hãy chọn tệp."))
        return cleaned


def wanted_year(text: str, today: date) -> int:
    """Return the year asked for in an address, this year for anything else."""
    year = int(text) if text.isdecimal() and len(text) == 4 else today.year
    return year if 1990 <= year <= 2200 else today.year
