"""Filters of the catalogue's screens: channels, limits, levels and dates in words."""

from collections.abc import Iterable
from datetime import date

from django import template

from congvu.procedures.messages import FrozenTime
from congvu.procedures.models import Channel, ProcedureLevel
from congvu.procedures.rules.limits import limit_text

register = template.Library()


@register.filter
def channel_name(code: str) -> str:
    """Write "Trực tuyến" for "2"."""
    return str(dict(Channel.choices).get(code, code))


@register.filter
def time_limit(row: FrozenTime) -> str:
    """Write "3 ngày làm việc"; "" when no limit is stated."""
    return limit_text(row.amount, row.unit)


@register.filter
def level_names(codes: Iterable[str]) -> str:
    """Write "Cấp tỉnh, Cấp xã"."""
    names = dict(ProcedureLevel.choices)
    return ", ".join(str(names.get(code, code)) for code in codes)


@register.filter
def iso_day(text: str) -> str:
    """Write "31/12/2024" for "2024-12-31"; other text stays."""
    try:
        return f"{date.fromisoformat(text):%d/%m/%Y}"
    except ValueError:
        return text
