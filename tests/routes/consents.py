"""What people agreed to."""

from tests import factories as make
from tests.routes import Route


def routes(world):
    person = make.PersonFactory(programme=world.programme)
    held = make.PersonFactory(programme=world.programme, held_by=world.partner_body)
    return [
        Route("stakeholders:consent_add", (person.pk,)),
        Route("stakeholders:consent_add", (held.pk,), label="held by the partner"),
    ]
