"""How a composed report is fetched, and what every page of it shows."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import NOTE_TAKERS, Role
from core.permissions import require
from core.text import as_key
from dialogues.frame import dialogue_or_404, frame
from dialogues.models import Appointment
from reports import services
from reports.composer.desk import Desk
from reports.composer.registry import COMPOSED
from reports.models import ReportPart


class Place:
    """Where a request stands: a composed report of a dialogue, and who asks. 404 for strangers and for
    kinds that are not composed, 403 for those who are not of its team."""

    def __init__(self, request, slug, kind):
        self.request = request
        self.dialogue = dialogue_or_404(request, slug)
        require(request.user, "reports.change_report", self.dialogue)
        if kind not in COMPOSED:
            raise Http404
        self.report = services.report_of(self.dialogue, kind)
        # With all that its frame read.
        self.report.dialogue = self.dialogue
        self.desk = Desk(self.report)

    def part(self, pk):
        """The part `pk` of this report; 404 if it has none such."""
        part = get_object_or_404(ReportPart, report=self.report, pk=as_key(pk))
        part.report = self.report
        return part

    def url(self, name, *args):
        """The address of a page of this report."""
        return reverse(f"reports:{name}", args=[self.dialogue.slug, self.report.kind, *args])

    def context(self, **more):
        """What every page of it shows, with the way to it."""
        shown = frame(self.request, self.dialogue, "reports")
        way = [
            *shown["crumbs"],
            {"label": self.dialogue.title, "url": self.dialogue.get_absolute_url()},
            {
                "label": _("Reports"),
                "url": reverse("reports:dialogue_reports", args=[self.dialogue.slug]),
            },
            {"label": self.report.get_kind_display(), "url": self.url("compose")},
        ]
        return {
            "dialogue": self.dialogue,
            "report": self.report,
            "place": self,
            "crumbs": way,
            "naming": shown["naming"],
            **more,
        }

    @property
    def team(self):
        """Who composes reports of this dialogue: its convenors and those who take its notes."""
        initiative = self.dialogue.initiative
        rows = Appointment.objects.filter(
            dialogue=self.dialogue, role__in=(Role.CONVENOR, *NOTE_TAKERS)
        )
        rows = rows | Appointment.objects.filter(initiative=initiative, role=Role.CONVENOR)
        rows = rows | Appointment.objects.filter(
            programme=initiative.programme_id, role=Role.CONVENOR
        )
        users = User.objects.filter(is_active=True, pk__in=rows.values("user"))
        return users.order_by("name", "email")
