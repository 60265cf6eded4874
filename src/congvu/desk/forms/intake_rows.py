"""The parts of the intake sheet: a person, a paper, a charge, and what the process asks."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congvu.common.text import clean
from congvu.desk.rules import scanned_card
from congvu.dossiers.messages import Charge, Paper, Person
from congvu.dossiers.models import Applicant, DossierComponent
from congvu.dossiers.rules import identity_problem, phone_problem
from congvu.files.models import StoredFile
from congvu.procedures.messages import FrozenComponent
from congvu.ui.forms import DayInput, DropZone, FilesField, MoneyField
from congvu.workflow.rules.asked import Datum
from congvu.workflow.rules.words import datum_word


class PartForm(forms.Form):
    """A part of the sheet; a `quiet` one shows what was typed and finds no fault."""

    def __init__(self, *args: Any, quiet: bool = False, **kwargs: Any) -> None:
        self.quiet = quiet
        super().__init__(*args, **kwargs)

    def full_clean(self) -> None:
        """Check the fields, unless the sheet is only shown again."""
        if self.quiet:
            self._errors = ErrorDict()
            self.cleaned_data: dict[str, Any] = {}
            return
        super().full_clean()


class PersonForm(PartForm):
    """A citizen or organisation."""

    id_number = forms.CharField(
        label=gettext_lazy("Số định danh, giấy tờ"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text", "data-person-number": ""}),
        help_text=gettext_lazy("Gõ đủ số hoặc quét mã QR trên thẻ căn cước; người đã từng nộp tự hiện."),
    )
    id_kind = forms.ChoiceField(label=gettext_lazy("Loại giấy tờ"), choices=Applicant.IdKind.choices)
    name = forms.CharField(label=gettext_lazy("Họ và tên, tên tổ chức"), min_length=2, max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Đối tượng"), choices=Applicant.Kind.choices)
    born_on = forms.DateField(label=gettext_lazy("Ngày sinh"), required=False, widget=DayInput)
    phone = forms.CharField(
        label=gettext_lazy("Điện thoại"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    address = forms.CharField(label=gettext_lazy("Địa chỉ"), required=False, max_length=300)
    email = forms.EmailField(label=gettext_lazy("Thư điện tử"), required=False)
    renamed = forms.CharField(
        label=gettext_lazy("Căn cứ đổi họ tên"),
        required=False,
        max_length=300,
        help_text=gettext_lazy(
            "Chỉ ghi khi người này đã đổi họ tên hợp pháp: loại giấy tờ, số, ngày, nơi cấp."
        ),
    )

    def clean_id_number(self) -> str:
        """Drop what people type between groups of digits; of a scanned card take the number."""
        typed = str(self.cleaned_data["id_number"])
        card = scanned_card(typed)
        return card.id_number if card else "".join(typed.split()).replace(".", "").upper()

    def clean(self) -> dict[str, Any]:
        """Name what is wrong with number and phone, each at its field."""
        found = super().clean() or {}
        if found.get("id_number"):
            born = found.get("born_on") if found.get("id_kind") == "cccd" else None
            self._refuse("id_number", identity_problem(found.get("id_kind", ""), found["id_number"], born))
        self._refuse("phone", phone_problem(found.get("phone", "")))
        return found

    def _refuse(self, name: str, problem: str) -> None:
        if problem:
            self.add_error(name, problem)

    def person(self) -> Person:
        """Return the person as typed."""
        return Person(**{name: self.cleaned_data[name] for name in self.fields})


class PaperFiles(DropZone):
    """A small input for several files: there are many on the sheet."""

    template_name = "desk/parts/paper_files.html"

    def __init__(self) -> None:
        super().__init__(attrs={"multiple": True})


class PaperForm(PartForm):
    """One paper: whether it was handed in, as what, how many, with which files."""

    given = forms.BooleanField(label=gettext_lazy("Đã nhận"), required=False)
    name = forms.CharField(label=gettext_lazy("Tên giấy tờ"), required=False, max_length=2000)
    kind = forms.ChoiceField(label=gettext_lazy("Loại"), choices=DossierComponent.Kind.choices)
    quantity = forms.IntegerField(label=gettext_lazy("Số lượng"), min_value=1, max_value=999)
    note = forms.CharField(label=gettext_lazy("Ghi chú"), required=False, max_length=300)
    upload = FilesField(label=gettext_lazy("Tệp"), required=False, widget=PaperFiles)

    def __init__(self, *args: Any, component: FrozenComponent | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.component = component
        self.kept: list[StoredFile] = []
        if component is not None:
            self.fields["name"].widget = forms.HiddenInput()

    @property
    def title(self) -> str:
        """The paper's name: the law's, or what was typed."""
        return self.component.name if self.component else str(self["name"].value() or "")

    @property
    def kept_name(self) -> str:
        """The name under which files that are stored already come back."""
        return self.add_prefix("kept")

    @property
    def is_given(self) -> bool:
        """Whether the paper belongs to the dossier: ticked, or a file came with it, or named by the clerk."""
        found = self.cleaned_data
        return bool(found.get("given") or self.kept or (self.component is None and found.get("name")))

    def paper(self) -> Paper:
        """Return the paper as handed in."""
        found = self.cleaned_data
        return Paper(
            name=self.title,
            kind=found["kind"],
            quantity=found["quantity"],
            component_id=self.component.id if self.component else None,
            note=found["note"],
            file_ids=tuple(file.pk for file in self.kept),
        )

    def clean(self) -> dict[str, Any]:
        """Let files stand for a name that was forgotten; the files themselves are stored by the sheet."""
        found = super().clean() or {}
        if self.component is None and self.kept and not clean(found.get("name", "")):
            self.add_error("name", _("Hãy ghi tên giấy tờ của tệp đính kèm."))
        return found


class ChargeForm(PartForm):
    """One fee: price, quantity, paid or exempt."""

    name = forms.CharField(widget=forms.HiddenInput())
    base = forms.CharField(widget=forms.HiddenInput(), required=False)
    unit_price = MoneyField(
        label=gettext_lazy("Mức thu (đồng)"), required=False, min_value=0, max_value=10**12
    )
    quantity = forms.IntegerField(label=gettext_lazy("Số lượng"), min_value=0, max_value=100_000)
    paid = forms.BooleanField(label=gettext_lazy("Đã nộp"), required=False)
    receipt_no = forms.CharField(label=gettext_lazy("Số biên lai"), required=False, max_length=40)
    exempt_reason = forms.CharField(label=gettext_lazy("Lý do miễn, giảm"), required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        """Refuse money said to be paid whose amount nobody entered, or that was exempt."""
        found = super().clean() or {}
        if found.get("paid") and found.get("unit_price") is None and "unit_price" not in self.errors:
            self.add_error("unit_price", _("Đã nộp thì phải có mức thu."))
        if found.get("paid") and found.get("exempt_reason"):
            self.add_error("exempt_reason", _("Khoản đã được miễn thì không đánh dấu đã nộp."))
        return found

    def charge(self) -> Charge:
        """Return the charge as entered."""
        return Charge(**{name: value for name, value in self.cleaned_data.items() if name != "base"})


class DataForm(PartForm):
    """What the conditions of the process ask."""

    def __init__(self, *args: Any, asked: Sequence[Datum], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needed = {datum.name: datum.required for datum in asked}
        for datum in asked:
            self.fields[datum.name] = _asked(datum)

    def values(self) -> dict[str, Any]:
        """Return the values by name, JSON values only; what was left empty and may be is left out."""
        found = {
            name: value
            for name, value in self.cleaned_data.items()
            if value not in (None, "") or self.needed[name]
        }
        return {name: _plain(value) if isinstance(value, Decimal) else value for name, value in found.items()}


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _asked(datum: Datum) -> forms.Field:
    label = datum_word(datum)
    hint = datum.question if datum.question != label else ""
    if datum.kind == "bool":
        return forms.BooleanField(label=label, required=False, help_text=hint)
    if datum.kind == "number":
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        return forms.DecimalField(
            label=label,
            max_digits=15,
            decimal_places=3,
            localize=True,
            required=datum.required,
            widget=widget,
            help_text=hint,
        )
    if datum.choices:
        choices = [*((text, text) for text in datum.choices), ("", _("Không thuộc các trường hợp trên"))]
        return forms.ChoiceField(label=label, choices=choices, required=False, help_text=hint)
    return forms.CharField(label=label, max_length=200, required=datum.required, help_text=hint)
