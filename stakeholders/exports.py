"""What a file of people or organisations holds: headings that an import knows, and the rows beneath.

A file goes further than any page, so whoever asks for it: somebody protected stands in it without
anything that tells who they are, and whoever refused to be contacted without address and number.
Everything is read in a constant number of queries, row by row.
"""

from functools import lru_cache
from itertools import chain

from django.db.models import FilteredRelation, Q
from django.utils.translation import override

from core import vcard
from core.countries import COUNTRIES
from stakeholders.access import access_of
from stakeholders.consents import refuses_contact
from stakeholders.imports.columns import BY_KEY, CONSENTS
from stakeholders.models import Category, Gender, Person
from stakeholders.naming import PROTECTED
from stakeholders.redaction import Redactor

CHUNK = 2000
FIELDS = (
    *("title", "name", "role", "organisation", "organisation_acronym", "group", "country"),
    *("email", "phone", "gender", "languages", "categories", "protected", "since"),
    *(*CONSENTS, "consent_date", "consent_wording"),
)
ORGANISATION_GROUP = "Group of the organisation"
REGISTERED_BY = "Registered by"
ASKED_ON = "{}, asked on"  # of each consent: they need not be of one day
ORGANISATION_FIELDS = ("organisation", "organisation_acronym", "group", "country", "phone", "email")
BODY_HEADINGS = ("Address", "Fax", "Website")
# What people wrote, which may name somebody.
FREE = ("role", "organisation", "organisation_acronym", "organisation_group", "group", "held_by")
SEXES = {Gender.WOMAN: "F", Gender.MAN: "M", Gender.OTHER: "O"}
PATHS = {
    "protected": "protected",
    "title": "title",
    "name": "name",
    "role": "role",
    "country": "country",
    "email": "email",
    "phone": "phone",
    "gender": "gender",
    "languages": "languages",
    "organisation": "organisation__name",
    "organisation_acronym": "organisation__acronym",
    "organisation_group": "organisation__group__name",
    "group": "group__name",
    "held_by": "held_by__name",
    "since": "present__since",
}


def people_table(user, people):
    """Headings, and rows as they are read, of `people`, a queryset of those whom `user` sees."""
    runs = access_of(user).programmes
    headings = [BY_KEY[key].heading for key in FIELDS]
    headings += [ORGANISATION_GROUP, *(ASKED_ON.format(BY_KEY[kind].heading) for kind in CONSENTS)]
    if runs:
        headings.append(REGISTERED_BY)
    return headings, (_person_row(entry, runs) for entry in _entries(people))


def _person_row(entry, runs):
    days = [entry[f"{kind}_on"] for kind in CONSENTS]
    row = [*(entry[key] for key in FIELDS), entry["organisation_group"], *days]
    if runs:
        row.append(entry["held_by"] if entry["programme_id"] in runs else None)
    return row


def people_cards(_user, people):
    """Cards of `people`, but of nobody protected, nor of those who refused to be contacted."""
    for entry in _entries(people.filter(protected=False)):
        if entry["contacted"] != "no":
            yield vcard.card(_card(entry))


def on_cards(people):
    """Those of `people` of whom there is a card."""
    return people.filter(protected=False).exclude(refuses_contact())


def _card(entry):
    country = entry["country"]
    return [
        ("KIND", "individual"),
        ("FN", " ".join(filter(None, (entry["title"], entry["name"])))),
        ("GENDER", SEXES.get(entry["gender"], "")),
        ("ORG", entry["organisation"]),
        ("TITLE", entry["role"]),
        ("EMAIL", entry["email"]),
        ("TEL;VALUE=text", entry["phone"]),
        ("ADR", ["", "", "", "", "", "", country or ""]),
        *(("LANG", tag) for tag in (entry["languages"] or "").split(", ")),
        ("CATEGORIES", entry["group"] or entry["organisation_group"]),
    ]


# Reading -----------------------------------------------------------------------------------------
def _entries(people):
    """A dictionary for each of `people`: what a file may hold of them, all of it text, days or None."""
    redact = _redactor(people)
    countries = english_countries()
    categories = _categories(people)
    paths = {**PATHS, **{f"{kind}_on": f"said_{kind}__asked_on" for kind in CONSENTS}}
    paths |= {kind: f"said_{kind}__given" for kind in CONSENTS}
    paths |= {f"{kind}_wording": f"said_{kind}__wording" for kind in CONSENTS}
    read = people.annotate(**_relations()).values("pk", "programme_id", *paths.values())
    # A place in the order of names would tell something about a name that does not stand there.
    hidden = read.filter(protected=True).order_by("group__name", "country", "pk")
    both = (read.filter(protected=False), hidden)
    for values in chain.from_iterable(rows.iterator(chunk_size=CHUNK) for rows in both):
        entry = {key: values[path] for key, path in paths.items()}
        entry["programme_id"] = values["programme_id"]
        entry["country"] = countries.get(entry["country"], entry["country"])
        if entry["protected"]:
            yield _veiled(entry, redact)
            continue
        entry["categories"] = redact("; ".join(categories.get(values["pk"], ())))
        yield _told(entry, redact)


