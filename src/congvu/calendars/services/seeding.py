"""Seeding what comes with the product: hours, holidays, legal rules; running it again adds nothing."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from congvu.audit.services import record
from congvu.calendars.models import Certainty, LegalRule, SpecialDay, WorkingHours
from congvu.calendars.permissions import MANAGE
from congvu.calendars.services.stamp import BOOK, bump
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand

DATA = Path(__file__).resolve().parent.parent / "data"
FIRST_YEAR = 2014
_LABOUR_CODES = (
    (date(2021, 1, 1), "Điều 112 Bộ luật Lao động 2019"),
    (date(2013, 5, 1), "Điều 115 Bộ luật Lao động 2012"),
)


@dataclass(frozen=True, slots=True)
class SeedResult:
    """How many rows were added."""

    hours: int
    days: int
    rules: int


@transaction.atomic
def seed(*, actor: Actor, until: int = 2027) -> SeedResult:
    """Add what is missing of the common calendar and the legal rules; touch nothing that exists.

    Args:
        actor: usually `Actor.system(agency_id)`.
        until: last year of holidays (inclusive).

    Raises:
        PermissionDenied: an actor without `calendar.manage`.
    """
    demand(actor, MANAGE)
    result = SeedResult(_seed_hours(), _seed_days(range(FIRST_YEAR, until + 1)), _seed_rules())
    if result.hours or result.days or result.rules:
        bump()
        record("calendar.seeded", BOOK, actor=actor, days=result.days, rules=result.rules, hours=result.hours)
    return result


def special_day_files() -> list[Path]:
    """Return the data files of decreed days, oldest first."""
    return sorted((DATA / "special_days").glob("*.json"))


def _seed_hours() -> int:
    if WorkingHours.objects.filter(agency__isnull=True).exists():
        return 0
    table = json.loads((DATA / "working_hours.json").read_text("utf-8"))
    rows = [
        WorkingHours(
            weekday=int(weekday),
            starts=time.fromisoformat(starts),
            ends=time.fromisoformat(ends),
            valid_from=date.fromisoformat(table["valid_from"]),
            legal_basis=table["basis"],
        )
        for weekday, spans in table["weekdays"].items()
        for starts, ends in spans
    ]
    return len(WorkingHours.objects.bulk_create(rows))


def _seed_days(years: Iterable[int]) -> int:
    known = set(SpecialDay.objects.filter(agency__isnull=True).values_list("day", flat=True))
    missing = [row for day, row in sorted(wanted_days(years).items()) if day not in known]
    return len(SpecialDay.objects.bulk_create(missing))


def wanted_days(years: Iterable[int]) -> dict[date, SpecialDay]:
    """Return the unsaved special days of the data files and, where those are silent, of the package."""
    files = [json.loads(path.read_text("utf-8")) for path in special_day_files()]
    certainty = {file["year"]: file["certainty"] for file in files}
    wanted = {row.day: row for file in files for row in map(_decreed_day, file["days"])}
    for year in years:
        for row in _package_days(year):
            row.certainty = certainty.get(year, Certainty.MEDIUM)
            wanted.setdefault(row.day, row)
    return wanted


def _package_days(year: int) -> list[SpecialDay]:
    """Return the holidays of the package `holidays`, and the make-up days that it knows of past years."""
    import holidays  # here, because a web process never seeds and need not hold 20 MB of other countries

    country = holidays.country_holidays("VN", years=year, language="vi")
    off = {day: str(name) for day, name in country.items() if day.year == year}
    made_up = {day for day in getattr(country, "weekend_workdays", ()) if day.year == year}
    days = [(day, SpecialDay.Kind.OFF, name) for day, name in off.items()]
    days += [(day, SpecialDay.Kind.WORKING, f"Làm bù ngày {day:%d/%m/%Y}") for day in made_up]
    return [
        SpecialDay(
            day=day, kind=kind, name=name[:200], legal_basis=_labour_code(day), origin=SpecialDay.Origin.SEED
        )
        for day, kind, name in sorted(days)
    ]


def _decreed_day(row: dict[str, Any]) -> SpecialDay:
    return SpecialDay(
        day=date.fromisoformat(row["day"]),
        kind=row["kind"],
        name=row["name"],
        as_weekday=row.get("as_weekday"),
        legal_basis=row["basis"],
        certainty=row["certainty"],
        origin=SpecialDay.Origin.SEED,
    )


def _labour_code(day: date) -> str:
    return next((basis for since, basis in _LABOUR_CODES if day >= since), "")


def _seed_rules() -> int:
    added = 0
    for rule in json.loads((DATA / "legal_rules.json").read_text("utf-8")):
        known = set(LegalRule.objects.filter(code=rule["code"]).values_list("valid_from", flat=True))
        missing = [row for row in rule["values"] if date.fromisoformat(row["valid_from"]) not in known]
        if missing:
            LegalRule.objects.bulk_create([_rule(rule["code"], row) for row in missing])
            close_gaps(rule["code"])
            added += len(missing)
    return added


def _rule(code: str, row: dict[str, Any]) -> LegalRule:
    return LegalRule(
        code=code,
        value=row["value"],
        unit=row["unit"],
        legal_basis=row["basis"],
        certainty=row["certainty"],
        valid_from=date.fromisoformat(row["valid_from"]),
    )


def close_gaps(code: str) -> None:
    """Let each value of a rule end the day before the next begins, and the last have no end."""
    rows = list(LegalRule.objects.filter(code=code).order_by("valid_from"))
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        end = following.valid_from - timedelta(days=1) if following else None
        if row.valid_to != end:
            row.valid_to = end
            row.save(update_fields=["valid_to"])
