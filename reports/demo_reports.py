"""What the demo has printed: a report of each stage, some of them published."""

from dialogues.models import Dialogue, PaperVersion
from reports import production, services
from reports.models import Edition, Printing, ReportKind
from roadmaps.models import Meeting, RoadmapVersion


def printed_of(programme):
    """(report, edition, whether it is published) of everything that is printed for `programme`."""
    papers = PaperVersion.objects.filter(paper__initiative__programme=programme)
    newest = {}
    for version in papers.select_related("paper").order_by("number"):
        newest[version.paper_id] = version
    for version in newest.values():
        yield services.report_of_version(version, version.paper.kind), Edition.INTERNAL, False
    dialogues = Dialogue.objects.filter(
        initiative__programme=programme, sessions__contributions__isnull=False
    )
    for dialogue in dialogues.distinct().order_by("starts_on"):
        yield services.report_of(dialogue), Edition.PUBLIC, dialogue.is_public
    for kind in (ReportKind.SUMMARY, ReportKind.CO_CHAIRS):
        for dialogue in dialogues.filter(reports__kind=kind).distinct():
            yield services.report_of(dialogue, kind), Edition.INTERNAL, False
    meeting = Meeting.objects.filter(learning_group__programme=programme, state="held").first()
    yield services.report_of_meeting(meeting), Edition.INTERNAL, False
    versions = RoadmapVersion.objects.filter(roadmap__dialogue__initiative__programme=programme)
    newest = versions.order_by("number").last()
    yield services.report_of_roadmap(newest), Edition.PUBLIC, newest.roadmap.is_public


def print_reports(programme, *, by):
    """Print here and now whatever of this is not printed yet, as asked for by the user `by`."""
    for report, edition, is_published in printed_of(programme):
        if report.printings.filter(edition=edition).exists():
            continue
        printing = services.request_printing(report, edition=edition, by=by)
        production.produce(printing.pk)
        printing.refresh_from_db()
        if is_published and printing.state == Printing.State.READY:
            services.publish_printing(printing, by=by)
    _print_what_waits(programme)


def _print_what_waits(programme):
    """The files of published progress reports: their donor need not wait for a worker."""
    waiting = Printing.objects.filter(
        report__period__initiative__programme=programme, state=Printing.State.QUEUED
    )
    for pk in waiting.order_by("pk").values_list("pk", flat=True):
        production.produce(pk)
