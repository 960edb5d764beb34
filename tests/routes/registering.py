"""Registering others, one after another."""

from tests import factories as make
from tests.routes import Route


def routes(world):
    slug = world.dialogue.slug
    brought = make.PersonFactory(programme=world.programme, held_by=world.partner_body)
    row = make.ParticipationFactory(dialogue=world.dialogue, person=brought)
    return [
        Route("convening:register", (slug,)),
        Route("convening:register_undo", (slug, row.pk)),
    ]
