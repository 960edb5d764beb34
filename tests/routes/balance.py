"""The balance of an initiative and of a dialogue, and their targets."""

from tests.routes import Route


def routes(world):
    d, i = (world.dialogue.slug,), (world.initiative.slug,)
    return [
        Route("dialogues:initiative_balance", i),
        Route("dialogues:initiative_targets", i),
        Route("dialogues:dialogue_balance", d),
        Route("dialogues:dialogue_balance_panel", d),
        Route("dialogues:dialogue_targets", d),
        Route("dialogues:targets_take_over", d),
    ]
