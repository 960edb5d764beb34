"""What the lists of people and organisations may be narrowed by, and how a choice narrows them.

Whatever a protected person has apart from their group and country is known to those alone who may
know who they are: for everybody else no other filter, no order and no list of choices holds them.
"""

from django.db.models import Case, F, Q, TextField, Value, When
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from core.countries import country_name
from core.text import as_key
from stakeholders.access import access_of
from stakeholders.finding import find
from stakeholders.models import Category, Consent, Group, Organisation, Programme

# A longer list of partners nobody chooses from.
MOST_PARTNERS = 40
AGREED, REFUSED = "yes", "no"


def choices_among(rows, *fields):
    """The values of `fields` that occur among `rows`, a list for each, read in one pass."""
    found = list(rows.order_by().values_list(*fields).distinct())
    return [[row[place] for row in found] for place in range(len(fields))]


def choices_for_both(user, programmes, countries, partners):
    """Choices that people and organisations have in common, from the ids and codes that occur."""
    programmes, partners = set(programmes), {pk for pk in partners if pk}
    runs = access_of(user).programmes & programmes
    named = []
    if runs and len(partners) <= MOST_PARTNERS:
        held_by = Organisation.objects.filter(pk__in=partners, programme__in=runs)
        named = [
            (str(pk), acronym or name)
            for pk, name, acronym in held_by.values_list("pk", "name", "acronym")
        ]
    titles = Programme.objects.filter(pk__in=programmes).values_list("slug", "title")
    groups = Group.objects.filter(programme__in=programmes)
    pairs = [(code, country_name(code)) for code in set(countries) if code]
    return {
        "programme": list(titles),
        "group": [(str(group.pk), group.name) for group in groups],
        "country": sorted(pairs, key=lambda pair: pair[1]),
        # Who registered nobody but those of the team is told apart from them.
        "held_by": [("none", _("The team")), *named] if named else [],
    }


def choices_for_people(user, people):
    """Choices for each filter of the list of `people` that `user` sees."""
    known = people.known_by_name_to(user)
    programmes, countries, languages, partners = choices_among(
        known,
        "programme_id",
        "country",
        "languages",
        "held_by_id",
    )
    choices = choices_for_both(user, programmes, countries, partners)
    categories = Category.objects.filter(programme__in=programmes)
    tags = {tag for some in languages for tag in some or []}
    if access_of(user).programmes:
        choices["protected"] = [("yes", _("Protected")), ("no", _("Not protected"))]
    return choices | {
        "consent": list(_consents()),
        "language": [(tag, tag) for tag in sorted(tags)],
        "category": [(str(row.pk), row.name) for row in categories],
    }


def _consents():
    for kind, label in Consent.Kind.choices:
        yield f"{kind}-{AGREED}", _("Agreed %(what)s") % {"what": label}
        yield f"{kind}-{REFUSED}", _("Refused %(what)s") % {"what": label}


def held_by(rows, user, choice):
    """`rows` that the partner `choice` brought into a register that `user` runs ("none": the team)."""
    rows = rows.filter(programme__in=access_of(user).programmes)
    return rows.filter(held_by=None) if choice == "none" else rows.filter(held_by=as_key(choice))


def people_narrowed(people, user, chosen):
    """`people` narrowed by what is `chosen`, a value for the name of each filter that is set."""
    if "programme" in chosen:
        people = people.filter(programme__slug=chosen["programme"])
    if "group" in chosen:
        group = chosen["group"]
        people = people.filter(Q(group=group) | Q(group=None, organisation__group=group))
    if "country" in chosen:
        people = people.filter(country=chosen["country"])
    telling = {name: chosen[name] for name in TELLING if name in chosen}
    if telling:
        people = people.known_by_name_to(user)
    for name, value in telling.items():
        people = TELLING[name](people, user, value)
    return people


def _of_organisation(people, user, words):
    if pk := as_key(words):
        return people.filter(organisation=pk)
    held = Organisation.objects.matching(words).order_by()
    near = find(Organisation.objects.visible_to(user), words).order_by()
    return people.filter(
        Q(organisation__in=held.values("pk")) | Q(organisation__in=near.values("pk"))
    )


def _speaking(people, user, tag):
    people = people.annotate(spoken=Cast("languages", TextField()))
    return people.filter(Q(spoken__contains=f'"{tag}"') | Q(spoken__contains=f'"{tag}-'))


def _consenting(people, user, choice):
    kind, _dash, answer = choice.rpartition("-")
    rows = Consent.objects.filter(is_current=True, kind=kind, given=answer == AGREED)
    return people.filter(pk__in=rows.order_by().values("person"))


def _counting_as(people, user, category):
    through = people.model.categories.through.objects.filter(category=category)
    return people.filter(pk__in=through.values("person"))


def _protected(people, user, choice):
    people = people.filter(programme__in=access_of(user).programmes)
    return people.filter(protected=choice == "yes")


def _found(people, user, words):
    return find(people, words)


# What may be asked of those alone whom the viewer knows by name, in the order in which it is done:
# finding comes last, it reads what all the others leave.
TELLING = {
    "organisation": _of_organisation,
    "language": _speaking,
    "consent": _consenting,
    "category": _counting_as,
    "held_by": held_by,
    "protected": _protected,
    "q": _found,
}


def people_sorted(people, user, chosen):
    """`people` in the order that is `chosen`, in which those whom `user` does not know come first."""
    if chosen.get("sort") == "organisation":
        organisation = _shown(people, user, "organisation__name").asc(nulls_last=True)
        return people.order_by(organisation, _shown(people, user, "name"), "pk")
    if chosen.get("sort") == "changed":
        changed = Case(When(people.named_to(user), then=F("updated_at")))
        return people.order_by(changed.desc(nulls_first=True), "pk")
    if "q" in chosen:
        return people.order_by("nearness", "name", "pk")
    return people.by_shown_name(user)


def _shown(people, user, path):
    return Case(When(people.named_to(user), then=F(path)), default=Value(""))


def organisations_narrowed(organisations, user, chosen):
    """`organisations` narrowed by what is `chosen`, a value for the name of each filter that is set."""
    paths = {"programme": "programme__slug", "group": "group", "country": "country"}
    for name in paths.keys() & chosen.keys():
        organisations = organisations.filter(**{paths[name]: chosen[name]})
    if "held_by" in chosen:
        organisations = held_by(organisations, user, chosen["held_by"])
    if "q" in chosen:
        organisations = find(organisations, chosen["q"])
    return organisations


def organisations_sorted(organisations, chosen):
    """`organisations` in the order that is `chosen`."""
    if chosen.get("sort") == "changed":
        return organisations.order_by("-updated_at", "pk")
    return organisations.order_by(*(["nearness"] if "q" in chosen else []), "name", "pk")
