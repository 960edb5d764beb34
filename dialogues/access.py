"""What a part in initiatives and dialogues lets somebody see of the register of people."""

from django.db.models import Q

from accounts.roles import Role
from dialogues.models import Initiative
from dialogues.standing import standing_of
from stakeholders.access import RegisterAccess
from stakeholders.models import StakeholderMap


def register_access(user):
    """Convenors run the register of their programmes; partners hold the people they registered. Partners
    and advisers of an initiative read its stakeholder map where it is shared."""
    standing = standing_of(user)
    programmes = set(standing.ids("programme", Role.CONVENOR))
    initiatives = standing.ids("initiative", Role.CONVENOR)
    if initiatives:
        rows = Initiative.objects.filter(pk__in=initiatives)
        programmes.update(rows.values_list("programme_id", flat=True))
    held = frozenset(standing.partner_of.values())
    own = Q(pk__in=standing.people)
    know = Q(pk__in=programmes)
    know |= Q(pk__in=Initiative.objects.visible_to(user).values("programme_id"))
    with_part = Q(initiative__in=standing.ids("initiative", Role.ADVISER))
    with_part |= Q(initiative__dialogues__in=standing.partner_of)
    if standing.is_administrator:
        know = ~Q(pk__in=())
    return RegisterAccess(
        see=own | Q(programme__in=programmes) | Q(held_by__in=held),
        know=know,
        read_maps=Q(pk__in=StakeholderMap.objects.filter(with_part, is_shared=True).values("pk")),
        programmes=frozenset(programmes),
        holds_for=held,
    )
