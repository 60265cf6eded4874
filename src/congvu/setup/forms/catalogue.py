"""Forms of the catalogue's screens: the parts of a draft, the route, the file to bring in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.procedures.messages import (
    FrozenCase,
    FrozenComponent,
    FrozenFee,
    FrozenLegalBasis,
    FrozenProcedure,
    FrozenResult,
    FrozenTime,
)
from congvu.procedures.models import Channel, OnSupplement, ProcedureLevel, Route, TimeUnit
from congvu.procedures.rules.people import ADDRESSEES
from congvu.ui.forms import DayInput, DropZone, MoneyField

DAYS = ["%d/%m/%Y", "%Y-%m-%d"]
type Text = Any


def _long(label: Text, rows: int = 3) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.Textarea({"rows": rows}))


def _day(label: Text, *, required: bool = False, help_text: Text = "") -> forms.DateField:
    return forms.DateField(
        label=label, required=required, widget=DayInput(), input_formats=DAYS, help_text=help_text
    )


class FactsForm(forms.Form):
    """What a draft says as a whole."""

    name = forms.CharField(label=_("Tên thủ tục"), max_length=1000, widget=forms.Textarea({"rows": 2}))
    field = forms.CharField(label=_("Lĩnh vực"), max_length=200)
    decision = forms.CharField(label=_("Quyết định công bố"), max_length=100, required=False)
    kind = forms.CharField(label=_("Loại thủ tục"), max_length=100, required=False)
    levels = forms.MultipleChoiceField(
        label=_("Cấp thực hiện"),
        choices=ProcedureLevel.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    addressees = forms.MultipleChoiceField(
        label=_("Đối tượng thực hiện"), widget=forms.CheckboxSelectMultiple, required=False
    )
    competent = _long(_("Cơ quan có thẩm quyền"), 2)
    executing = _long(_("Cơ quan thực hiện"), 2)
    cooperating = _long(_("Cơ quan phối hợp"), 2)
    receiving = _long(_("Địa chỉ tiếp nhận"), 2)
    instant = forms.BooleanField(
        label=_("Trả kết quả ngay"),
        required=False,
        help_text=_("Không cần giấy tiếp nhận, trừ khi được yêu cầu."),
    )
    valid_from = _day(_("Hiệu lực từ"), help_text=_("Để trống thì tính từ ngày công bố."))
    steps_text = _long(_("Trình tự thực hiện"), 8)
    conditions = _long(_("Yêu cầu, điều kiện"), 4)

    def __init__(self, data: Any = None, *, content: FrozenProcedure) -> None:
        super().__init__(data, initial={name: getattr(content, name) for name in self.base_fields})
        self.content = content
        names = dict.fromkeys([*ADDRESSEES, *content.addressees])
        chosen = self.fields["addressees"]
        assert isinstance(chosen, forms.MultipleChoiceField)
        chosen.choices = [(name, name) for name in names]

    def changed(self) -> FrozenProcedure:
        """Return the draft's content with what was filled in."""
        values = dict(self.cleaned_data)
        for name in ("levels", "addressees"):
            values[name] = tuple(values[name])
        values["field_code"] = self.content.field_code if values["field"] == self.content.field else ""
        return replace(self.content, **values)


class CaseForm(forms.Form):
    """The name of a case."""

    name = forms.CharField(
        label=_("Tên trường hợp"),
        max_length=500,
        required=False,
        help_text=_("Để trống khi thủ tục chỉ có một trường hợp."),
    )


class TimeForm(forms.Form):
    """The limit in one channel; without `offered` the channel is not open for the case."""

    channel = forms.ChoiceField(choices=Channel.choices, widget=forms.HiddenInput)
    offered = forms.BooleanField(label=_("Nhận hồ sơ"), required=False)
    amount = forms.IntegerField(
        label=_("Thời hạn"), min_value=0, max_value=9999, required=False, help_text=_("0 là trong ngày.")
    )
    unit = forms.ChoiceField(label=_("Đơn vị"), choices=[("", "—"), *TimeUnit.choices], required=False)
    on_supplement = forms.ChoiceField(label=_("Khi bổ sung hồ sơ"), choices=OnSupplement.choices)
    note = _long(_("Ghi chú"), 2)

    @property
    def title(self) -> str:
        """The channel in words."""
        value = self["channel"].value()
        return str(dict(Channel.choices).get(value, value))

    def clean(self) -> dict[str, Any]:
        """Refuse a number without a unit, and a unit without a number."""
        values = super().clean() or {}
        if values.get("offered") and (values.get("amount") is None) != (not values.get("unit")):
            self.add_error("unit", _("Thời hạn phải có cả số và đơn vị."))
        return values


class FeeForm(forms.Form):
    """A fee; an empty amount is set elsewhere."""

    name = forms.CharField(label=_("Tên phí, lệ phí"), max_length=300)
    amount = MoneyField(
        label=_("Mức thu (đồng)"),
        min_value=0,
        max_value=10**12,
        required=False,
        help_text=_("Để trống khi chưa có mức của địa phương."),
    )
    per = forms.CharField(label=_("Tính theo"), max_length=60, required=False)
    channel = forms.ChoiceField(
        label=_("Hình thức nộp"), choices=[("", _("Mọi hình thức")), *Channel.choices], required=False
    )
    note = _long(_("Ghi chú"), 2)


