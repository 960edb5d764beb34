"""What a dialogue of each kind usually takes: days, people, money, and an agenda to begin from.
A preset helps to plan, no more."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from dialogues.models import Kind

CURRENCY = "GBP"


@dataclass(frozen=True)
class Preset:
    """Days in all and in the field, people and how many of them are sponsored, and the cost in GBP."""

    days: int
    people: int
    sponsored: int
    cost: Decimal
    field_days: int = 0


PRESETS = {
    Kind.FIELD: Preset(days=4, field_days=2, people=50, sponsored=35, cost=Decimal(100_000)),
    Kind.THEMATIC: Preset(days=2, people=40, sponsored=35, cost=Decimal(70_000)),
    Kind.TECHNICAL: Preset(days=2, people=10, sponsored=6, cost=Decimal(30_000)),
}


def preset_of(dialogue):
    """The Preset of the dialogue's kind, or None."""
    return PRESETS.get(dialogue.kind)


def preset_rows():
    """Each kind that has a preset, as its label and the Preset."""
    return [(Kind(kind).label, preset) for kind, preset in PRESETS.items()]


# Agendas -----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Usual:
    """An item that a day usually has: its start, and how many minutes it lasts."""

    start: str
    minutes: int
    title: str
    format: str = ""
    parallel: str = ""


@dataclass(frozen=True)
class UsualDay:
    """A day as it usually goes; `part` is what days of its sort are called together."""

    items: tuple
    title: str = ""
    place: str = ""
    transport: str = ""
    part: str = ""


COFFEE = (30, _("Coffee and tea"), "break")
LUNCH = (60, _("Lunch"), "break")
IN_THE_FIELD = _("In the field")
IN_THE_ROOM = _("In the room")
TRANSPORT = _(
    "Leaves the hotel at 07:30 and is back by 17:00. Water, hats and boots for everybody; one car stays "
    "at the site."
)

