"""The cells of one row by our fields: mended, translated by value tables, and wrong ones noted."""

import hashlib
import json
import unicodedata
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from congvu.common.text import fold, one_line
from congvu.moving.messages import Cell, Lookups, Mapping, Row, Trouble
from congvu.moving.rules import values
from congvu.moving.rules.encodings import repaired
from congvu.moving.rules.fields import MEANINGS, Field


class Plan:
    """A mapping made ready for one sheet: where each field stands.

    Args:
        fields: of the kind.
        mapping: columns, constants and value tables.
        headings: of the sheet.
        lookups: what names refer to.
        today: dates after it are wrong.
    """

    def __init__(
        self,
        fields: Sequence[Field],
        mapping: Mapping,
        headings: Sequence[str],
        lookups: Lookups,
        today: date,
    ) -> None:
        places = {heading: place for place, heading in enumerate(headings) if heading}
        self.mapping, self.lookups, self.today = mapping, lookups, today
        self.places = {key: places[head] for key, head in mapping.columns.items() if head in places}
        self.choices = {field.key: _meanings(field, mapping) for field in fields if field.choices}
        self.labels = {field.key: str(field.label) for field in fields}
        self.unknown: dict[str, dict[str, int]] = {}

    def heading(self, key: str) -> str:
        """Return how a sentence names a field: by their heading, or by our label."""
        return self.mapping.columns.get(key) or self.labels.get(key, key)


def _meanings(field: Field, mapping: Mapping) -> dict[str, str]:
    own = {fold(word): code for code, word in field.choices} | {code: code for code, _word in field.choices}
    return own | MEANINGS.get(field.key, {}) | mapping.values.get(field.key, {})


class Cells:
    """One row under a plan; `row` collects what is wrong with it."""

    def __init__(self, plan: Plan, no: int, cells: Sequence[Cell]) -> None:
        self.plan, self.cells = plan, cells
        self.row = Row(no, digest=digest(plan, cells))

    def wrong(self, key: str, code: str, told: str) -> None:
        """Note that a field is wrong."""
        self.row.troubles.append(Trouble(key, code, told))

    def note(self, name: str) -> None:
        """Note that something was mended or left out."""
        if name not in self.row.notes:
            self.row.notes.append(name)

    def raw(self, key: str) -> Cell:
        """Return the cell of a field as it stands, its constant when it is empty, None for none."""
        place = self.plan.places.get(key)
        value = self.cells[place] if place is not None and place < len(self.cells) else None
        if isinstance(value, str) and not value.strip():
            value = None
        return value if value is not None else self.plan.mapping.constants.get(key) or None

    def text(self, key: str, *, most: int = 0, needed: bool = False) -> str:
        """Return the text of a field: in Unicode NFC, one line, mended where that is certain."""
        written = values.as_text(self.raw(key))
        text, was = repaired(unicodedata.normalize("NFC", written))
        if was == "broken":
            self.wrong(
                key, "mojibake", _("%(what)s: có ký tự hỏng, không đọc được chắc chắn.") % self._what(key)
            )
            return ""
        if was:
            self.note(f"mended-{was}")
        text = one_line(text)
        if needed and not text:
            self.wrong(key, f"missing-{key}", _("Thiếu %(what)s.") % self._what(key))
        if most and len(text) > most:
            self.wrong(
                key,
                "too-long",
                _("%(what)s dài %(size)s ký tự, tối đa %(most)s.")
                % {**self._what(key), "size": len(text), "most": most},
            )
            return text[:most]
        return text

    def day(self, key: str, *, needed: bool = False, future: bool = False) -> date | None:
        """Return a field as a date that can be."""
        raw = self.raw(key)
        try:
            found = values.as_day(raw, self.plan.mapping.order, today=self.plan.today)
        except ValueError:
            found = None
            self.wrong(
                key,
                f"date-{key}",
                _("%(what)s: “%(value)s” không phải ngày hợp lệ.")
                % {**self._what(key), "value": values.as_text(raw)[:40]},
            )
            return None
        if found is None and needed:
            self.wrong(key, f"missing-{key}", _("Thiếu %(what)s.") % self._what(key))
        if found is not None and (found > self.plan.today and not future):
            self.wrong(
                key,
                f"future-{key}",
                _("%(what)s %(day)s ở tương lai.") % {**self._what(key), "day": f"{found:%d/%m/%Y}"},
            )
            return None
        return found

    def choice(self, key: str, usual: str) -> str:
        """Return our value of a field's word; one that no table knows is wrong."""
        text = self.text(key)
        if not text:
            return usual
        meant = self.plan.choices[key].get(fold(text))
        if meant is None:
            seen = self.plan.unknown.setdefault(key, {})
            if text in seen or len(seen) < 50:
                seen[text] = seen.get(text, 0) + 1
            self.wrong(
                key,
                f"unknown-{key}",
                _("%(what)s: “%(value)s” chưa có trong bảng giá trị.")
                % {**self._what(key), "value": text[:60]},
            )
            return usual
        return meant

    def count(self, key: str) -> int | None:
        """Return a field as a count."""
        raw = self.raw(key)
        try:
            return values.as_int(raw)
        except ValueError:
            self.wrong(
                key,
                f"count-{key}",
                _("%(what)s: “%(value)s” không phải là số.")
                % {**self._what(key), "value": values.as_text(raw)[:40]},
            )
            return None

    def parts(self, key: str) -> tuple[str, ...]:
        """Return a field's several values, parted by semicolons or lines."""
        raw = values.as_text(self.raw(key)).replace("\n", ";").replace("|", ";")
        return tuple(one_line(repaired(part)[0]) for part in raw.split(";") if part.strip())

    def _what(self, key: str) -> dict[str, str]:
        return {"what": self.plan.heading(key)}


def digest(plan: Plan, cells: Sequence[Cell]) -> str:
    """Return what changes when a cell that means something changes, wherever its column stands."""
    said = {
        key: values.as_text(cells[place]).strip()
        for key, place in sorted(plan.places.items())
        if place < len(cells)
    }
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:32]
