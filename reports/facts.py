"""What reports tell the gates of an initiative (dialogues.facts)."""

from django.db.models import Exists, OuterRef
from django.urls import reverse

from dialogues.facts import held_by, number_of
from dialogues.models import Dialogue
from reports.models import Printing, ReportKind


def report_facts(today):
    """Dialogues of an initiative that were held and whose meeting report is not published."""
    published = Printing.objects.published().filter(
        report__dialogue=OuterRef("pk"), report__kind=ReportKind.MEETING_REPORT
    )
    held = Dialogue.objects.filter(held_by(today), initiative=OuterRef("pk"))
    return {"unreported": number_of(held.exclude(Exists(published)), "initiative")}


def reports_url(initiative):
    """Where the reports of `initiative` are found."""
    return reverse("reports:report_list")
