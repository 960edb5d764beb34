"""How many places are held, and for whom one more is free: read once, then kept in step in memory."""

from collections import Counter

from django.db.models import Count

from dialogues.models import Participation

Status = Participation.Status
# Those registered, those who attended, and those to whom a place is offered until the offer ends.
HOLDS_A_PLACE = (Status.REGISTERED, Status.ATTENDED, Status.OFFERED)


class Room:
    """The places of the dialogue of `plan`, in two queries. True only under the lock of the plan.

    `without`: the id of a participation that is not counted, since it asks for itself.
    """

    def __init__(self, plan, *, without=None):
        self.capacity = plan.capacity
        self.by_group, self.by_partner = {}, {}
        quotas = plan.dialogue.quotas.order_by()
        for group, partner, most in quotas.values_list("group_id", "partner_id", "most"):
            if group:
                self.by_group[group] = most
            else:
                self.by_partner[partner] = most
        self.held, self.of_group, self.of_partner = 0, Counter(), Counter()
        if not self.is_limited:
            return
        rows = plan.dialogue.participations.order_by().filter(status__in=HOLDS_A_PLACE)
        if without is not None:
            rows = rows.exclude(pk=without)
        if not self.by_group and not self.by_partner:
            self.held = rows.count()
            return
        counted = rows.values_list("group_id", "person__held_by_id").annotate(number=Count("pk"))
        for group, partner, number in counted:
            self.take(group, partner, number)

    @property
    def is_limited(self):
        """True if there is any limit at all."""
        return self.capacity is not None or bool(self.by_group or self.by_partner)

    @property
    def is_full(self):
        """True if nobody at all has a place free."""
        return self.capacity is not None and self.held >= self.capacity

    def is_group_full(self, group):
        """True if the quota of `group` (an id, or None) leaves no place, however many there are in all."""
        return group in self.by_group and self.of_group[group] >= self.by_group[group]

    def take(self, group, partner, number=1):
        """Count `number` more who stand for `group` and are held by `partner` (ids, or None)."""
        self.held += number
        self.of_group[group] += number
        self.of_partner[partner] += number

    def fits(self, group, partner):
        """True if one more who stands for `group` and is held by `partner` has a place."""
        return self.limit_reached(group, partner) is None

    def limit_reached(self, group, partner):
        """Which limit leaves no place: "all", "group" or "partner"; None if there is one."""
        if self.is_full:
            return "all"
        if self.is_group_full(group):
            return "group"
        if partner in self.by_partner and self.of_partner[partner] >= self.by_partner[partner]:
            return "partner"
        return None


def waiting_kinds(plan, *, without=None):
    """Pairs of group and partner of those on the waiting list, each once."""
    rows = plan.dialogue.participations.order_by().filter(status=Status.WAITING)
    if without is not None:
        rows = rows.exclude(pk=without)
    return rows.values_list("group_id", "person__held_by_id").distinct()
