"""Filters of the weekly schedule: who chairs, who takes part."""

from django import template

from congvu.assignments.models import ScheduleItem
from congvu.assignments.queries.schedule import chair_of, people_of

register = template.Library()


@register.filter
def chair(item: ScheduleItem) -> str:
    """Return who chairs, in words."""
    return chair_of(item)


@register.filter
def people(item: ScheduleItem) -> str:
    """Return who takes part, in words."""
    return people_of(item)
