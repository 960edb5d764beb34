"""Everything that is kept about somebody, for themselves, read by the same registers that erase it.

Whole rows are theirs where erasing them would take the row away. Where their name only stands in a text
that is about something else, they are told the sentences that name them and where these stand, not the
text: it is other people's. For the same reason everybody else of the register who is spelt out in what
they are told is “another person”, protected or not, and no account is named; what they themselves are
called is told in full, a protected person's name too (docs/decisions/0012-erasure.md).
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from types import SimpleNamespace

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from core.models import Mail, PersonalLink, Upload
from core.personal import Erasure
from core.text import fold
from stakeholders.keeping.erasing import traces_elsewhere
from stakeholders.keeping.outside import linked, mails_to
from stakeholders.keeping.registers import (
    links_to,
    own_rows,
    registers,
    rows_in,
    texts_of,
    ways_to,
)
from stakeholders.keeping.search import Search, each_text
from stakeholders.models import Person
from stakeholders.redaction import Redactor

# How rows hang together and are found: nothing that tells anybody anything.
WORKINGS = {"id", "version", "position", "search", "sounds", "key", "block", "sign", "noticed_on"}
LAST = {"created_at", "updated_at"}
NOT_TOLD = (User, PersonalLink, Mail, Upload)
SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
WORD = re.compile(r"\w+")
LONGEST = 600  # letters of a sentence that names them


@dataclass(frozen=True)
class Value:
    """One thing that is kept: the name of its column, what people call that, and what stands there."""

    name: str
    label: str
    value: object

    @property
    def text(self):
        """The value as a page shows it."""
        return _as_text(self.value)


@dataclass
class Section:
    """What is kept in one place: rows of values."""

    key: str
    label: str
    rows: list[list[Value]] = field(default_factory=list)


def own_data(person):
    """Sections of all that is kept about `person`; places that hold nothing are left out."""
    search = Search(person)
    sections = [
        *_own(person),
        *_linked_to(person),
        _mentions(search),
        _mails(search),
        _account(person),
        _printed(search),
    ]
    sections = [section for section in sections if section.rows]
    _veil(sections, search)
    return sections


def as_json(person, sections, *, at):
    """What a machine reads: sections by key, each a list of rows."""
    return {
        "made": at.isoformat(),
        "programme": person.programme.title,
        "entry": person.pk,
        "data": {
            section.key: {
                "label": section.label,
                "rows": [
                    {each.name: _as_plain(each.value) for each in row} for row in section.rows
                ],
            }
            for section in sections
        },
    }


# What there is ----------------------------------------------------------------------------------
def _own(person):
    for model, fields in registers():
        rows = own_rows(model, fields, person)
        if rows is None:
            continue
        told = [column for column in model._meta.concrete_fields if _is_told(column)]
        told.sort(key=lambda column: column.name in LAST)
        related = [way for column in told if column.is_relation for way in _with_people(column)]
        rows = rows.select_related(*related).order_by("pk")
        section = Section(model._meta.label_lower, _label(model))
        for row in rows:
            section.rows.append([value for value in _values(row, told) if value.value is not None])
        if model is Person and section.rows:
            section.label = _("The entry")
            if named := [str(category) for category in person.categories.all()]:
                section.rows[0].append(Value("categories", _("Categories"), named))
        yield section


def _with_people(column):
    """A relation, and the way from it to the person by whom a row of it is called."""
    ways = ways_to(column.related_model, Person)
    return [column.name, *(f"{column.name}__{way}" for way in ways if way != "pk")]


def _is_told(column):
    if column.name in WORKINGS or column.primary_key:
        return False
    return not column.is_relation or column.related_model not in (*NOT_TOLD, Person)


def _values(row, columns):
    for column in columns:
        value = getattr(row, column.name)
        if column.choices and value not in (None, ""):
            value = str(getattr(row, f"get_{column.name}_display")())
        elif column.is_relation and value is not None:
            value = str(value)
        if value in ("", [], {}):
            value = None
        yield Value(column.name, capfirst(str(column.verbose_name)), value)


def _linked_to(person):
    """Rows of others in which they have a part: as what, and the words of the row."""
    for model, fields in registers():
        section = Section(f"{model._meta.label_lower}:linked", _label(model))
        names = texts_of(model, fields, Erasure.NAMES)
        for link in links_to(model, Person, fields, Erasure.UNLINK):
            role = capfirst(str(model._meta.get_field(link).verbose_name))
            rows = model._base_manager.filter(**{link: person.pk}).order_by("pk")
            for row in rows.only("pk", *names):
                columns = [model._meta.get_field(name) for name in names]
                told = [value for value in _values(row, columns) if isinstance(value.value, str)]
                section.rows.append([Value("as", _("As"), role), *told[:2]])
        yield section


def _mentions(search):
    section = Section("mentions", _("Where the name stands in texts"))
    for model, fields in registers():
        rows = rows_in(model, search.programme_id)
        names = texts_of(model, fields, Erasure.NAMES, Erasure.BLANK)
        if rows is None or not names or model is Person:
            continue
        owned = own_rows(model, fields, search.person)
        if owned is not None:
            rows = rows.exclude(pk__in=owned.order_by().values("pk"))
        for row in rows.values("pk", *names).iterator(chunk_size=500):
            for name in names:
                section.rows += _sentences(search, model, name, row[name])
    return section


def _sentences(search, model, name, value):
    if not value or not search.finds(value):
        return
    column = capfirst(str(model._meta.get_field(name).verbose_name))
    for text in _texts(value):
        for sentence in SENTENCE.split(text):
            if search.finds(sentence):
                yield [
                    Value("where", _("Where"), f"{_label(model)}: {column}"),
                    Value("sentence", _("Sentence"), sentence.strip()[:LONGEST]),
                ]


def _texts(value):
    found = []
    each_text(value, lambda text: found.append(text) or text)
    return found


def _mails(search):
    section = Section("mails", _("Mails to them"))
    links = linked(search.person, PersonalLink)
    for mail in mails_to(search.person, search.emails, links).order_by("created_at"):
        section.rows.append(
            [
                Value("to", _("To"), mail.to_email),
                Value("state", _("State"), str(mail.get_state_display())),
                Value("written", _("Written"), mail.created_at),
                Value("subject", _("Subject"), mail.subject),
                Value("text", _("Text"), mail.body),
            ]
        )
    return section


def _account(person):
    section = Section("account", _("Account to sign in with"))
    if person.user is not None:
        user = person.user
        section.rows.append(
            [
                Value("email", _("E-mail"), user.email),
                Value("name", _("Name"), user.name),
                Value("since", _("Since"), user.date_joined),
                Value("last_login", _("Last signed in"), user.last_login),
            ]
        )
    return section


def _printed(search):
    section = Section("printed", _("Printed reports that name them"))
    for finding in traces_elsewhere(search):
        if finding.what is Erasure.SNAPSHOT and finding.number:
            label = capfirst(str(finding.model._meta.verbose_name_plural))
            section.rows.append([Value("number", label, finding.number)])
    return section


def _label(model):
    return capfirst(str(model._meta.verbose_name_plural))


# Other people -----------------------------------------------------------------------------------
def _veil(sections, search):
    """Put “another person” for everybody else of the register, in place."""
    texts = [
        text
        for section in sections
        for row in section.rows
        for value in row
        for text in _texts(value.value)
    ]
    others = _people_in(texts, search)
    if not others:
        return
    redact = Redactor([*((each, None) for each in search.identities), *others])
    for section in sections:
        section.rows = [
            [Value(each.name, each.label, each_text(each.value, redact)) for each in row]
            for row in section.rows
        ]


def _people_in(texts, search):
    """Everybody else of the programme of whose name or address the texts hold some word: a register may
    have tens of thousands, and most are not meant."""
    folded = fold(*texts)
    words = set(WORD.findall(folded))
    digits = re.sub(r"\D", "", " ".join(texts))
    rows = Person.objects.filter(programme=search.programme_id).exclude(pk__in=search.ids)
    found = []
    another = _("another person")
    for name, title, email, phone in rows.values_list("name", "title", "email", "phone").iterator():
        number = re.sub(r"\D", "", phone)[-8:]
        parts = WORD.findall(fold(name))
        is_named = sum(part in words for part in parts) >= min(2, len(parts)) > 0
        is_named = is_named or (bool(title) and parts[-1:] != [] and parts[-1] in words)
        is_reached = bool(email) and fold(email) in folded
        if is_named or is_reached or (len(number) >= 7 and number in digits):
            person = SimpleNamespace(name=name, title=title, email=email, phone=phone)
            found.append((person, another))
    return found


# As it is shown ---------------------------------------------------------------------------------
def _as_text(value):
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "j F Y, H:i")
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(value, list):
        return "; ".join(_as_text(each) for each in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_as_text(each)}" for key, each in value.items())
    return "" if value is None else str(value)


def _as_plain(value):
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
