"""A roadmap as pictures and as files."""

from tests import factories as make
from tests.routes import Route


def routes(world):
    roadmap = make.roadmap_of(world.dialogue)
    r = (roadmap.pk,)
    return [
        Route("roadmaps:board", r),
        Route("roadmaps:timeline", r),
        Route("roadmaps:progress", r),
        *(
            Route("roadmaps:export", (*r, form), label=form)
            for form in ("xlsx", "csv", "ics", "json")
        ),
    ]
