"""Forms of assigned work: filters, statistics, giving work to several performers at once."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.assignments.messages import AssignmentDraft, Origin, Performer
from congvu.assignments.models import Assignment, Period, Urgency
from congvu.assignments.queries.lists import Scope, Side
from congvu.assignments.queries.performers import Chooser
from congvu.assignments.queries.statistics import Grouping
from congvu.assignments.states import OPEN, STATE_NAMES
from congvu.common.subject import Subject
from congvu.desk.forms.parts import Words
from congvu.ui.forms import DayInput

RANKS = [(0, _("Thường")), (1, _("Mật")), (2, _("Tối mật")), (3, _("Tuyệt mật"))]
GROUPINGS = {
    Grouping.UNIT: _("Đơn vị chủ trì"),
    Grouping.AGENCY: _("Cơ quan chủ trì"),
    Grouping.OFFICER: _("Người chủ trì"),
    Grouping.GIVER: _("Người giao"),
    Grouping.SOURCE: _("Văn bản giao"),
}
SIDES = [(Side.LEAD, _("Được giao thực hiện")), (Side.GIVEN, _("Đã giao cho nơi khác"))]


class WorkFilterForm(forms.Form):
    """What narrows the list of open work; its field names are the parameters of the address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [(state.value, name) for state, name in STATE_NAMES.items() if state in OPEN]
        hidden = forms.HiddenInput
        text = forms.TextInput(attrs={"placeholder": _("Mã, nội dung, số văn bản")})
        self.fields |= {
            "tu-khoa": forms.CharField(label=_("Từ khóa"), required=False, widget=text),
            "trang-thai": forms.ChoiceField(
                label=_("Trạng thái"), choices=[("", _("Mọi trạng thái")), *states], required=False
            ),
            "nguon": forms.ChoiceField(
                label=_("Nguồn giao"),
                choices=[("", _("Mọi nguồn")), *Assignment.SourceKind.choices],
                required=False,
            ),
            "hop": forms.CharField(required=False, widget=hidden),
            "nhom": forms.CharField(required=False, widget=hidden),
        }


