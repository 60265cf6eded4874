"""What an act on many dossiers asks for, once for all of them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.desk.forms.parts import Words
from congvu.directory.messages import Actor
from congvu.directory.queries import officers_with_role
from congvu.dossiers.services.returning import WAYS
from congvu.dossiers.states import Action


class BulkForm(forms.Form):
    """The chosen dossiers and the act; subclasses add what the act needs."""

    viec = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        self.actor = actor
        super().__init__(*args, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Fill choices from the actor's place."""

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "viec"}


class BulkAssignForm(BulkForm):
    """One officer for all of them."""

    officer_id = forms.TypedChoiceField(label=_("Giao cho"), coerce=int)

    def prepare(self) -> None:
        """Offer the specialists and clerks of the agency, those of the actor's units first."""
        found = [
            one for role in ("specialist", "clerk") for one in officers_with_role(self.actor.agency_id, role)
        ]
        once = {one.officer_id: one for one in found}
        own = set(self.actor.unit_ids)
        ordered = sorted(once.values(), key=lambda one: (one.unit_id not in own, one.unit_name, one.name))
        choices = [(one.officer_id, f"{one.name} – {one.title}, {one.unit_name}") for one in ordered]
        self.fields["officer_id"].choices = [("", _("Chọn cán bộ…")), *choices]  # type: ignore[attr-defined]


class BulkCompleteForm(BulkForm):
    """One remark for all of them."""

    note = Words(label=_("Nội dung, ý kiến"), rows=2, required=False)


class BulkReturnForm(BulkForm):
    """How the results are returned; each to its own applicant."""

    way = forms.ChoiceField(
        label=_("Cách trả kết quả"),
        choices=[(key, name) for key, name in WAYS.items() if key != "post"],
        widget=forms.RadioSelect,
        initial="counter",
        help_text=_(
            "Tại quầy: chủ từng hồ sơ là người nhận. Gửi bưu chính phải ghi số hiệu trong từng hồ sơ."
        ),
    )


FORMS: dict[Action, type[BulkForm]] = {
    Action.TAKE_OVER: BulkForm,
    Action.ASSIGN: BulkAssignForm,
    Action.COMPLETE: BulkCompleteForm,
    Action.RETURN_RESULT: BulkReturnForm,
}
