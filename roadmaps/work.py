"""What waits for those who lead actions, on *My work*."""

from django.utils import timezone
from django.utils.translation import gettext as _

from core.work import WorkItem
from roadmaps.models import Action


def roadmap_work(user):
    """Unfinished actions that the user leads."""
    today = timezone.localdate()
    actions = Action.objects.led_by(user).unfinished().select_related("theme__roadmap")
    for action in actions:
        late = action.due is not None and action.due < today
        yield WorkItem(
            title=action.title,
            url=action.theme.roadmap.get_absolute_url(),
            kind=_("Action you lead"),
            detail=_("overdue") if late else str(action.get_status_display()),
            due=action.due,
            tone="bad" if late else "quiet",
        )
