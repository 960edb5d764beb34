"""What stands in a calendar for one viewer, and a month of it laid out in weeks."""

import calendar
import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogues.course import stage_label
from dialogues.initiative_frame import tab_url
from dialogues.models import Dialogue, Kind, PaperKind, ReviewRound, Stage, Survey
from dialogues.querysets import prepared_by
from dialogues.when import (
    TONES,
    days_in_words,
    progress_of,
    when_in_words,
    where_in_words,
    zone_in_words,
)

LANES = 3  # of a week; what does not fit is folded
FIRST_YEAR, LAST_YEAR = 1970, 2099
MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})", re.ASCII)
PAPER_TABS = {PaperKind.CONCEPT_NOTE: "concept-note", PaperKind.SCOPING_PAPER: "scoping-paper"}


@dataclass(frozen=True)
class Entry:
    """Something on one day or several: a dialogue, or a day by which something is due."""

    first: date
    last: date
    title: str
    url: str
    kind: str
    kind_label: str
    context: str = ""
    when: str = ""
    where: str = ""
    state_label: str = ""
    tone: str = "quiet"
    cancelled: bool = False

    @property
    def days(self):
        return days_in_words(self.first, self.last)


@dataclass
class Bar:
    """A part of an entry that lies in one week: from the column `start` (1–7) over `length` days."""

    entry: Entry
    start: int
    length: int
    lane: int
    continues: bool
    goes_on: bool


@dataclass
class Day:
    """A day of the grid, and what of it had to be folded."""

    on: date
    column: int
    in_month: bool
    is_today: bool
    folded: list = field(default_factory=list)


@dataclass
class Week:
    """Seven days and the bars across them."""

    days: list
    bars: list


def month_asked(text):
    """The first day of the month that `text` (2026-11) names; of this month if it names none."""
    named = MONTH.fullmatch(text or "")
    if named:
        year, month = int(named["year"]), int(named["month"])
        if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12:
            return date(year, month, 1)
    return timezone.localdate().replace(day=1)


def months_beside(first):
    """The month before and the month after, as an address names them; None at the end of the calendar."""
    before, after = first - timedelta(days=1), (first + timedelta(days=31)).replace(day=1)
    return (
        f"{before:%Y-%m}" if before.year >= FIRST_YEAR else None,
        f"{after:%Y-%m}" if after.year <= LAST_YEAR else None,
    )


def days_shown(first):
    """The first and the last day of the grid of the month that begins on `first`, from Monday to Sunday."""
    length = calendar.monthrange(first.year, first.month)[1]
    last = first + timedelta(days=length - 1)
    return first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())


def entries_between(user, first, last, *, programme=None, initiative=None, kind=""):
    """What `user` may know of between two days, in order; narrowed to a programme, an initiative or a kind.

    Days by which something is due are told only of initiatives that the user convenes or advises.
    Four queries at most.
    """
    found = []
    if not kind or kind in Kind.values:
        rows = Dialogue.objects.visible_to(user).filter(starts_on__lte=last, ends_on__gte=first)
        rows = _within(rows, programme, initiative).select_related("initiative")
        if kind in Kind.values:
            rows = rows.filter(kind=kind)
        found += [_of_dialogue(row) for row in rows]
    for name, read in DUE.items():
        if not kind or kind == name:
            found += read(user, first, last, programme, initiative)
    return sorted(found, key=lambda entry: (entry.first, -entry.last.toordinal(), entry.title))


def _within(rows, programme, initiative, prefix="initiative"):
    if programme is not None:
        rows = rows.filter(**{f"{prefix}__programme": programme})
    if initiative is not None:
        rows = rows.filter(**{prefix: initiative})
    return rows


def _of_dialogue(dialogue):
    progress = progress_of(dialogue)
    when = when_in_words(dialogue)
    if dialogue.starts_at:
        when = f"{when} ({zone_in_words(dialogue)})"
    return Entry(
        first=dialogue.starts_on,
        last=dialogue.ends_on,
        title=dialogue.title,
        url=dialogue.get_absolute_url(),
        kind="dialogue",
        kind_label=dialogue.get_kind_display(),
        context=dialogue.initiative.title,
        when=when,
        where=where_in_words(dialogue),
        state_label=progress.label,
        tone=TONES[progress],
        cancelled=dialogue.is_cancelled,
    )


def _gates(user, first, last, programme, initiative):
    rows = Stage.objects.filter(
        prepared_by(user), planned_until__range=(first, last), state__in=("ahead", "open")
    )
    for stage in _within(rows, programme, initiative).select_related("initiative"):
        yield _due(
            stage.planned_until,
            _("Gate: %(what)s") % {"what": stage_label(stage)},
            tab_url(stage.initiative, "course"),
            "gate",
            stage.initiative,
        )


def _reviews(user, first, last, programme, initiative):
    rows = ReviewRound.objects.filter(
        prepared_by(user, "version__paper__initiative__"),
        due_on__range=(first, last),
        closed_at__isnull=True,
    ).select_related("version__paper__initiative")
    for row in _within(rows, programme, initiative, "version__paper__initiative"):
        paper = row.version.paper
        yield _due(
            row.due_on,
            _("Review closes: %(what)s") % {"what": paper.title or paper.get_kind_display()},
            tab_url(paper.initiative, PAPER_TABS[paper.kind]),
            "review",
            paper.initiative,
        )


def _surveys(user, first, last, programme, initiative):
    rows = Survey.objects.visible_to(user).filter(closes_on__range=(first, last))
    rows = rows.exclude(state=Survey.State.CLOSED)
    for survey in _within(rows, programme, initiative).select_related("initiative"):
        yield _due(
            survey.closes_on,
            _("Survey closes: %(what)s") % {"what": survey.title},
            tab_url(survey.initiative, "surveys"),
            "survey",
            survey.initiative,
        )


def _due(on, title, url, kind, initiative):
    return Entry(
        first=on,
        last=on,
        title=title,
        url=url,
        kind=kind,
        kind_label=str(DUE_LABELS[kind]),
        context=initiative.title,
        when=date_format(on, "j F Y"),
    )


# kind -> what reads such days
DUE = {"gate": _gates, "review": _reviews, "survey": _surveys}
DUE_LABELS = {
    "gate": gettext_lazy("Gate"),
    "review": gettext_lazy("Review"),
    "survey": gettext_lazy("Survey"),
}


def weeks_of(first, entries, *, today):
    """The grid of the month that begins on `first`: Weeks with their bars in lanes."""
    start, end = days_shown(first)
    weeks = []
    while start <= end:
        weeks.append(_week(start, first, entries, today))
        start += timedelta(days=7)
    return weeks


def _week(monday, month, entries, today):
    sunday = monday + timedelta(days=6)
    days = [
        Day(
            on=(on := monday + timedelta(days=column)),
            column=column + 1,
            in_month=on.month == month.month,
            is_today=on == today,
        )
        for column in range(7)
    ]
    free_from = [1] * LANES  # the first free column of each lane
    bars = []
    for entry in entries:
        if entry.first > sunday or entry.last < monday:
            continue
        begin = max((entry.first - monday).days, 0) + 1
        until = min((entry.last - monday).days, 6) + 1
        lane = next((lane for lane in range(LANES) if free_from[lane] <= begin), None)
        if lane is None:
            for column in range(begin, until + 1):
                days[column - 1].folded.append(entry)
            continue
        free_from[lane] = until + 1
        bars.append(
            Bar(
                entry=entry,
                start=begin,
                length=until - begin + 1,
                lane=lane + 1,
                continues=entry.first < monday,
                goes_on=entry.last > sunday,
            )
        )
    return Week(days, bars)
