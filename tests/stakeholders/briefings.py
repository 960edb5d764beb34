"""A map shared with the world's initiative and a briefing on it, for the tests of briefings."""

from types import SimpleNamespace

from stakeholders.services.briefings import release_briefing
from tests import factories as make


def briefed(world, *, by=None, is_shared=True):
    """A map of the world's programme, and a briefing for the miners of which one version is released."""
    shown = make.StakeholderMapFactory(
        programme=world.programme, title="Who decides on land", is_shared=is_shared
    )
    world.initiative.stakeholder_map = shown
    world.initiative.save()
    briefing = make.BriefingFactory(
        map=shown,
        group=world.miners,
        title="Come to Tarkwa",
        gains="- A **say** in the draft.",
        risks="It is written without you.",
        ask="Choose two speakers.",
    )
    version = release_briefing(briefing, based_on=briefing.version, note="The first", by=by)
    return SimpleNamespace(map=shown, briefing=briefing, version=version)
