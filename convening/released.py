"""A released agenda as a reader is told it: names for those who may know them, part words for others.

A snapshot holds people by their ids. Who is named is decided anew at each reading, so that who was
protected since, or refuses to be listed, stands in no page any more.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date, time
from functools import cache

from django.db.models import Count, Max, Q, Sum
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from convening.releases import Plan, people_in
from dialogues.agenda import NO_DAY, number_of
from dialogues.vocabulary import ACTS_AS, label_of
from stakeholders.models import Person

LISTED = Q(listed=True, person__protected=False)


# Who is told whom --------------------------------------------------------------------------------
class Told:
    """What a reader is told of the people of a dialogue; this one knows nobody.

    `reads_typed_names` says whether names of those in no register, who were never asked, are told.
    """

    reads_typed_names = False
    of_the_team = False

    def knows(self, _person):
        """True if the reader may be told who `_person` is."""
        return False


class PublicTold(Told):
    """Everybody: those who agreed to be listed, and are not protected."""

    def __init__(self, dialogue):
        self.listed = listed_of(dialogue)

    def knows(self, person):
        """True for who agreed to be listed and is not protected."""
        return person.pk in self.listed and not person.protected


class PersonTold(Told):
    """Somebody who takes part, by their personal link: what they would be told signed in."""

    def __init__(self, dialogue, own):
        self.own, self.is_strict = own, dialogue.is_chatham_house
        self.listed = listed_of(dialogue)
        self.reads_typed_names = not self.is_strict

    def knows(self, person):
        """True for themselves, and for those whom the attribution rule lets them know."""
        if person.pk == self.own:
            return True
        if person.protected:
            return False
        return not self.is_strict or person.pk in self.listed


class UserTold(Told):
    """Who is signed in, by the rules of `dialogues.naming`."""

    def __init__(self, naming):
        self.naming = naming
        strict = naming.dialogue.is_chatham_house
        self.of_the_team = naming.is_of_the_team
        self.reads_typed_names = naming.is_of_the_team or (naming.is_inside and not strict)

    def knows(self, person):
        """True if the naming of the dialogue says so."""
        return self.naming.knows(person)


def listed_of(dialogue):
    """Ids of those who agreed to be named in the participants' list."""
    rows = dialogue.participations.filter(listed=True).order_by()
    return set(rows.values_list("person_id", flat=True))


# The agenda as words -----------------------------------------------------------------------------
@dataclass
class Who:
    """Somebody in an item: a name, or the word for their part, and what else is told of them."""

    name: str
    rest: str = ""
    is_named: bool = True


@dataclass
class Item:
    """An item of a released agenda. `own` is true if the reader appears in it."""

    pk: int
    time: str
    title: str
    is_break: bool
    where: str
    question: str
    presentation: str
    text: str
    people: list
    notes: str = ""
    own: bool = False


@dataclass
class Section:
    """A part of the agenda, as far as it lies on one day."""

    anchor: str
    title: str
    items: list = field(default_factory=list)


@dataclass
class Day:
    """A day of the agenda, with its parts."""

    anchor: str
    label: str
    title: str
    place: str
    transport: str
    sections: list = field(default_factory=list)


def read(snapshot, told, *, veil, own=frozenset(), only_own=False):
    """The days of a released agenda for a reader who is `told`: one query, for the people in it.

    `veil` takes protected names out of free text; `own` are the ids of the reader's own entries in the
    register, and with `only_own` nothing is told but the items in which they appear.
    """
    plan, people = Plan(snapshot), _people(snapshot)
    veil = cache(veil)  # places, parts and organisations come again and again
    days = {key: _day(day, veil) for key, day in plan.days.items()}
    for facts in plan.items.values():
        item = _item(facts, told, people, veil, own)
        if item.own or not only_own:
            _section(days[facts["day"]], facts, plan, veil).items.append(item)
    return [day for day in days.values() if day.sections or not only_own]


def _people(snapshot):
    rows = Person.objects.filter(pk__in=people_in(snapshot)).select_related("organisation")
    return {row.pk: row for row in rows}