def _relations():
    said = {
        f"said_{kind}": FilteredRelation(
            "consents", condition=Q(consents__kind=kind, consents__is_current=True)
        )
        for kind in CONSENTS
    }
    present = FilteredRelation("affiliations", condition=Q(affiliations__until=None))
    return {"present": present, **said}


def _veiled(entry, redact):
    """What stands for somebody protected: their group and country, which they share with others."""
    shown = dict.fromkeys([*entry, *FIELDS])
    shown["name"] = str(PROTECTED)
    shown["protected"] = "yes"
    shown["group"] = redact(entry["group"] or entry["organisation_group"] or "") or None
    shown["country"] = entry["country"]
    shown["programme_id"] = entry["programme_id"]
    return shown


def _told(entry, redact):
    for key in FREE:
        entry[key] = redact(entry[key] or "")
    entry["protected"] = None
    entry["languages"] = ", ".join(entry["languages"] or ())
    days = {entry[f"{kind}_on"] for kind in CONSENTS} - {None}
    wordings = {entry[f"{kind}_wording"] for kind in CONSENTS if entry[f"{kind}_on"]}
    # One column each in an import: they stand there only where they hold for every answer.
    entry["consent_date"] = days.pop() if len(days) == 1 else None
    entry["consent_wording"] = redact(wordings.pop() or "") if len(wordings) == 1 else None
    for kind in CONSENTS:
        entry[kind] = {True: "yes", False: "no", None: None}[entry[kind]]
    if entry["contacted"] == "no":
        entry["email"] = entry["phone"] = None
    return {key: None if value == "" else value for key, value in entry.items()}


def redactor_of_files(programmes):
    """What takes everybody protected in `programmes` out of what was typed about others."""
    hidden = Person.objects.filter(protected=True, programme__in=programmes)
    fields = ("name", "title", "email", "phone")
    redact = Redactor([(person, str(PROTECTED)) for person in hidden.only(*fields)])
    # Roles and organisations come again and again.
    return lru_cache(maxsize=CHUNK)(redact)


def _redactor(rows):
    return redactor_of_files(rows.order_by().values("programme_id"))


def _categories(people):
    """{person's id: names of the categories they count in}."""
    names = dict(Category.objects.values_list("pk", "name"))
    links = Person.categories.through.objects.filter(person__in=people.order_by().values("pk"))
    found = {}
    for person, category in links.order_by("category").values_list("person", "category"):
        found.setdefault(person, []).append(names[category])
    return found


def english_countries():
    """Countries by their letters, in English as the headings are."""
    with override("en"):
        return {code: str(name) for code, name in COUNTRIES.items()}


# Organisations ------------------------------------------------------------------------------------
def organisations_table(user, organisations):
    """Headings, and rows as they are read, of `organisations`, a queryset of those that `user` sees."""
    runs = access_of(user).programmes
    headings = [BY_KEY[key].heading for key in ORGANISATION_FIELDS] + list(BODY_HEADINGS)
    if runs:
        headings.append(REGISTERED_BY)
    return headings, _organisation_rows(organisations, runs)


def _organisation_rows(organisations, runs):
    for body in _bodies(organisations):
        row = [
            *(body["name"], body["acronym"], body["group__name"], body["country"]),
            *(body["phone"], body["email"], body["address"], body["fax"], body["website"]),
        ]
        if runs:
            row.append(body["held_by__name"] if body["programme_id"] in runs else None)
        yield row


def _bodies(organisations):
    redact = _redactor(organisations)
    countries = english_countries()
    typed = ("name", "acronym", "phone", "email", "address", "fax", "website")
    typed += ("held_by__name", "group__name")
    read = organisations.values(*typed, "country", "programme_id")
    for body in read.iterator(chunk_size=CHUNK):
        body |= {key: redact(body[key] or "") for key in typed}
        body["country"] = countries.get(body["country"], body["country"])
        yield body


def organisations_cards(_user, organisations):
    """Cards of `organisations`."""
    for body in _bodies(organisations):
        yield vcard.card(
            [
                ("KIND", "org"),
                ("FN", body["name"]),
                ("ORG", body["name"]),
                ("NICKNAME", body["acronym"]),
                ("EMAIL", body["email"]),
                ("TEL;VALUE=text", body["phone"]),
                ("TEL;TYPE=fax;VALUE=text", body["fax"]),
                ("ADR", ["", "", body["address"], "", "", "", body["country"]]),
                ("URL", body["website"]),
                ("CATEGORIES", body["group__name"]),
            ]
        )
