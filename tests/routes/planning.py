"""The plan of a roadmap, what it comes from, its versions and their endorsement."""

from roadmaps.models import Roadmap
from tests import factories as make
from tests.routes import Route


def routes(world):
    initiative = world.initiative
    of_the_world = Roadmap.objects.filter(dialogue=world.dialogue)
    roadmap = of_the_world.filter(learning_group__isnull=False).order_by("pk").first()
    if roadmap is None:
        roadmap = make.RoadmapFactory(
            dialogue=world.dialogue,
            learning_group=make.LearningGroupFactory(
                programme=world.programme, dialogue=world.dialogue
            ),
        )
    theme = make.ThemeFactory(roadmap=roadmap)
    action = make.ActionFactory(theme=theme)
    reported = make.ActionFactory(theme=theme)
    make.ActionUpdateFactory(action=reported)
    advice = make.RecommendationFactory(initiative=initiative)
    version = make.RoadmapVersionFactory(roadmap=roadmap, number=1)
    last = make.RoadmapVersionFactory(roadmap=roadmap, number=2)
    seat = make.MembershipFactory(
        learning_group=roadmap.learning_group,
        person=make.PersonFactory(programme=world.programme),
    )
    link = make.PersonalLinkFactory(purpose="endorse")
    make.EndorsementFactory(version=last, member=seat, link=link)
    r, t, a, i = (roadmap.pk,), (theme.pk,), (action.pk,), (initiative.slug,)
    return [
        Route("roadmaps:roadmap_new"),
        Route("roadmaps:roadmap_new", query=f"?dialogue={world.dialogue.slug}", label="dialogue"),
        Route("roadmaps:plan", r),
        Route("roadmaps:roadmap_edit", r),
        Route("roadmaps:vision_edit", r),
        Route("roadmaps:theme_new", r),
        Route("roadmaps:theme_edit", t),
        Route("roadmaps:theme_delete", t),
        Route("roadmaps:theme_move", t),
        Route("roadmaps:action_new", t),
        Route("roadmaps:action_edit", a),
        Route("roadmaps:action_delete", a),
        Route("roadmaps:action_delete", (reported.pk,), label="reported on"),
        Route("roadmaps:action_move", a),
        Route("roadmaps:sources", r),
        Route("roadmaps:recommendations", i),
        Route("roadmaps:recommendation_new", i),
        Route("roadmaps:recommendation", (advice.pk,)),
        Route("roadmaps:recommendation_edit", (advice.pk,)),
        Route("roadmaps:recommendation_delete", (advice.pk,)),
        Route("roadmaps:recommendation_move", (advice.pk,)),
        Route("roadmaps:versions", r),
        Route("roadmaps:version_new", r),
        Route("roadmaps:version_compare", r),
        Route("roadmaps:version", (version.pk,)),
        Route("roadmaps:endorsing", (last.pk,)),
        Route("roadmaps:endorse_mine", (last.pk,)),
        Route("roadmaps:endorse_record", (last.pk, seat.pk)),
        Route("roadmaps:endorse_by_link", (link.key,)),
    ]
