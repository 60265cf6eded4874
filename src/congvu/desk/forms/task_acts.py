"""The forms of acts on one assignment; their fields are named as the services' arguments."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congvu.assignments.messages import Performer, Wording
from congvu.assignments.models import CoPerformer
from congvu.assignments.queries.page import TaskView
from congvu.assignments.queries.performers import Chooser, reachable
from congvu.desk.forms.parts import LookupField, Words
from congvu.directory.messages import Actor
from congvu.ui.forms import DayInput, FilesField


@dataclass(frozen=True)
class TaskScene:
    """The assignment that an act is done on, and who acts."""

    view: TaskView
    actor: Actor


class TaskForm(forms.Form):
    """The form of one act; `version` is what the officer saw, the view takes it out."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, scene: TaskScene, **kwargs: Any) -> None:
        self.scene = scene
        super().__init__(*args, **kwargs)
        self.initial = {"version": scene.view.assignment.version, **self.initial}
        self.prepare()

    def prepare(self) -> None:
        """Fill choices and first values from the scene; forms without any leave it so."""

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def refuse(self, sentence: str, name: str) -> None:
        """Show a refusal of the service at the field it belongs to, or above the form."""
        known = next((one for one in (name, {"files": "uploads"}.get(name, "")) if one in self.fields), None)
        self.add_error(known, sentence)

    def typed(self) -> list[tuple[str, str]]:
        """Return label and text of what the officer typed, so that nothing is lost with a conflict."""
        fields = [self[name] for name in self.fields if not self.fields[name].widget.is_hidden]
        said = [(str(bound.label), bound.value()) for bound in fields]
        return [(label, text) for label, text in said if isinstance(text, str) and text.strip()]


class PlainTaskForm(TaskForm):
    """Nothing but the version that was seen."""


class ReasonTaskForm(TaskForm):
    """A reason, and nothing else."""

    reason = Words(label=_("Lý do"))


class UrgeForm(TaskForm):
    """What the performer is urged to."""

    reason = Words(label=_("Nội dung đôn đốc"))


class ProgressForm(TaskForm):
    """How work goes on."""

    content = Words(label=_("Nội dung, kết quả đã làm"), rows=4)
    percent = forms.IntegerField(
        label=_("Tiến độ (%)"), required=False, min_value=0, max_value=100, help_text=_("Không bắt buộc.")
    )
    difficulties = Words(
        label=_("Khó khăn, vướng mắc"), required=False, help_text=_("Được theo dõi cho đến khi tháo gỡ xong.")
    )
    uploads = FilesField(label=_("Tệp kèm theo"), required=False)


class DoneForm(TaskForm):
    """That work is done, and when."""

    content = Words(label=_("Kết quả thực hiện"), rows=4)
    finished_on = forms.DateField(label=_("Ngày hoàn thành"), widget=DayInput)
    document_code = forms.CharField(label=_("Số, ký hiệu văn bản báo cáo"), required=False, max_length=100)
    uploads = FilesField(label=_("Tệp kèm theo"), required=False)

    def prepare(self) -> None:
        """Propose today."""
        self.initial.setdefault("finished_on", timezone.localdate())
        if self.scene.view.assignment.needs_document:
            self.fields["document_code"].help_text = _("Nhiệm vụ này phải có văn bản hoặc tệp báo cáo.")


class ProposeCloseForm(TaskForm):
    """Why work need not be finished."""

    content = Words(label=_("Lý do đề xuất đóng"))
    uploads = FilesField(label=_("Tệp kèm theo"), required=False)


class AskExtensionForm(TaskForm):
    """The deadline asked for, and why."""

    new_due_on = forms.DateField(label=_("Hạn đề nghị"), widget=DayInput)
    content = Words(label=_("Lý do đề nghị gia hạn"))
    uploads = FilesField(label=_("Tệp kèm theo"), required=False)


class OpinionForm(TaskForm):
    """An opinion with an approval."""

    note = Words(label=_("Ý kiến"), required=False, rows=2)


class ConfirmedForm(TaskForm):
    """An act that ends work: it asks first when parts still run."""

    confirmed = forms.BooleanField(label=_("Vẫn kết thúc khi còn nhiệm vụ con chưa xong"), required=False)

    def prepare(self) -> None:
        """Ask only where parts run."""
        if not self.scene.view.running_parts:
            del self.fields["confirmed"]


class ApproveForm(ConfirmedForm):
    """The giver's approval."""

    note = Words(label=_("Ý kiến"), required=False, rows=2)


class CloseForm(ConfirmedForm):
    """Why the giver closes work."""

    reason = Words(label=_("Lý do đóng nhiệm vụ"))


class CooperateForm(TaskForm):
    """The written result of a partner."""

    result = Words(label=_("Kết quả phối hợp"), rows=4)


