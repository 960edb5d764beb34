"""How the places of a dialogue are filled: in all, by group, by partner. Read for who convenes it."""

from dataclasses import dataclass

from django.db.models import Count, Q

from dialogues.models import Participation
from stakeholders.models import Group, Organisation

Status = Participation.Status
TAKEN = (Status.REGISTERED, Status.ATTENDED)
WIDTH = 100  # of a bar, in its own units


@dataclass
class Filled:
    """The places of one group or partner, or of all (`row` is None): `most` is None where none is set."""

    row: object
    name: str
    most: int | None
    taken: int = 0
    offered: int = 0
    waiting: int = 0
    requested: int = 0

    def count(self, status, number):
        """Count `number` people who have `status`."""
        if status in TAKEN:
            self.taken += number
        elif status == Status.OFFERED:
            self.offered += number
        elif status == Status.WAITING:
            self.waiting += number
        elif status == Status.REQUESTED:
            self.requested += number

    @property
    def held(self):
        """Places that nobody else can have."""
        return self.taken + self.offered

    @property
    def free(self):
        """Places left; None where there is no limit."""
        return None if self.most is None else max(0, self.most - self.held)

    @property
    def over(self):
        """How many more hold a place than there are."""
        return 0 if self.most is None else max(0, self.held - self.most)

    @property
    def bar(self):
        """Widths of a bar: taken, offered, and where the limit stands; None where there is none."""
        whole = max(self.most or 0, self.held)
        if self.most is None or not whole:
            return None
        taken = WIDTH * self.taken / whole
        return {
            "taken": round(taken, 2),
            "offered": round(WIDTH * self.offered / whole, 2),
            "limit": round(WIDTH * self.most / whole, 2) if self.over else None,
        }


def partners_of(dialogue):
    """The organisations that register people for `dialogue`, and those for which places are kept."""
    appointed = Q(pk__in=dialogue.appointments.filter(role="partner").values("organisation"))
    kept = Q(pk__in=dialogue.quotas.filter(partner__isnull=False).values("partner"))
    return Organisation.objects.filter(appointed | kept).order_by("name", "pk")


def groups_of(dialogue):
    """The stakeholder groups of the programme of `dialogue`, in their order."""
    return Group.objects.filter(programme=dialogue.initiative.programme_id)


def filled(plan, *, groups, partners, name):
    """The Filled of all (called `name`), and lists of those of `groups` and of `partners`."""
    quotas = plan.dialogue.quotas.values_list("group_id", "partner_id", "most")
    most = {(group, partner): number for group, partner, number in quotas}
    whole = Filled(None, name, plan.capacity)
    by_group = {row.pk: Filled(row, str(row), most.get((row.pk, None))) for row in groups}
    by_partner = {row.pk: Filled(row, row.name, most.get((None, row.pk))) for row in partners}
    counted = plan.dialogue.participations.order_by().values_list(
        "status", "group_id", "person__held_by_id"
    )
    for status, group, partner, number in counted.annotate(number=Count("pk")):
        for row in (whole, by_group.get(group), by_partner.get(partner)):
            if row is not None:
                row.count(status, number)
    return whole, list(by_group.values()), list(by_partner.values())
