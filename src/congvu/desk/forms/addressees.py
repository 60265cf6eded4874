"""Choosing who gets an incoming document: each unit and each officer with a role."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.directory.messages import Actor
from congvu.directory.models import Post
from congvu.directory.queries import in_force, units_of
from congvu.documents.messages import Addressee
from congvu.documents.states.incoming import ROLE_NAMES

ROLES = [("", "–"), *((role.value, name) for role, name in ROLE_NAMES.items())]


@dataclass(frozen=True)
class Candidate:
    """A unit or an officer that may be chosen; `name` is that of its field in the form."""

    unit_id: int
    officer_id: int | None
    label: str
    note: str = ""
    chosen: str = ""

    @property
    def name(self) -> str:
        """The name of its field."""
        return f"to-{self.unit_id}-{self.officer_id or 0}"


@dataclass(frozen=True)
class UnitChoice:
    """A unit with its officers."""

    unit: Candidate
    officers: list[Candidate] = field(default_factory=list)

    @property
    def opened(self) -> bool:
        """Whether an officer of it is chosen, so that the list is shown."""
        return any(one.chosen for one in self.officers)


def candidates(actor: Actor, *, units: Sequence[int] | None = None) -> list[UnitChoice]:
    """Return the units of the actor's agency with their officers, leaders first (two statements).

    Args:
        actor: who chooses; not offered themselves.
        units: only these units; all of the agency unless told.
    """
    posts = (
        Post.objects.filter(in_force(), agency_id=actor.agency_id, officer__is_active=True)
        .exclude(officer_id=actor.officer_id or 0)
        .order_by("position__rank", "officer__full_name")
        .values_list("unit_id", "officer_id", "officer__full_name", "position__name")
    )
    by_unit: dict[int, list[Candidate]] = {}
    for unit_id, officer_id, name, title in posts:
        by_unit.setdefault(unit_id, []).append(Candidate(unit_id, officer_id, name, title))
    return [
        UnitChoice(Candidate(unit.pk, None, unit.name), by_unit.get(unit.pk, []))
        for unit in units_of(actor.agency_id)
        if units is None or unit.pk in units
    ]


class AddresseesInput(forms.Widget):
    """A role for each unit and officer, as selects; works without JavaScript and under one thumb."""

    template_name = "desk/parts/addressees.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.offered: list[UnitChoice] = []

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        """Return the chosen role by field name; whatever is no choice of ours is left out."""
        return {key: data.get(key, "") for key in data if key.startswith("to-") and data.get(key)}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Selects that say "–" are an answer."""
        return False

    def id_for_label(self, id_: str, index: str = "0") -> str:
        """Return no id: each select has its own label."""
        return ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the units with what is chosen."""
        chosen = value if isinstance(value, Mapping) else {}
        shown = [
            UnitChoice(_with(choice.unit, chosen), [_with(one, chosen) for one in choice.officers])
            for choice in self.offered
        ]
        return {**super().get_context(name, value, attrs), "choices": shown, "roles": ROLES}


def _with(one: Candidate, chosen: Mapping[str, str]) -> Candidate:
    return Candidate(one.unit_id, one.officer_id, one.label, one.note, chosen.get(one.name, ""))


class AddresseesField(forms.Field):
    """Recipients with their roles; its value is a list of `Addressee`."""

    widget = AddresseesInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("Nơi nhận"), **kwargs})

    def offer(self, choices: list[UnitChoice]) -> None:
        """Set who may be chosen."""
        self.widget.offered = choices

    def clean(self, value: Any) -> list[Addressee]:
        """Return the recipients, in the order in which they are offered."""
        offered: list[UnitChoice] = self.widget.offered  # type: ignore[misc]
        known = {one.name: one for choice in offered for one in (choice.unit, *choice.officers)}
        roles = {role for role, _name in ROLES if role}
        chosen = [
            Addressee(one.unit_id, one.officer_id, value[name])
            for name, one in known.items()
            if isinstance(value, Mapping) and value.get(name) in roles
        ]
        if self.required and not chosen:
            raise forms.ValidationError(_("Hãy chọn ít nhất một nơi nhận."))
        return chosen


def initial_of(addressees: Sequence[Addressee]) -> dict[str, str]:
    """Return recipients as the input's first value."""
    return {f"to-{one.unit_id}-{one.officer_id or 0}": one.role for one in addressees}
