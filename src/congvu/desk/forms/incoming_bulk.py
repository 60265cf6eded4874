"""Forms for many incoming documents at once, for favourite groups, and for registers of a year."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congvu.desk.forms.addressees import AddresseesField, candidates
from congvu.desk.forms.incoming import DAYS, closing
from congvu.directory.messages import Actor
from congvu.documents.queries.books import open_books
from congvu.ui.forms import DayInput


class BulkDirectForm(forms.Form):
    """One direction on many documents."""

    text = forms.CharField(
        label=_("Ý kiến chỉ đạo"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    due_on = forms.DateField(label=_("Hạn xử lý"), required=False, widget=DayInput, input_formats=DAYS)
    to = AddresseesField()

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = None if actor.agency_wide else actor.unit_ids
        field = self.fields["to"]
        assert isinstance(field, AddresseesField)
        field.offer(candidates(actor, units=units))


class BulkRegisterForm(forms.Form):
    """Many documents into one register."""

    book = forms.TypedChoiceField(label=_("Sổ văn bản"), coerce=int)
    late_reason = forms.CharField(
        label=_("Lý do vào sổ muộn (nếu có văn bản quá thời hạn)"), required=False, max_length=500
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        books = open_books(actor.agency_id, timezone.localdate().year, "in")
        self.fields["book"].choices = [(book.pk, str(book)) for book in books]  # type: ignore[attr-defined]


class QuickForm(forms.Form):
    """A favourite group, and what goes with it."""

    version = forms.IntegerField()
    nhom = forms.IntegerField()
    text = forms.CharField(required=False, max_length=2000)
    due_on = forms.DateField(required=False, input_formats=DAYS)

    def values(self, agency_id: int) -> dict[str, Any]:
        """Return what the service takes."""
        found = self.cleaned_data
        return {
            "group_id": found["nhom"],
            "text": found["text"],
            "due_at": closing(found["due_on"], agency_id),
            "seen_version": found["version"],
        }


class GroupForm(forms.Form):
    """A favourite group: name, usual words, recipients."""

    name = forms.CharField(label=_("Tên nhóm"), max_length=80)
    text = forms.CharField(label=_("Ý kiến mẫu"), required=False, max_length=500)
    to = AddresseesField()

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = None if actor.agency_wide else actor.unit_ids
        field = self.fields["to"]
        assert isinstance(field, AddresseesField)
        field.offer(candidates(actor, units=units))
