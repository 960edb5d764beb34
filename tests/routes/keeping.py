"""Erasure, retention, and what is kept about somebody."""

from tests import factories as make
from tests.routes import Route


def routes(world):
    person = make.PersonFactory(programme=world.programme)
    held = make.PersonFactory(programme=world.programme, held_by=world.partner_body)
    return [
        Route("stakeholders:person_erase", (person.pk,)),
        Route("stakeholders:person_erase", (held.pk,), label="held by the partner"),
        Route("stakeholders:person_data", (person.pk,)),
        Route("stakeholders:person_data", (held.pk,), label="held by the partner"),
        Route("stakeholders:person_data_file", (person.pk,)),
        Route("stakeholders:person_data_file", (held.pk,), label="held by the partner"),
        Route("stakeholders:person_keep", (person.pk,)),
        Route("stakeholders:retention"),
    ]
