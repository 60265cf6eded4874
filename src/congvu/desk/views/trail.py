"""The officer's way through the inbox: box, filter and place, read from the address and written back."""

from dataclasses import dataclass, replace
from typing import Self

from django.http import QueryDict
from django.utils.http import urlencode

from congvu.calendars.rules import Urgency
from congvu.dossiers.queries.inbox import Box, Filters
from congvu.workflow.rules.vocabulary import STEP_TYPES

BOXES = {"": Box.MINE, "phong": Box.UNIT, "co-quan": Box.AGENCY}
FILTERS = {
    "nhom": "urgency", "thu-tuc": "procedure", "loai-buoc": "step_type", "kenh": "channel", "tu-khoa": "text",
}  # fmt: skip
_KNOWN = {
    "urgency": frozenset(str(group) for group in Urgency),
    "step_type": frozenset(STEP_TYPES),
    "channel": frozenset({"1", "2", "3"}),
}
PLACE = "vi-tri"
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Trail:
    """Which inbox the officer looks at, and the row that they opened from it.

    Args:
        box: whose steps.
        filters: what narrows them.
        place: cursor of the opened row, "" when no row was opened.
    """

    box: Box = Box.MINE
    filters: Filters = Filters()  # noqa: RUF009 — frozen
    place: str = ""

    @classmethod
    def of(cls, asked: QueryDict) -> Self:
        """Read a query string; what it should not say counts as nothing."""
        found = {name: asked.get(key, "").strip()[:LONGEST] for key, name in FILTERS.items()}
        for name, known in _KNOWN.items():
            found[name] = found[name] if found[name] in known else ""
        box = BOXES.get(asked.get("hop", ""), Box.MINE)
        return cls(box, Filters(**found), asked.get(PLACE, "")[:LONGEST])

    @classmethod
    def of_query(cls, text: str) -> "Trail":
        """Read a way kept as text; only what the inbox knows comes back."""
        return cls.of(QueryDict(text.removeprefix("?"))).at("")

    def at(self, place: str) -> "Trail":
        """Return the same way at another row; "" for the list itself."""
        return replace(self, place=place)

    def with_box(self, box: Box) -> "Trail":
        """Return the same filters in another box, from its beginning."""
        return replace(self, box=box, place="")

    def with_filters(self, **changes: str) -> "Trail":
        """Return the way with some filters changed, from its beginning."""
        return replace(self, filters=replace(self.filters, **changes), place="")

    @property
    def query(self) -> str:
        """The query string with a leading "?", or "" when it says nothing."""
        words = {key: name for key, name in self.parameters.items() if name}
        return f"?{urlencode(words)}" if words else ""

    @property
    def parameters(self) -> dict[str, str]:
        """Every parameter with its value, empty ones included."""
        box = next(key for key, box in BOXES.items() if box == self.box)
        values = {key: getattr(self.filters, name) for key, name in FILTERS.items()}
        return {"hop": box, **values, PLACE: self.place}

    @property
    def narrowed(self) -> bool:
        """Whether anything but the urgency group narrows the list."""
        return replace(self.filters, urgency="") != Filters()

    @property
    def cleared(self) -> "Trail":
        """The same box and urgency group without the other filters."""
        return replace(self, filters=Filters(urgency=self.filters.urgency), place="")

    @property
    def list_query(self) -> str:
        """The query string of the list itself."""
        return self.at("").query