class PaperForm(forms.Form):
    """A paper with its counts."""

    name = forms.CharField(label=_("Tên giấy tờ"), widget=forms.Textarea({"rows": 2}))
    group = forms.CharField(label=_("Nhóm"), max_length=500, required=False)
    form_file = forms.CharField(label=_("Mẫu đơn, tờ khai"), max_length=300, required=False)
    originals = forms.IntegerField(label=_("Bản chính"), min_value=0, max_value=99, initial=1)
    copies = forms.IntegerField(label=_("Bản sao"), min_value=0, max_value=99, initial=0)
    required = forms.BooleanField(label=_("Bắt buộc"), required=False, initial=True)
    shown_only = forms.BooleanField(label=_("Chỉ xuất trình"), required=False)


class ResultForm(forms.Form):
    """A kind of result."""

    code = forms.CharField(label=_("Mã kết quả"), max_length=40, required=False)
    name = forms.CharField(label=_("Tên kết quả"), max_length=1000)


class BasisForm(forms.Form):
    """A legal document."""

    number = forms.CharField(label=_("Số, ký hiệu"), max_length=60)
    name = forms.CharField(label=_("Tên văn bản"), max_length=2000, required=False)
    date = _day(_("Ngày ban hành"))
    agency = forms.CharField(label=_("Cơ quan ban hành"), max_length=200, required=False)


class RouteForm(forms.Form):
    """Where the procedure is settled from a day on, for every agency."""

    kind = forms.ChoiceField(label=_("Nơi giải quyết"), choices=Route.Kind.choices)
    system_name = forms.CharField(
        label=_("Tên hệ thống"),
        max_length=200,
        required=False,
        help_text=_("Bắt buộc khi giải quyết ở nơi khác."),
    )
    legal_basis = forms.CharField(label=_("Căn cứ pháp lý"), max_length=200, required=False)
    valid_from = _day(_("Từ ngày"), required=True)


class PublishForm(forms.Form):
    """From when, and by which decision."""

    valid_from = _day(_("Hiệu lực từ"), help_text=_("Để trống thì tính từ hôm nay."))
    reason = forms.CharField(label=_("Quyết định công bố hoặc lý do"), max_length=500, required=False)


class ImportForm(forms.Form):
    """A file to bring in."""

    file = forms.FileField(
        label=_("Tệp danh mục"),
        widget=DropZone(attrs={"accept": ".json,.xlsx,.jsonl,.xz", "multiple": False}),
        help_text=_(
            "JSON, XLSX xuất từ trang này, hoặc dòng của Cổng DVCQG (.jsonl, .jsonl.xz); tối đa 20 MB."
        ),
    )


def _rows(items: Iterable[Any], form: type[forms.Form]) -> list[dict[str, Any]]:
    return [{name: getattr(item, name) for name in form.base_fields} for item in items]


def row_set(form: type[forms.Form], prefix: str, items: Sequence[Any], data: Any = None) -> Any:
    """Return a formset over `items` with one empty row; ticked rows are dropped."""
    maker = forms.formset_factory(form, extra=1, can_delete=True, max_num=200, validate_max=True)
    return maker(data, prefix=prefix, initial=_rows(items, form))


def time_set(case: FrozenCase, data: Any = None) -> Any:
    """Return a formset with a row per limit of the case, and one per channel that is not open."""
    initial: list[dict[str, Any]] = [{"offered": True, **asdict(row)} for row in case.time_rows]
    initial += [{"channel": value} for value in Channel.values if value not in case.times]
    maker = forms.formset_factory(TimeForm, extra=0, max_num=len(initial))
    return maker(data, prefix="times", initial=initial)


def kept(formset: Any) -> list[dict[str, Any]]:
    """Return the filled-in rows of a formset that are not ticked for removal."""
    rows = []
    for form in formset.forms:
        values = dict(form.cleaned_data)
        if values and not values.pop("DELETE", False):
            rows.append(values)
    return rows


def case_from(name: str, case: FrozenCase, sets: Mapping[str, Any]) -> FrozenCase:
    """Return the case that the forms describe."""
    times = [dict(row) for row in kept(sets["times"]) if row.pop("offered", False)]
    papers = [FrozenComponent(no=no, **row) for no, row in enumerate(kept(sets["papers"]), 1)]
    return replace(
        case,
        name=name,
        time_rows=tuple(FrozenTime(**row) for row in times),
        fees=tuple(FrozenFee(**row) for row in kept(sets["fees"])),
        components=tuple(papers),
    )


def lists_from(sets: Mapping[str, Any]) -> dict[str, Any]:
    """Return results and legal bases as the forms describe them."""
    bases = []
    for row in kept(sets["bases"]):
        day = row.pop("date")
        bases.append(FrozenLegalBasis(date=day.isoformat() if day else "", **row))
    return {
        "results": tuple(FrozenResult(**row) for row in kept(sets["results"])),
        "legal_bases": tuple(bases),
    }
