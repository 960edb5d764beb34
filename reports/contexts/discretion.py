"""What an edition may say of people, groups and numbers (security.md; docs/decisions/0003-editions.md)."""

from collections import Counter
from functools import cached_property

from dialogues.naming import FEWEST
from dialogues.pseudonyms import pseudonym
from dialogues.survey_people import group_of as registered_group_of
from reports.contexts.facts import Who
from reports.models import Edition
from stakeholders.redaction import Redactor


class Discretion:
    """Decides for one edition of one dialogue who may be named, and how."""

    def __init__(self, rows, edition):
        self.rows = rows
        self.dialogue = rows.dialogue
        # What is handed to those who took part goes from hand to hand: it says of people what the public
        # edition says, and differs in the parts and photographs that are meant for them.
        self.is_public = edition != Edition.INTERNAL
        # The rule binds what leaves the room; the convening team knows who was there.
        self.is_strict = self.is_public and self.dialogue.is_chatham_house
        self.listed = {row.person_id for row in rows.participations if row.listed}
        self.attended = [row for row in rows.participations if row.status == "attended"]
        self.present = Counter(group.pk for group in map(group_of, self.attended) if group)

    @cached_property
    def redact(self):
        """Takes the names of protected people out of a text; the text itself if nobody is protected."""
        protected = [(person, self.pseudonym(person)) for person in self.rows.protected]
        others = [person.name for person in self.rows.people() if not person.protected]
        return Redactor(protected, others)

    def pseudonym(self, person):
        return pseudonym(self.dialogue, person)

    @property
    def says_moderator_notes(self):
        return not self.is_strict

    @property
    def says_tables(self):
        """With the seating plan, a table tells who sat there."""
        return not self.is_strict

    def who(self, person, *, with_email=False):
        """How `person` is named as what they were in the room; None if they must not be."""
        if person is None or not self._may_name(person):
            return None
        return self.named(person, with_email=with_email)

    def author(self, person):
        """How an author is named: as anybody else if they were in the room, and openly if they were not."""
        if self.is_strict and person.pk in self._in_the_room:
            return self.who(person, with_email=True)
        return self.named(person, with_email=True)

    def owner(self, person):
        """How somebody who undertook something is named."""
        who = self.author(person)
        return who.name if who else ""

    def speaker(self, contribution):
        """Who is named for these words: under the Chatham House Rule who agreed, by name alone."""
        person = contribution.speaker
        if person is None:
            return None
        if self.is_strict:
            if not contribution.attributed:
                return None
            return Who(self.pseudonym(person) if person.protected else person.full_name)
        return self.named(person)

    def stranger(self, appearance):
        """Somebody of no register, who appears in an agenda by name: nobody asked them."""
        if self.is_strict:
            return None
        if self.redact.finds(appearance.name):
            return Who(self.redact(appearance.name))
        return Who(appearance.name, appearance.affiliation)

    def group(self, group):
        """The name of the group whose view it is; empty where too few of it were there."""
        if group is None or (self.is_strict and self.present[group.pk] < FEWEST):
            return ""
        return str(group)

    def view(self, contribution):
        """The group whose view a contribution is; not beside a name that the rule gives alone."""
        if self.is_strict and contribution.attributed and contribution.speaker is not None:
            return ""
        return self.group(contribution.group)

    def lists(self, participation):
        """True if the participants' list names this person."""
        if not self.is_public:
            return True
        return participation.listed and not participation.person.protected

    def count(self, number):
        """A number of people as it may be said; 0 where it may not."""
        return 0 if self.is_strict and number < FEWEST else number

    def _may_name(self, person):
        if not self.is_strict:
            return True
        return person.pk in self.listed and not person.protected

    def named(self, person, *, with_email=False):
        if person.protected:
            return Who(self.pseudonym(person))
        organisation = person.organisation.short if person.organisation else ""
        return Who(
            person.full_name,
            person.role,
            # A role often says the organisation in full already.
            "" if _says(person.role, person.organisation) else organisation,
            person.email if with_email else "",
        )

    @cached_property
    def _in_the_room(self):
        rows = self.rows
        people = [rows.dialogue.chair_id, rows.dialogue.facilitator_id]
        people += [row.person_id for row in rows.participations]
        people += [row.person_id for each in rows.appearances_of.values() for row in each]
        people += [pk for row in rows.sessions for pk in (row.facilitator_id, row.rapporteur_id)]
        people += [row.speaker_id for each in rows.contributions_of.values() for row in each]
        return set(people) - {None}


def group_of(participation):
    """The group somebody stood for at the dialogue, else the one of the register."""
    return participation.group or registered_group_of(participation.person)


def _says(role, organisation):
    return bool(organisation) and organisation.name.casefold() in role.casefold()
