"""Days that are the same for everybody, wherever they are: midnight comes to one place after the other."""

from datetime import UTC, timedelta

from django.utils import timezone

FIRST_PLACES = timedelta(hours=14)  # ahead of UTC
LAST_PLACES = timedelta(hours=12)  # behind UTC


def day_everywhere(*, at=None):
    """The day that it still is somewhere at `at` (now): what ends on it has not ended everywhere yet."""
    return ((at or timezone.now()).astimezone(UTC) - LAST_PLACES).date()


def day_somewhere(*, at=None):
    """The day that it is somewhere already at `at` (now): what is after it lies ahead for everybody."""
    return ((at or timezone.now()).astimezone(UTC) + FIRST_PLACES).date()
