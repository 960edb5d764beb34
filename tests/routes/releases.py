"""Released agendas: what is new, a version, its print; the agenda for everybody and for who takes part."""

from convening.releases import digest_of, freeze
from tests import factories as make
from tests.routes import Route


def routes(world):
    """A Route for every name of convening/urls_releases.py, and for the print of a version."""
    dialogue = world.dialogue
    d = (dialogue.slug,)
    make.PlanFactory(dialogue=dialogue)
    snapshot = freeze(dialogue)
    release = make.AgendaReleaseFactory(
        dialogue=dialogue,
        number=1 + dialogue.agenda_releases.count(),
        snapshot=snapshot,
        digest=digest_of(snapshot),
    )
    link = _asked(world).link
    return [
        Route("convening:releases", d),
        Route("convening:release_make", d),
        Route("convening:release", (*d, release.number)),
        Route("convening:my_agenda", d),
        Route("convening:my_agenda_ics", d),
        Route("convening:programme", d),
        Route("convening:programme_ics", d),
        Route("convening:agenda_by_link", (link.key,)),
        Route("convening:agenda_by_link_ics", (link.key,)),
        Route("reports:print_agenda", (*d, release.number)),
    ]


def _asked(world):
    person = make.PersonFactory(programme=world.programme)
    participation = make.ParticipationFactory(dialogue=world.dialogue, person=person)
    link = make.PersonalLinkFactory(purpose="attend")
    return make.RegistrationFactory(participation=participation, link=link)
