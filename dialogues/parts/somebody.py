"""Choosing somebody: from a select while there are few, by writing a name when there are many.

A select of two thousand people weighs more than the rest of its page ten times over. What is written is
compared with the names as this user is told them, so that it cannot be used to find out who a pseudonym
is.
"""

import re
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, IntegerField, When
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from core.forms import SuggestingInput
from core.text import as_key, fold

MOST = 80  # people in a select, and names suggested where there are more
TOLD = 5  # of those whom a name fits, in an error
NUMBERED = re.compile(r"#\s*(\d{1,18})\s*$")


class Offer:
    """`people` to choose from, read once however many fields offer them.

    `first` are ids of those who are chosen already; `near` are people (a queryset) to suggest before
    others.
    """

    def __init__(self, people, naming, *, first=(), near=None):
        self.people = people
        self.naming = naming
        self.first = set(first)
        self.near = near

    @cached_property
    def _rows(self):
        whens = [When(pk__in=self.first, then=0)] if self.first else []
        if self.near is not None:
            whens.append(When(pk__in=self.near.values("pk"), then=1))
        order = [Case(*whens, default=2, output_field=IntegerField())] if whens else []
        # Not by name: whom a cut leaves out would tell where a pseudonym stands in the alphabet.
        rows = self.people.select_related("organisation").order_by(*order, "pk")
        return {person.pk: self.naming.label(person) for person in rows[: MOST + 1]}

    @property
    def is_long(self):
        return len(self._rows) > MOST

    @property
    def choices(self):
        """Pairs of id and label, by what is shown: the order of names would tell who a pseudonym is."""
        return sorted(list(self._rows.items())[:MOST], key=lambda choice: fold(choice[1]))

    def label_of(self, key):
        """The label of the person `key`; empty for somebody who cannot be chosen."""
        if key not in self._rows:
            person = self.people.select_related("organisation").filter(pk=key).first()
            self._rows[key] = self.naming.label(person) if person else ""
        return self._rows[key]

    def find(self, words):
        """Those whom `words` may mean, as pairs of id and label: one, if it is clear who is meant."""
        wanted = fold(words)
        people = self.people.select_related("organisation").order_by("pk")
        found = [(person, self.naming.label(person)) for person in people]
        same = [
            (person.pk, label)
            for person, label in found
            if wanted in (fold(label), fold(self.naming.name(person)))
        ]
        if len(same) > 1:
            # Of namesakes the one who stood there already.
            return [pair for pair in same if pair[0] in self.first][:1] or same
        parts = wanted.split()
        return same or [
            (person.pk, label)
            for person, label in found
            if all(part in fold(label) for part in parts)
        ]


class NameInput(SuggestingInput):
    """A text input that holds somebody's name for the id that the field gives it."""

    def __init__(self, offer):
        attrs = {"autocomplete": "off", "placeholder": _("Write a name")}
        super().__init__(attrs, suggestions=lambda: [(label, "") for _key, label in offer.choices])
        self.offer = offer

    def format_value(self, value):
        key = as_key(value)
        return super().format_value(value) if key is None else self.offer.label_of(key)


class _AsOffered(ModelChoiceIterator):
    """The choices of a select of few."""

    def __iter__(self):
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        if self.field.offered is not None:
            yield from self.field.offered.choices


class PersonField(forms.ModelChoiceField):
    """A person, offered under the name by which the user may know them. Give it an Offer first."""

    iterator = _AsOffered
    offered = None
    default_error_messages = {
        "nobody": _("Nobody who can be chosen here is called “%(words)s”."),
        "several": ngettext_lazy(
            "%(number)d person is meant by “%(words)s”: %(names)s. Write more of the name, or the number.",
            "%(number)d people are meant by “%(words)s”: %(names)s. Write more of the name, or the number.",
            "number",
        ),
    }

    def offer(self, offer):
        """Let one choose among the people of `offer`."""
        self.offered = offer
        if offer.is_long:
            self.widget = NameInput(offer)
            self.widget.is_required = self.required
        self.queryset = offer.people

    def to_python(self, value):
        if isinstance(value, str) and value.strip() and not value.strip().isdecimal():
            value = self._meant_by(value.strip())
        return super().to_python(value)

    def _meant_by(self, words):
        if number := NUMBERED.search(words):
            return number[1]
        found = self.offered.find(words) if self.offered else []
        if len(found) == 1:
            return found[0][0]
        params = {"words": words[:200], "number": len(found)}
        if not found:
            raise ValidationError(self.error_messages["nobody"], code="nobody", params=params)
        params["names"] = ", ".join(f"{label} #{key}" for key, label in found[:TOLD])
        raise ValidationError(self.error_messages["several"], code="several", params=params)
