"""Meetings of a Learning and Leadership Group."""

from roadmaps.models import LearningGroup
from tests import factories as make
from tests.routes import Route


def routes(world):
    group = LearningGroup.objects.filter(dialogue=world.dialogue).first()
    group = group or make.LearningGroupFactory(programme=world.programme, dialogue=world.dialogue)
    meeting = make.MeetingFactory(learning_group=group, number=7)
    item = make.MeetingItemFactory(meeting=meeting)
    decision = make.DecisionFactory(meeting=meeting)
    g, m = (group.pk,), (meeting.pk,)
    return [
        Route("roadmaps:meetings", g),
        Route("roadmaps:meeting_new", g),
        Route("roadmaps:meeting", m),
        Route("roadmaps:meeting_edit", m),
        Route("roadmaps:meeting_closing", m),
        Route("roadmaps:meeting_step", (*m, "open"), label="open"),
        Route("roadmaps:meeting_step", (*m, "close"), label="close"),
        Route("roadmaps:minutes_approve", m),
        Route("roadmaps:presence", m),
        Route("roadmaps:item_new", m),
        Route("roadmaps:item_edit", (item.pk,)),
        Route("roadmaps:item_move", (item.pk,)),
        Route("roadmaps:item_delete", (item.pk,)),
        Route("roadmaps:decision_new", m),
        Route("roadmaps:decision_edit", (decision.pk,)),
        Route("roadmaps:dissent_new", (decision.pk,)),
        Route("roadmaps:review", m),
        Route("reports:print_minutes", m),
    ]
