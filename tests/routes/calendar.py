"""Routes of the calendar and its feeds, the timeline, budgets, and cancelling a dialogue."""

from dialogues.services.calendar import add_feed
from tests import factories as make
from tests.routes import Route


def routes(world):
    """A Route for each of them."""
    dialogue, initiative = world.dialogue, world.initiative
    d, i, p = (dialogue.slug,), (initiative.slug,), (world.programme.slug,)
    line = make.BudgetLineFactory(initiative=initiative)
    of_dialogue = make.BudgetLineFactory(initiative=initiative, dialogue=dialogue)
    entry = make.BudgetEntryFactory(line=line)
    theirs = make.CalendarFeedFactory()
    token = add_feed(user=make.UserFactory())
    return [
        Route("dialogues:calendar"),
        Route("dialogues:timeline"),
        Route("dialogues:feeds"),
        Route("dialogues:feed_revoke", (theirs.pk,), label="of somebody else"),
        Route("dialogues:feed", (token,)),
        Route("dialogues:feed", ("x" * 43,), label="unknown"),
        Route("dialogues:programme_timeline", p),
        Route("dialogues:dialogue_ics", d),
        Route("dialogues:dialogue_cancel", d),
        Route("dialogues:dialogue_reinstate", d),
        Route("dialogues:dialogue_budget", d),
        Route("dialogues:budget_from_preset", d),
        Route("dialogues:initiative_budget", i),
        Route("dialogues:budget_line_add", i),
        Route("dialogues:budget_line", (*i, line.pk)),
        Route("dialogues:budget_line", (*i, of_dialogue.pk), label="of the dialogue"),
        Route("dialogues:budget_line_edit", (*i, line.pk)),
        Route("dialogues:budget_line_delete", (*i, line.pk)),
        Route("dialogues:budget_entry", (*i, line.pk, entry.pk)),
        Route("dialogues:budget_entry_delete", (*i, line.pk, entry.pk)),
    ]
