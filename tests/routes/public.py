"""What everybody may read of a roadmap, and how it is published and withdrawn."""

from django.utils import timezone

from roadmaps.models import Roadmap
from roadmaps.versions import freeze
from tests import factories as make
from tests.routes import Route

LAST = 900  # a version that comes after all others


def routes(world):
    rows = Roadmap.objects.filter(dialogue=world.dialogue, learning_group__isnull=False)
    open_ = rows.order_by("pk").first() or _made(world)
    closed = _made(world)
    # With all that is written in the plan.
    shown = make.RoadmapVersionFactory(
        roadmap=open_, number=LAST, snapshot=freeze(open_), published_at=timezone.now()
    )
    kept = make.RoadmapVersionFactory(roadmap=closed)
    return [
        Route("roadmaps:public", (open_.pk,), label="published"),
        Route("roadmaps:public", (closed.pk,), label="not published"),
        Route("roadmaps:public_feed", (open_.pk,), label="published"),
        Route("roadmaps:public_feed", (closed.pk,), label="not published"),
        Route("roadmaps:version_preview", (kept.pk,)),
        Route("roadmaps:version_publish", (kept.pk,)),
        Route("roadmaps:version_withdraw", (shown.pk,)),
    ]


def _made(world):
    group = make.LearningGroupFactory(programme=world.programme, dialogue=world.dialogue)
    return make.RoadmapFactory(dialogue=world.dialogue, learning_group=group)
