"""Imports that wait for somebody."""

from django.utils.translation import gettext as _

from core.work import WorkItem
from stakeholders.models import Import

WAITING = (Import.State.MATCHING, Import.State.PREVIEW, Import.State.FAILED)
TONES = {Import.State.FAILED: "bad", Import.State.PREVIEW: "active"}


def import_work(user):
    """Sheets that the user brought and that go no further without them."""
    rows = Import.objects.visible_to(user).filter(by=user, state__in=WAITING)
    for import_ in rows.defer("headings", "sample", "counts"):
        yield WorkItem(
            title=import_.file_name,
            url=import_.get_absolute_url(),
            kind=_("Sheet that you brought"),
            detail=import_.get_state_display(),
            tone=TONES.get(import_.state, "quiet"),
        )


PROVIDERS = (import_work,)
