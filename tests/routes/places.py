"""Places of a dialogue: the plan, the waiting list, approval."""

from tests import factories as make
from tests.routes import Route


def routes(world):
    slug = world.dialogue.slug
    waits = make.ParticipationFactory(
        dialogue=world.dialogue,
        person=make.PersonFactory(programme=world.programme),
        status="waiting",
    )
    make.RegistrationFactory(participation=waits)
    return [
        Route("convening:places", (slug,)),
        Route("convening:waiting", (slug,)),
        Route("convening:waiting_move", (slug, waits.pk)),
        Route("convening:waiting_off", (slug, waits.pk)),
        Route("convening:approval", (slug,)),
    ]
