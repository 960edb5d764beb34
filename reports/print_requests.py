"""Asking for something to be printed: a dialogue's report, a paper, a stakeholder map, a briefing, an agenda,
minutes, a roadmap."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.permissions import require
from core.text import as_key
from dialogues.frame import dialogue_or_404
from dialogues.initiative_frame import PREPARATION, initiative_or_404
from dialogues.models import Paper, PaperVersion
from reports import services
from reports.forms import BriefingPrintForm, MapPrintForm, PaperPrintForm, PrintForm
from reports.models import Edition, Report, ReportKind
from roadmaps.models import LearningGroup, Meeting, Roadmap, RoadmapVersion
from stakeholders.models import BriefingVersion, StakeholderMap


@login_required
@require_POST
def request_printing(request, slug):
    """Ask for an edition of a composed report: of the meeting report, if nothing else is said."""
    dialogue = dialogue_or_404(request, slug)
    require(request.user, "reports.request_printing", dialogue)
    form = PrintForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose for whom the report is to be printed."))
        return redirect("reports:dialogue_reports", slug=slug)
    printing = services.request_printing(
        services.report_of(dialogue, form.cleaned_data["kind"]),
        edition=form.cleaned_data["edition"],
        file_format=form.cleaned_data["format"],
        by=request.user,
    )
    return redirect(printing)


@login_required
@require_POST
def print_paper(request, slug, kind, number):
    """Ask for a version of a paper, or for the comments on it, as PDF or Word."""
    initiative = initiative_or_404(request, slug)
    require(request.user, PREPARATION, initiative)
    papers = Paper.objects.visible_to(request.user).filter(initiative=initiative, kind=kind)
    rows = PaperVersion.objects.select_related("paper__initiative").filter(paper__in=papers)
    version = get_object_or_404(rows, number=as_key(number))
    form = PaperPrintForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose what is to be printed, and whether as PDF or Word."))
        return redirect(version)
    is_paper = form.cleaned_data["what"] == PaperPrintForm.PAPER
    what = version.paper.kind if is_paper else ReportKind.COMMENTS
    require(request.user, "reports.print_report", Report(paper_version=version, kind=what))
    printing = services.request_printing(
        services.report_of_version(version, what),
        edition=form.cleaned_data["edition"],
        file_format=form.cleaned_data["format"],
        by=request.user,
    )
    return redirect(printing)


@login_required
@require_POST
def print_map(request, slug):
    """Ask for a stakeholder map as it was on a day, as PDF or as a picture."""
    shown = get_object_or_404(StakeholderMap.objects.visible_to(request.user), slug=slug)
    kind = ReportKind.STAKEHOLDER_MAP
    require(request.user, "reports.print_report", Report(stakeholder_map=shown, kind=kind))
    form = MapPrintForm(request.POST)
    if not form.is_valid():
        messages.error(
            request, _("Choose PDF or picture, and a day that exists, or none for today.")
        )
        return redirect(shown)
    printing = services.request_printing(
        services.report_of_map(shown),
        edition=Edition.INTERNAL,
        file_format=form.cleaned_data["format"],
        as_of=form.cleaned_data["on"],
        by=request.user,
    )
    return redirect(printing)


@login_required
@require_POST
def print_briefing(request, version_pk):
    """Ask for a version of a briefing as PDF or Word."""
    maps = StakeholderMap.objects.visible_to(request.user)
    rows = BriefingVersion.objects.filter(briefing__map__in=maps)
    version = get_object_or_404(rows.select_related("briefing__map"), pk=as_key(version_pk))
    kind = ReportKind.BRIEFING
    require(request.user, "reports.print_report", Report(briefing_version=version, kind=kind))
    form = BriefingPrintForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose whether it is to be printed as PDF or Word."))
        return redirect(version)
    printing = services.request_printing(
        services.report_of_briefing(version),
        edition=Edition.INTERNAL,
        file_format=form.cleaned_data["format"],
        by=request.user,
    )
    return redirect(printing)


@login_required
@require_POST
def print_agenda(request, slug, number):
    """Ask for a released agenda, for the team or as everybody may read it."""
    dialogue = dialogue_or_404(request, slug)
    require(request.user, "convening.convene", dialogue)
    release = get_object_or_404(
        dialogue.agenda_releases.select_related("dialogue__initiative"), number=as_key(number)
    )
    form = PrintForm(request.POST, of=ReportKind.AGENDA)
    if not form.is_valid():
        messages.error(request, _("Choose for whom the agenda is to be printed."))
        return redirect("convening:release", slug=slug, number=release.number)
    return _printed(request, services.report_of_release(release), form)


@login_required
@require_POST
def print_minutes(request, pk):
    """Ask for the minutes of a group's meeting."""
    groups = LearningGroup.objects.inside(request.user)
    rows = Meeting.objects.filter(learning_group__in=groups)
    meeting = get_object_or_404(rows.select_related("learning_group"), pk=as_key(pk))
    form = PrintForm(request.POST, of=ReportKind.MINUTES)
    if not form.is_valid():
        messages.error(request, _("Choose from the formats that are offered."))
        return redirect(meeting)
    return _printed(request, services.report_of_meeting(meeting), form)


@login_required
@require_POST
def print_roadmap(request, pk):
    """Ask for a version of a roadmap, for the group or as everybody may read it."""
    roadmaps = Roadmap.objects.visible_to(request.user)
    rows = RoadmapVersion.objects.filter(roadmap__in=roadmaps.order_by().values("pk"))
    version = get_object_or_404(
        rows.select_related("roadmap__dialogue__initiative", "roadmap__learning_group"),
        pk=as_key(pk),
    )
    require(request.user, "reports.print_roadmap", version.roadmap)
    form = PrintForm(request.POST, of=ReportKind.ROADMAP)
    if not form.is_valid():
        messages.error(request, _("Choose from the formats that are offered."))
        return redirect("roadmaps:version", pk=version.pk)
    return _printed(request, services.report_of_roadmap(version), form)


def _printed(request, report, form):
    printing = services.request_printing(
        report,
        edition=form.cleaned_data["edition"],
        file_format=form.cleaned_data["format"],
        by=request.user,
    )
    return redirect(printing)
