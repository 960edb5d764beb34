"""What waits on *My work*: for those who run dialogues, and for those who have a part in them."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import Role
from core.work import WorkItem
from dialogues.models import Dialogue
from dialogues.standing import standing_of

# For so long a dialogue that was held stays on the desk of who had a part in it.
KEPT = timedelta(days=365)


def dialogue_work(user):
    """Dialogues ahead that the user prepares, and those held whose notes are not drawn together yet."""
    today = timezone.localdate()
    rows = Dialogue.objects.noted_by(user).filter(cancelled_at__isnull=True).with_preparation()
    for dialogue in rows.filter(ends_on__gte=today):
        missing = []
        if not dialogue.agenda_count:
            missing.append(_("no agenda yet"))
        if not dialogue.people_count:
            missing.append(_("nobody invited yet"))
        yield WorkItem(
            title=dialogue.title,
            url=dialogue.get_absolute_url(),
            kind=_("Dialogue ahead"),
            detail=", ".join(missing) or _("has an agenda and people"),
            due=_if_ahead(dialogue, today),
            tone="warn" if missing else "quiet",
        )
    for dialogue in rows.filter(ends_on__lt=today, key_messages__isnull=True):
        yield WorkItem(
            title=dialogue.title,
            url=reverse("dialogues:dialogue_outcomes", args=[dialogue.slug]),
            kind=_("Dialogue held"),
            detail=_("its key messages have not been written yet"),
            tone="warn",
        )


def joined_work(user):
    """Dialogues in which the user has a part: what lies ahead, and what was held within a year."""
    today = timezone.localdate()
    partner_at = standing_of(user).ids("dialogue", Role.PARTNER)
    joined = Dialogue.objects.joined_by(user).filter(cancelled_at__isnull=True)
    for dialogue in joined.filter(ends_on__gte=today - KEPT):
        ahead = dialogue.ends_on >= today
        if ahead and dialogue.pk in partner_at:
            tab, detail = "dialogue_people", _("register the people you bring")
        elif ahead:
            tab, detail = "dialogue_agenda", _("its agenda and who is coming")
        else:
            tab, detail = "dialogue", _("what came of it")
        yield WorkItem(
            title=dialogue.title,
            url=reverse(f"dialogues:{tab}", args=[dialogue.slug]),
            kind=_("Your dialogues"),
            detail=detail,
            due=_if_ahead(dialogue, today),
        )


def _if_ahead(dialogue, today):
    """The first day of a dialogue that has not begun: one that is under way is not overdue."""
    return dialogue.starts_on if dialogue.starts_on >= today else None


PROVIDERS = (dialogue_work, joined_work)
