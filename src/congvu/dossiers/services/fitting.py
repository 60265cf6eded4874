"""Nothing is written that its column cannot hold: one check for every row, the same on both databases.

SQLite keeps a text of any length and PostgreSQL stops the transaction; neither is an answer to an officer.
"""

import json
from collections.abc import Iterable
from functools import cache
from math import isfinite
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.common.text import clean

MOST_DATA = 100_000
"""Characters of form data as JSON."""


def fitting[M: models.Model](row: M) -> M:
    """Return `row`, about to be written, when every text fits its column.

    Raises:
        ActionRefused: one does not; the sentence names it in the words of the model.
    """
    for name, label, most in _limits(type(row)):
        text = getattr(row, name)
        if isinstance(text, str) and len(text) > most:
            raise ActionRefused(
                _("%(label)s: tối đa %(most)s ký tự.") % {"label": capfirst(label), "most": most},
                code="too-long",
                field=name,
            )
    return row


def all_fitting[M: models.Model](rows: Iterable[M]) -> list[M]:
    """Return the rows when each of them fits."""
    return [fitting(row) for row in rows]


def plain_data(data: dict[str, Any]) -> dict[str, Any]:
    """Return form data as both databases keep it: clean texts, finite numbers, nothing but JSON.

    Raises:
        ActionRefused: a number is not finite, a value is no JSON, or there is too much of it.
    """
    found: dict[str, Any] = _plain(data)
    if len(json.dumps(found)) > MOST_DATA:
        raise ActionRefused(_("Dữ liệu biểu mẫu quá lớn."), code="data", field="data")
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean(str(name)): _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if value is None or isinstance(value, bool | int) or (isinstance(value, float) and isfinite(value)):
        return value
    raise ActionRefused(_("Dữ liệu biểu mẫu có giá trị không hợp lệ."), code="data", field="data")


@cache
def _limits(model: type[models.Model]) -> tuple[tuple[str, str, int], ...]:
    return tuple(
        (field.attname, str(field.verbose_name), field.max_length)
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField) and field.max_length
    )
