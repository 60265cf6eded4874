"""The form of an entry of the weekly schedule."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congvu.assignments.messages import ScheduleDraft
from congvu.assignments.models import ScheduleItem
from congvu.desk.forms.parts import Words
from congvu.ui.forms import DayInput


class ClockInput(forms.TimeInput):
    """A time of the day typed as HH:MM."""

    def __init__(self) -> None:
        super().__init__(
            {"placeholder": "gg:pp", "inputmode": "numeric", "autocomplete": "off"}, format="%H:%M"
        )


class ItemForm(forms.Form):
    """What, when, where, who."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    links = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)
    content = forms.CharField(label=_("Nội dung"), max_length=500)
    day = forms.DateField(label=_("Ngày"), widget=DayInput)
    starts = forms.TimeField(label=_("Từ giờ"), widget=ClockInput)
    ends = forms.TimeField(label=_("đến giờ"), widget=ClockInput)
    place = forms.CharField(label=_("Địa điểm"), required=False, max_length=200)
    scope = forms.ChoiceField(label=_("Lịch của"), choices=ScheduleItem.Scope)
    unit_id = forms.TypedChoiceField(label=_("Phòng, ban"), coerce=int, required=False, empty_value=None)
    officer_id = forms.TypedChoiceField(label=_("Cá nhân"), coerce=int, required=False, empty_value=None)
    chair_id = forms.TypedChoiceField(label=_("Chủ trì"), coerce=int, required=False, empty_value=None)
    chair_text = forms.CharField(
        label=_("Chủ trì ngoài danh sách"),
        required=False,
        max_length=200,
        help_text=_("Ví dụ: Chủ tịch HĐND."),
    )
    officer_ids = forms.TypedMultipleChoiceField(
        label=_("Người dự"), coerce=int, required=False, widget=forms.SelectMultiple(attrs={"size": 6})
    )
    attendees = Words(label=_("Thành phần khác"), required=False, rows=2, max_length=1000)

    def __init__(
        self,
        *args: Any,
        units: Sequence[tuple[int, str]],
        officers: Sequence[tuple[int, str]],
        agency_wide: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        nobody = [("", "—")]
        for name, rows in (("unit_id", units), ("officer_id", officers), ("chair_id", officers)):
            self.fields[name].choices = [*nobody, *rows]  # type: ignore[attr-defined]
        self.fields["officer_ids"].choices = list(officers)  # type: ignore[attr-defined]
        if not agency_wide:
            self.fields["scope"].choices = ScheduleItem.Scope.choices[1:]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the unit or officer whose schedule it is."""
        found = super().clean() or {}
        for scope, name in (("unit", "unit_id"), ("officer", "officer_id")):
            if found.get("scope") == scope and not found.get(name) and name not in self.errors:
                self.add_error(name, _("Hãy chọn lịch của ai."))
        return found

    def draft(self) -> ScheduleDraft:
        """Return the entry."""
        found = self.cleaned_data
        zone = timezone.get_default_timezone()
        names = ("content", "scope", "unit_id", "officer_id", "place", "chair_id", "chair_text", "attendees")
        return ScheduleDraft(
            starts_at=datetime.combine(found["day"], found["starts"], tzinfo=zone),
            ends_at=datetime.combine(found["day"], found["ends"], tzinfo=zone),
            officer_ids=tuple(found["officer_ids"]),
            links=tuple(found["links"].split()),
            **{name: found[name] for name in names},
        )

    def refuse(self, sentence: str, name: str) -> None:
        """Show a refusal of the service at the field it belongs to, or above the form."""
        known = {"ends_at": "ends"}.get(name, name)
        self.add_error(known if known in self.fields else None, sentence)


class CancelForm(forms.Form):
    """Why an entry is called off."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = Words(label=_("Lý do hoãn, hủy"), rows=2)


def initial_of(item: ScheduleItem) -> dict[str, Any]:
    """Return the first values of an entry that is changed."""
    starts, ends = timezone.localtime(item.starts_at), timezone.localtime(item.ends_at)
    names = ("content", "place", "scope", "unit_id", "officer_id", "chair_id", "chair_text", "attendees")
    return {
        **{name: getattr(item, name) for name in names},
        "version": item.version,
        "day": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        "officer_ids": [row.officer_id for row in item.officers.all()],
        "links": " ".join(item.links),
    }
