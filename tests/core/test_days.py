"""One day for everybody."""

from datetime import UTC, date, datetime

from core.days import day_everywhere, day_somewhere


def test_a_day_begins_where_it_begins_first_and_ends_where_it_ends_last():
    assert day_somewhere(at=datetime(2026, 3, 1, 9, 59, tzinfo=UTC)) == date(2026, 3, 1)
    assert day_somewhere(at=datetime(2026, 3, 1, 10, 0, tzinfo=UTC)) == date(2026, 3, 2)
    assert day_everywhere(at=datetime(2026, 3, 2, 11, 59, tzinfo=UTC)) == date(2026, 3, 1)
    assert day_everywhere(at=datetime(2026, 3, 2, 12, 0, tzinfo=UTC)) == date(2026, 3, 2)
