"""Values as the national side writes them: strict when we write, tolerant when we read."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
COMPACT, ISO = "%Y%m%d%H%M%S", "%Y-%m-%dT%H:%M:%S%z"
LONGEST = 5000
_FORMS = {
    14: (COMPACT,),
    12: ("%Y%m%d%H%M",),
    8: ("%Y%m%d",),
    19: ("%d/%m/%Y %H:%M:%S", "%d-%m-%Y %H:%M:%S", "%Y/%m/%d %H:%M:%S"),
    16: ("%d/%m/%Y %H:%M", "%d-%m-%Y %H:%M"),
    10: ("%d/%m/%Y", "%d-%m-%Y"),
}
"""By length: strptime alone would read a number of milliseconds as a day long ago."""
_YES = {"1", "true", "yes", "có", "co", "x"}


def written(moment: datetime | None, form: str = COMPACT) -> str:
    """Return a moment as it is sent, in Việt Nam's time; "" for none."""
    return moment.astimezone(ZONE).strftime(form) if moment else ""


def moment_of(value: Any) -> datetime | None:
    """Return a time however it is written: compact, Vietnamese, ISO 8601, milliseconds; None when none."""
    if value is None or isinstance(value, bool | dict | list):
        return None
    told = str(value).strip()
    for form in _FORMS.get(len(told), ()):
        try:
            return datetime.strptime(told, form).replace(tzinfo=ZONE)
        except ValueError:
            continue
    try:
        if re.fullmatch(r"\d{13}", told):
            return datetime.fromtimestamp(int(told) / 1000, tz=UTC)
        if not re.match(r"\d{4}-\d\d-\d\d", told):
            return None
        found = datetime.fromisoformat(told)
    except (ValueError, OverflowError, OSError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=ZONE)


def day_of(value: Any) -> date | None:
    """Return the day in a value, or None."""
    found = moment_of(value)
    return found.astimezone(ZONE).date() if found else None


class Fields:
    """A JSON object read by name whatever its capitals and underscores; missing is empty, never an error."""

    def __init__(self, row: Any) -> None:
        rows = row if isinstance(row, Mapping) else {}
        self._values = {_plain(str(name)): value for name, value in rows.items()}

    def text(self, *names: str, longest: int = LONGEST) -> str:
        """Return the first of the named values that is there, as one trimmed text."""
        for name in names:
            value = self._values.get(_plain(name))
            if isinstance(value, bool):
                return "1" if value else "0"
            if value is not None and not isinstance(value, dict | list) and str(value).strip():
                return str(value).replace("\x00", "").strip()[:longest]
        return ""

    def flag(self, *names: str) -> bool:
        """Return a yes or no."""
        return self.text(*names).casefold() in _YES

    def number(self, *names: str) -> int | None:
        """Return a whole number, or None when there is none."""
        told = re.sub(r"[ .,](?=\d{3}\b)", "", self.text(*names))
        return int(told) if re.fullmatch(r"-?\d{1,15}", told) else None

    def moment(self, *names: str) -> datetime | None:
        """Return a time, or None."""
        return moment_of(self.text(*names))

    def day(self, *names: str) -> date | None:
        """Return a day, or None."""
        return day_of(self.text(*names))

    def part(self, *names: str) -> "Fields":
        """Return an object inside; an empty one when there is none."""
        for name in names:
            value = self._values.get(_plain(name))
            if isinstance(value, Mapping):
                return Fields(value)
        return Fields({})

    def rows(self, *names: str) -> Iterator["Fields"]:
        """Yield the objects of a list; one object alone counts as a list of one."""
        for name in names:
            value = self._values.get(_plain(name))
            if isinstance(value, Mapping):
                yield Fields(value)
                return
            if isinstance(value, list):
                yield from (Fields(one) for one in value if isinstance(one, Mapping))
                return

    def raw(self, name: str) -> Any:
        """Return a value as it stands."""
        return self._values.get(_plain(name))


def _plain(name: str) -> str:
    return name.replace("_", "").replace("-", "").casefold()
