"""Addresses of what is printed for the day of a dialogue and after it."""

from reports.services import report_of, report_of_participation
from tests import factories as make
from tests.routes import Route


def routes(world):
    """The page, what it posts to, and printings for the team and of a letter."""
    dialogue = world.dialogue
    d = (dialogue.slug,)
    person = make.PersonFactory(programme=world.programme)
    row = make.ParticipationFactory(dialogue=dialogue, person=person, status="registered")
    badges, letter = (
        (make.PrintingFactory(report=report, edition="internal", state="failed").pk,)
        for report in (report_of(dialogue, "badges"), report_of_participation(row))
    )
    return [
        Route("reports:day_papers", d),
        Route("reports:print_day_paper", (*d, "table-cards")),
        Route("reports:print_letter", d),
        Route("reports:thank", d),
        Route("reports:printing", badges, label="of badges"),
        Route("reports:printing_retry", badges, label="of badges"),
        Route("reports:printing_publish", badges, label="of badges"),
        Route("reports:printing", letter, label="of a letter"),
        Route("reports:printing_download", letter, label="of a letter, not ready"),
        Route("reports:printing_retry", letter, label="of a letter"),
    ]
