"""What waits on *My work*: dialogues ahead that were cancelled, for those who meant to come."""

from django.utils import timezone
from django.utils.translation import gettext as _

from core.work import WorkItem
from dialogues.models import Dialogue


def cancelled_work(user):
    """Cancelled dialogues in which the user has a part, until their last day has passed. One query."""
    rows = Dialogue.objects.joined_by(user).filter(cancelled_at__isnull=False)
    for dialogue in rows.filter(ends_on__gte=timezone.localdate()):
        yield WorkItem(
            title=dialogue.title,
            url=dialogue.get_absolute_url(),
            kind=_("Cancelled dialogues"),
            detail=_("it will not be held on these days"),
            due=dialogue.starts_on if dialogue.starts_on >= timezone.localdate() else None,
            tone="bad",
        )


PROVIDERS = (cancelled_work,)
