"""Two entries of the register made one."""

from datetime import UTC, datetime

from tests import factories as make
from tests.routes import Route


def routes(world):
    programme = world.programme
    person = make.PersonFactory(programme=programme)
    organisation = make.OrganisationFactory(programme=programme)
    made = make.MergeFactory(
        programme=programme,
        kind="person",
        kept=person.pk,
        gone=person.pk + 100_000,
        at=datetime.now(UTC),
    )
    return [
        Route("stakeholders:person_merge", (person.pk,)),
        Route("stakeholders:organisation_merge", (organisation.pk,)),
        Route("stakeholders:merge_list"),
        Route("stakeholders:merge", (made.pk,)),
        Route("stakeholders:merge_undo", (made.pk,)),
    ]