def label_of_day(day, form="l j F Y"):
    """A day in words: its date, else its number; empty where nothing says which."""
    if day["date"]:
        return date_format(date.fromisoformat(day["date"]), form)
    number = number_of(day["key"]) if day["key"] != NO_DAY else None
    return _("Day %(number)d") % {"number": number} if number else ""


def _day(day, veil):
    return Day(
        anchor=f"d-{day['date'] or day['key']}",
        label=label_of_day(day),
        title=veil(day["title"]),
        place=veil(day["place"]),
        transport=veil(day["transport"]),
    )


def _section(day, facts, plan, veil):
    if not day.sections or day.sections[-1].anchor != f"{day.anchor}-{facts['part']}":
        title = veil(plan.parts[facts["part"]])
        day.sections.append(Section(f"{day.anchor}-{facts['part']}", title))
    return day.sections[-1]


def time_in_words(facts):
    """“11:00–11:10”, as far as it is known."""
    return "–".join(filter(None, (facts["start"], facts["end"])))


def _item(facts, told, people, veil, own):
    who = (_who(row, told, people, veil) for row in facts["people"])
    return Item(
        pk=facts["id"],
        time=time_in_words(facts),
        title=veil(facts["title"]),
        is_break=facts["format"] == "break",
        where=veil(" · ".join(filter(None, (facts["parallel"], facts["place"])))),
        question=veil(facts["question"]),
        presentation=veil(facts["presentation"]),
        text=veil(facts["text"]),
        people=[each for each in who if each is not None],
        notes=_notes(facts, people, told) if told.of_the_team else "",
        own=any(row["person"] in own for row in facts["people"]),
    )


def _notes(facts, people, told):
    """Moderator notes: those of the item, and those of each who is in it. For the team alone."""
    notes = [facts["notes"]]
    for row in facts["people"]:
        person = people.get(row["person"])
        if row["notes"]:
            known = person is not None and told.knows(person)
            name = person.full_name if known else "" if person else row["name"]
            notes.append(f"{name}: {row['notes']}" if name else row["notes"])
    return "\n\n".join(filter(None, notes))


def _who(row, told, people, veil):
    """Somebody in an item; None where not even a part may be told."""
    acts_as = str(label_of(ACTS_AS, row["acts_as"])) if row["acts_as"] in ACTS_AS else ""
    person = people.get(row["person"])
    name, organisation = _name(row, person, told)
    if not name:
        # Free words for somebody's part, what they speak for and present may tell who they are.
        return Who(acts_as, is_named=False) if acts_as else None
    presentation = f"“{row['presentation']}”" if row["presentation"] else ""
    role = acts_as or row["acts_as"]
    rest = [organisation, role, row["perspective"], presentation]
    words = veil("".join(f" · {word}" for word in rest if word))
    return Who(veil(name), words)


def _name(row, person, told):
    if person is not None:
        if not told.knows(person):
            return "", ""
        return person.full_name, person.organisation.full_name if person.organisation else ""
    if row["person"] is None and told.reads_typed_names:
        return row["name"], row["affiliation"]
    return "", ""


# What a copy that somebody keeps depends on ------------------------------------------------------
def revision_of(release):
    """A mark of all that a page of `release` says to everybody: another one as soon as any of it changes,
    who agrees to be listed and who is protected included. Three queries, whatever the number of people."""
    dialogue = release.dialogue
    listed = dialogue.participations.aggregate(
        changed=Max("updated_at"),
        people=Max("person__updated_at"),
        organisations=Max("person__organisation__updated_at"),
        number=Count("pk"),
        named=Count("pk", filter=LISTED),
        who=Sum("person_id", filter=LISTED),
    )
    hidden = Person.objects.filter(protected=True)
    hidden = hidden.aggregate(changed=Max("updated_at"), number=Count("pk"), who=Sum("pk"))
    facts = (
        *(release.pk, release.number, release.digest, release.updated_at),
        *(
            dialogue.version,
            dialogue.updated_at,
            dialogue.cancelled_at,
            dialogue.initiative.version,
        ),
        *listed.values(),
        *hidden.values(),
        # Whoever is erased is gone from the texts of the agenda too.
        Person.objects.filter(programme=dialogue.initiative.programme_id).count(),
    )
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:32]


def clock(text):
    """A time of a snapshot as a time; None where there is none."""
    return time.fromisoformat(text) if text else None
