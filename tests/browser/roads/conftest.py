"""Where every road begins."""

import pytest

from tests.browser.roads.people import make_administrator


@pytest.fixture
def town(postbox, floor, monkeypatch):
    """An installation in which nobody has begun: an administrator, a worker, a clock, and the mail server,
    which it is."""
    floor.worker()
    floor.beat()
    make_administrator(monkeypatch)
    return postbox
