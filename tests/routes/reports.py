"""Addresses of what is printed of papers."""

from reports.models import ReportKind
from reports.production import folder
from reports.services import report_of_version
from roadmaps.models import Roadmap
from tests import factories as make
from tests.routes import Route


def routes(world):
    """Printing a version of a paper, and a printing of it and of its comments."""
    paper = world.initiative.papers.filter(kind="scoping-paper").first()
    paper = paper or make.PaperFactory(initiative=world.initiative)
    number = 1000  # whatever other modules made
    version = make.PaperVersionFactory(paper=paper, number=number)
    made = [
        make.PrintingFactory(
            report=report_of_version(version, kind), edition="internal", state="failed"
        )
        for kind in (paper.kind, ReportKind.COMMENTS)
    ]
    of_paper, of_comments = ((printing.pk,) for printing in made)
    to_read = (_page(made[0].report).pk,)
    return [
        Route("reports:printing_read", of_paper, label="not for the screen"),
        Route("reports:printing_read", to_read, label="for the screen"),
        Route("reports:print_roadmap", (_version(world).pk,)),
        Route("reports:print_paper", (world.initiative.slug, paper.kind, number)),
        Route("reports:printing", of_paper, label="of a paper"),
        Route("reports:printing_download", of_paper, label="of a paper, not ready"),
        Route("reports:printing_retry", of_paper, label="of a paper"),
        Route("reports:printing_publish", of_paper, label="of a paper"),
        Route("reports:printing_withdraw", of_paper, label="of a paper"),
        Route("reports:printing", of_comments, label="of comments"),
        Route("reports:printing_retry", of_comments, label="of comments"),
    ]


def _page(report):
    """A page for the screen that is ready."""
    made = make.PrintingFactory(
        report=report, edition="internal", format="html", state="ready", file_name="to-read.html"
    )
    (folder() / made.file_name).write_text("<!DOCTYPE html><title>A page</title>")
    return made


def _version(world):
    """A version of the roadmap of the world's group."""
    roadmap = Roadmap.objects.filter(dialogue=world.dialogue).order_by("pk").first()
    roadmap = roadmap or make.RoadmapFactory(dialogue=world.dialogue)
    return make.RoadmapVersionFactory(roadmap=roadmap, number=1000)