FIRST_IN_THE_FIELD = UsualDay(
    (
        Usual("07:30", 90, _("Drive to the first site"), "break"),
        Usual("09:00", 30, _("Welcome by the community"), "introduction"),
        Usual("09:30", 30, _("Who is here, and what we came to see"), "introduction"),
        Usual("10:00", 150, _("Walk through the site with those who work there"), "field-visit"),
        Usual("12:30", *LUNCH),
        Usual("13:30", 90, _("What did we see? Talk in small groups"), "buzz-group"),
        Usual("15:00", 45, _("What the groups heard"), "plenary"),
        Usual("15:45", 75, _("Drive back"), "break"),
    ),
    title=_("First site"),
    place=_("Place to be agreed"),
    transport=TRANSPORT,
    part=IN_THE_FIELD,
)
SECOND_IN_THE_FIELD = UsualDay(
    (
        Usual("07:30", 90, _("Drive to the second site"), "break"),
        Usual("09:00", 30, _("Welcome by those who run the site"), "introduction"),
        Usual("09:30", 150, _("Walk through the site"), "field-visit"),
        Usual("12:00", *LUNCH),
        Usual("13:00", 75, _("Meeting with neighbours of the site"), "dialogue"),
        Usual("14:15", 60, _("Both sites compared: talk in small groups"), "buzz-group"),
        Usual("15:15", 30, _("What we take into the room"), "plenary"),
        Usual("15:45", 75, _("Drive back"), "break"),
    ),
    title=_("Second site"),
    place=_("Place to be agreed"),
    transport=TRANSPORT,
    part=IN_THE_FIELD,
)
FIRST_IN_THE_ROOM = UsualDay(
    (
        Usual("08:30", 30, _("Registration"), "break"),
        Usual("09:00", 30, _("Welcome, introductions and ground rules"), "introduction"),
        Usual("09:30", 60, _("Where things stand: presentations"), "presentation"),
        Usual("10:30", *COFFEE),
        Usual("11:00", 45, _("Responses by discussants"), "discussants"),
        Usual("11:45", 45, _("Buzz groups: what divides us?"), "buzz-group"),
        Usual("12:30", *LUNCH),
        Usual("13:30", 90, _("The questions of the dialogue"), "working-group"),
        Usual("15:00", *COFFEE),
        Usual("15:30", 60, _("Reports from the groups"), "plenary"),
        Usual("16:30", 30, _("What we heard today"), "closing"),
    ),
    part=IN_THE_ROOM,
)
MIDDLE_IN_THE_ROOM = UsualDay(
    (
        Usual("08:45", 15, _("Yesterday in short"), "introduction"),
        Usual("09:00", 90, _("Panel: views that differ"), "panel"),
        Usual("10:30", *COFFEE),
        Usual("11:00", 90, _("Working groups"), "working-group"),
        Usual("12:30", *LUNCH),
        Usual("13:30", 90, _("Working groups, continued"), "working-group"),
        Usual("15:00", *COFFEE),
        Usual("15:30", 60, _("Reports from the groups"), "plenary"),
    ),
    part=IN_THE_ROOM,
)
LAST_IN_THE_ROOM = UsualDay(
    (
        Usual("08:45", 15, _("Yesterday in short"), "introduction"),
        Usual("09:00", 90, _("Ways forward: working groups"), "working-group"),
        Usual("10:30", *COFFEE),
        Usual("11:00", 60, _("Reports from the groups"), "plenary"),
        Usual("12:00", 30, _("Buzz groups: who does what?"), "buzz-group"),
        Usual("12:30", *LUNCH),
        Usual("13:30", 60, _("Next steps: who takes what on, and until when"), "plenary"),
        Usual("14:30", 30, _("Closing words"), "closing"),
    ),
    part=IN_THE_ROOM,
)
ONE_DAY = UsualDay(
    (
        Usual("08:30", 30, _("Registration"), "break"),
        Usual("09:00", 30, _("Welcome, introductions and ground rules"), "introduction"),
        Usual("09:30", 60, _("Where things stand: presentations"), "presentation"),
        Usual("10:30", *COFFEE),
        Usual("11:00", 45, _("Responses by discussants"), "discussants"),
        Usual("11:45", 45, _("Buzz groups: what divides us?"), "buzz-group"),
        Usual("12:30", *LUNCH),
        Usual("13:30", 90, _("The questions of the dialogue"), "working-group"),
        Usual("15:00", *COFFEE),
        Usual("15:30", 45, _("Reports from the groups"), "plenary"),
        Usual("16:15", 30, _("Next steps: who takes what on, and until when"), "plenary"),
        Usual("16:45", 15, _("Closing words"), "closing"),
    ),
    part=IN_THE_ROOM,
)


def days_of_preset(kind, lasts):
    """The days that a dialogue of this kind usually has, at most as many as it `lasts`."""
    preset = PRESETS.get(kind, Preset(days=1, people=0, sponsored=0, cost=Decimal(0)))
    number = max(1, min(preset.days, lasts))
    # A shorter one keeps a day in the room.
    in_the_field = min(preset.field_days, number - 1)
    field = (FIRST_IN_THE_FIELD, SECOND_IN_THE_FIELD)[:in_the_field]
    return [*field, *_in_the_room(number - in_the_field)]


def _in_the_room(number):
    if number == 1:
        return [ONE_DAY]
    return [FIRST_IN_THE_ROOM, *[MIDDLE_IN_THE_ROOM] * (number - 2), LAST_IN_THE_ROOM]


def parts_of_preset(days):
    """The parts of an agenda of such days: their titles, and which days (from 0) each has. The one part
    of an agenda that has no other needs no title."""
    numbers = {}
    for number, day in enumerate(days):
        numbers.setdefault(day.part, []).append(number)
    if len(numbers) == 1:
        return [("", list(range(len(days))))]
    return list(numbers.items())
