"""Reports that somebody waits for, and progress reports that wait for somebody, on *My work*."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from core.work import WorkItem
from reports.models import Period, Printing, ReportKind, Section

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
    """What was asked for: edition and format of a meeting report; of what else is printed, its kind."""
    if printing.report.kind == ReportKind.MEETING_REPORT:
        return f"{printing.get_edition_display()}, {printing.get_format_display()}"
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
                tone="bad" if period.due_on and period.due_on < today else "quiet",
                due=period.due_on,
            )


def section_work(user):
    """Sections of progress reports that the user is asked for, and those that wait to be taken."""
    rows = Section.objects.visible_to(user).exclude(state=Section.State.TAKEN)
    rows = rows.filter(period__state__in=(Period.State.DRAFT, Period.State.RETURNED))
    for section in rows.select_related("period__initiative").defer("period__snapshot"):
        is_own = section.asked_of_id == user.pk and section.is_written
        if is_own or (section.state == Section.State.HANDED_IN and section.asked_of_id != user.pk):
            yield WorkItem(
                title=f"{section.period.initiative}: {section}",
                url=section.get_absolute_url(),
                kind=_("Section of a progress report"),
                detail=section.get_state_display(),
                due=section.by_day,
            )
