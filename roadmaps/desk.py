"""What roadmaps put on a person's own desk."""

from django.utils.translation import gettext as _

from accounts.desk import Part
from dialogues.standing import standing_of
from roadmaps.models import Membership


def roadmap_parts(user):
    """The Learning and Leadership Groups that `user` sits in."""
    rows = Membership.objects.current().filter(person__in=standing_of(user).people)
    for row in rows.select_related("learning_group", "represents"):
        yield Part(
            role=row.role or _("Member"),
            title=row.learning_group.name,
            detail=row.represents_text or (row.represents.name if row.represents else ""),
        )
