"""What waits for convenors and note-takers on *My work*."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.work import WorkItem
from dialogues.models import Dialogue


def dialogue_work(user):
    """Dialogues ahead that the user prepares, and those held whose notes are not drawn together yet."""
    today = timezone.localdate()
    rows = Dialogue.objects.noted_by(user).with_preparation()
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
            due=dialogue.starts_on,
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
