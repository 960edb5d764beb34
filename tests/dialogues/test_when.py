"""Days, hours and zones in words, and when a dialogue is under way."""

from datetime import UTC, date, datetime, time

import pytest

from dialogues.models import Dialogue
from dialogues.when import Progress, days_in_words, progress_of, when_in_words, zone_in_words


def test_days_are_said_once():
    assert days_in_words(date(2027, 3, 3), date(2027, 3, 5)) == "3–5 March 2027"
    assert days_in_words(date(2027, 3, 31), date(2027, 4, 2)) == "31 March – 2 April 2027"
    assert (
        days_in_words(date(2027, 12, 31), date(2028, 1, 1)) == "31 December 2027 – 1 January 2028"
    )
    assert days_in_words(date(2027, 3, 3)) == "3 March 2027"


def test_hours_and_zone_are_those_of_the_place():
    dialogue = Dialogue(
        starts_on=date(2026, 7, 1),
        ends_on=date(2026, 7, 1),
        starts_at=time(9),
        timezone="Asia/Kolkata",
    )
    assert when_in_words(dialogue) == "1 July 2026, 09:00"
    assert zone_in_words(dialogue) == "Asia/Kolkata, UTC+5:30"
    dialogue.timezone = "America/St_Johns"
    assert zone_in_words(dialogue) == "America/St Johns, UTC−2:30"


@pytest.mark.parametrize(
    ("moment", "progress"),
    [
        ((2026, 1, 11, 11, 59), Progress.AHEAD),
        ((2026, 1, 11, 12, 1), Progress.UNDER_WAY),
        ((2026, 1, 15, 11, 59), Progress.UNDER_WAY),
        ((2026, 1, 15, 12, 1), Progress.HELD),
    ],
)
def test_a_day_begins_when_it_begins_there(moment, progress):
    dialogue = Dialogue(
        starts_on=date(2026, 1, 12), ends_on=date(2026, 1, 15), timezone="Etc/GMT-12"
    )
    at = datetime(*moment, tzinfo=UTC)
    assert progress_of(dialogue, at=at) == progress
