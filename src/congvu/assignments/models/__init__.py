"""Assigned work, its reports, and the weekly schedule."""

from congvu.assignments.models.assignment import (
    Assignment,
    CoPerformer,
    Involvement,
    Period,
    Series,
    Urgency,
)
from congvu.assignments.models.report import Amendment, Extension, Reminder, Report, ReportFile
from congvu.assignments.models.schedule import CalendarFeed, ScheduleAttendee, ScheduleItem

__all__ = [
    "Amendment",
    "Assignment",
    "CalendarFeed",
    "CoPerformer",
    "Extension",
    "Involvement",
    "Period",
    "Reminder",
    "Report",
    "ReportFile",
    "ScheduleAttendee",
    "ScheduleItem",
    "Series",
    "Urgency",
]
