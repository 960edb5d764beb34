"""Where every road begins."""

import pytest

from tests.browser.roads.people import make_administrator


@pytest.fixture
def still_town(postbox, floor, monkeypatch):
    """An installation in which nobody has begun: an administrator, a worker, and the mail server, which it
    is. Nobody has started the clock."""
    floor.worker()
    make_administrator(monkeypatch)
    return postbox


@pytest.fixture
def town(still_town, floor):
    """The same, and its clock runs."""
    floor.beat()
    return still_town
