"""The vocabularies of the register, and dated affiliations."""

from datetime import date

from tests import factories as make
from tests.routes import Route


def routes(world):
    programme = world.programme
    category = make.CategoryFactory(programme=programme)
    unused = make.GroupFactory(programme=programme)
    person = make.PersonFactory(programme=programme)
    held = make.PersonFactory(programme=programme, held_by=world.partner_body)
    row = make.AffiliationFactory(person=person, organisation=world.ngo, until=date(2020, 1, 1))
    own = make.AffiliationFactory(
        person=held, organisation=world.partner_body, until=date(2020, 1, 1)
    )
    return [
        Route("stakeholders:group_delete", (unused.pk,)),
        Route("stakeholders:category_add", (programme.slug,)),
        Route("stakeholders:category_edit", (category.pk,)),
        Route("stakeholders:category_move", (category.pk,)),
        Route("stakeholders:category_delete", (category.pk,)),
        Route("stakeholders:affiliation_add", (person.pk,)),
        Route("stakeholders:affiliation_add", (held.pk,), label="held by the partner"),
        Route("stakeholders:affiliation_edit", (person.pk, row.pk)),
        Route("stakeholders:affiliation_edit", (held.pk, own.pk), label="held by the partner"),
        Route("stakeholders:affiliation_delete", (person.pk, row.pk)),
        Route("stakeholders:affiliation_delete", (held.pk, own.pk), label="held by the partner"),
    ]
