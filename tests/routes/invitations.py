"""Inviting people, and their answers as the team sees them."""

from tests import factories as make
from tests.routes import Route


def routes(world):
    d = (world.dialogue.slug,)
    asked = _asked(world)
    held = _asked(world, held_by=world.partner_body)
    proposed = make.ProposalFactory(registration=asked)
    pk, own = asked.participation_id, held.participation_id
    return [
        Route("convening:hub", d),
        Route("convening:answers", d),
        Route("convening:answers_export", d),
        Route("convening:answer", (*d, pk)),
        Route("convening:answer", (*d, own), label="the partner's own"),
        Route("convening:answer_link", (*d, pk)),
        Route("convening:answer_revoke", (*d, pk)),
        Route("convening:invite", d),
        Route("convening:proposal", (*d, proposed.pk)),
        Route("convening:answers_write", d),
        Route("convening:answer_write", (*d, pk)),
        Route("convening:proposals", d),
    ]


def _asked(world, **fields):
    person = make.PersonFactory(programme=world.programme, **fields)
    participation = make.ParticipationFactory(dialogue=world.dialogue, person=person)
    return make.RegistrationFactory(participation=participation)
