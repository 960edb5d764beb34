"""Answers that come at the same moment, at small size; bin/bench measures a thousand of them."""

from tests.benchmarks.rushing import rush, server

__all__ = ["server"]


def test_sixty_answers_on_five_places(server, world):
    rush(server, world, people=60, places=5, connections=12)
