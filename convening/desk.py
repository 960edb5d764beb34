"""What convening puts on a person's own desk."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.desk import Desk, Link
from dialogues.models import Dialogue, Participation
from dialogues.standing import standing_of

# So many agendas at most: the desk leads on, and is no list.
MOST = 3
DECLINED = Participation.Status.DECLINED


def convening_desk(user):
    """The way to the released agenda of each dialogue ahead in which `user` takes part; one query."""
    people = standing_of(user).people
    if not people:
        return Desk()
    own = Participation.objects.filter(person__in=people).exclude(status=DECLINED)
    rows = Dialogue.objects.filter(
        pk__in=own.values("dialogue"),
        agenda_releases__isnull=False,
        cancelled_at__isnull=True,
        ends_on__gte=timezone.localdate(),
    )
    links = (
        Link(
            _("Your agenda: %(title)s") % {"title": dialogue.title},
            reverse("convening:my_agenda", args=[dialogue.slug]),
        )
        for dialogue in rows.distinct().order_by("starts_on", "pk")[:MOST]
    )
    return Desk(links=tuple(links))
