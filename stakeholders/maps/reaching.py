"""Who reaches a stakeholder, as one line that people write: a body or a person of the register by name,
else words."""

import re

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from core.text import fold, one_line
from stakeholders.models import Organisation, Person
from stakeholders.naming import name_for

LONGEST = 200
NUMBERED = re.compile(r"#\s*(\d{1,18})\s*$")
TOLD = 5
FIELDS = ("reached_by_organisation", "reached_by_person", "reached_by_text")
NOBODY = dict.fromkeys(FIELDS[:2]) | {"reached_by_text": ""}


def in_words(row, user):
    """Who reaches the Stakeholder `row`, as the field for it shows it to those who run the register."""
    body, person = row.reached_by_organisation, row.reached_by_person
    parts = [body and body.short, person and name_for(user, person), row.reached_by_text]
    return ", ".join(part for part in parts if part)


def reached_by(programme_id, user, words):
    """Values of the three FIELDS for what was written; for those who run the register.

    What is the name of one organisation or one person of the programme's register leads to it,
    anything else stays as words. Raises ValidationError if several have that name: `name #12` says
    which one is meant.
    """
    words = one_line(words)
    if not words:
        return dict(NOBODY)
    bodies, people = _bodies(programme_id, user, words), _people(programme_id, user, words)
    found = [*bodies, *people]
    if numbered := NUMBERED.search(words):
        found = [row for row in found if str(row.pk) == numbered[1]]
    if len(found) > 1:
        told = ", ".join(f"{_label(row, user)} #{row.pk}" for row in found[:TOLD])
        raise ValidationError(
            _("Several are called “%(words)s”: %(names)s. Write the number too."),
            code="several",
            params={"words": words[:80], "names": told},
        )
    if not found:
        return NOBODY | {"reached_by_text": words}
    field = FIELDS[0] if isinstance(found[0], Organisation) else FIELDS[1]
    return NOBODY | {field: found[0]}


def _label(row, user):
    return row.full_name if isinstance(row, Organisation) else name_for(user, row)


def _bare(words):
    return NUMBERED.sub("", words).strip()


def _bodies(programme_id, user, words):
    name = _bare(words)
    wanted = fold(name)
    # The name alone, the acronym alone, or both together as they are printed.
    begun = fold(name.partition("(")[0])
    rows = Organisation.objects.visible_to(user).filter(programme=programme_id)
    rows = rows.filter(Q(search__contains=wanted) | Q(search__contains=begun))
    return [
        row
        for row in rows.order_by("pk")
        if wanted in (fold(row.name), fold(row.acronym), fold(row.full_name))
    ]


def _people(programme_id, user, words):
    wanted = fold(_bare(words))
    without_title = wanted.partition(" ")[2] or wanted
    rows = Person.objects.visible_to(user).known_by_name_to(user).filter(programme=programme_id)
    rows = rows.filter(Q(search__contains=wanted) | Q(search__contains=without_title))
    return [row for row in rows.order_by("pk") if wanted in (fold(row.name), fold(row.full_name))]


def suggestions(programme_id, user, most=200):
    """Names of organisations that may be written, for the browser to suggest."""
    rows = Organisation.objects.visible_to(user).filter(programme=programme_id)
    return [row.short for row in rows.only("name", "acronym").order_by("name", "pk")[:most]]
