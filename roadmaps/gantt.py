"""Where the bars of a timeline stand: days of actions as per cents of a span. Pure."""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta

# Span in days up to which the scale is divided into so many months.
STEPS = ((200, 1), (800, 3), (2000, 6), (None, 12))
MOST_TICKS = 14
WINDOWS = {"half": 183, "year": 365}


@dataclass(frozen=True)
class Scale:
    """The span that a timeline shows, from one day to another, both included."""

    first: date
    last: date

    @property
    def days(self):
        return (self.last - self.first).days + 1

    def at(self, day):
        """Where `day` begins, in per cent of the span; beyond it, at its edge."""
        inside = min(max(day, self.first), self.last)
        return round(100 * (inside - self.first).days / self.days, 2)

    def holds(self, first, last):
        """True if any day from `first` to `last` lies in the span."""
        return first <= self.last and last >= self.first

    def ticks(self):
        """(day, where it stands) of the first days of months that divide the span."""
        months = next(step for most, step in STEPS if most is None or self.days <= most)
        while self.days / 30 / months > MOST_TICKS:
            months += 12
        year, month = self.first.year, self.first.month
        found = []
        while (day := date(year, month, 1)) <= self.last:
            if day >= self.first:
                found.append((day, self.at(day)))
            month += months
            year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
            if year > date.max.year:
                break
        return found


@dataclass
class Bar:
    """The bar of one action: `x` and `width` in per cent; `done` is the part that is behind it."""

    line: object
    x: float
    width: float
    done: float
    is_open: bool = False
    is_point: bool = False
    milestones: list = field(default_factory=list)


def scale_of(lines, milestones, today, window=""):
    """The Scale that shows all dates of `lines` and today, from month to month; or, for a `window`, the
    half-year or year that begins with this month. None if nothing has a date."""
    if window in WINDOWS:
        return _whole_months(today, _later(today, WINDOWS[window]))
    days = [day for line in lines for day in (line.start, line.due) if day]
    days += [day for some in milestones.values() for _title, day, _done in some if day]
    return _whole_months(min([*days, today]), max([*days, today])) if days else None


def _whole_months(first, last):
    return Scale(first.replace(day=1), last.replace(day=monthrange(last.year, last.month)[1]))


def _later(day, days):
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max


def bar_of(line, scale, milestones=()):
    """The Bar of `line` on `scale`; None if it has no dates or lies outside."""
    if line.start is None and line.due is None:
        return None
    first, last = line.start or line.due, line.due or scale.last
    if not scale.holds(first, last):
        return None
    x = scale.at(first)
    end = 100.0 if last >= scale.last else scale.at(last + timedelta(days=1))
    width = max(round(end - x, 2), 0.4)
    return Bar(
        line=line,
        x=x,
        width=width,
        done=round(width * line.progress / 100, 2),
        is_open=line.due is None,
        is_point=line.start is None,
        milestones=[
            {"title": title, "day": day, "done": done, "x": scale.at(day)}
            for title, day, done in milestones
            if day and scale.holds(day, day)
        ],
    )
