"""Who pays for whom."""

from tests import factories as make
from tests.routes import Route


def routes(world):
    d, p = (world.dialogue.slug,), (world.programme.slug,)
    fund = make.FundFactory(programme=world.programme)
    idle = make.FundFactory(programme=world.programme)
    asked = make.SponsorshipFactory(
        participation=make.ParticipationFactory(
            dialogue=world.dialogue, person=make.PersonFactory(programme=world.programme)
        )
    )
    held = make.SponsorshipFactory(
        participation=make.ParticipationFactory(
            dialogue=world.dialogue,
            person=make.PersonFactory(programme=world.programme, held_by=world.partner_body),
        )
    )
    return [
        Route("convening:sponsorship", d),
        Route("convening:sponsorship_ask", d),
        Route("convening:sponsorship_offer", d),
        Route("convening:travel_list", d),
        Route("convening:sponsorship_step", (*d, asked.pk)),
        Route("convening:sponsorship_step", (*d, held.pk), label="the partner's own"),
        Route("convening:fund_list", p),
        Route("convening:fund_add", p),
        Route("convening:fund_edit", (*p, fund.pk)),
        Route("convening:fund_delete", (*p, idle.pk)),
    ]
