"""Who may be the same person: for who registers somebody, and on a dialogue's list.

Nobody is compared whom the reader of the answer may not know by name: a warning would tell that they are
there.
"""

import re

from django.db.models import Q
from django.utils.translation import gettext_lazy

from dialogues.standing import standing_of
from stakeholders.finding import holding, words_of
from stakeholders.imports.duplicates import NO_BODY, People, Somebody, body
from stakeholders.models import Person

MOST_COMPARED = 300
# More names than these on a list are not compared with each other on every visit of a page.
MOST_ON_A_LIST = 3000
NO_DIGITS = re.compile(r"\D+")
WHY = {
    "email": gettext_lazy("the same e-mail address"),
    "phone": gettext_lazy("the same telephone"),
    "name": gettext_lazy("a name that is near"),
    "organisation": gettext_lazy("an organisation that is near"),
}


def known_to(user, dialogue):
    """The people of the programme whom `user` may know by name; for a partner its own alone."""
    rows = Person.objects.filter(programme=dialogue.initiative.programme_id)
    if not user.has_perm("convening.convene", dialogue):
        partner = standing_of(user).partner_of.get(dialogue.pk)
        return rows.filter(held_by=partner, held_by__isnull=False, protected=False)
    return rows.visible_to(user).known_by_name_to(user)


def alike(user, dialogue, *, name, email="", phone="", organisation=""):
    """People whom `user` may know and who may be the one described, the likeliest first: pairs of the
    Person and the keys of why ("email", "phone", "name", "organisation")."""
    rows = known_to(user, dialogue).select_related("organisation")
    found = {}
    for condition in (_surely(name, email, phone), _perhaps(name)):
        perhaps = rows.filter(condition).order_by("pk")[:MOST_COMPARED]
        found |= {person.pk: person for person in perhaps}
    likenesses = People(_somebody(person) for person in found.values()).like(
        Somebody(None, name, email, phone, body(organisation) if organisation else NO_BODY)
    )
    return [(found[likeness.key], likeness.why) for likeness in likenesses]


def found_in_register(person, why, naming):
    """Somebody whom `alike` found, for `convening/same_person.html`."""
    return {
        "pk": person.pk,
        "name": naming.name(person),
        "organisation": naming.organisation(person),
        "keys": why,
        "why": ", ".join(str(WHY[key]) for key in why),
    }


def _surely(name, email, phone):
    condition = Q(name__iexact=name) | holding(words_of(name))
    if email:
        condition |= Q(email__iexact=email)
    digits = NO_DIGITS.sub("", phone)
    if digits:
        condition |= Q(phone__contains=digits[-3:])
    return condition


def _perhaps(name):
    """Those who share a word of the name: the other may be spelt in another way."""
    condition = Q(pk=None)
    for word in words_of(name):
        condition |= holding([word])
    return condition


def _somebody(person):
    where = person.organisation
    called = body(where.name, where.acronym) if where is not None else NO_BODY
    return Somebody(person.pk, person.name, person.email, person.phone, called, person.sounds)


def twice_on_list(dialogue):
    """Pairs of Person on the list of `dialogue` who are probably one; for convenors, who know everybody."""
    rows = Person.objects.filter(participations__dialogue=dialogue)
    people = list(rows.select_related("organisation").order_by("pk")[:MOST_ON_A_LIST])
    by_key = {person.pk: person for person in people}
    index, pairs = People(narrow=True), []
    for person in people:
        somebody = _somebody(person)
        pairs += [(by_key[found.key], person) for found in index.like(somebody)]
        index.add(somebody)
    return pairs
