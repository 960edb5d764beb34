"""Indicators and the logical framework of a roadmap."""

from roadmaps.models import Roadmap
from tests import factories as make
from tests.routes import Route


def routes(world):
    roadmap = Roadmap.objects.filter(dialogue=world.dialogue).order_by("pk").first()
    roadmap = roadmap or make.RoadmapFactory(dialogue=world.dialogue)
    result = make.ResultFactory(roadmap=roadmap, level="impact")
    action = make.ActionFactory(theme=make.ThemeFactory(roadmap=roadmap), result=result)
    make.IndicatorFactory(action=action)
    indicator = make.IndicatorFactory(action=None, result=result)
    indicator.disaggregations.create(name="Sex", parts=["women", "men"])
    value = make.IndicatorValueFactory(indicator=indicator)
    r, of, line = (roadmap.pk,), (indicator.pk,), (result.pk,)
    return [
        Route("roadmaps:indicators", r),
        Route("roadmaps:indicator_new", r, f"?action={action.pk}", "action"),
        Route("roadmaps:indicator_new", r, f"?result={result.pk}", "result"),
        Route("roadmaps:indicator", of),
        Route("roadmaps:indicator_edit", of),
        Route("roadmaps:value_new", of),
        Route("roadmaps:value_correct", (value.pk,)),
        Route("roadmaps:framework", r),
        Route("roadmaps:result_new", r),
        Route("roadmaps:result_edit", line),
        Route("roadmaps:result_move", line),
        Route("roadmaps:result_delete", line),
    ]
