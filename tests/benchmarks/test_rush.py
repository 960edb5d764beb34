"""A thousand people answer at the deadline, on 25 places, over 40 connections.

`bin/bench -k rush` measures it at full size on one server with two workers, and prints how long the
answers took; tests/convening/test_rush.py does the same at small size with every run of the tests. What
must hold: exactly as many registered as there are places, everybody answered, the others on the waiting
list in the order in which they were answered.
"""

from tests.benchmarks.rushing import rush, server

__all__ = ["server"]

PEOPLE, PLACES, CONNECTIONS = 1_000, 25, 40


def test_a_thousand_answers_on_twenty_five_places(server, world):
    rush(server, world, people=PEOPLE, places=PLACES, connections=CONNECTIONS)
