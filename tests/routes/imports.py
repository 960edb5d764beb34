"""Sheets on their way into the register."""

from tests import factories as make
from tests.routes import Route


def routes(world):
    programme = world.programme
    own = make.ImportFactory(programme=programme, state="preview")
    held = make.ImportFactory(programme=programme, state="preview", held_by=world.partner_body)
    done = make.ImportFactory(programme=programme, state="done", held_by=world.partner_body)
    theirs = "the partner's"
    return [
        Route("stakeholders:import_list"),
        Route("stakeholders:import_add"),
        Route("stakeholders:import", (own.pk,)),
        Route("stakeholders:import", (held.pk,), label=theirs),
        Route("stakeholders:import_columns", (own.pk,)),
        Route("stakeholders:import_columns", (held.pk,), label=theirs),
        Route("stakeholders:import_decide", (held.pk,)),
        Route("stakeholders:import_decide_many", (held.pk,)),
        Route("stakeholders:import_confirm", (held.pk,)),
        Route("stakeholders:import_try_again", (held.pk,)),
        Route("stakeholders:import_undo", (done.pk,)),
        Route("stakeholders:import_give_up", (own.pk,)),
        Route("stakeholders:import_give_up", (held.pk,), label=theirs),
        Route("stakeholders:import_report", (done.pk, "csv")),
    ]
