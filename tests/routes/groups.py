"""Learning and Leadership Groups: their pages, members, and the passing on of their convening rights."""

from datetime import date

from roadmaps.models import GroupConvenor, LearningGroup
from tests import factories as make
from tests.routes import Route


def routes(world):
    programme = world.programme
    group = LearningGroup.objects.filter(dialogue=world.dialogue).first()
    group = group or make.LearningGroupFactory(programme=programme, dialogue=world.dialogue)
    public = make.LearningGroupFactory(programme=programme, is_public=True, terms="Terms")
    member = make.MembershipFactory(
        learning_group=group, person=make.PersonFactory(programme=programme)
    )
    former = make.MembershipFactory(
        learning_group=group,
        person=make.PersonFactory(programme=programme),
        left_on=date(2025, 1, 1),
    )
    offer = make.HandOverFactory(
        learning_group=group,
        to_organisation=world.partner_body,
        to_person=make.PersonFactory(programme=programme),
    )
    convenor = GroupConvenor.objects.create(learning_group=group, user=make.UserFactory())
    g = (group.pk,)
    return [
        Route("roadmaps:group_list"),
        Route("roadmaps:group_new"),
        Route("roadmaps:group", g),
        Route("roadmaps:group", (public.pk,), label="public"),
        Route("roadmaps:group_edit", g),
        Route("roadmaps:members", g),
        Route("roadmaps:members", (public.pk,), label="public"),
        Route("roadmaps:member_new", g),
        Route("roadmaps:member_edit", (member.pk,)),
        Route("roadmaps:member_leave", (member.pk,)),
        Route("roadmaps:member_leave", (former.pk,), label="has left"),
        Route("roadmaps:handing_over", g),
        Route("roadmaps:hand_over_offer", g),
        Route("roadmaps:hand_over_back", g),
        Route("roadmaps:convenor_new", g),
        Route("roadmaps:take_back", g),
        Route("roadmaps:hand_over_answer", (offer.pk,)),
        Route("roadmaps:hand_over_withdraw", (offer.pk,)),
        Route("roadmaps:convenor_end", (convenor.pk,)),
    ]
