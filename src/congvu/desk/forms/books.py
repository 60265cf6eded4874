"""Which part of a register is printed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.desk.forms.incoming import DAYS
from congvu.documents.queries.registers import RegisterSpan
from congvu.ui.forms import DayInput


class SpanForm(forms.Form):
    """From number to number, or from day to day; empty means all."""

    tu_so = forms.IntegerField(label=_("Từ số"), required=False, min_value=1)
    den_so = forms.IntegerField(label=_("Đến số"), required=False, min_value=1)
    tu = forms.DateField(label=_("Từ ngày"), required=False, widget=DayInput, input_formats=DAYS)
    den = forms.DateField(label=_("Đến ngày"), required=False, widget=DayInput, input_formats=DAYS)

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        values = super().clean() or {}
        for first, last in (("tu_so", "den_so"), ("tu", "den")):
            if values.get(first) and values.get(last) and values[last] < values[first]:
                self.add_error(last, _("Phải sau hoặc bằng giá trị đầu."))
        return values

    def span(self) -> RegisterSpan:
        """Return the part that was asked for."""
        values = self.cleaned_data
        return RegisterSpan(values["tu_so"], values["den_so"], values["tu"], values["den"])
