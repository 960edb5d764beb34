"""Who leads what of a roadmap, and whether they can be written to."""

from dataclasses import dataclass, field

from django.db.models import Max

from roadmaps.models import Action, OwnerLink
from roadmaps.state import standing_on
from stakeholders.consents import refuses_contact
from stakeholders.models import Person

PERSON, BODY = "p", "o"


@dataclass
class Owner:
    """A person or a body with the unfinished actions that they lead. `link` is their OwnerLink."""

    person: object = None
    organisation: object = None
    actions: list = field(default_factory=list)
    link: object = None
    refuses: bool = False

    @property
    def key(self):
        """What stands for them in addresses and keys of mails."""
        kind, row = (PERSON, self.person) if self.person else (BODY, self.organisation)
        return f"{kind}{row.pk}"

    @property
    def email(self):
        """Where they can be written to; empty where they cannot or do not want it."""
        return "" if self.refuses else (self.person or self.organisation).email

    @property
    def is_shut_out(self):
        """True if their link was taken back, and nobody has handed them a new one since."""
        return bool(self.link and self.link.link and self.link.link.revoked_at)

    @property
    def has_link(self):
        """True if a link was made for them that was not taken back."""
        return bool(self.link and self.link.link and self.link.link.revoked_at is None)


def owners_of(roadmap):
    """The Owners of unfinished actions of `roadmap`, in four queries."""
    rows = (
        Action.objects.filter(theme__roadmap=roadmap)
        .unfinished()
        .select_related("lead_person", "lead_organisation", "theme")
        .order_by("due", "pk")
    )
    found = {}
    for action in rows:
        if action.lead_person_id is None and action.lead_organisation_id is None:
            continue
        owner = Owner(
            person=action.lead_person,
            organisation=None if action.lead_person else action.lead_organisation,
        )
        found.setdefault(owner.key, owner).actions.append(action)
    for row in OwnerLink.objects.filter(roadmap=roadmap).select_related("link"):
        key = f"{PERSON}{row.person_id}" if row.person_id else f"{BODY}{row.organisation_id}"
        if key in found:
            found[key].link = row
    people = [owner.person.pk for owner in found.values() if owner.person]
    said_no = Person.objects.filter(refuses_contact(), pk__in=people)
    refused = set(said_no.values_list("pk", flat=True))
    for owner in found.values():
        owner.refuses = owner.person is not None and owner.person.pk in refused
    return list(found.values())


def last_words(roadmap):
    """{action id: day of the last update} of `roadmap`. One query."""
    rows = Action.objects.filter(theme__roadmap=roadmap).order_by()
    return dict(rows.annotate(last=Max("updates__date")).values_list("pk", "last"))


def by_urgency(actions, today, words, silent_after):
    """Pairs of an action and its Standing, what is late first, then by due date."""
    pairs = [
        (
            action,
            standing_on(today, action, last_word=words.get(action.pk), silent_after=silent_after),
        )
        for action in actions
    ]
    return sorted(
        pairs,
        key=lambda pair: (-pair[1].late_by, pair[0].due is None, pair[0].due or today, pair[0].pk),
    )
