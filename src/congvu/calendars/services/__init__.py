"""The only writes to the calendars: working hours, special days, legal rules, seeding and import."""

from congvu.calendars.services.hours import HoursRow, set_working_hours
from congvu.calendars.services.importing import ImportResult, import_days
from congvu.calendars.services.legal import cancel_legal_rule, set_legal_rule
from congvu.calendars.services.seeding import SeedResult, seed
from congvu.calendars.services.special import add_special_day, remove_special_day, restore_special_day

__all__ = [
    "HoursRow",
    "ImportResult",
    "SeedResult",
    "add_special_day",
    "cancel_legal_rule",
    "import_days",
    "remove_special_day",
    "restore_special_day",
    "seed",
    "set_legal_rule",
    "set_working_hours",
]
