"""Writes of the ordered parts of dialogues and initiatives. Contributions have their own in
dialogues.services.said, because a rule decides what may be kept of them."""

from django.db import transaction

from core.models import Versioned
from core.services import next_position, save_version
from core.text import unique_slug
from dialogues.services import agenda, said


@transaction.atomic
def add_part(part, *, by, siblings, links):
    """Store a new part after its `siblings`. Atomic.

    `links` are its many-to-many relations, name to objects; `by` is the user who adds it.
    """
    part.position = next_position(siblings)
    part.save()
    _link(part, links)
    return part


@transaction.atomic
def add_question(part, *, by, siblings, links):
    """Store a new question under a readable key that is unique in its dialogue. Atomic."""
    part.key = unique_slug(
        part.short or part.text,
        lambda key: siblings.filter(key=key).exists(),
        fallback="question",
    )
    return add_part(part, by=by, siblings=siblings, links=links)


def add_contribution(part, *, by, siblings, links):
    """Take down a contribution; raises SpeakerDidNotAgree where no speaker may be kept."""
    return said.take_down(part, by=by)


@transaction.atomic
def change_part(part, *, based_on, fields, links):
    """Save `fields` of a part that was edited from version `based_on`, and its `links`. Atomic.

    Raises StaleVersion if someone else saved it meanwhile. Parts without a version (a title, a
    link) are saved as they are: the last word counts.
    """
    if isinstance(part, Versioned):
        save_version(part, based_on=based_on, fields=fields)
    else:
        part.save(update_fields=fields)
    _link(part, links)
    return part


def change_agenda_item(part, *, based_on, fields, links, push):
    """Save `fields` of an agenda item; with `push` what follows moves along. How many items that were.

    Raises StaleVersion, Gone and PastMidnight.
    """
    return agenda.change_item(part, based_on=based_on, fields=fields, push=push)


def change_contribution(part, *, based_on, fields, links):
    """Correct a contribution; raises StaleVersion or SpeakerDidNotAgree."""
    return said.correct(part, based_on=based_on, fields=fields)


@transaction.atomic
def remove_part(part):
    """Delete a part with all that stands under it. Atomic."""
    part.delete()


def _link(part, links):
    for name, objects in links.items():
        getattr(part, name).set(objects)
