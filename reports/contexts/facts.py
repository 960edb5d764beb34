"""All that a meeting report says, as frozen facts: no model, no query, nothing that has to be left out.

Dates and times are ISO 8601 text, prose is Markdown, and vocabulary words (kinds, formats, roles) are
their stored values; `reports.pages` puts them into the dialogue's language. Every fact is text, a
number, a flag, or a tuple of facts, so the whole goes into JSON and comes back equal.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody as they may be named: a pseudonym has neither role nor organisation."""

    name: str
    role: str = ""
    organisation: str = ""
    email: str = ""

    @property
    def affiliation(self):
        """Role and organisation, as far as they are said."""
        return ", ".join(filter(None, (self.role, self.organisation)))


@dataclass(frozen=True, slots=True)
class Event:
    """The larger event that a dialogue was part of."""

    title: str
    starts: str = ""
    ends: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """When and where a dialogue was held, by whom, and under which rule."""

    title: str
    kind: str
    starts_on: str
    ends_on: str
    starts_at: str = ""
    ends_at: str = ""
    timezone: str = ""
    venue: str = ""
    city: str = ""
    country: str = ""
    participation: str = ""
    attribution: str = ""
    convenors: tuple[str, ...] = ()
    host: str = ""
    chair: Who | None = None
    facilitator: Who | None = None
    event: Event | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the background; a boxed one stands apart."""

    heading: str = ""
    body: str = ""
    box: bool = False


@dataclass(frozen=True, slots=True)
class ActionPoint:
    title: str = ""
    text: str = ""
    owner: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class Material:
    title: str
    kind: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    short: str = ""


@dataclass(frozen=True, slots=True)
class Appearance:
    """Somebody's part in an agenda item; `who` is missing where the edition must not name them."""

    who: Who | None = None
    acts_as: str = ""
    perspective: str = ""
    presentation: str = ""
    moderator_notes: str = ""


@dataclass(frozen=True, slots=True)
class AgendaItem:
    title: str
    date: str = ""
    day_number: int = 0
    start: str = ""
    end: str = ""
    format: str = ""
    question: str = ""
    presentation: str = ""
    place: str = ""
    text: str = ""
    moderator_notes: str = ""
    people: tuple[Appearance, ...] = ()


@dataclass(frozen=True, slots=True)
class AgendaPart:
    title: str = ""
    items: tuple[AgendaItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Annex:
    title: str
    heading: str = ""
    when: str = ""
    where: str = ""
    body: str = ""
    items: tuple[AgendaItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Contribution:
    """One thing that was said. The tree is kept flat, in reading order, with the `depth` of each."""

    kind: str
    text: str
    depth: int = 0
    question: str = ""
    group: str = ""
    table: str = ""
    speaker: Who | None = None


@dataclass(frozen=True, slots=True)
class Session:
    title: str
    question: str = ""
    parallel: str = ""
    facilitator: Who | None = None
    rapporteur: Who | None = None
    synthesises: tuple[str, ...] = ()
    contributions: tuple[Contribution, ...] = ()


@dataclass(frozen=True, slots=True)
class Participant:
    who: Who
    acts_as: str = ""


@dataclass(frozen=True, slots=True)
class GroupPresent:
    """Who of a stakeholder group was there: those named, and how many more, where that may be said."""

    name: str = ""
    named: tuple[Participant, ...] = ()
    others: int = 0


@dataclass(frozen=True, slots=True)
class Imprint:
    """The organisation that answers for the report."""

    name: str
    address: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class Recommendation:
    text: str
    addressed_to: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph by the key of its file, and what is said of it."""

    key: str
    alternative: str
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a composed report: which, under which heading, and what was written in place of its data
    or before them (`source`). A diagram's text is its notation."""

    id: str
    key: str
    source: str = "data"
    heading: str = ""
    text: str = ""
    photos: tuple[Photo, ...] = ()


@dataclass(frozen=True, slots=True)
class House:
    """How a programme’s reports look and under which name and licence they go out: `colour` is `#` and six
    digits, `logo` the key of a file, `licence` a key of `reports.house.LICENCES`."""

    logo: str = ""
    alternative: str = ""
    colour: str = ""
    publisher: str = ""
    place: str = ""
    imprint: str = ""
    series: str = ""
    licence: str = ""
