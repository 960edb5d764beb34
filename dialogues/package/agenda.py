"""The agenda in a package: parts and items, who appears in them; and annexes, which have items too."""

from django.utils.translation import gettext as _

from core.package import Date, Key, LocalRef, Many, Ref, Rows, Text, parse_date, shown
from dialogues.models import AgendaDay, AgendaItem, AgendaPart, Annex, Appearance
from dialogues.package.times import nth_day, parse_clock, write_clock

# In which order an item's people stand; the last two are lists of people who are in no register.
ROLES = {"presenters": "presenter", "discussants": "discussant"}


class Day(Key):
    """A day of the meeting by its number, or a date."""

    def __init__(self):
        super().__init__("day")
        self.fields = ("day_number", "date")

    def parse(self, value):
        return value if isinstance(value, int) else parse_date(value)

    def load(self, doc, _book):
        value = doc.get("day")
        if value is None or isinstance(value, int):
            return {"day_number": value, "date": None}
        return {"day_number": None, "date": self.parse(value)}

    def dump(self, values, _book):
        if values["date"]:
            return {"day": values["date"].isoformat()}
        return {"day": values["day_number"]} if values["day_number"] else {}


class Clock(Key):
    """A time of day."""

    def __init__(self, name):
        super().__init__(name, default=None)

    def check(self, doc, place):
        """Checked by the rule that knows the item's day."""

    def load(self, doc, book):
        text = doc.get(self.names[0])
        return {self.fields[0]: None if text is None else _clock(text, doc, book)}

    def write(self, value):
        return write_clock(value)


def item_day(doc, book):
    """The date of the item `doc`, or None where that is not known."""
    day, first = doc.get("day"), book.facts["starts_on"]
    if isinstance(day, str):
        try:
            return parse_date(day)
        except ValueError:
            return None
    return first and nth_day(first, day or 1)


def _clock(text, doc, book):
    return parse_clock(text, book.facts["zone"], item_day(doc, book) or book.facts["starts_on"])


def check_times(doc, place):
    """Rule: an item's times are times of a day, and it does not end before it starts."""
    times = {}
    for name in ("start", "end"):
        if name in doc:
            try:
                times[name] = parse_clock(
                    doc[name],
                    place.book.facts["zone"],
                    item_day(doc, place.book) or place.book.facts["any_day"],
                )
            except ValueError as error:
                place.at(name).wrong(str(error))
    if len(times) == 2 and times["end"] < times["start"]:
        message = _("The item ends at %(end)s, before it starts at %(start)s.")
        place.at("end").wrong(message % {name: write_clock(time) for name, time in times.items()})


def check_days(doc, place):
    """Rule: an item of the dialogue's own agenda is on one of its days, or on one that it plans besides."""
    first, last = place.book.facts["starts_on"], place.book.facts["ends_on"]
    day = item_day(doc, place.book)
    if "day" not in doc or not (first and last and day) or first <= day <= last:
        return
    if isinstance(doc["day"], str) and day.isoformat() in place.book.facts["planned_days"]:
        return
    message = _("%(day)s is outside the dialogue, which lasts from %(first)s to %(last)s.")
    place.at("day").wrong(message % {"day": shown(doc["day"]), "first": first, "last": last})


def check_somebody(doc, place):
    """Rule: who appears is a person of the register, or somebody called by name."""
    if doc and "person" not in doc and not doc.get("name", "").strip():
        place.wrong(_("Give the “person”, by an id, or the “name” of somebody in no register."))


APPEARANCE = Rows(
    Appearance,
    Ref("person", to="people"),
    Text("name"),
    Text("role", "affiliation"),
    Text("presentation"),
    Text("as", "acts_as"),
    Text("perspective"),
    Text("moderator_notes"),
    parent="item",
    rules=(check_somebody,),
)


def gather(doc):
    """An item's presenters and discussants as people among its people."""
    people = list(doc.get("people", []))
    for name, role in ROLES.items():
        people += [{**guest, "as": role} for guest in doc.get(name, [])]
    return {**doc, "people": people}


def spread(doc):
    """The way back, where it leads back to the same order."""
    lists = {"people": [], **{name: [] for name in ROLES}}
    for person in doc.get("people", []):
        lists[_list_of(person)].append(person)
    if [person for people in lists.values() for person in people] != doc.get("people", []):
        return doc
    for name in ROLES:
        lists[name] = [
            {key: value for key, value in guest.items() if key != "as"} for guest in lists[name]
        ]
    rest = {key: value for key, value in doc.items() if key != "people"}
    return {**rest, **{name: people for name, people in lists.items() if people}}


def _list_of(person):
    if not {"person", "perspective", "moderator_notes"} & set(person):
        return next((name for name, role in ROLES.items() if person.get("as") == role), "people")
    return "people"


def _items(parent, *rules):
    return Rows(
        AgendaItem,
        Day(),
        Clock("start"),
        Clock("end"),
        Text("title"),
        Text("format"),
        Text("parallel"),
        LocalRef("question", to="questions"),
        Text("presentation"),
        Text("place"),
        Text("text"),
        Text("moderator_notes"),
        Many("people", APPEARANCE),
        parent=parent,
        rules=(check_times, *rules),
        before=gather,
        after=spread,
    )


DAY = Rows(
    AgendaDay,
    Date("date"),
    Text("title"),
    Text("place"),
    Text("transport"),
    parent="dialogue",
    unique="date",
)
PART = Rows(
    AgendaPart, Text("part", "title"), Many("items", _items("part", check_days)), parent="dialogue"
)
ANNEX = Rows(
    Annex,
    Text("title"),
    Text("heading"),
    Text("when"),
    Text("where"),
    Text("body"),
    Many("agenda", _items("annex")),
    parent="dialogue",
)
