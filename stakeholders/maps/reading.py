"""Reads a stakeholder map as of a day into plain values, named for one reader.

    facts = read_map(shown, user=request.user)           # a page
    facts = read_map(shown)                              # a file: everybody, the protected veiled
    facts = read_map(shown, user=user, for_file=True)    # a file for somebody with whom it is shared

What it answers asks nothing of the database. It takes four queries, however many are on the map.
"""

import datetime
from dataclasses import dataclass, field, replace

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.countries import country_name
from core.text import fold
from stakeholders.access import access_of
from stakeholders.maps.gaps import gaps_of
from stakeholders.models import Assessment, Gender, Group, Person, Stakeholder
from stakeholders.naming import PROTECTED
from stakeholders.redaction import Redactor

NO_GROUP = 0


@dataclass(frozen=True)
class MapGroup:
    """A stakeholder group in the drawing: its key, names, colour and shape. `tone` and `weave` are 0 for
    those who belong to no group."""

    key: int
    name: str
    short: str
    tone: int
    weave: int
    number: int = 0  # of those on the map

    def __str__(self):
        return self.short


@dataclass(frozen=True)
class Point:
    """Somebody on the map as of its day, as the reader may know them.

    Values are None and codes empty where they are not known; `number` is the one in the drawing and
    stays the same from day to day. `is_woman` is None for whoever is no person, or not to be told of.
    """

    key: int
    number: int
    kind: str  # group, organisation or person
    name: str
    short: str  # the name where there is little room
    group_key: int
    group: str
    tone: int
    weave: int
    influence: int | None = None
    interest: int | None = None
    position: str = ""
    position_label: str = ""
    formality: str = ""
    formality_label: str = ""
    marginalisation: str = ""
    marginalisation_label: str = ""
    note: str = ""
    assessed_on: datetime.date | None = None
    reached_by: str = ""
    engagement: str = ""
    engagement_label: str = ""
    plan: str = ""
    is_woman: bool | None = None
    is_hidden: bool = False
    version: int = 1
    url: str = ""

    @property
    def is_placed(self):
        """True if both values are known, so that it has a place in the drawing."""
        return self.influence is not None and self.interest is not None

    @property
    def reached(self):
        """True if it is known who reaches them."""
        return bool(self.reached_by)


@dataclass(frozen=True)
class MapFacts:
    """All that a map tells its reader. `tells_all` is false where entries, notes and gaps are left out
    because the reader does not run the register."""

    key: int
    title: str
    question: str
    country: str
    on: datetime.date
    tells_all: bool
    points: tuple = ()
    groups: tuple = ()  # those on the map first come, then "no group" if somebody has none
    gaps: tuple = ()
    by_key: dict = field(default_factory=dict, compare=False, repr=False)

    @property
    def placed(self):
        """Those who stand in the drawing."""
        return [point for point in self.points if point.is_placed]


def read_map(shown, *, user=None, on=None, for_file=False):
    """The facts of the StakeholderMap `shown` as of the day `on` (today), for `user`.

    Without a user it is the whole map as a file may hold it: protected people are veiled everywhere,
    in names and in what people typed. With `for_file` the same goes for what `user` may read. Those
    who do not run the register find only the entries they may know, without notes and plans.
    """
    day = on or timezone.localdate()
    teller = _Teller(shown, user, for_file=for_file or user is None)
    latest = _latest(shown, day)
    rows = list(teller.rows())
    entries = [teller.entry(row, latest.get(row.pk)) for row in rows]
    groups = list(Group.objects.filter(programme=shown.programme_id).order_by("position", "pk"))
    order = {group.pk: number for number, group in enumerate(groups)}
    # By what is shown: a place in the alphabet would betray a hidden name.
    entries.sort(
        key=lambda point: (order.get(point.group_key, len(order)), fold(point.name), point.key)
    )
    known = {row.pk for row in rows if _known(row, latest, day)}
    # Numbered before those who came later are left out, so that a number is the same on every day.
    points = tuple(
        replace(point, number=number)
        for number, point in enumerate(entries, start=1)
        if point.key in known
    )
    named = _groups(groups, points, teller.redact)
    return MapFacts(
        key=shown.pk,
        title=teller.redact(shown.title),
        question=teller.redact(shown.question),
        country=country_name(shown.country),
        on=day,
        tells_all=teller.tells_all,
        points=points,
        groups=named,
        gaps=gaps_of(points, [group for group in named if group.key]) if teller.tells_all else (),
        by_key={point.key: point for point in points},
    )


def _latest(shown, day):
    """What was judged last, by the day `day`, of each on the map."""
    last = Assessment.objects.filter(stakeholder=OuterRef("stakeholder"), on__lte=day)
    rows = Assessment.objects.filter(
        stakeholder__map=shown, on=Subquery(last.order_by("-on").values("on")[:1])
    )
    return {row.stakeholder_id: row for row in rows}


