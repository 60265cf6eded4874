"""Reading templates: the shipped ones, those of the database, and which of them holds on a day."""

import json
import time
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from congvu.common.text import fold
from congvu.printing.models import FormTemplate

FORMS_DIR = Path(__file__).resolve().parent / "data" / "forms"
KEEP_SECONDS = 10.0
_known: dict[str, tuple[float, tuple["Template", ...]]] = {}


class UnknownFormError(LookupError):
    """No form has this code, or none was valid on the day."""


@dataclass(frozen=True, slots=True)
class Template:
    """One version of one form's template, as needed to print it."""

    code: str
    version: int
    form_no: str
    name: str
    paper: str
    source: str
    legal_basis: str
    valid_from: date
    valid_to: date | None = None

    def holds(self, on: date) -> bool:
        """Return whether this version was in force `on` that day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@cache
def shipped() -> tuple[Template, ...]:
    """Return the templates that come with the product (`data/forms/catalogue.json`)."""
    rows = json.loads((FORMS_DIR / "catalogue.json").read_text("utf-8"))
    return tuple(_from_row(row) for row in rows)


@dataclass(frozen=True, slots=True)
class FormName:
    """What a form is called: on screens, in events, and as a file."""

    code: str
    form_no: str
    name: str

    @property
    def label(self) -> str:
        """Name with its number in TT 03/2025/TT-VPCP."""
        return f"{self.name} (Mẫu {self.form_no})" if self.form_no else self.name

    @property
    def file_name(self) -> str:
        """The name as a part of a file name."""
        return fold(self.name).replace(",", "").replace(" ", "-")


@cache
def form_names() -> dict[str, FormName]:
    """Return the one table of the names of forms, by code."""
    rows = sorted(shipped(), key=lambda row: row.version)
    return {row.code: FormName(row.code, row.form_no, row.name) for row in rows}


def _from_row(row: dict[str, Any]) -> Template:
    source = (FORMS_DIR / row["code"] / str(row["version"]) / "template.typ").read_text("utf-8")
    valid_to = date.fromisoformat(row["valid_to"]) if row["valid_to"] else None
    valid_from = date.fromisoformat(row["valid_from"])
    return Template(**{**row, "source": source, "valid_from": valid_from, "valid_to": valid_to})


def versions(code: str) -> tuple[Template, ...]:
    """Return the versions of `code`, newest first: the database's, else the shipped ones.

    Kept in the process for ten seconds, so that printing usually costs no SQL.
    """
    now = time.monotonic()
    known = _known.get(code)
    if known is None or now - known[0] > KEEP_SECONDS:
        known = _known[code] = (now, _read(code))
    return known[1]


def _read(code: str) -> tuple[Template, ...]:
    names = Template.__slots__
    rows = FormTemplate.objects.filter(code=code).order_by("-version").values(*names)
    stored = tuple(Template(**row) for row in rows)
    return stored or tuple(
        sorted((one for one in shipped() if one.code == code), key=lambda one: -one.version)
    )


def template_for(code: str, on: date) -> Template:
    """Return the newest version of `code` in force `on` that day.

    Before the first version's day the first one is used: an old dossier must stay printable.

    Raises:
        UnknownFormError: when no form has this code, or all its versions ended before that day.
    """
    found = versions(code)
    if not found:
        raise UnknownFormError(code)
    for one in found:
        if one.holds(on):
            return one
    if on < found[-1].valid_from:
        return found[-1]
    raise UnknownFormError(f"{code} ({on})")


def forget() -> None:
    """Drop what the process remembers of the database's templates."""
    _known.clear()


@cache
def demo_data() -> dict[str, dict[str, Any]]:
    """Return believable data for each form, by code: for the gallery, previews and tests."""
    data: dict[str, dict[str, Any]] = json.loads((FORMS_DIR.parent / "demo.json").read_text("utf-8"))
    return data