class SettleForm(TaskForm):
    """Which difficulty was removed, and how."""

    report_id = forms.TypedChoiceField(label=_("Khó khăn, vướng mắc"), coerce=int)
    settlement = Words(label=_("Cách tháo gỡ"))

    def prepare(self) -> None:
        """Offer what is not settled yet."""
        rows = [(one.pk, one.difficulties[:120]) for one in self.scene.view.difficulties]
        self.fields["report_id"].choices = rows  # type: ignore[attr-defined]


class TransferForm(TaskForm):
    """Who does the work from now on, and why."""

    lead = LookupField(label=_("Chuyển đến"), help_text=_("Tên đơn vị, cán bộ hoặc cơ quan cấp dưới."))
    reason = Words(label=_("Lý do"))

    def prepare(self) -> None:
        """Offer whom work may be given to."""
        rows = _named(reachable(self.scene.actor))
        self.performers: list[Performer] = [performer for performer, _name in rows]
        field = self.fields["lead"]
        assert isinstance(field, LookupField)
        field.offer([(number, name) for number, (_performer, name) in enumerate(rows)])

    def values(self) -> dict[str, Any]:
        """Return the performer behind the name."""
        values = super().values()
        return {**values, "lead": self.performers[values["lead"]]}


class DeadlineForm(TaskForm):
    """The new deadline by the giver's own decision."""

    due_on = forms.DateField(
        label=_("Hạn mới"), required=False, widget=DayInput, help_text=_("Bỏ trống nếu không thời hạn.")
    )
    reason = Words(label=_("Lý do điều chỉnh"))

    def prepare(self) -> None:
        """Show the deadline as it is."""
        self.initial.setdefault("due_on", self.scene.view.assignment.due_on)


class CorrectForm(TaskForm):
    """Given work as it should read, and why."""

    content = Words(label=_("Nội dung nhiệm vụ"), rows=5, max_length=8000)
    due_on = forms.DateField(
        label=_("Hạn hoàn thành"),
        required=False,
        widget=DayInput,
        help_text=_("Bỏ trống nếu không thời hạn."),
    )
    partners = forms.MultipleChoiceField(
        label=_("Phối hợp"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = Words(label=_("Lý do đính chính"))

    def prepare(self) -> None:
        """Show the work as it is; partners who are out of reach today may stay."""
        view = self.scene.view
        kept = {row.who: row for row in view.partners}
        reach = reachable(self.scene.actor)
        self.performers = {one.key: one.performer for chooser in reach for one in chooser.choices}
        for who, row in kept.items():
            self.performers.setdefault(who, Performer(row.agency_id, row.unit_id, row.officer_id))
        self.fields["partners"].choices = _partner_choices(reach, list(kept.values()))  # type: ignore[attr-defined]
        first = {"content": view.assignment.content, "due_on": view.assignment.due_on, "partners": list(kept)}
        self.initial = {**first, **self.initial}

    def values(self) -> dict[str, Any]:
        """Return the work as it should read, and the reason."""
        found = self.cleaned_data
        partners = tuple(self.performers[who] for who in found["partners"])
        wanted = Wording(found["content"], found["due_on"], partners, self.lead())
        return {"wanted": wanted, "reason": found["reason"]}

    def lead(self) -> Performer | None:
        """Return another lead; None leaves it."""
        return None


class EditForm(CorrectForm):
    """Given work that nobody accepted yet: the lead may change as well."""

    lead_name = LookupField(
        label=_("Đổi nơi chủ trì"), required=False, help_text=_("Bỏ trống nếu giữ nguyên nơi chủ trì.")
    )
    reason = Words(label=_("Lý do"), required=False, rows=2)

    field_order = ("version", "content", "due_on", "lead_name", "partners", "reason")

    def prepare(self) -> None:
        """Offer whom work may be given to."""
        super().prepare()
        rows = _named(reachable(self.scene.actor))
        self.leads = [performer for performer, _name in rows]
        field = self.fields["lead_name"]
        assert isinstance(field, LookupField)
        field.offer([(number, name) for number, (_performer, name) in enumerate(rows)])

    def lead(self) -> Performer | None:
        """Return the performer behind the name."""
        number = self.cleaned_data["lead_name"]
        return None if number is None else self.leads[number]

    def refuse(self, sentence: str, name: str) -> None:
        """Show what is wrong with the lead at its own field."""
        super().refuse(sentence, "lead_name" if name == "lead" else name)


def _named(reach: Sequence[Chooser]) -> list[tuple[Performer, str]]:
    """Return who may be given work, each with a name that tells the unit of a person."""
    return [
        (one.performer, f"{one.name} – {chooser.title}" if one.performer.officer_id else one.name)
        for chooser in reach
        for one in chooser.choices
    ]


def _partner_choices(reach: Sequence[Chooser], kept: Sequence[CoPerformer]) -> list[tuple[str, str]]:
    names = {performer.who: name for performer, name in _named(reach)}
    here = {row.who: str(row.officer or row.unit or row.agency) for row in kept}
    return [*here.items(), *((who, name) for who, name in names.items() if who not in here)]
