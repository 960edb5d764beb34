"""A released agenda, rid of what its edition must not say, and frozen."""

from dataclasses import dataclass

from convening.facts_now import facts_of
from convening.models import AgendaRelease
from convening.released import PublicTold, Told, label_of_day
from convening.releases import Plan, people_in
from dialogues.vocabulary import ACTS_AS
from reports.contexts import facts, in_language
from reports.contexts.frozen import thaw
from reports.contexts.house import house_of
from reports.contexts.papers import moment, redactor_for, rid_of_names, thawed
from reports.models import Edition
from reports.wording import weekday
from stakeholders.models import Person

FORMAT = "agenda/1"


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the agenda, with its parts as far as they lie on it."""

    label: str
    title: str = ""
    place: str = ""
    transport: str = ""
    parts: tuple[facts.AgendaPart, ...] = ()


@dataclass(frozen=True, slots=True)
class AgendaContext:
    """All that one edition of a released agenda says. The edition for the public names those who agreed
    to be listed alone, as its page does, and no moderator notes; the team's has everybody but protected
    people. `named` holds the ids of who is named. Nothing in it asks the database. `to_snapshot` and
    `from_snapshot` turn it into a dict for JSON and back, equal."""

    edition: str
    language: str
    composed_at: str
    title: str
    initiative: str
    number: int
    made_on: str
    starts_on: str
    ends_on: str
    where: str
    zone: str
    note: str = ""
    days: tuple[Day, ...] = ()
    named: tuple[int, ...] = ()
    house: facts.House | None = None

    @classmethod
    def of(cls, report, edition, *, at=None):
        """The facts of the release that `report` prints. `at` is the moment to write into the document
        (now, if not given)."""
        rows = AgendaRelease.objects.select_related("dialogue__initiative")
        release = rows.get(pk=report.agenda_release_id)
        dialogue = release.dialogue
        # Those who take part are told what everybody may read, until they open it by their own link.
        is_public = edition != Edition.INTERNAL
        told = PublicTold(dialogue) if is_public else TeamTold()
        with in_language(dialogue.language):
            reader = _Reader(facts_of(release), told, says_notes=not is_public)
            days = reader.days()
        parts = {
            "title": dialogue.title,
            "initiative": dialogue.initiative.title,
            "where": reader.plan.where,
            "note": "" if is_public else release.note,
            "days": days,
        }
        return cls(
            edition=str(edition),
            language=dialogue.language,
            composed_at=moment(at),
            number=release.number,
            made_on=release.created_at.date().isoformat(),
            starts_on=dialogue.starts_on.isoformat(),
            ends_on=dialogue.ends_on.isoformat(),
            zone=reader.plan.zone,
            named=tuple(sorted(reader.named)),
            **rid_of_names(
                parts | {"house": house_of(dialogue.initiative.programme_id)},
                redactor_for(dialogue.initiative.programme_id),
            ),
        )

    def to_snapshot(self):
        """A dict of plain values for JSON; `from_snapshot` makes an equal context of it."""
        return {"format": FORMAT, **thaw(self)}

    @classmethod
    def from_snapshot(cls, snapshot):
        """The context that `to_snapshot` made `snapshot` of. Raises ValueError for another format."""
        return thawed(cls, FORMAT, snapshot)


class TeamTold(Told):
    """The team's edition: everybody but protected people, since a file goes from hand to hand."""

    reads_typed_names = True

    def knows(self, person):
        """True unless the person is protected."""
        return not person.protected


class _Reader:
    def __init__(self, snapshot, told, *, says_notes):
        self.plan, self.told, self.says_notes = Plan(snapshot), told, says_notes
        rows = Person.objects.filter(pk__in=people_in(snapshot)).select_related("organisation")
        self.people = {row.pk: row for row in rows}
        self.named = set()

    def days(self):
        found = {key: {} for key in self.plan.days}
        for item in self.plan.items.values():
            found[item["day"]].setdefault(item["part"], []).append(self._item(item))
        return tuple(
            Day(
                weekday(day["date"]) if day["date"] else label_of_day(day),
                day["title"],
                day["place"],
                day["transport"],
                tuple(
                    facts.AgendaPart(self.plan.parts[part], tuple(items))
                    for part, items in found[key].items()
                ),
            )
            for key, day in self.plan.days.items()
        )

    def _item(self, item):
        people = (self._appearance(row) for row in item["people"])
        return facts.AgendaItem(
            title=item["title"],
            date=self.plan.date(item),
            start=item["start"],
            end=item["end"],
            format=item["format"],
            question=item["question"],
            presentation=item["presentation"],
            place=", ".join(filter(None, (item["parallel"], item["place"]))),
            text=item["text"],
            moderator_notes=item["notes"] if self.says_notes else "",
            people=tuple(person for person in people if person is not None),
        )

    def _appearance(self, row):
        notes = row["notes"] if self.says_notes else ""
        who = self._who(row)
        if who is None:
            # What somebody speaks for and presents, and free words for it, may tell who they are.
            acts_as = row["acts_as"] if row["acts_as"] in ACTS_AS else ""
            return facts.Appearance(None, acts_as, "", "", notes) if acts_as or notes else None
        return facts.Appearance(who, row["acts_as"], row["perspective"], row["presentation"], notes)

    def _who(self, row):
        if row["person"] is None:
            known = self.told.reads_typed_names and row["name"]
            return facts.Who(row["name"], row["affiliation"]) if known else None
        person = self.people.get(row["person"])
        if person is None or not self.told.knows(person):
            return None
        self.named.add(person.pk)
        organisation = person.organisation.short if person.organisation else ""
        return facts.Who(person.full_name, person.role, organisation)
