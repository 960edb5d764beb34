"""Reports that somebody waits for, on *My work*."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from core.work import WorkItem
from reports.models import Printing, ReportKind

TONES = {Printing.State.READY: "good", Printing.State.FAILED: "bad"}


def report_work(user):
    """Printings of the last week that the user asked for, whatever became of them."""
    since = timezone.now() - timedelta(days=7)
    rows = user.printings_awaited.filter(created_at__gte=since).visible_to(user)
    for printing in rows.without_snapshot():
        yield WorkItem(
            title=str(printing.report),
            url=printing.get_absolute_url(),
            kind=_("Report you asked for"),
            detail=f"{_what(printing)}: {printing.get_state_display()}",
            tone=TONES.get(printing.state, "quiet"),
        )


def _what(printing):
    """What was asked for: the edition of a meeting report; of what else is printed, kind and format."""
    if printing.report.kind == ReportKind.MEETING_REPORT:
        return printing.get_edition_display()
    return f"{printing.report.get_kind_display()}, {printing.get_format_display()}"
