"""Briefings of a map that is shared with the world's initiative, and the printing of both."""

from reports.services import report_of_briefing, report_of_map
from tests import factories as make
from tests.routes import Route


def routes(world):
    initiative = world.initiative
    if initiative.stakeholder_map is None:
        initiative.stakeholder_map = make.StakeholderMapFactory(programme=world.programme)
        initiative.save()
    shown = initiative.stakeholder_map
    shown.is_shared = True
    shown.save()
    briefing = make.BriefingFactory(map=shown, group=world.miners, gains="Much.")
    version = make.BriefingVersionFactory(briefing=briefing, number=1, gains="Much.")
    b = (shown.slug, briefing.pk)
    of_map, of_briefing = (
        (make.PrintingFactory(report=report, edition="internal", state="failed").pk,)
        for report in (report_of_map(shown), report_of_briefing(version))
    )
    return [
        Route("stakeholders:briefing_list", (shown.slug,)),
        Route("stakeholders:briefing_add", (shown.slug, world.companies.pk)),
        Route("stakeholders:briefing", b),
        Route("stakeholders:briefing_edit", b),
        Route("stakeholders:briefing_release", b),
        Route("stakeholders:briefing_compare", b),
        Route("stakeholders:briefing_version", (*b, 1)),
        Route("stakeholders:briefing_send", (*b, 1)),
        Route("reports:print_map", (shown.slug,)),
        Route("reports:print_briefing", (version.pk,)),
        Route("reports:printing", of_map, label="of a map"),
        Route("reports:printing_retry", of_map, label="of a map"),
        Route("reports:printing", of_briefing, label="of a briefing"),
        Route("reports:printing_publish", of_briefing, label="of a briefing"),
    ]
