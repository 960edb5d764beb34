"""How people are named on the pages of groups and roadmaps.

Who leads an action or sits in a group is named to everybody who may read the page, the protected to the
convenors of the dialogue or programme alone; what leaves as a file or a mail names them to nobody.
"""

from stakeholders.naming import PROTECTED


class Names:
    """Names people and bodies for one reader; asks nothing of the database."""

    def __init__(self, knows_protected=False):
        self.knows_protected = knows_protected

    def hides(self, person):
        """True if the reader may not know who `person` is."""
        return person.protected and not self.knows_protected

    def of(self, person, organisation=None, words=""):
        """The name of a person, else of a body, else the words that stand for them."""
        if person is not None:
            return str(PROTECTED) if self.hides(person) else person.full_name
        return organisation.full_name if organisation is not None else words


def names_for_roadmap(user, roadmap):
    """The Names for `user` on the pages of `roadmap` (its dialogue selected)."""
    return Names(user.has_perm("dialogues.see_identities", roadmap.dialogue))


def names_for_group(user, group):
    """The Names for `user` on the pages of `group` (its programme and dialogue selected)."""
    return Names(user.has_perm("roadmaps.know_members", group))
