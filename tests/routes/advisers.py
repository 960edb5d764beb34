"""The advisory group, and the invitation to serve."""

from datetime import UTC, datetime

from tests import factories as make
from tests.routes import Route


def routes(world):
    initiative = world.initiative
    i = (initiative.slug,)
    new = make.SeatFactory(initiative=initiative)
    link = make.PersonalLinkFactory(purpose="advise")
    invited = make.SeatFactory(
        initiative=initiative, state="invited", link=link, invited_at=datetime.now(UTC)
    )
    return [
        Route("dialogues:advisers", i),
        Route("dialogues:adviser_add", i),
        Route("dialogues:advisers_invite", i),
        Route("dialogues:adviser_mine", i),
        Route("dialogues:adviser_edit", (*i, new.pk)),
        Route("dialogues:adviser_invite", (*i, new.pk)),
        Route("dialogues:adviser_answer", (*i, invited.pk)),
        Route("dialogues:adviser_leave", (*i, invited.pk)),
        Route("dialogues:adviser_leave", (*i, new.pk), label="never invited"),
        Route("dialogues:adviser_link", (*i, invited.pk)),
        Route("dialogues:adviser_by_link", (link.key,)),
    ]
