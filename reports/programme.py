"""Sets an agenda as tables: one a day, with its parts, and a row for each item or for each speaker."""

from dataclasses import dataclass, field
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogues.vocabulary import ACTS_AS, label_of
from reports.wording import clock, weekday

SEVERAL = {
    "presenter": gettext_lazy("Presenters"),
    "discussant": gettext_lazy("Discussants"),
    "chair": gettext_lazy("Chairs"),
    "co-chair": gettext_lazy("Co-chairs"),
    "facilitator": gettext_lazy("Facilitators"),
    "moderator": gettext_lazy("Moderators"),
    "rapporteur": gettext_lazy("Rapporteurs"),
}


LONGEST_KEPT = 1200  # letters of a row that is kept on one page; a line of its own counts as forty
LINE = 40


@dataclass
class Row:
    """One row: an item, or one more of its speakers, whose notes stand beside their name."""

    item: object = None  # set in the first row of an item
    time: str = ""
    people: list = field(default_factory=list)
    notes: str = ""

    @property
    def is_short(self):
        """True if the row may be asked to stay on one page: kept whole, a long one leaves a gap."""
        texts = [self.notes, self.item.text if self.item else ""]
        people = sum(len(group["people"]) for group in self.people)
        lines = sum(text.count("\n") for text in texts) + 2 * people
        return sum(map(len, texts)) + LINE * lines < LONGEST_KEPT


def programme(parts, *, first_day):
    """The tables of an agenda: for each day its heading and its parts with their rows. `first_day` (ISO)
    is the day of items that name none; `has_notes` says whether moderator notes need a column."""
    days = {_day_of(item, first_day) for part in parts for item in part.items}
    tables = []
    for part in parts:
        for key, items in groupby(part.items, key=lambda item: _day_of(item, first_day)):
            if not tables or tables[-1]["key"] != key:
                heading = _heading(key) if len(days) > 1 else ""
                tables.append({"key": key, "heading": heading, "parts": []})
            rows = [row for item in items for row in _rows(item)]
            tables[-1]["parts"].append({"title": part.title, "rows": rows})
        if not part.items and tables:
            tables[-1]["parts"].append({"title": part.title, "rows": []})
    return {
        "tables": tables,
        "has_notes": any(row.notes for row in _all_rows(tables)),
        # Headings inside a cell come below the day's, or the section's where there is but one day.
        "level": 5 if len(days) > 1 else 4,
    }


def _all_rows(tables):
    return (row for table in tables for part in table["parts"] for row in part["rows"])


def _day_of(item, first_day):
    if item.date:
        return item.date
    return item.day_number or first_day


def _heading(key):
    if isinstance(key, int):
        return _("Day %(number)d") % {"number": key}
    return weekday(key) if key else ""


def _time(item):
    if item.start and item.end:
        return f"{clock(item.start)}–{clock(item.end)}"
    return clock(item.start or item.end)


def _rows(item):
    if not any(person.moderator_notes for person in item.people):
        return [Row(item, _time(item), _by_part(item, item.people), item.moderator_notes)]
    people = list(item.people)
    first = Row(item, _time(item), [], item.moderator_notes)
    if not item.moderator_notes:
        # The first speaker stands in the item's own row, so that the notes are at the same height.
        speaker = people.pop(0)
        first.people, first.notes = _by_part(item, [speaker]), speaker.moderator_notes
    more = (Row(None, "", _by_part(item, [person]), person.moderator_notes) for person in people)
    return [first, *more]


def _by_part(item, people):
    """Speakers under what they act as: a label once for those who follow each other, and none where the
    item's own title says it."""
    found = []
    for acts_as, group in groupby(people, key=lambda person: person.acts_as):
        group = list(group)
        label = str(label_of(ACTS_AS, acts_as)) if acts_as else ""
        if label and label.casefold() in item.title.casefold():
            label = ""
        elif len(group) > 1:
            label = str(SEVERAL.get(acts_as, label))
        found.append({"label": label, "people": group})
    return found
