"""Provinces and communes: the national list from its package, corrected by dated data files."""

import json
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from vietnam_provinces import NESTED_DIVISIONS_JSON_PATH

from congvu.common.text import fold
from congvu.directory.models import Territory
from congvu.directory.services import realm_files

NATIONAL_LIST_FROM = date(2025, 7, 1)
"""The list of QĐ 19/2025/QĐ-TTg: 34 provinces, 3,321 communes, without districts."""


@transaction.atomic
def load_territories() -> int:
    """Add what is missing of the national list and of the dated corrections; return how many rows.

    A correction ends the row that was valid the day before and begins a new one, so that each name
    stays true for its time. Files with an end describe units of before, such as districts.
    """
    before = Territory.objects.count()
    if not Territory.objects.filter(valid_from=NATIONAL_LIST_FROM).exists():
        _load_national_list()
    for path in sorted((realm_files.DATA / "territories").glob("*.json")):
        _apply(json.loads(path.read_text(encoding="utf-8")))
    return Territory.objects.count() - before


def _load_national_list() -> None:
    provinces = json.loads(NESTED_DIVISIONS_JSON_PATH.read_text(encoding="utf-8"))
    rows = [
        _row(f"{province['code']:02}", province["name"], province["division_type"], NATIONAL_LIST_FROM)
        for province in provinces
    ]
    made = Territory.objects.bulk_create(rows)
    Territory.objects.bulk_create(
        (
            _row(f"{ward['code']:05}", ward["name"], ward["division_type"], NATIONAL_LIST_FROM, parent)
            for parent, province in zip(made, provinces, strict=True)
            for ward in province["wards"]
        ),
        batch_size=500,
    )


def _apply(file: dict[str, Any]) -> None:
    begins = date.fromisoformat(file["valid_from"])
    ends = date.fromisoformat(file["valid_to"]) if "valid_to" in file else None
    codes = [change["code"] for change in file["changes"]]
    known = set(Territory.objects.filter(code__in=codes, valid_from=begins).values_list("code", flat=True))
    for change in file["changes"]:
        if change["code"] in known:
            continue
        row = _row(change["code"], change["name"], change["kind"], begins, _parent(change, begins))
        row.valid_to = ends
        if ends is None:
            _take_over(row)
        row.save(force_insert=True)
        if ends is None and row.parent is None:
            # The keys are fetched first: an update that joins a table just filled, which the server knows
            # nothing of yet, took minutes on PostgreSQL.
            before = list(Territory.objects.filter(code=row.code).values_list("pk", flat=True))
            Territory.objects.filter(parent_id__in=before, valid_to__isnull=True).update(parent=row)


def _take_over(row: Territory) -> None:
    """End the row that `row` replaces and keep its place in the tree."""
    earlier = Territory.objects.filter(code=row.code, valid_to__isnull=True).select_related("parent").first()
    if earlier is not None:
        earlier.valid_to = row.valid_from - timedelta(days=1)
        earlier.save(update_fields=["valid_to"])
        row.parent = earlier.parent


def _parent(change: dict[str, Any], begins: date) -> Territory | None:
    if "parent" not in change:
        return None
    return Territory.objects.filter(code=change["parent"], valid_from=begins).first()


def _row(code: str, name: str, kind: str, begins: date, parent: Territory | None = None) -> Territory:
    return Territory(
        code=code, name=name, kind=kind, valid_from=begins, parent=parent, search_text=fold(f"{name} {code}")
    )
