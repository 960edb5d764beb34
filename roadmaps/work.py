"""What waits for those who lead actions, or could unblock one, on *My work*. Two queries."""

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from core.work import WorkItem
from dialogues.standing import standing_of
from roadmaps.models import Action, Blockage
from roadmaps.state import standing_on

SEE = "roadmaps.view_roadmap"


def roadmap_work(user):
    """Unfinished actions that the user leads, and what stops others that they could unblock, of roadmaps that
    they may read: who leads from outside the group has a personal link, and no page."""
    today = timezone.localdate()
    actions = Action.objects.led_by(user).unfinished()
    actions = actions.select_related("theme__roadmap__dialogue__initiative")
    for action in actions.annotate(last_word=Max("updates__date")):
        if not user.has_perm(SEE, action.theme.roadmap):
            continue
        standing = standing_on(
            today,
            action,
            last_word=action.last_word,
            silent_after=action.theme.roadmap.silent_after,
        )
        yield WorkItem(
            title=action.title,
            url=action.get_absolute_url(),
            kind=_("Action you lead"),
            detail=_detail(action, standing),
            due=action.due,
            tone="bad" if standing.is_late else "warn" if standing.is_silent else "quiet",
        )
    people = standing_of(user).people
    stopped = Blockage.objects.filter(unblocker_person__in=people, resolved_on__isnull=True)
    stopped = stopped.select_related("action__theme__roadmap__dialogue__initiative")
    for blockage in stopped.order_by("since", "pk") if people else ():
        if not user.has_perm(SEE, blockage.action.theme.roadmap):
            continue
        yield WorkItem(
            title=blockage.action.title,
            url=blockage.action.get_absolute_url(),
            kind=_("You can unblock it"),
            detail=blockage.text,
            tone="bad",
        )


def _detail(action, standing):
    if standing.is_late:
        return _("overdue")
    if standing.is_silent:
        return _("no word for %(days)d days") % {"days": standing.silent_for}
    return str(action.get_status_display())
