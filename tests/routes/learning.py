"""The learning space and shared themes."""

from roadmaps.models import LearningGroup
from tests import factories as make
from tests.routes import Route


def routes(world):
    group = LearningGroup.objects.filter(dialogue=world.dialogue).first()
    group = group or make.LearningGroupFactory(programme=world.programme, dialogue=world.dialogue)
    own = make.LessonFactory(learning_group=group)
    public = make.LessonFactory(learning_group=group, reach="public")
    topic = make.TopicFactory(programme=world.programme)
    roadmap = make.roadmap_of(world.dialogue)
    make.ActionFactory(theme=make.ThemeFactory(roadmap=roadmap, topic=topic))
    return [
        Route("roadmaps:lessons"),
        Route("roadmaps:lesson", (own.pk,)),
        Route("roadmaps:lesson", (public.pk,), label="public"),
        Route("roadmaps:lesson_edit", (own.pk,)),
        Route("roadmaps:group_lessons", (group.pk,)),
        Route("roadmaps:lesson_new", (group.pk,)),
        Route("roadmaps:topics"),
        Route("roadmaps:topic", (topic.pk,)),
    ]
