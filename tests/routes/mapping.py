"""Stakeholder maps: one that is the initiative's and is shared, one that is nobody's."""

from tests import factories as make
from tests.routes import Route


def routes(world):
    # An initiative has one map: whichever module came first has made it.
    shared = world.initiative.stakeholder_map
    if shared is None:
        shared = make.StakeholderMapFactory(programme=world.programme, is_shared=True)
        world.initiative.stakeholder_map = shared
        world.initiative.save()
    kept = make.StakeholderMapFactory(programme=world.programme)
    row = shared.stakeholders.filter(group=world.miners).first() or make.StakeholderFactory(
        map=shared, group=world.miners
    )
    judged = row.assessments.first() or make.AssessmentFactory(stakeholder=row)
    m, entry = (shared.slug,), (shared.slug, row.pk)
    return [
        Route("stakeholders:map_list"),
        Route("stakeholders:map_add"),
        Route("stakeholders:map", m),
        Route("stakeholders:map", (kept.slug,), label="not shared"),
        Route("stakeholders:map_edit", m),
        Route("stakeholders:map_compare", m),
        Route("stakeholders:map_compare", (kept.slug,), label="not shared"),
        Route("stakeholders:map_svg", m),
        Route("stakeholders:map_svg", (kept.slug,), label="not shared"),
        Route("stakeholders:map_table", m),
        Route("stakeholders:stakeholder_add", m),
        Route("stakeholders:stakeholder", entry),
        Route("stakeholders:stakeholder_assess", entry),
        Route("stakeholders:map_place", entry),
        Route("stakeholders:stakeholder_remove", entry),
        Route("stakeholders:assessment_delete", (*entry, judged.pk)),
        Route("dialogues:initiative_map", (world.initiative.slug,)),
    ]
