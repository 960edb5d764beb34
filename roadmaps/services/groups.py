"""Groups and their members: made, changed, left."""

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from core.links import revoke
from core.services import next_position, save_version
from roadmaps.exceptions import AlreadyMember, LearningGroupNameTaken, LeftAlready
from roadmaps.models import Action, Membership


def found_group(group):
    """Store a new group. Atomic; raises LearningGroupNameTaken if its programme has one of this name."""
    try:
        with transaction.atomic():
            group.save(force_insert=True)
    except IntegrityError:
        raise LearningGroupNameTaken from None
    return group


def change_group(group, *, based_on, fields):
    """Save what was changed of a group. Atomic; raises StaleVersion, and LearningGroupNameTaken if another of
    its programme has its name."""
    try:
        return save_version(group, based_on=based_on, fields=fields)
    except IntegrityError:
        raise LearningGroupNameTaken from None


@transaction.atomic
def add_member(membership):
    """Give somebody a seat, after the last one. Atomic; raises AlreadyMember."""
    membership.position = next_position(membership.learning_group.members)
    try:
        with transaction.atomic():
            membership.save(force_insert=True)
    except IntegrityError as clash:
        raise AlreadyMember from clash
    return membership


def change_member(membership, *, based_on, fields):
    """Save what was changed of a seat. Atomic; raises StaleVersion."""
    return save_version(membership, based_on=based_on, fields=fields)


@transaction.atomic
def leave(membership, *, left_on, reason):
    """End a member's seat on a day and for a reason; their links to the group open nothing more, what
    they wrote and led stays. Atomic; raises LeftAlready."""
    rows = Membership.objects.filter(pk=membership.pk, left_on__isnull=True)
    if not rows.update(
        left_on=left_on, left_reason=reason, keeps_roadmap=False, version=F("version") + 1
    ):
        raise LeftAlready
    asked = membership.endorsements.filter(state="asked", link__isnull=False)
    for endorsement in asked.select_related("link"):
        revoke(endorsement.link)
    if membership.link_id:
        revoke(membership.link)


def actions_left_behind(membership):
    """Unfinished actions of the group's roadmaps that the member leads or supports, with their part in
    words."""
    of_group = Action.objects.filter(theme__roadmap__learning_group=membership.learning_group_id)
    person = membership.person_id
    rows = of_group.filter(Q(lead_person=person) | Q(supporters__person=person)).unfinished()
    return [
        (row, _("leads it") if row.lead_person_id == person else _("supports it"))
        for row in rows.distinct().order_by("due", "pk")
    ]
