"""Actions, the updates that move them, and the links of those who lead them."""

from roadmaps.models import OwnerLink, UpdateFile
from tests import factories as make
from tests.routes import Route


def routes(world):
    roadmap = make.roadmap_of(world.dialogue)
    theme = make.ThemeFactory(roadmap=roadmap)
    body = world.partner_body
    action = make.ActionFactory(theme=theme, lead_organisation=body)
    # Somebody leads one, too: their consent and their name are asked for.
    make.ActionFactory(theme=theme, lead_person=make.PersonFactory(programme=world.programme))
    update = make.ActionUpdateFactory(action=action)
    file = UpdateFile.objects.create(update=update, upload=make.UploadFactory())
    link = make.PersonalLinkFactory(purpose="actions")
    OwnerLink.objects.create(roadmap=roadmap, organisation=body, link=link)
    seat = make.PersonalLinkFactory(purpose="seat")
    group = roadmap.learning_group or make.LearningGroupFactory(programme=world.programme)
    make.MembershipFactory(
        learning_group=group, person=make.PersonFactory(programme=world.programme), link=seat
    )
    a, r, owner = (action.pk,), (roadmap.pk,), (roadmap.pk, f"o{body.pk}")
    return [
        Route("roadmaps:action", a),
        Route("roadmaps:update_new", a),
        Route("roadmaps:update_correct", (update.pk,)),
        Route("roadmaps:update_file", (file.pk,)),
        Route("roadmaps:reminders", r),
        Route("roadmaps:owner_link", owner),
        Route("roadmaps:owner_revoke", owner),
        Route("roadmaps:mine", (link.key,)),
        Route("roadmaps:mine_action", (link.key, action.pk)),
        Route("roadmaps:seat_by_link", (seat.key,)),
    ]
