"""What people and organisations of the register took part in and committed to, for their pages.

The register does not know of dialogues or roadmaps. So each application above registers a provider: a
function of a viewer and a person (or an organisation) that yields the entries which this viewer may
see, in a constant number of queries. An entry is given only where the page that it links to would
tell the viewer the same: who may not know that somebody was there must not learn it here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """Under which heading an entry of a record stands, in the order of the page."""

    TOOK_PART = "took-part", _("Took part in")
    COMMITTED = "committed", _("Committed to")
    PEOPLE = "people", _("Its people took part in")
    MAPPED = "mapped", _("On the map")


@dataclass(frozen=True)
class Entry:
    """One thing that somebody took part in or committed to: what, where it stands, as what, and when.

    `url` is empty where the viewer may open no page of it. `state` is a key for the badge.
    """

    title: str
    url: str
    detail: str = ""
    state: str = ""
    state_label: str = ""
    when: date | None = None
    kind: Kind = Kind.TOOK_PART


@dataclass(frozen=True)
class Section:
    """Entries of one kind, the latest at the top; `key` is a value of Kind, `label` its heading."""

    key: str
    label: str
    entries: list[Entry] = field(default_factory=list)


_providers: list[Callable] = []
_organisation_providers: list[Callable] = []


def provider(function):
    """Register `function(user, person) -> iterable of Entry`; usable as a decorator."""
    if function not in _providers:
        _providers.append(function)
    return function


def organisation_provider(function):
    """Register `function(user, organisation) -> iterable of Entry`; usable as a decorator."""
    if function not in _organisation_providers:
        _organisation_providers.append(function)
    return function


def record_of(user, person):
    """Sections of everything that `user` may know of what `person` took part in and committed to.

    Empty sections are left out; an empty list means that there is nothing `user` may see. Shown with
    `{% include "stakeholders/record.html" with sections=… only %}`. The number of queries is constant.
    """
    return _sections(entry for give in _providers for entry in give(user, person))


def organisation_record(user, organisation):
    """Sections of everything that `user` may know of what `organisation` convened, hosted, sent people
    to and committed to; as `record_of` gives them."""
    return _sections(
        entry for give in _organisation_providers for entry in give(user, organisation)
    )


def _sections(entries):
    entries = list(entries)
    sections = []
    for kind in Kind:
        of_kind = [entry for entry in entries if entry.kind == kind]
        of_kind.sort(key=lambda entry: entry.when or date.min, reverse=True)
        if of_kind:
            sections.append(Section(kind.value, kind.label, of_kind))
    return sections
