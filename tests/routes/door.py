"""The door: check-in, walk-ins, attendance by day."""

from tests.routes import Route


def routes(world):
    d = (world.dialogue.slug,)
    return [
        Route("convening:door", d),
        Route("convening:walk_in", d),
        Route("convening:door_phone", d),
        Route("convening:door_people", d),
        Route("convening:door_take_in", d),
        Route("convening:door_worker", d),
        Route("convening:attendance", d),
        Route("convening:attendance_export", d),
    ]
