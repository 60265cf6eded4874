"""A slow and obvious clock: it walks minute by minute and looks at each one."""

from datetime import date, timedelta

from congvu.calendars.rules.schedule import DAY, to_minute

LIMIT = 400 * DAY


class Reference:
    """Walks the minutes of one case.

    Args:
        week: for each weekday the working spans as (from, to) minutes.
        special: day → spans of that day, replacing the week's.
    """

    def __init__(self, week, special, rules):
        self.week, self.special, self.rules = week, special, rules
        self.full = max(sum(end - start for start, end in spans) for spans in week)

    def spans(self, day):
        return self.special.get(day, self.week[date.fromordinal(day).weekday()])

    def working(self, minute):
        day, rest = divmod(minute, DAY)
        return any(start <= rest < end for start, end in self.spans(day))

    def closes(self, minute):
        """Tell whether `minute` is a moment at which a day's limit may end."""
        day, rest = divmod(minute, DAY)
        spans = self.spans(day)
        if spans:
            return rest == (spans[-1][1] if self.rules["end"] == "close" else DAY - 1)
        return self.rules["off"] == "keep" and rest == DAY - 1

    def due(self, start, budget, pauses):
        """Return (due minute, None), or (None, what is left) while an open pause lasts."""
        stops = [(to_minute(p.start), LIMIT * 9999 if p.end is None else to_minute(p.end)) for p in pauses]
        restarts = [to_minute(p.end) for p in pauses if p.kind == "restart" and p.end]
        origin = max([to_minute(start), *restarts])
        if any(p.kind == "restart" and p.end is None for p in pauses):
            return None, self.total(origin, budget)
        if budget.unit in ("day", "month"):
            return self.by_days(origin, self.total(origin, budget), stops, every=True)
        begin = self.opening(origin)
        if self.rules["count"] == "days" and budget.unit == "wday":
            return self.by_days(begin, budget.amount, stops, every=False)
        return self.by_minutes(begin, self.total(origin, budget), stops)

    def opening(self, minute):
        cutoff = self.rules["cutoff"]
        if cutoff is not None and minute % DAY > cutoff:
            minute = (minute // DAY + 1) * DAY
        while not self.working(minute):
            minute += 1
        return minute

    def total(self, origin, budget):
        if budget.unit == "hour":
            return budget.amount * 60
        if budget.unit == "wday":
            return budget.amount * (1 if self.rules["count"] == "days" else self.full)
        if budget.unit == "day":
            return budget.amount
        first = last = date.fromordinal(origin // DAY)
        for _ in range(budget.amount):  # month by month, keeping the wanted day of the month
            month_end = last.replace(day=28)
            while (month_end + timedelta(1)).month == last.month:
                month_end += timedelta(1)
            last = month_end + timedelta(1)
        while last.day < first.day and (last + timedelta(1)).month == last.month:
            last += timedelta(1)
        return (last - first).days if budget.amount else 0

    def by_minutes(self, begin, left, stops):
        for minute in range(begin, begin + LIMIT):
            if any(start <= minute and end == LIMIT * 9999 for start, end in stops):
                return None, left
            if self.working(minute) and not any(start <= minute < end for start, end in stops):
                left -= 1
                if left == 0:
                    return minute + 1, None
        raise AssertionError("no end")

    def by_days(self, begin, left, stops, *, every):
        for minute in range(begin + 1, begin + LIMIT):
            if any(start < minute and end == LIMIT * 9999 for start, end in stops):
                return None, left
            stopped = any(start < minute <= end and end > begin for start, end in stops)
            if minute % DAY == 0 and not stopped and left and (every or self.spans(minute // DAY)):
                left -= 1
            if left == 0 and not stopped and self.closes(minute):
                return minute, None
        raise AssertionError("no end")
