"""The facts of what is printed for the day of a dialogue and after it: read once, without the name of
anybody protected, and frozen."""

from dataclasses import dataclass

from convening.attendance import days_of
from dialogues.models import Dialogue
from reports.contexts import in_language
from reports.contexts.day import people
from reports.contexts.day.meeting import meeting_of
from reports.contexts.facts import House, Meeting
from reports.contexts.frozen import thaw
from reports.contexts.house import house_of
from reports.contexts.papers import moment, redactor_for, rid_of_names, thawed

FORMAT = "day-papers/1"


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody as a paper may show them: a guest is protected, and has a pseudonym for a name and no
    organisation. `code` is what their badge holds; `days` are those on which they were there (ISO)."""

    name: str
    organisation: str = ""
    acts_as: str = ""
    group: str = ""
    tone: int = 0
    code: str = ""
    days: tuple[str, ...] = ()
    is_guest: bool = False


@dataclass(frozen=True, slots=True)
class GroupListed:
    """Who of a stakeholder group is named in the participants' list, and how many more there were, where
    that may be said."""

    name: str = ""
    people: tuple[Attendee, ...] = ()
    others: int = 0


@dataclass(frozen=True, slots=True)
class DayContext:
    """All that a paper of the day says, whichever `kind` it is. Nothing in it asks the database.
    `to_snapshot` and `from_snapshot` turn it into a dict for JSON and back, equal.

    `guests` is how many protected people there are, none of whom a sign-in sheet or a certificate names;
    `agreed` are the keys of those whom a public list names, who may take that back.
    """

    edition: str
    language: str
    composed_at: str
    kind: str
    meeting: Meeting
    people: tuple[Attendee, ...] = ()
    groups: tuple[GroupListed, ...] = ()
    days: tuple[str, ...] = ()
    guests: int = 0
    telephone: bool = False
    agreed: tuple[int, ...] = ()
    house: House | None = None

    @classmethod
    def of(cls, report, edition, *, on=None, choices=None, at=None):
        """The facts for the paper that `report` is, as they are now; the same number of queries however
        many come. `on` is the day of a sign-in sheet (every day, if not given); `choices` may hold `who`
        (a key of people.WHO), `telephone`, and `participation`, the key of the one who is certified.
        `at` is the moment to write into the document (now, if not given)."""
        rows = Dialogue.objects.select_related("initiative", "host")
        dialogue = rows.get(pk=report.dialogue_id)
        asked = choices or {}
        with in_language(dialogue.language):
            parts = PARTS[report.kind](dialogue, edition, asked)
            parts["meeting"] = meeting_of(dialogue)
        days = [on] if on else days_of(dialogue)
        parts["days"] = tuple(day.isoformat() for day in days)
        redact = redactor_for(dialogue.initiative.programme_id)
        return cls(
            edition=str(edition),
            language=dialogue.language,
            composed_at=moment(at),
            kind=str(report.kind),
            **rid_of_names(parts | {"house": house_of(dialogue.initiative.programme_id)}, redact),
        )

    def to_snapshot(self):
        """A dict of plain values for JSON; `from_snapshot` makes an equal context of it."""
        return {"format": FORMAT, **thaw(self)}

    @classmethod
    def from_snapshot(cls, snapshot):
        """The context that `to_snapshot` made `snapshot` of. Raises ValueError for another format."""
        return thawed(cls, FORMAT, snapshot)


def _sign_in(dialogue, _edition, asked):
    rows = people.coming(dialogue, asked)
    return {
        "people": tuple(_attendee(dialogue, row) for row in rows if not row.person.protected),
        "guests": sum(row.person.protected for row in rows),
        "telephone": bool(asked.get("telephone")),
    }


def _cards(dialogue, _edition, asked):
    rows = people.coming(dialogue, asked)
    return {"people": tuple(_attendee(dialogue, row) for row in rows)}


def _certificates(dialogue, _edition, asked):
    rows = people.certified(dialogue, asked)
    days = people.days_of_each(dialogue)
    return {
        "people": tuple(
            _attendee(dialogue, row, days.get(row.pk, ()))
            for row in rows
            if not row.person.protected
        ),
        "guests": sum(row.person.protected for row in rows),
    }


def _participants(dialogue, edition, _asked):
    rows = people.took_part(dialogue)
    agreed = people.agreed_among(dialogue, rows, edition)
    groups = [
        GroupListed(
            name,
            tuple(_attendee(dialogue, row) for row in members if row.pk in agreed),
            people.others_of(members, agreed),
        )
        for name, members in people.by_group(rows)
    ]
    return {
        "groups": tuple(group for group in groups if group.people or group.others),
        "agreed": tuple(sorted(agreed)) if edition != "internal" else (),
    }


def _attendee(dialogue, row, days=()):
    """How a paper shows who takes part by `row`. A guest's group is left out: somebody may be the only one
    of theirs."""
    person, code = row.person, people.code_of(row)
    acts_as = people.part_of(dialogue, row)
    if person.protected:
        name = people.stand_in(dialogue, person)
        return Attendee(name, acts_as=acts_as, code=code, is_guest=True)
    group = people.group_of(row)
    return Attendee(
        name=person.full_name,
        organisation=str(person.organisation.name) if person.organisation else "",
        acts_as=acts_as,
        group=group.name if group else "",
        tone=group.tone if group else 0,
        code=code,
        days=tuple(days),
    )


PARTS = {
    "sign-in-sheet": _sign_in,
    "badges": _cards,
    "table-cards": _cards,
    "certificates": _certificates,
    "participants": _participants,
}
