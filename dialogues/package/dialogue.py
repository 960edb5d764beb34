"""The dialogue itself in a package, and all that stands under it."""

from datetime import date

from django.utils.translation import gettext as _

from core.package import (
    Choice,
    Date,
    Flag,
    Group,
    Key,
    Many,
    Party,
    Ref,
    Rows,
    Text,
    Url,
    parse_date,
)
from core.services import free_slug
from dialogues.models import (
    ActionPoint,
    Attribution,
    Background,
    Convening,
    Dialogue,
    KeyMessage,
    Kind,
    Material,
    Participation,
    ParticipationRule,
    Question,
)
from dialogues.package.agenda import ANNEX, DAY, PART
from dialogues.package.said import SESSION, Table, check_syntheses
from dialogues.package.times import DEFAULT_ZONE, parse_moment, parse_zone, write_moment


class Span(Key):
    """First and last moment and the time zone that they are in, as the rows keep them."""

    def __init__(self):
        super().__init__("starts")
        self.names = ("starts", "ends", "timezone")
        self.fields = ("starts_on", "starts_at", "ends_on", "ends_at", "timezone")

    def check(self, doc, place):
        zone = None
        if "timezone" in doc:
            zone = self._try(parse_zone, doc["timezone"], place=place.at("timezone"))
        moments = [
            self._try(
                parse_moment, doc[name], zone or parse_zone(DEFAULT_ZONE), place=place.at(name)
            )
            for name in ("starts", "ends")
            if name in doc
        ]
        if len(moments) == 2 and all(moments) and _is_before(moments[1], moments[0]):
            message = _("The dialogue ends on %(ends)s, before it starts on %(starts)s.")
            place.at("ends").wrong(message % doc)

    def _try(self, parse, *values, place):
        try:
            return parse(*values)
        except ValueError as error:
            place.wrong(str(error))
            return None

    def load(self, doc, _book):
        name = doc.get("timezone", DEFAULT_ZONE)
        zone = parse_zone(name)
        starts_on, starts_at = parse_moment(doc["starts"], zone)
        ends = parse_moment(doc["ends"], zone) if "ends" in doc else (starts_on, None)
        values = (starts_on, starts_at, *ends, name)
        return dict(zip(self.fields, values, strict=True))

    def dump(self, values, _book):
        first, last = values["starts_on"], values["ends_on"]
        doc = {"starts": write_moment(first, values["starts_at"])}
        if last != first or values["ends_at"]:
            doc["ends"] = write_moment(last, values["ends_at"])
        return {**doc, "timezone": values["timezone"]}


def _is_before(one, other):
    """Is the first (date, time or None) before the other, as far as is known?"""
    if one[0] != other[0] or not (one[1] and other[1]):
        return one[0] < other[0]
    return one[1] < other[1]


class StandsFor(Ref):
    """The group that a participant stands for here: their own, unless the file says otherwise.

    Their own is the file's, where the register has another: it is what the meeting knew them by.
    """

    def load(self, doc, book):
        if self.names[0] in doc:
            return super().load(doc, book)
        person = book.pk("people", doc["person"])
        return {self.fields[0]: book.facts["group_of"].get(person)}

    def dump(self, values, book):
        own = book.facts["group_of"].get(values["person_id"])
        return {} if values[self.fields[0]] == own else super().dump(values, book)


def check_event(doc, place):
    """Rule: the event that the dialogue is part of does not end before it starts."""
    event = doc.get("part_of", {})
    try:
        starts, ends = parse_date(event.get("starts", "")), parse_date(event.get("ends", ""))
    except ValueError:
        return
    if ends < starts:
        message = _("The event ends on %(ends)s, before it starts on %(starts)s.")
        place.at("part_of", "ends").wrong(message % {"starts": starts, "ends": ends})


