"""Who endorses a version of a roadmap, as one reader may know it.

Inside the group everybody reads who answered what; a reservation stands as its author chose. Outside, a
constituency's answers are told only where at least three of it gave the same.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from roadmaps.models import Endorsement, Membership
from stakeholders.consents import refuses_contact
from stakeholders.models import Person

FEWEST = 3  # of one constituency, told to who is not of the group
State, Shown = Endorsement.State, Endorsement.Shown
ANSWERED = (State.ENDORSED, State.RESERVED, State.REFUSED)


@dataclass
class Answer:
    """What a member says of a version. `state` is empty where the reader may not know whose it is."""

    member: object
    name: str
    endorsement: object = None
    state: str = ""
    state_label: str = ""
    earlier: list = field(default_factory=list)


@dataclass
class Block:
    """A constituency with what its members say; None for members who stand for no group."""

    group: object
    answers: list = field(default_factory=list)

    @property
    def counts(self):
        return Counter(answer.state for answer in self.answers if answer.state)


@dataclass
class Reservation:
    """A reservation in words, by name only as its author chose."""

    text: str
    by: str = ""
    group: object = None


def can_be_written_to(person):
    """True if `person` has an address and has not refused to be contacted. One query if they have one."""
    if not _has_address(person):
        return False
    return not Person.objects.filter(refuses_contact(), pk=person.pk).exists()


def _has_address(person):
    try:
        validate_email(person.email or "")
    except ValidationError:
        return False
    return True


def seats_of(version):
    """The members whom a version is put before: those in office, in their order."""
    rows = Membership.objects.current().filter(learning_group__roadmaps=version.roadmap_id)
    return rows.select_related("person", "represents").order_by("position", "pk").distinct()


def to_ask(version):
    """(seats that would get a mail, seats that cannot be written to, seats that were asked or answered).
    Four queries."""
    seats = list(seats_of(version))
    done = set(
        version.endorsements.exclude(state=State.ASKED, link__isnull=True).values_list(
            "member_id", flat=True
        )
    )
    said_no = Person.objects.filter(refuses_contact(), pk__in=[seat.person_id for seat in seats])
    refused = set(said_no.values_list("pk", flat=True))
    reach, beyond = [], []
    for seat in seats:
        if seat.pk in done:
            continue
        there = _has_address(seat.person) and seat.person_id not in refused
        (reach if there else beyond).append(seat)
    return reach, beyond, [seat for seat in seats if seat.pk in done]


def blocks_of(version, names):
    """What every member says, by constituency, for who is inside the group. Three queries."""
    given = {
        row.member_id: row
        for row in version.endorsements.select_related(
            "member__person", "member__represents"
        ).prefetch_related("answers__meeting")
    }
    seats = {seat.pk: seat for seat in seats_of(version)}
    # Who answered and has left since has answered all the same.
    for row in given.values():
        if row.state in ANSWERED:
            seats.setdefault(row.member_id, row.member)
    blocks = {}
    for seat in seats.values():
        block = blocks.setdefault(seat.represents_id, Block(seat.represents))
        block.answers.append(_answer(seat, given.get(seat.pk), names))
    return sorted(blocks.values(), key=_order)


def _order(block):
    return (block.group is None, block.group.position if block.group else 0, _key(block))


def _key(block):
    return block.group.pk if block.group else 0


def _answer(seat, endorsement, names):
    found = Answer(seat, names.of(seat.person), endorsement)
    if endorsement is None or endorsement.state not in ANSWERED:
        return found
    found.state = endorsement.state
    found.state_label = endorsement.get_state_display()
    if endorsement.shown == Shown.UNNAMED:
        # By its state alone one would know whose the words are.
        found.state, found.state_label = "answered", ""
        return found
    answers = list(endorsement.answers.all())
    found.earlier = [answer for answer in answers[:-1] if answer.shown != Shown.UNNAMED]
    return found


def missing_from(blocks):
    """The Answers of those who have not answered yet."""
    return [answer for block in blocks for answer in block.answers if not answer.state]


def reservations_of(version, names, *, inside):
    """Reservations for a reader: all for who is inside the group, else those whose authors show them
    everywhere; nobody protected is named to who may not know. One query."""
    rows = version.endorsements.filter(state__in=(State.RESERVED, State.REFUSED))
    rows = rows.exclude(reservation="").select_related("member__person", "member__represents")
    if not inside:
        rows = rows.filter(shown=Shown.EVERYWHERE)
    return [
        Reservation(
            row.reservation,
            "" if row.shown == Shown.UNNAMED else names.of(row.member.person),
            None if row.shown == Shown.UNNAMED else row.member.represents,
        )
        for row in rows.order_by("pk")
    ]


def counts_outside(version):
    """(constituency, state's label, number) where at least three of it answered the same. One query."""
    rows = version.endorsements.filter(state__in=ANSWERED, member__represents__isnull=False)
    counts, groups = Counter(), {}
    for row in rows.select_related("member__represents"):
        group = row.member.represents
        groups[group.pk] = group
        counts[group.pk, row.state] += 1
    labels = dict(State.choices)
    return [
        (groups[key], labels[state], number)
        for key, group in sorted(groups.items(), key=lambda pair: (pair[1].position, pair[0]))
        for state in ANSWERED
        if (number := counts[key, state]) >= FEWEST
    ]
