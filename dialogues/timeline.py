"""Initiatives over time, laid out for a chart: a lane each, stages as bars, dialogues as marks.

Lengths are in the units of the chart's viewBox, which are pixels on a screen. Every fact of the chart
stands in its lanes as words too, for the table below it.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogues.course import stage_label
from dialogues.models import Dialogue, Initiative, Stage
from dialogues.stages import CHANGE, ENGAGE, EXPLORE, REGISTRY
from dialogues.veil import veil_for
from dialogues.when import Progress, days_in_words, progress_of, where_in_words

MOST_INITIATIVES = 60  # in one picture; the list has the others
ROOM_FOR_WORDS = 12  # initiatives; with more of them bars have numbers, which a key explains
MOST_DAYS = 8 * 366  # before and after today: a mistyped year must not squeeze everything else
WIDTH, EDGE, HEAD = 1040, 8, 44
PHASE_HEAD, TITLE, BAR, GAP, MARK, BELOW = 34, 24, 18, 4, 16, 12
LETTER = 6.4  # about the width of a letter in a bar
SHORTEST, THINNEST = 3, 11  # of a bar, of a mark
NARROWEST = 15  # what a number fits into
TODAY_WORD = 62
MARK_LETTERS, TITLE_LETTERS = 32, 110
QUARTERS_UP_TO = 5 * 366
PHASES = (ENGAGE, EXPLORE, CHANGE)
NOT_BEGUN = gettext_lazy("Not begun")
AHEAD, OPEN = Stage.State.AHEAD, Stage.State.OPEN


@dataclass(frozen=True)
class Span:
    """A stage from one day to another: as it was up to `known`, from there on as it is planned.

    `known` is None where all of it is planned.
    """

    stage: Stage
    first: date
    last: date
    known: date | None

    @property
    def label(self):
        return stage_label(self.stage)

    @property
    def state(self):
        return self.stage.get_state_display() if self.known else _("Planned")

    @property
    def days(self):
        if self.known is None or self.stage.closed_on:
            return days_in_words(self.first, self.last)
        since = _("since %(day)s") % {"day": days_in_words(self.first)}
        if self.last == self.known:
            return since
        until = _("planned until %(day)s") % {"day": days_in_words(self.last)}
        return f"{since}, {until}"

    @property
    def phase(self):
        kind = REGISTRY.get(self.stage.kind)
        return PHASES.index(kind.phase) + 1 if kind else 1


@dataclass
class Bar:
    """A span as it is drawn, `width` long and filled up to `known`."""

    span: Span
    x: float
    width: float
    known: float
    words: "Words"
    y: float = 0


@dataclass(frozen=True)
class Words:
    """Where a label stands: inside what it names, beside it, or nowhere (`x` is None); and the places
    from which and up to which the two need room. `on_fill`: on a dark ground."""

    x: float | None
    left: float
    right: float
    on_fill: bool = False
    text: str = ""
    anchor: str = "start"


@dataclass
class Mark:
    """A dialogue as it is drawn."""

    dialogue: Dialogue
    x: float
    width: float
    words: Words
    y: float = 0

    @property
    def days(self):
        return days_in_words(self.dialogue.starts_on, self.dialogue.ends_on)

    @property
    def where(self):
        return where_in_words(self.dialogue)

    @property
    def progress(self):
        return progress_of(self.dialogue)

    @property
    def ahead(self):
        return self.progress is Progress.AHEAD


@dataclass
class Lane:
    """An initiative: where its title is drawn, and what stands below it."""

    initiative: Initiative
    title: str
    y: float
    bars: list = field(default_factory=list)
    marks: list = field(default_factory=list)


@dataclass
class Phase:
    """Initiatives that are in the same phase now."""

    label: str
    y: float
    lanes: list


@dataclass(frozen=True)
class Tick:
    """The first day of a quarter, with the words that stand there."""

    x: float
    year: str
    quarter: str


@dataclass
class Chart:
    """The whole picture; `more` initiatives were left out of it."""

    height: float
    phases: list
    ticks: list
    today_x: float
    more: int
    key: list
    width: int = WIDTH

    @property
    def lanes(self):
        return [lane for phase in self.phases for lane in phase.lanes]


class Scale:
    """From days to places: whole quarters, so wide that every one of `days` fits. `veil` takes out of
    a label what the viewer may not know; `numbers` stand for kinds of stages."""

    def __init__(self, days, today, veil, numbers):
        self.veil = veil
        self.numbers = numbers
        self.earliest = today - timedelta(days=MOST_DAYS)
        self.latest = today + timedelta(days=MOST_DAYS)
        known = [self._held(day) for day in (*days, today)]
        self.first = _quarter(min(known))
        self.last = _next_quarter(max(known))
        if (self.last - self.first).days < 365:
            self.last = self.first + timedelta(days=365)
        self.unit = (WIDTH - 2 * EDGE) / (self.last - self.first).days

    def _held(self, day):
        return min(max(day, self.earliest), self.latest)

    def x(self, day):
        """Where `day` begins."""
        return round(EDGE + (self._held(day) - self.first).days * self.unit, 1)

    def width(self, first, last):
        """How wide the days from `first` to `last` are."""
        days = (self._held(last) - self._held(first)).days + 1
        return round(max(days * self.unit, SHORTEST), 1)

    def ticks(self, today):
        """Years, and quarters if there are not too many; none where “Today” is written."""
        before_today = (self.x(today) - TODAY_WORD, self.x(today))
        has_quarters = (self.last - self.first).days <= QUARTERS_UP_TO
        day, ticks = self.first, []
        while day < self.last:
            names_year = day.month == 1 or not ticks
            quarter = _("Q%(number)d") % {"number": (day.month + 2) // 3} if has_quarters else ""
            if before_today[0] < self.x(day) + LETTER < before_today[1]:
                quarter = ""
            if names_year or has_quarters:
                ticks.append(Tick(self.x(day), str(day.year) if names_year else "", quarter))
            day = _next_quarter(day)
        return ticks


def _quarter(day):
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def _next_quarter(day):
    return _quarter(_quarter(day) + timedelta(days=95))


def chart_of(user, initiatives):
    """The Chart of `initiatives` (a queryset), as `user` may see it; in at most five queries.

    What is planned is told only of initiatives that the user convenes or advises.
    """
    visible = Dialogue.objects.visible_to(user).order_by("starts_on", "pk")
    rows = initiatives.select_related("programme").prefetch_related(
        Prefetch("stages", Stage.objects.order_by("position", "pk"), to_attr="drawn_stages"),
        Prefetch("dialogues", visible, to_attr="drawn_dialogues"),
    )
    drawn = list(rows[:MOST_INITIATIVES])
    more = initiatives.count() - len(drawn) if len(drawn) == MOST_INITIATIVES else 0
    today = timezone.localdate()
    spans = {
        row.pk: _spans_of(row, user.has_perm("dialogues.view_preparation", row), today)
        for row in drawn
    }
    return _laid_out(drawn, spans, today, more, veil_for(user))


def _spans_of(initiative, tells_plans, today):
    """A stage as it went, and what is planned of it as long as it is not over."""
    spans = []
    for stage in initiative.drawn_stages:
        opened, closed = stage.opened_on, stage.closed_on
        known = max(closed or today, opened) if opened else None
        days = [opened, known]
        if tells_plans and stage.state in (AHEAD, OPEN):
            days += [None if opened else stage.planned_from, stage.planned_until]
        days = [day for day in days if day]
        if days:
            spans.append(Span(stage, min(days), max(days), known))
    return spans


def _phase_now(initiative):
    """The place in PHASES of the latest stage that is under way, else of the latest that is over."""
    for states in ((OPEN,), (Stage.State.DONE, Stage.State.STOPPED)):
        for stage in reversed(initiative.drawn_stages):
            if stage.state in states and stage.kind in REGISTRY:
                return PHASES.index(REGISTRY[stage.kind].phase)
    return len(PHASES)


def _laid_out(initiatives, spans, today, more, veil):
    days = [day for row in spans.values() for span in row for day in (span.first, span.last)]
    for row in initiatives:
        days += [day for one in row.drawn_dialogues for day in (one.starts_on, one.ends_on)]
    scale = Scale(days, today, veil, _numbers(spans))
    has_words = len(initiatives) <= ROOM_FOR_WORDS
    y, phases = HEAD, []
    for place, label in enumerate((*PHASES, NOT_BEGUN)):
        inside = [row for row in initiatives if _phase_now(row) == place]
        if not inside:
            continue
        phase = Phase(str(label), y, [])
        y += PHASE_HEAD
        for row in inside:
            lane, y = _lane(row, spans[row.pk], y, scale, has_words)
            phase.lanes.append(lane)
        phases.append(phase)
    key = [] if has_words else [(n, REGISTRY[kind].label) for kind, n in scale.numbers.items()]
    return Chart(y, phases, scale.ticks(today), scale.x(today), more, key)


def _lane(initiative, spans, y, scale, has_words):
    """The Lane that begins at `y`, and where the next one begins."""
    lane = Lane(initiative, Truncator(scale.veil(initiative.title)).chars(TITLE_LETTERS), y)
    y += TITLE
    for span in sorted(spans, key=lambda span: (span.first, span.last)):
        lane.bars.append(_bar(span, scale, has_words))
    y = _stacked(lane.bars, y, BAR + GAP)
    dialogues = initiative.drawn_dialogues
    for one in dialogues:
        lane.marks.append(_mark(one, scale, has_words and len(dialogues) <= ROOM_FOR_WORDS))
    return lane, _stacked(lane.marks, y, MARK + GAP) + BELOW


def _stacked(drawn, y, height):
    """Put what is `drawn` into rows from `y` on, so that nothing overlaps; where the last one ends."""
    free_from = []  # the first free place of each row
    for one in drawn:
        left, right = one.words.left, one.words.right
        row = next((row for row, free in enumerate(free_from) if free <= left), len(free_from))
        if row == len(free_from):
            free_from.append(right)
        free_from[row] = right + GAP
        one.y = y + row * height
    return y + len(free_from) * height


def _bar(span, scale, has_words):
    x, width = scale.x(span.first), scale.width(span.first, span.last)
    known = scale.width(span.first, span.known) if span.known else 0
    if has_words:
        words = _words(span.label, x, width, fill=known)
    else:
        words = _number(span, x, width, known, scale)
    return Bar(span, x, width, known, words)


def _mark(dialogue, scale, has_words):
    x = scale.x(dialogue.starts_on)
    width = max(scale.width(dialogue.starts_on, dialogue.ends_on), THINNEST)
    # Veiled before it is cut: half a name is not recognised any more.
    label = Truncator(scale.veil(dialogue.title)).chars(MARK_LETTERS)
    words = _words(label, x, width) if has_words else Words(None, x, x + width)
    return Mark(dialogue, x, width, words)


def _words(label, x, width, *, fill=None):
    """The Words of what is `width` long at `x`: inside if it fits and all of that is filled (`fill` is as
    wide) or nothing (0), else on its right, or on its left at the end of the chart."""
    length = len(label) * LETTER + 8
    if fill is not None and length <= width and (not fill or fill >= width):
        return Words(round(x + 5, 1), x, x + width, on_fill=fill > 0, text=label)
    if x + width + length <= WIDTH - EDGE:
        return Words(round(x + width + 4, 1), x, x + width + length, text=label)
    return Words(round(x - 4, 1), x - length, x + width, text=label, anchor="end")


def _number(span, x, width, known, scale):
    """The Words of a bar in a crowded chart: the number of its stage, which a key explains."""
    number = str(scale.numbers.get(span.stage.kind, "–"))
    if known >= NARROWEST:
        return Words(x + 4, x, x + width, on_fill=True, text=number)
    if width - known >= NARROWEST:
        return Words(round(x + known + 4, 1), x, x + width, text=number)
    return Words(None, x, x + width)


def _numbers(spans):
    """The number of each kind of stage that is drawn, in the order of the registry."""
    used = {span.stage.kind for row in spans.values() for span in row}
    return {kind: place for place, kind in enumerate((key for key in REGISTRY if key in used), 1)}
