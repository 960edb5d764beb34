"""Where a user stands: every appointment and participation, read once a request.

Rules and querysets both ask here, so that a permission and its `visible_to` twin cannot disagree.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import BigIntegerField, Q, Value
from django.utils import timezone

from accounts.roles import Role

TAKES_PART = "takes part"  # no role that anybody is appointed to
SCOPES = ("programme", "initiative", "dialogue")


@dataclass
class Standing:
    """Ids by role: `roles[role]["dialogue"]` holds the dialogues in which the user has that role."""

    is_administrator: bool = False
    roles: dict = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    partner_of: dict = field(default_factory=dict)  # dialogue id -> organisation id
    takes_part_in: set = field(default_factory=set)  # dialogue ids
    people: set = field(default_factory=set)  # ids of this user's own entries in registers

    def ids(self, scope, *roles):
        """Ids of `scope` in which the user has one of `roles` (any, if none is named)."""
        chosen = roles or tuple(self.roles)
        return set().union(*(self.roles[role][scope] for role in chosen if role in self.roles))

    def has(self, obj_ids, *roles):
        """True if the user has one of `roles` in the programme, initiative or dialogue of `obj_ids`."""
        return any(obj_ids.get(scope) in self.ids(scope, *roles) for scope in SCOPES)


def standing_of(user):
    """The Standing of `user`, kept on the user object for as long as the request lasts."""
    known = getattr(user, "_standing", None)
    if known is None:
        known = user._standing = _read(user)
    return known


def forget_standing(user):
    """Read it anew the next time: somebody has just been appointed."""
    user._standing = None
    user._register_access = None


def _appointments_and_parts(user):
    """Both in one query: (role, organisation, programme, initiative, dialogue) of each appointment, and
    (TAKES_PART, person, None, None, dialogue or None) of each part that the user takes as a person."""
    # A role that came with a seat in an advisory group ends on its last day, whether or not the clock
    # that takes it back has run since.
    serves = Q(seat__ends_on__isnull=True) | Q(seat__ends_on__gte=timezone.localdate())
    appointments = (
        user.appointments.filter(serves)
        .order_by()
        .values_list("role", "organisation_id", *(f"{scope}_id" for scope in SCOPES))
    )
    nothing = Value(None, output_field=BigIntegerField())
    parts = user.people.order_by().values_list(
        Value(TAKES_PART), "pk", nothing, nothing, "participations__dialogue_id"
    )
    return appointments.union(parts, all=True)


def _read(user):
    if not user.is_authenticated or not user.is_active:
        return Standing()
    standing = Standing(is_administrator=user.is_staff)
    for role, body_or_person, *scoped, dialogue_id in _appointments_and_parts(user):
        if role == TAKES_PART:
            standing.people.add(body_or_person)
            if dialogue_id:
                standing.takes_part_in.add(dialogue_id)
            continue
        for scope, pk in zip(SCOPES, (*scoped, dialogue_id), strict=True):
            if pk:
                standing.roles[role][scope].add(pk)
        if role == Role.PARTNER:
            standing.partner_of[dialogue_id] = body_or_person
    return standing


def ids_of(obj):
    """The ids of the dialogue, initiative and programme that `obj` is or belongs to."""
    if hasattr(obj, "initiative_id"):
        return {
            "dialogue": obj.pk,
            "initiative": obj.initiative_id,
            "programme": obj.initiative.programme_id,
        }
    if hasattr(obj, "programme_id"):
        return {"initiative": obj.pk, "programme": obj.programme_id}
    return {"programme": obj.pk}
