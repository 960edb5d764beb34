"""The course of an initiative: its stages and their gates."""

from tests import factories as make
from tests.routes import Route


def routes(world):
    initiative = world.initiative
    stage = _stage(initiative, "advisory-group", state="open")
    ahead = _stage(initiative, "learning-events")
    i = (initiative.slug,)
    of_stage = (*i, stage.key)
    return [
        Route("dialogues:stages", i),
        Route("dialogues:stage_add", i),
        Route("dialogues:stage", of_stage),
        Route("dialogues:stage_decide", of_stage),
        Route("dialogues:stage_attest", (*of_stage, "group-works")),
        Route("dialogues:stage_plan", of_stage),
        Route("dialogues:stage_move", of_stage),
        Route("dialogues:stage_remove", (*i, ahead.key)),
    ]


def _stage(initiative, kind, **fields):
    """The initiative's stage of that kind; one with `fields` if it has none."""
    known = initiative.stages.filter(key=kind).first()
    return known or make.StageFactory(initiative=initiative, kind=kind, **fields)
