"""The forms of case files, of the catalogue and of handing over; fields are named as services name them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.casefiles.messages import CaseFileEdit, EntryDraft, ItemDraft, RuleDraft
from congvu.casefiles.models import CaseFile, CaseItem, Confidence, FilingRule, Rights
from congvu.casefiles.rules.packages import TYPE_CODES
from congvu.casefiles.rules.retention import RETENTION
from congvu.casefiles.states import STATE_NAMES
from congvu.desk.forms.parts import Words
from congvu.ui.forms import DayInput, FilesField

PERIODS = [("", "—"), *((one.code, one.name) for one in RETENTION.values())]
TYPES = sorted({name.capitalize() for name in TYPE_CODES})


def _day(label: Any, *, required: bool = False, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=required, input_formats=["%d/%m/%Y"], widget=DayInput, **more
    )


class CaseForm(forms.Form):
    """The base: `version` is what the officer saw; `values()` is what the service takes."""

    version = forms.IntegerField(label=_("Phiên bản"), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, case_file: CaseFile | None = None, **kwargs: Any) -> None:
        self.case_file = case_file
        super().__init__(*args, **kwargs)
        if case_file is not None:
            self.initial = {"version": case_file.version, **self.initial}
        self.prepare()

    def prepare(self) -> None:
        """Fill choices and first values; forms without any leave it so."""

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def refuse(self, sentence: str, name: str) -> None:
        """Show a refusal of the service at the field it belongs to, or above the form."""
        self.add_error(name if name in self.fields else None, sentence)


class PlainForm(CaseForm):
    """An act that asks for nothing."""


class ReasonForm(CaseForm):
    """An act that needs its reason."""

    reason = Words(label=_("Lý do"), max_length=500)


class Period(CaseForm):
    """The retention period: a national code, and years for "other"."""

    retention = forms.ChoiceField(label=_("Thời hạn bảo quản"), choices=PERIODS)
    retention_years = forms.IntegerField(
        label=_("Số năm (thời hạn khác)"), required=False, min_value=1, max_value=199
    )


class CaseOpenForm(Period):
    """Open a case file beside the catalogue."""

    title = forms.CharField(label=_("Tiêu đề hồ sơ"), max_length=500)
    notation = forms.CharField(
        label=_("Số, ký hiệu hồ sơ"), max_length=20, help_text=_("Số và chữ viết tắt đề mục, ví dụ 12.TCCB.")
    )
    started_on = _day(_("Ngày bắt đầu"))
    confidentiality = forms.TypedChoiceField(
        label=_("Độ mật"),
        coerce=int,
        choices=[(0, _("Thường")), (1, _("Mật")), (2, _("Tối mật")), (3, _("Tuyệt mật"))],
        initial=0,
    )
    building = forms.BooleanField(label=_("Tài liệu xây dựng cơ bản"), required=False)
    field_order = ("title", "notation", "retention", "retention_years", "started_on")


class CaseEditForm(Period):
    """Write the data of an open case file."""

    title = forms.CharField(label=_("Tiêu đề hồ sơ"), max_length=500)
    started_on = _day(_("Ngày bắt đầu"), required=True)
    rights = forms.ChoiceField(label=_("Chế độ sử dụng"), choices=Rights.choices)
    confidence = forms.ChoiceField(label=_("Mức độ tin cậy"), choices=Confidence.choices)
    paper_code = forms.CharField(label=_("Mã hồ sơ gốc giấy"), max_length=100, required=False)
    sheet_total = forms.IntegerField(label=_("Số tờ (bản giấy)"), required=False, min_value=0)
    keywords = forms.CharField(label=_("Từ khóa"), max_length=100, required=False)
    building = forms.BooleanField(label=_("Tài liệu xây dựng cơ bản"), required=False)
    settled_on = _day(_("Ngày quyết toán công trình"))
    description = Words(label=_("Ghi chú"), max_length=500, required=False)
    field_order = ("title", "retention", "retention_years", "started_on", "rights", "confidence")

    def prepare(self) -> None:
        """Show what is written now."""
        if self.case_file is not None:
            own = {name: getattr(self.case_file, name) for name in self.fields if name != "version"}
            self.initial = {**own, **self.initial}

    def values(self) -> dict[str, Any]:
        """Return the edit as the service takes it."""
        found = super().values()
        found["sheet_total"] = found["sheet_total"] or 0
        return {"edit": CaseFileEdit(language=self.case_file.language if self.case_file else "01", **found)}


class DocumentFields(CaseForm):
    """The data of a document (NĐ 30/2020/NĐ-CP Phụ lục VI)."""

    title = forms.CharField(label=_("Trích yếu nội dung"), max_length=500)
    type_name = forms.CharField(label=_("Tên loại"), max_length=100, help_text=_("Ví dụ: Báo cáo, Tờ trình."))
    number = forms.CharField(label=_("Số"), max_length=11, required=False)
    notation = forms.CharField(label=_("Ký hiệu"), max_length=60, required=False)
    on = _day(_("Ngày tháng văn bản"), required=True)
    author = forms.CharField(label=_("Cơ quan ban hành"), max_length=200, required=False)
    signer = forms.CharField(label=_("Người ký"), max_length=100, required=False)
    pages = forms.IntegerField(
        label=_("Số trang"), required=False, min_value=0, help_text=_("Bỏ trống thì đếm từ tệp PDF.")
    )
    note = forms.CharField(label=_("Ghi chú"), max_length=500, required=False)

    def values(self) -> dict[str, Any]:
        """Return the data with pages as a number."""
        return {**super().values(), "pages": self.cleaned_data["pages"] or 0}


class AddDocumentForm(DocumentFields):
    """Put a document into a case file: files, or a paper document without any."""

    uploads = FilesField(label=_("Tệp"), required=False)


class DescribeForm(DocumentFields):
    """Describe a document again (biên mục)."""

    def __init__(self, *args: Any, item: CaseItem, **kwargs: Any) -> None:
        self.item = item
        own = {
            name: getattr(item, name)
            for name in ("type_name", "number", "notation", "author", "signer", "pages", "note")
        }
        kwargs.setdefault("initial", {"title": item.summary, "on": item.dated_on, **own})
        super().__init__(*args, case_file=item.case_file, **kwargs)

    def values(self) -> dict[str, Any]:
        """Return the draft as the service takes it."""
        found = super().values()
        summary, day = found.pop("title"), found.pop("on")
        draft = ItemDraft(
            summary,
            kind=self.item.kind,
            dated_on=day,
            language=self.item.language,
            signer_position=self.item.signer_position,
            **found,
        )
        return {"draft": draft}


class CloseForm(Period):
    """Close a case file; the retention is confirmed once more."""

    ended_on = _day(_("Ngày kết thúc"), required=True)
    sheet_total = forms.IntegerField(label=_("Số tờ (bản giấy)"), required=False, min_value=0)
    field_order = ("ended_on", "retention", "retention_years", "sheet_total")

    def prepare(self) -> None:
        """Show the retention as it is written now."""
        if self.case_file is not None:
            kept = ("retention", "retention_years", "sheet_total")
            own = {name: getattr(self.case_file, name) for name in kept}
            self.initial = {**own, **self.initial}


class KeepBackForm(ReasonForm):
    """Let a case file be kept back."""

    until = _day(_("Giữ lại đến ngày"), required=True)
    field_order = ("until", "reason")


class MoveForm(ReasonForm):
    """Move a document to another case file."""

    to_id = forms.TypedChoiceField(label=_("Sang hồ sơ"), coerce=int)
    field_order = ("to_id", "reason")

    def offer(self, choices: list[tuple[int, str]]) -> None:
        """Set the case files that may be chosen."""
        self.fields["to_id"].choices = [("", "—"), *choices]  # type: ignore[attr-defined]


class FileIntoForm(CaseForm):
    """Choose the case file that something goes into."""

    case_file_id = forms.TypedChoiceField(label=_("Hồ sơ công việc"), coerce=int)

    def offer(self, choices: list[tuple[int, str]]) -> None:
        """Set the case files that may be chosen."""
        self.fields["case_file_id"].choices = [("", "—"), *choices]  # type: ignore[attr-defined]


class RuleForm(CaseForm):
    """Say what goes into this case file by itself."""

    subject_label = forms.ChoiceField(
        label=_("Loại"),
        choices=[
            ("dossiers.dossier", _("Hồ sơ thủ tục hành chính")),
            ("documents.incomingdocument", _("Văn bản đến")),
            ("documents.outgoingdocument", _("Văn bản đi")),
            ("assignments.assignment", _("Nhiệm vụ")),
        ],
    )
    match = forms.ChoiceField(
        label=_("Căn cứ"), choices=[one for one in FilingRule.Match.choices if one[0] != "parent"]
    )
    value = forms.CharField(
        label=_("Mã phải khớp"),
        max_length=100,
        required=False,
        help_text=_("Mã thủ tục, lĩnh vực hoặc loại văn bản."),
    )

    def values(self) -> dict[str, Any]:
        """Return the rule as the service takes it."""
        return {
            "draft": RuleDraft(case_file_id=self.case_file.pk if self.case_file else None, **super().values())
        }


class EntryForm(CaseForm):
    """A line of the catalogue: a heading, or a case file that is to be made."""

    kind = forms.ChoiceField(
        label=_("Dòng"), choices=[("file", _("Hồ sơ")), ("heading", _("Đề mục"))], initial="file"
    )
    parent_id = forms.TypedChoiceField(label=_("Thuộc đề mục"), coerce=int, empty_value=None, required=False)
    title = forms.CharField(label=_("Tiêu đề"), max_length=500)
    sign = forms.CharField(label=_("Chữ viết tắt đề mục"), max_length=12, required=False)
    notation = forms.CharField(
        label=_("Số, ký hiệu"), max_length=20, required=False, help_text=_("Bỏ trống thì lấy số tiếp theo.")
    )
    retention = forms.ChoiceField(label=_("Thời hạn bảo quản"), choices=PERIODS, required=False)
    retention_years = forms.IntegerField(label=_("Số năm"), required=False, min_value=1, max_value=199)
    unit_id = forms.TypedChoiceField(label=_("Đơn vị lập"), coerce=int, empty_value=None, required=False)
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False)

    def offer(self, headings: list[tuple[int, str]], units: list[tuple[int, str]]) -> None:
        """Set the headings and units that may be chosen."""
        self.fields["parent_id"].choices = [("", "—"), *headings]  # type: ignore[attr-defined]
        self.fields["unit_id"].choices = [("", "—"), *units]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return the line as the service takes it."""
        found = super().values()
        return {"draft": EntryDraft(is_heading=found.pop("kind") == "heading", **found)}


class ApproveForm(CaseForm):
    """Issue the catalogue of a year."""

    decision_no = forms.CharField(label=_("Số quyết định ban hành"), max_length=60)
    decision_on = _day(_("Ngày quyết định"))


class ProposeForm(CaseForm):
    """Propose a hand-over of the case files ticked in the list."""

    title = forms.CharField(label=_("Tên khối tài liệu"), max_length=300, required=False)
    condition = forms.CharField(label=_("Tình trạng tài liệu"), max_length=300, required=False)
    boxes = forms.IntegerField(label=_("Số hộp, cặp (bản giấy)"), required=False, min_value=0)

    def values(self) -> dict[str, Any]:
        """Return the data with boxes as a number."""
        return {**super().values(), "boxes": self.cleaned_data["boxes"] or 0}


class ListForm(forms.Form):
    """The filters of the list."""

    q = forms.CharField(label=_("Tìm"), max_length=200, required=False)
    trang_thai = forms.ChoiceField(
        label=_("Trạng thái"),
        required=False,
        choices=[("", _("Mọi trạng thái")), *((state.value, name) for state, name in STATE_NAMES.items())],
    )
    nam = forms.IntegerField(label=_("Năm"), required=False, min_value=2000, max_value=2100)
