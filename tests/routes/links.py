"""The first visit with a personal link."""

from tests.routes import Route


def routes(world):
    return [Route("link", ("no-such-token",))]