class StatisticsForm(forms.Form):
    """What is counted, by what, of which days."""

    phia = forms.ChoiceField(label=_("Nhiệm vụ"), choices=SIDES, required=False)
    theo = forms.ChoiceField(label=_("Thống kê theo"), choices=list(GROUPINGS.items()), required=False)
    tu = forms.DateField(label=_("Giao từ ngày"), required=False, widget=DayInput)
    den = forms.DateField(label=_("đến ngày"), required=False, widget=DayInput)
    agency = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    unit = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Refuse a span that ends before it begins."""
        found = super().clean() or {}
        if found.get("tu") and found.get("den") and found["den"] < found["tu"]:
            self.add_error("den", _("Ngày kết thúc phải từ ngày bắt đầu trở đi."))
        return found

    def scope(self) -> tuple[Scope, Grouping]:
        """Return what is counted, and by what; a field in error narrows nothing."""
        self.is_valid()
        found = self.cleaned_data
        side = Side(found.get("phia") or Side.LEAD)
        scope = Scope(
            side, found.get("tu"), found.get("den"), agency=found.get("agency"), unit=found.get("unit")
        )
        return scope, Grouping(found.get("theo") or Grouping.UNIT)


class GiveForm(forms.Form):
    """Work to be given: what, by whom, until when; each leader chosen gets a task of their own."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)
    subject = forms.CharField(required=False, max_length=90, widget=forms.HiddenInput)
    content = Words(label=_("Nội dung nhiệm vụ"), rows=4, max_length=8000)
    chu_tri = forms.MultipleChoiceField(
        label=_("Chủ trì"), error_messages={"required": _("Hãy chọn ít nhất một đơn vị hoặc cán bộ chủ trì.")}
    )
    phoi_hop = forms.MultipleChoiceField(label=_("Phối hợp"), required=False)
    due_on = forms.DateField(
        label=_("Hạn hoàn thành"),
        required=False,
        widget=DayInput,
        help_text=_("Bỏ trống nếu không thời hạn; ngày nghỉ thì tính đến hết ngày làm việc tiếp theo."),
    )
    urgency = forms.TypedChoiceField(label=_("Độ khẩn"), coerce=int, choices=Urgency, initial=0)
    confidentiality = forms.TypedChoiceField(label=_("Độ mật"), coerce=int, choices=RANKS, initial=0)
    frequency = forms.ChoiceField(label=_("Chế độ báo cáo"), choices=Period, required=False)
    every = forms.ChoiceField(
        label=_("Giao lại định kỳ"), choices=[("", _("giao một lần")), *Period.choices[1:]], required=False
    )
    repeat_until = forms.DateField(label=_("Giao định kỳ đến hết ngày"), required=False, widget=DayInput)
    giver_id = forms.TypedChoiceField(label=_("Người giao"), coerce=int, required=False, empty_value=None)
    needs_document = forms.BooleanField(label=_("Phải báo cáo hoàn thành bằng văn bản"), required=False)
    source_kind = forms.ChoiceField(
        label=_("Nguồn giao"), choices=Assignment.SourceKind.choices[:3], required=False, initial="other"
    )
    source_code = forms.CharField(label=_("Số, ký hiệu văn bản"), required=False, max_length=100)
    source_on = forms.DateField(label=_("Ngày văn bản"), required=False, widget=DayInput)
    source_title = forms.CharField(label=_("Trích yếu"), required=False, max_length=1000)
    by_government = forms.BooleanField(label=_("Chính phủ, Thủ tướng Chính phủ giao"), required=False)
    hidden = forms.BooleanField(
        label=_("Giữ lại đến khi văn bản, thông báo kết luận được ban hành"), required=False
    )

    SOURCE = ("source_kind", "source_code", "source_on", "source_title", "by_government", "hidden")

    def __init__(
        self,
        *args: Any,
        choosers: Sequence[Chooser],
        leaders: Sequence[tuple[int, str]],
        clearance: int,
        part: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.choosers = choosers
        self.performers: dict[str, Performer] = {
            one.key: one.performer for chooser in choosers for one in chooser.choices
        }
        for name in ("chu_tri", "phoi_hop"):
            self.fields[name].choices = [(key, key) for key in self.performers]  # type: ignore[attr-defined]
        self.fields["giver_id"].choices = [("", _("Tôi")), *leaders]  # type: ignore[attr-defined]
        self.initial.setdefault("request_key", uuid4())
        if not clearance:
            del self.fields["confidentiality"]
        else:
            self.fields["confidentiality"].choices = RANKS[: clearance + 1]  # type: ignore[attr-defined]
        if part:
            for name in (*self.SOURCE, "subject", "every", "repeat_until", "giver_id"):
                del self.fields[name]

    def drafts(self) -> list[AssignmentDraft]:
        """Return one draft for each leader chosen."""
        found = self.cleaned_data
        leads = [self.performers[key] for key in found["chu_tri"]]
        partners = tuple(self.performers[key] for key in found["phoi_hop"])
        key: UUID = found["request_key"]
        names = ("content", "due_on", "urgency", "frequency", "needs_document")
        more = ("confidentiality", "every", "repeat_until", "giver_id", "hidden")
        values = {name: found[name] for name in names} | {
            name: found[name] for name in more if name in self.fields
        }
        return [
            AssignmentDraft(
                lead=lead,
                partners=tuple(one for one in partners if one != lead) if len(leads) > 1 else partners,
                origin=self._origin(),
                request_key=key,
                **values,
            )
            for lead in leads
        ]

    def refuse(self, sentence: str, name: str) -> None:
        """Show a refusal of the service at the field it belongs to, or above the form."""
        known = {"lead": "chu_tri", "partners": "phoi_hop"}.get(name, name)
        self.add_error(known if known in self.fields else None, sentence)

    def _origin(self) -> Origin:
        found = self.cleaned_data
        if "source_kind" not in self.fields:
            return Origin()
        return Origin(
            kind=found["source_kind"] or "other",
            subject=_subject(found["subject"]),
            code=found["source_code"],
            on=found["source_on"],
            title=found["source_title"],
            by_government=found["by_government"],
        )


def _subject(text: str) -> Subject | None:
    try:
        return Subject.parse(text) if text else None
    except ValueError:
        return None
