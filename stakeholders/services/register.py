"""Writes of the register. Who may call them is for the views to say (rules.py)."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from core.exceptions import Gone, StaleVersion
from core.services import move, next_position
from core.text import unique_slug
from stakeholders.exceptions import (
    CategoryNameTaken,
    GroupInUse,
    GroupNameTaken,
    OnePresentAffiliation,
)
from stakeholders.models import Affiliation, Group, Organisation, Person

LOOKS = 8  # colours of the palette, and patterns
TONES = range(1, LOOKS + 1)


@transaction.atomic
def add_person(*, programme, at=None, categories=(), **fields):
    """Enter somebody in the register of `programme`, with a readable key of its own. Atomic.

    `fields` are fields of Person. A person with an organisation gets a present affiliation from the
    day `at` (today) on.
    """
    key = _free_key(Person, programme, fields["name"], fallback="person")
    person = Person.objects.create(programme=programme, key=key, **fields)
    person.categories.set(categories)
    _affiliate(person, at or timezone.localdate())
    return person


@transaction.atomic
def change_person(person, *, based_on=None, at=None, categories=None, **changes):
    """Change fields of `person`, and the `categories` they count in. Atomic.

    With `based_on`, the version that was edited, raises StaleVersion if somebody else saved the entry
    meanwhile; and Gone if it was deleted.

    When the organisation or the role changes, the affiliation that was present ends on the day `at`
    (today) and another one begins; so at any time one affiliation at most is present. What was
    entered on that same day is a slip corrected, and leaves no trace.
    """
    before = _lock(person, based_on)
    day = at or timezone.localdate()
    _save(person, before, changes)
    if categories is not None:
        person.categories.set(categories)
    moved = (before.organisation_id, before.role) != (person.organisation_id, person.role)
    if moved:
        _close_present(before, day)
        _affiliate(person, day)
    return person


def _lock(row, based_on):
    """`row` as it stands in the database, held until the transaction ends."""
    current = type(row).objects.select_for_update().filter(pk=row.pk).first()
    if current is None:
        raise Gone
    if based_on is not None and current.version != based_on:
        raise StaleVersion(current)
    return current


def _save(row, before, changes):
    for name, value in changes.items():
        setattr(row, name, value)
    row.version = before.version + 1
    row.save(update_fields=[*changes, "version", "search", "sounds", "updated_at"])


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
def change_organisation(organisation, *, based_on=None, **changes):
    """Change fields of `organisation`; its key stays. Atomic; raises StaleVersion and Gone as
    `change_person` does."""
    _save(organisation, _lock(organisation, based_on), changes)
    return organisation


# Groups and categories ---------------------------------------------------------------------------
@transaction.atomic
def add_group(*, programme, name, acronym="", colour=None, pattern=None):
    """Add a stakeholder group after the last one of `programme`.

    Atomic; raises GroupNameTaken if the programme has one of this name. Without `colour` and `pattern`
    it gets a pair that no group of the programme has, as long as there is one.
    """
    groups = programme.groups.all()
    free = free_look(programme)
    try:
        with transaction.atomic():
            return programme.groups.create(
                key=_free_key(Group, programme, acronym or name, fallback="group"),
                name=name,
                acronym=acronym,
                position=next_position(groups),
                colour=colour or free[0],
                pattern=pattern or free[1],
            )
    except IntegrityError:
        raise GroupNameTaken(name) from None


def free_look(programme):
    """A colour and a pattern that no group of `programme` has together: first the eight pairs that go
    together, then others, so that the ninth group is told from the first by its pattern."""
    taken = [(group.tone, group.weave) for group in programme.groups.all()]
    pairs = [(tone, (tone + step) % LOOKS + 1) for step in range(-1, LOOKS - 1) for tone in TONES]
    return next((pair for pair in pairs if pair not in taken), pairs[len(taken) % len(pairs)])


def change_group(group, *, name, acronym, colour=None, pattern=None):
    """Rename a stakeholder group, or give it another colour and pattern; its key stays. Atomic; raises
    GroupNameTaken."""
    group.name, group.acronym = name, acronym
    group.colour, group.pattern = colour or group.tone, pattern or group.weave
    try:
        with transaction.atomic():
            group.save(update_fields=["name", "acronym", "colour", "pattern"])
    except IntegrityError:
        raise GroupNameTaken(name) from None
    return group


@transaction.atomic
def move_group(group, *, up):
    """Swap a group with its neighbour. Atomic. Every group keeps the colour that people know it by."""
    for other in group.programme.groups.select_for_update().filter(colour__isnull=True):
        Group.objects.filter(pk=other.pk).update(colour=other.tone, pattern=other.weave)
    return move(group, group.programme.groups.all(), up=up)


@transaction.atomic
def delete_group(group):
    """Delete a stakeholder group that nothing refers to. Atomic; raises GroupInUse, which says by what."""
    Group.objects.select_for_update().get(pk=group.pk)
    uses = uses_of(group)
    if uses:
        raise GroupInUse(uses)
    group.delete()


def uses_of(row):
    """What refers to `row`: pairs of a name for such rows and how many they are."""
    found = []
    for relation in row._meta.related_objects:
        rows = relation.related_model._base_manager.filter(**{relation.field.name: row.pk})
        if number := rows.count():
            found.append((relation.related_model._meta.verbose_name_plural, number))
    return found


def add_category(*, programme, name, description=""):
    """Add a category to count by, after the last one of `programme`. Atomic; raises CategoryNameTaken."""
    return _named_once(
        lambda: programme.categories.create(
            name=name, description=description, position=next_position(programme.categories.all())
        ),
        name,
    )


def change_category(category, *, name, description):
    """Rename a category or say anew who counts. Atomic; raises CategoryNameTaken."""
    category.name, category.description = name, description
    return _named_once(lambda: category.save(update_fields=["name", "description"]), name)


def delete_category(category):
    """Delete a category with the targets for it; that people counted in it is forgotten. Atomic."""
    category.delete()


def _named_once(write, name):
    try:
        with transaction.atomic():
            return write()
    except IntegrityError:
        raise CategoryNameTaken(name) from None


# Affiliations ------------------------------------------------------------------------------------
@transaction.atomic
def save_affiliation(affiliation):
    """Store an earlier affiliation, or one corrected. Atomic; raises OnePresentAffiliation if it has no
    end and the person has another without."""
    try:
        with transaction.atomic():
            affiliation.save()
    except IntegrityError:
        raise OnePresentAffiliation from None
    _raise_version(affiliation.person)
    return affiliation


@transaction.atomic
def delete_affiliation(affiliation):
    """Take away an affiliation that never was. Atomic; the entry itself names the present one."""
    affiliation.delete()
    _raise_version(affiliation.person)


def _raise_version(person):
    Person.objects.filter(pk=person.pk).update(version=F("version") + 1, updated_at=timezone.now())


def _free_key(model, programme, text, *, fallback):
    rows = model.objects.filter(programme=programme)
    return unique_slug(text, lambda key: rows.filter(key=key).exists(), fallback=fallback)
