"""Who may be told who somebody is: the one place that turns a person into words on a dialogue's pages.

Templates and views never print `person.name` themselves (security.md): protected people are known by
name to the convening team alone, and under the Chatham House Rule those who were not asked to be listed
are known to the team that takes the notes.
"""

from functools import cached_property

from django.utils.translation import gettext as _

from dialogues.pseudonyms import pseudonym
from dialogues.standing import standing_of
from dialogues.vocabulary import ACTS_AS

# A smaller number of people says too much about those who were there (security.md).
FEWEST = 5
# A word for somebody's part that names nobody and tells nobody apart.
NO_ROLE = ("", "participant")


class Naming:
    """How `user` is told of the people of `dialogue`.

    Reads the participants' list once, and only where what was agreed matters. Give people with
    `organisation` selected, or `.organisation()` costs a query each.
    """

    def __init__(self, dialogue, user):
        self.dialogue = dialogue
        self.standing = standing_of(user)
        self.sees_identities = user.has_perm("dialogues.see_identities", dialogue)
        self.is_of_the_team = user.has_perm("dialogues.take_notes", dialogue)
        self.is_inside = self.is_of_the_team or user.has_perm("dialogues.view_people", dialogue)

    def knows(self, person):
        """True if the viewer may be told who `person` is."""
        if person.protected:
            return self.sees_identities
        if self.is_of_the_team or person.pk in self.standing.people:
            return True
        partner = self.standing.partner_of.get(self.dialogue.pk)
        if partner is not None and person.held_by_id == partner:
            return True
        if not self.is_inside:
            return False
        return not self.dialogue.is_chatham_house or person.pk in self._listed

    def name(self, person):
        """What the viewer may call `person`: the name, else the part they had, else a pseudonym."""
        if person is None:
            return ""
        if self.knows(person):
            return person.full_name
        if person.protected:
            return pseudonym(self.dialogue, person)
        return self.part(person) or pseudonym(self.dialogue, person)

    def organisation(self, person):
        """The organisation of `person` as printed at first mention, for those who may know who it is."""
        if person is None or person.organisation_id is None or not self.knows(person):
            return ""
        return person.organisation.full_name

    def label(self, person):
        """Name and organisation, as far as the viewer may know them: how a list offers somebody."""
        name, organisation = self.name(person), self.organisation(person)
        return f"{name} ({organisation})" if organisation else name

    def role(self, person):
        """The role of `person` at their organisation, for those who may know who it is."""
        return person.role if person is not None and self.knows(person) else ""

    def part(self, person):
        """The part `person` had in the dialogue, as a word that names nobody; empty if there is none."""
        if person.pk == self.dialogue.chair_id:
            return _("Chair")
        if person.pk == self.dialogue.facilitator_id:
            return _("Facilitator")
        word = self._parts.get(person.pk, "")
        # Only the known words: free words such as "for the village of …" could tell who it is.
        return str(ACTS_AS[word]) if word in ACTS_AS and word not in NO_ROLE else ""

    @cached_property
    def _people(self):
        rows = self.dialogue.participations.order_by()
        return list(rows.values_list("person_id", "listed", "acts_as"))

    @cached_property
    def _listed(self):
        return {person for person, listed, _acts_as in self._people if listed}

    @cached_property
    def _parts(self):
        return {person: acts_as for person, _listed, acts_as in self._people}
