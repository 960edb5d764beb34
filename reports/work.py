"""Reports that somebody waits for, and progress reports that wait for somebody, on *My work*."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from core.work import WorkItem
from reports.models import Period, Printing, ReportKind

# So long before its day a progress report asks to be written.
WRITTEN_BEFORE = timedelta(days=30)
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


def period_work(user):
    """Progress reports of initiatives that the user runs: to be approved, or due soon and not sent."""
    today = timezone.localdate()
    rows = Period.objects.run_by(user).exclude(state=Period.State.APPROVED)
    rows = rows.select_related("initiative").defer("snapshot")
    for period in rows.order_by("due_on", "pk"):
        is_sent = period.state == Period.State.PENDING
        is_near = period.due_on is not None and period.due_on <= today + WRITTEN_BEFORE
        if is_sent or is_near:
            yield WorkItem(
                title=f"{period.initiative}: {period}",
                url=period.get_absolute_url(),
                kind=_("Progress report"),
                detail=_("Awaits approval") if is_sent else period.get_state_display(),
                due=period.due_on,
            )