def _known(row, latest, day):
    """True for those who were on the map by `day`."""
    return row.pk in latest or timezone.localdate(row.created_at) <= day


def _groups(groups, points, redact):
    counts = {}
    for point in points:
        counts[point.group_key] = counts.get(point.group_key, 0) + 1
    named = [
        MapGroup(
            group.pk,
            redact(group.name),
            redact(str(group)),
            group.tone,
            group.weave,
            counts.get(group.pk, 0),
        )
        for group in groups
    ]
    if counts.get(NO_GROUP):
        none = _("No group named")
        named.append(MapGroup(NO_GROUP, none, none, 0, 0, counts[NO_GROUP]))
    return tuple(named)


class _Teller:
    """Says of an entry what its reader may know."""

    def __init__(self, shown, user, *, for_file):
        self.shown = shown
        self.user = user
        self.for_file = for_file
        self.tells_all = user is None or user.has_perm("stakeholders.change_map", shown)
        self.holds_for = access_of(user).holds_for if user is not None else frozenset()
        self.redact = self._redactor() if for_file else lambda text: text
        # Translated once, not for each entry.
        self.words = {
            code: str(label)
            for choices in (
                Stakeholder.Engagement,
                Assessment.Position,
                Assessment.Formality,
                Assessment.Marginalisation,
            )
            for code, label in choices.choices
        }

    def _redactor(self):
        people = Person.objects.filter(programme=self.shown.programme_id, protected=True)
        people = people.only("name", "title", "email", "phone", "programme_id")
        return Redactor([(person, str(PROTECTED)) for person in people])

    def rows(self):
        rows = Stakeholder.objects.filter(map=self.shown)
        if self.user is not None:
            rows = rows.visible_to(self.user)
        return rows.select_related(
            "group",
            "organisation__group",
            "person__group",
            "person__organisation__group",
            "reached_by_organisation",
            "reached_by_person",
        )

    def entry(self, row, judged):
        """The Point of the Stakeholder `row`, still without its number."""
        group, name, kind = self._who(row)
        hidden = row.person is not None and self._is_hidden(row.person)
        tells_why = self.tells_all and not hidden
        return Point(
            key=row.pk,
            number=0,
            kind=kind,
            name=name,
            short=self._short(row, name),
            group_key=group.pk if group else NO_GROUP,
            group=self.redact(str(group)) if group else "",
            tone=group.tone if group else 0,
            weave=group.weave if group else 0,
            reached_by=self._reached_by(row),
            engagement=row.engagement if self.tells_all else "",
            engagement_label=self.words.get(row.engagement, "") if self.tells_all else "",
            plan=self.redact(row.plan) if tells_why else "",
            is_woman=self._is_woman(row.person, hidden),
            is_hidden=hidden,
            version=row.version,
            url=self._url(row),
            **self._judged(judged, tells_why=tells_why),
        )

    def _url(self, row):
        if self.for_file or not self.tells_all:
            return ""
        return reverse("stakeholders:stakeholder", args=[self.shown.slug, row.pk])

    def _judged(self, judged, *, tells_why):
        if judged is None:
            return {}
        return {
            "influence": judged.influence,
            "interest": judged.interest,
            "position": judged.position,
            "position_label": self.words.get(judged.position, ""),
            "formality": judged.formality,
            "formality_label": self.words.get(judged.formality, ""),
            "marginalisation": judged.marginalisation,
            "marginalisation_label": self.words.get(judged.marginalisation, ""),
            "note": self.redact(judged.note) if tells_why else "",
            "assessed_on": judged.on,
        }

    def _who(self, row):
        if row.group is not None:
            return row.group, self.redact(row.group.name), "group"
        if row.organisation is not None:
            body = row.organisation
            return body.group, self.redact(body.full_name), "organisation"
        body = row.person.organisation
        return row.person.group or (body and body.group), self._name(row.person), "person"

    def _short(self, row, name):
        named = row.group or row.organisation
        return self.redact(named.acronym) if named and named.acronym else name

    def _name(self, person):
        return str(PROTECTED) if self._is_hidden(person) else self.redact(person.full_name)

    def _is_hidden(self, person):
        return person.protected and (self.for_file or not self.tells_all)

    def _is_woman(self, person, hidden):
        if person is None or hidden or not self.tells_all:
            return None
        return person.gender == Gender.WOMAN

    def _reached_by(self, row):
        """In one line; to others than those who run the register only whom they hold themselves."""
        body, person = row.reached_by_organisation, row.reached_by_person
        if not self.tells_all:
            body = body if body and self._holds(body.pk, body.held_by_id) else None
            person = person if person and self._holds(person.held_by_id) else None
        parts = [
            self.redact(body.short) if body else "",
            self._name(person) if person else "",
            self.redact(row.reached_by_text) if self.tells_all else "",
        ]
        return ", ".join(part for part in parts if part)

    def _holds(self, *keys):
        return any(key in self.holds_for for key in keys)
