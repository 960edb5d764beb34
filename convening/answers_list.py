"""The list of a dialogue's answers: who was asked, what they said, and what is missing still.

    rows = narrowed(rows_of(dialogue, user), chosen, naming)
    entries = entries_of(in_order(rows, sort, naming), dialogue, naming)

It is read in a constant number of queries, whatever its length. Everything is narrowed, sorted and counted
within the rows that the viewer may see: for a partner, those of the people it registered.
"""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.formats import date_format

from convening.form_engine import missing_of, questions_of
from convening.models import Message, Registration
from dialogues.models import Participation
from stakeholders.consents import refuses_contact
from stakeholders.models import Person

Status = Participation.Status
# Those who said that they come: of them alone the form is asked.
COMES = (
    *(Status.REQUESTED, Status.WAITING, Status.OFFERED),
    *(Status.REGISTERED, Status.ATTENDED),
)
NO_MAIL, NOT_WRITTEN, NO_FORM = "no-mail", "not-written", "no-form"
MISSING, SPONSORED = "missing", "sponsored"
SORTS = ("name", "answered", "waiting", "group", "status")
NONE = "none"


@dataclass(frozen=True)
class Entry:
    """What a page says of one person on the list. `position` is their place on the waiting list, for
    convenors alone: it tells how many people of others wait. `missing` are labels of what the form still
    asks of them; `offer_until` is said as the clocks at the dialogue show it."""

    participation: Participation
    registration: Registration | None
    name: str
    role: str
    organisation: str
    is_pseudonym: bool
    position: int | None
    missing: list
    is_written_to: bool
    has_address: bool
    refuses: bool
    offer_is_over: bool
    offer_until: str
    answered_at: str

    @property
    def is_complete(self):
        """True if nothing is missing: who is invited was written to, who comes answered the form."""
        if self.participation.status == Status.INVITED:
            return self.has_address and self.is_written_to and not self.refuses
        return not self.missing


def rows_of(dialogue, user):
    """The participations at `dialogue` whose answers `user` may see."""
    return Participation.objects.visible_to(user, dialogue)


def narrowed(rows, chosen, naming):
    """Those of `rows` that fit `chosen` (group, partner, q, only; not the status)."""
    if group := chosen.get("group"):
        rows = rows.filter(group=None if group == NONE else group)
    if partner := chosen.get("partner"):
        rows = rows.filter(person__held_by=None if partner == NONE else partner)
    if only := chosen.get("only"):
        rows = _only(rows, only, naming.dialogue)
    if words := chosen.get("q"):
        rows = rows.filter(person__in=_named(words, naming))
    return rows


def _only(rows, only, dialogue):
    if only == NO_MAIL:
        return rows.filter(Q(person__email="") | refuses_contact("person_id"))
    if only == NOT_WRITTEN:
        return not_written(rows)
    if only == SPONSORED:
        return rows.filter(sponsored=True)
    if only == MISSING:
        return rows.filter(pk__in=_with_gaps(rows, dialogue))
    return rows.filter(Q(registration=None) | Q(registration__answers={}), status__in=COMES)


def _with_gaps(rows, dialogue):
    """Ids of those of `rows` who come and of whom the form still asks something."""
    sections = questions_of(dialogue)
    come = rows.filter(status__in=COMES).order_by().values_list("pk", "registration__answers")
    return [pk for pk, answers in come if missing_of(sections, answers or {})]


def _named(words, naming):
    people = Person.objects.filter(programme=naming.dialogue.initiative.programme_id)
    if not naming.sees_identities:
        # A search must not confirm who a pseudonym is.
        people = people.filter(protected=False)
    return people.matching(words)


def not_written(rows):
    """Those of `rows` who are invited and to whom no mail went, though they can be written to."""
    able = rows.filter(status=Status.INVITED).exclude(person__email="")
    return able.exclude(refuses_contact("person_id")).exclude(Exists(_mails()))


def _mails():
    return Message.objects.filter(participation=OuterRef("pk"), mail__isnull=False)


def counts_of(rows):
    """`{status: how many}` of `rows`, and how many in all; one query."""
    found = dict(rows.order_by().values_list("status").annotate(number=Count("pk")))
    return found, sum(found.values())


def with_facts(rows):
    """`rows` with all that an Entry needs."""
    rows = rows.select_related("person__organisation", "person__held_by", "group", "registration")
    return rows.annotate(is_written_to=Exists(_mails()), refuses=refuses_contact("person_id"))


def in_order(rows, sort, naming):
    """`rows`, with all that an Entry needs, sorted by one of SORTS or as they stand on the list."""
    return with_facts(rows).order_by(*_orders(naming).get(sort, ()), "position", "pk")


def _orders(naming):
    name = F("person__name")
    if not naming.sees_identities:
        # A place in the alphabet would tell something about a hidden name.
        name = Case(When(person__protected=False, then=name), default=Value(""))
    waits = Case(When(status=Status.WAITING, then=Value(1)), default=Value(0))
    # Who does not wait stands as on the list.
    line = Case(When(status=Status.WAITING, then=F("registration")), default=Value(0))
    by_status = [When(status=status, then=Value(at)) for at, status in enumerate(Status.values)]
    return {
        "name": (name,),
        "answered": (F("registration__answered_at").desc(nulls_last=True),),
        # As Registration.objects.waiting() has them; who does not wait comes after.
        "waiting": (waits.desc(), F("registration__waiting_since").asc(nulls_last=True), line),
        "group": (F("group__position").asc(nulls_last=True), "group"),
        "status": (Case(*by_status, default=Value(len(by_status))),),
    }


def entries_of(rows, dialogue, naming):
    """The Entry of each of `rows` (of `in_order`), in three further queries."""
    sections = questions_of(dialogue)
    places = {}
    if naming.sees_identities:
        line = Registration.objects.filter(participation__dialogue=dialogue).waiting()
        places = {pk: at for at, pk in enumerate(line.values_list("pk", flat=True), start=1)}
    now = timezone.now()
    return [_entry(row, naming, sections, places, now) for row in rows]


def _entry(row, naming, sections, places, now):
    person, registration = row.person, registration_of(row)
    knows = naming.knows(person)
    until = registration and registration.offer_until
    answered = registration and registration.answered_at
    return Entry(
        participation=row,
        registration=registration,
        name=naming.name(person),
        role=naming.role(person),
        organisation=naming.organisation(person),
        is_pseudonym=not knows,
        position=places.get(registration.pk) if registration else None,
        missing=missing_labels(row, sections) if knows else [],
        is_written_to=row.is_written_to,
        has_address=bool(person.email),
        refuses=row.refuses,
        offer_is_over=bool(until and until <= now),
        offer_until=moment(until, naming.dialogue) if until else "",
        answered_at=moment(answered, naming.dialogue) if answered else "",
    )


def moment(at, dialogue):
    """A day and an hour as the clocks at the dialogue show it, with the name of its zone."""
    shown = at.astimezone(ZoneInfo(dialogue.timezone))
    return f"{date_format(shown, 'j F, H:i')} ({dialogue.timezone})"


def registration_of(participation):
    """The Registration of a row that has it selected, or None."""
    return getattr(participation, "registration", None)


def missing_labels(participation, sections):
    """What the form still asks of somebody who said that they come."""
    if participation.status not in COMES:
        return []
    registration = registration_of(participation)
    answers = registration.answers if registration else {}
    return [question.label for question in missing_of(sections, answers)]
