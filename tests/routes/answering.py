"""Answering an invitation: by a link that nobody has opened here, and signed in by who was not invited."""

from tests import factories as make
from tests.routes import Route


def routes(world):
    """A Route for every name of convening/urls_answering.py."""
    key = _asked(world).link.key
    found = []
    for prefix, first in (("answering", key), ("mine", world.dialogue.slug)):
        found.append(Route(f"convening:{prefix}", (first,)))
        for page in ("answer", "decline", "propose", "review", "sponsorship"):
            found.append(Route(f"convening:{prefix}_{page}", (first,)))
        found.append(Route(f"convening:{prefix}_form", (first, 1)))
    return found


def _asked(world):
    person = make.PersonFactory(programme=world.programme)
    participation = make.ParticipationFactory(dialogue=world.dialogue, person=person)
    link = make.PersonalLinkFactory(purpose="attend")
    return make.RegistrationFactory(participation=participation, link=link)
