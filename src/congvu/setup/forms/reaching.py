"""What forms of connections share: the agency whose it is, and options as lines of name=value."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.directory.messages import Actor
from congvu.directory.models import Agency
from congvu.directory.queries import managed_agencies


class ReachingForm(forms.Form):
    """A connection of an agency to somebody else's system; a form of it has a field `options`."""

    field_order = ("name", "agency")
    option = re.compile(r"^[a-z_][a-z0-9_.]{0,59}$")

    agency = forms.ModelChoiceField(
        label=_("Cơ quan"), queryset=Agency.objects.none(), empty_label=_("– Chọn cơ quan –")
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["agency"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = managed_agencies(actor).filter(closed_on__isnull=True).order_by("path")

    def clean_options(self) -> dict[str, str]:
        """Return the lines as names and values."""
        found = {}
        for line in self.cleaned_data["options"].splitlines():
            name, sign, value = (part.strip() for part in line.partition("="))
            if not name and not sign:
                continue
            if not sign or not self.option.match(name):
                raise forms.ValidationError(
                    _("Dòng “%(line)s” không có dạng tên=giá trị."), params={"line": line}
                )
            found[name] = value
        return found