CONVENING = Rows(
    Convening,
    Ref("convenor", "organisation", to="organisations"),
    parent="dialogue",
    only="convenor",
    unique="convenor",
)
KEY_MESSAGE = Rows(KeyMessage, Text("text"), parent="dialogue", only="text")
ACTION_POINT = Rows(
    ActionPoint,
    Text("title"),
    Text("text"),
    Party(
        "owner",
        people=("person", "owner_person"),
        organisations=("organisation", "owner_organisation"),
        words="owner_text",
    ),
    Date("due"),
    parent="dialogue",
    says=("title", "text"),
)
BACKGROUND = Rows(
    Background,
    Text("heading"),
    Text("body"),
    Flag("box"),
    parent="dialogue",
    says=("heading", "body"),
)
MATERIAL = Rows(Material, Text("title"), Text("kind"), Url("url"), parent="dialogue")
QUESTION = Rows(
    Question,
    Text("id", "key"),
    Text("text"),
    Text("short"),
    parent="dialogue",
    created=lambda rows, _nodes, book: book.enter(
        "questions", ((q.key, q.pk, q.key) for q in rows)
    ),
)
PARTICIPATION = Rows(
    Participation,
    Ref("person", to="people"),
    Choice("status", default=Participation.Status.INVITED.value),
    Text("as", "acts_as"),
    StandsFor("group", to="groups"),
    Flag("sponsored"),
    Table(),
    Flag("listed"),
    parent="dialogue",
    unique="person",
)
DIALOGUE = Rows(
    Dialogue,
    Text("title"),
    Choice("kind", default=Kind.WORKSHOP.value),
    Span(),
    Text("language", default="en", always=True),
    Group(
        "part_of",
        Text("title", "part_of_title"),
        Date("starts", "part_of_starts"),
        Date("ends", "part_of_ends"),
        Text("place", "part_of_place"),
    ),
    Text("venue"),
    Text("city"),
    Text("country"),
    Choice("attribution", default=Attribution.ON_THE_RECORD.value),
    Choice("participation", default=ParticipationRule.INVITATION_ONLY.value),
    Many("convenors", CONVENING),
    Ref("host", to="organisations"),
    Ref("chair", to="people"),
    Ref("facilitator", to="people"),
    Text("introduction"),
    Group("summary", Text("heading", "summary_heading"), Text("body", "summary_body")),
    Many("key_messages", KEY_MESSAGE),
    Many("action_points", ACTION_POINT),
    Many("background", BACKGROUND),
    Text("logistics"),
    Text("materials_intro"),
    Many("materials", MATERIAL),
    # Before what refers to them; in a file they stand here too.
    Many("questions", QUESTION),
    Many("days", DAY),
    Many("agenda", PART),
    Many("participants", PARTICIPATION),
    Many("sessions", SESSION),
    Text("next_steps"),
    Many("annexes", ANNEX),
    rules=(check_event, check_syntheses),
)


def read_facts(doc):
    """What several keys of a dialogue need to know of the whole; what is wrong with it is None here."""
    try:
        zone = parse_zone(doc.get("timezone", DEFAULT_ZONE))
    except ValueError:
        zone = parse_zone(DEFAULT_ZONE)
    facts = {"zone": zone, "any_day": date(2000, 1, 1), "starts_on": None, "ends_on": None}
    for name in ("starts", "ends"):
        try:
            facts[f"{name}_on"] = parse_moment(doc.get(name, ""), zone)[0]
        except ValueError:
            continue
    days = doc.get("days")
    facts["planned_days"] = {
        day.get("date") for day in (days if isinstance(days, list) else []) if isinstance(day, dict)
    }
    facts["chatham_house"] = doc.get("attribution") == Attribution.CHATHAM_HOUSE
    return facts


def check_dialogue(doc, place):
    """Note what is wrong in the file's dialogue."""
    dialogue = doc.get("dialogue", {})
    place.book.facts.update(read_facts(dialogue))
    place.book.define("questions", dialogue.get("questions"))
    DIALOGUE.check(dialogue, place.at("dialogue"))


def find_dialogue(doc, initiative):
    """The initiative's dialogue of the title and first day that `doc` gives; None if there is none."""
    first = read_facts(doc)["starts_on"]
    return Dialogue.objects.filter(
        initiative=initiative, title=doc["title"], starts_on=first
    ).first()


def create_dialogue(node, initiative, book):
    """Write a new dialogue and all that stands under it."""
    slug = free_slug(Dialogue, node.values["title"], fallback="dialogue")
    return DIALOGUE.create([({"initiative": initiative, "slug": slug}, [node])], book)[0]
