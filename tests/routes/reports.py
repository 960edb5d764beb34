"""Addresses of what is printed of papers."""

from reports.models import ReportKind
from reports.services import report_of_version
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
    return [
        Route("reports:print_paper", (world.initiative.slug, paper.kind, number)),
        Route("reports:printing", of_paper, label="of a paper"),
        Route("reports:printing_download", of_paper, label="of a paper, not ready"),
        Route("reports:printing_retry", of_paper, label="of a paper"),
        Route("reports:printing_publish", of_paper, label="of a paper"),
        Route("reports:printing_withdraw", of_paper, label="of a paper"),
        Route("reports:printing", of_comments, label="of comments"),
        Route("reports:printing_retry", of_comments, label="of comments"),
    ]
