"""Writes of the register. Who may call them is for the views to say (rules.py)."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.services import next_position
from core.text import unique_slug
from stakeholders.exceptions import GroupNameTaken
from stakeholders.models import Affiliation, Group, Organisation, Person


@transaction.atomic
def add_person(*, programme, at=None, **fields):
    """Enter somebody in the register of `programme`, with a readable key of its own. Atomic.

    `fields` are fields of Person. A person with an organisation gets a present affiliation from the
    day `at` (today) on.
    """
    key = _free_key(Person, programme, fields["name"], fallback="person")
    person = Person.objects.create(programme=programme, key=key, **fields)
    _affiliate(person, at or timezone.localdate())
    return person


@transaction.atomic
def change_person(person, *, at=None, **changes):
    """Change fields of `person`. Atomic.

    When the organisation or the role changes, the affiliation that was present ends on the day `at`
    (today) and another one begins; so at any time one affiliation at most is present. What was
    entered on that same day is a slip corrected, and leaves no trace.
    """
    day = at or timezone.localdate()
    before = Person.objects.select_for_update().get(pk=person.pk)
    for name, value in changes.items():
        setattr(person, name, value)
    person.save(update_fields=[*changes, "search", "updated_at"])
    moved = (before.organisation_id, before.role) != (person.organisation_id, person.role)
    if moved:
        _close_present(before, day)
        _affiliate(person, day)
    return person


def _close_present(before, day):
    present = before.affiliations.filter(until__isnull=True).first()
    if present is None:
        if before.organisation_id:
            # Known from before affiliations were kept: its beginning is not known.
            before.affiliations.create(
                organisation_id=before.organisation_id, role=before.role, until=day
            )
    elif present.since is not None and present.since >= day:
        present.delete()
    else:
        present.until = day
        present.save(update_fields=["until"])


def _affiliate(person, day):
    if person.organisation_id:
        Affiliation.objects.create(
            person=person, organisation_id=person.organisation_id, role=person.role, since=day
        )


@transaction.atomic
def add_organisation(*, programme, **fields):
    """Enter an organisation in the register of `programme`, with a readable key of its own. Atomic."""
    short = fields.get("acronym") or fields["name"]
    key = _free_key(Organisation, programme, short, fallback="organisation")
    return Organisation.objects.create(programme=programme, key=key, **fields)


@transaction.atomic
def change_organisation(organisation, **changes):
    """Change fields of `organisation`; its key stays. Atomic."""
    for name, value in changes.items():
        setattr(organisation, name, value)
    organisation.save(update_fields=[*changes, "search", "updated_at"])
    return organisation


def add_group(*, programme, name, acronym=""):
    """Add a stakeholder group after the last one of `programme`.

    Atomic; raises GroupNameTaken if the programme has one of this name. The place in the order is
    also the group's colour.
    """
    try:
        with transaction.atomic():
            key = _free_key(Group, programme, acronym or name, fallback="group")
            position = next_position(programme.groups.all())
            return programme.groups.create(key=key, name=name, acronym=acronym, position=position)
    except IntegrityError:
        raise GroupNameTaken(name) from None


def change_group(group, *, name, acronym):
    """Rename a stakeholder group; its key stays. Atomic; raises GroupNameTaken."""
    group.name, group.acronym = name, acronym
    try:
        with transaction.atomic():
            group.save(update_fields=["name", "acronym"])
    except IntegrityError:
        raise GroupNameTaken(name) from None
    return group


def _free_key(model, programme, text, *, fallback):
    rows = model.objects.filter(programme=programme)
    return unique_slug(text, lambda key: rows.filter(key=key).exists(), fallback=fallback)
