"""Choosing one of the people of a programme's register, on pages that belong to no single dialogue.

    person = PersonChoiceField(label=_("Person"))
    …
    self.fields["person"].offer(offer_of(people, user, chosen=[self["person"].value()]))

A select while there are few, a name to be written, with suggestions, when there are many
(dialogues.parts.somebody).
"""

from core.text import as_key
from dialogues.parts.somebody import Offer, PersonField
from stakeholders.models import Person
from stakeholders.naming import is_hidden_from, name_for


class RegisterNaming:
    """How `user` is told of people where no dialogue gives them a pseudonym."""

    def __init__(self, user):
        self.user = user

    def name(self, person):
        """The name, or the words that stand for it."""
        return name_for(self.user, person)

    def label(self, person):
        """Name and organisation, as far as the user may know them. Give people with `organisation`."""
        if person.organisation_id is None or is_hidden_from(self.user, person):
            return self.name(person)
        return f"{self.name(person)} ({person.organisation.full_name})"


class PersonChoiceField(PersonField):
    """Somebody of the register. Give it `offer(offer_of(…))` first."""

    def __init__(self, **options):
        options.setdefault("queryset", Person.objects.none())
        super().__init__(**options)


def people_of(programme_id, user):
    """The people of a programme's register whom `user` may see and know by name: whom lists may offer."""
    rows = Person.objects.visible_to(user).known_by_name_to(user)
    return rows.filter(programme=programme_id)


def offer_of(people, user, *, chosen=(), near=None):
    """What a PersonChoiceField offers: `people`, under the names that `user` may know.

    `chosen` are ids as a form holds them, offered in any case; `near` are people suggested first.
    """
    first = {as_key(value) for value in chosen} - {None}
    return Offer(people, RegisterNaming(user), first=first, near=near)
