"""The agenda being drawn up and arranged."""

from datetime import date

from tests import factories as make
from tests.routes import Route


def routes(world):
    d = (world.dialogue.slug,)
    day = "2026-01-14"
    part = make.AgendaPartFactory(dialogue=world.dialogue)
    item = make.AgendaItemFactory(part=part, date=date(2026, 1, 14))
    make.AgendaDayFactory(dialogue=world.dialogue, date=date(2026, 1, 14))
    earlier = make.DialogueFactory(initiative=world.initiative)
    make.AgendaItemFactory(part=make.AgendaPartFactory(dialogue=earlier))
    return [
        Route("dialogues:agenda_begin", d),
        Route("dialogues:agenda_take_over", (*d, earlier.slug)),
        Route("dialogues:agenda_edit", d),
        Route("dialogues:agenda_day_add", d),
        Route("dialogues:agenda_day_edit", (*d, day)),
        Route("dialogues:agenda_day_remove", (*d, day)),
        Route("dialogues:agenda_item_add", (*d, day)),
        Route("dialogues:agenda_item_edit", (*d, item.pk)),
        Route("dialogues:agenda_item_move", (*d, item.pk)),
        Route("dialogues:agenda_item_remove", (*d, item.pk)),
    ]
