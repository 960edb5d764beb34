"""Reminders of progress reports that are due: two weeks and three days before, on the day, and once after it.

Each is told once, by its key; a clock that stood still tells only where a period stands now.
"""

from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from core.models import Mail
from core.outbox import write_to
from reports.models import Period

BEFORE = (0, 3, 14)  # days
LATE = "late"
TOLD_LATE = timedelta(days=14)  # after this nobody is told any more
OPENS_AT = time(6)  # UTC, on the day a report is due


def remind(*, today=None):
    """Write the reminders that are due `today`; how many mails that made."""
    today = today or timezone.localdate()
    near = (today - TOLD_LATE, today + timedelta(days=max(BEFORE)))
    rows = Period.objects.filter(due_on__range=near).exclude(state=Period.State.APPROVED)
    rows = rows.select_related("initiative__programme").defer("snapshot")
    return sum(_remind_of(period, step_of(period.due_on, today)) for period in rows)


def step_of(due_on: date, today: date):
    """Which reminder fits: days before as in BEFORE, LATE after the day, None if it is not yet time."""
    left = (due_on - today).days
    if left < 0:
        return LATE
    return next((days for days in BEFORE if left <= days), None)


def due_moment(period):
    """When `period` is to be in its donors' inbox; None if it is due on no day."""
    return datetime.combine(period.due_on, OPENS_AT, UTC) if period.due_on else None


def convenors_of(initiative):
    """Users who run `initiative` or its programme, each once."""
    of = Q(appointments__initiative=initiative)
    of |= Q(appointments__programme=initiative.programme_id)
    return User.objects.filter(of, appointments__role=Role.CONVENOR, is_active=True).distinct()


def _remind_of(period, step):
    if step is None:
        return 0
    # With its day in the key, a period that is put off is told of anew.
    keys = {
        f"progress-due:{period.pk}:{period.due_on:%Y%m%d}:{step}:{user.pk}": user
        for user in convenors_of(period.initiative)
    }
    told = set(Mail.objects.filter(key__in=keys).values_list("key", flat=True))
    return sum(_tell(key, user, period, step) for key, user in keys.items() if key not in told)


def _tell(key, user, period, step):
    facts = {
        "period": period,
        "initiative": period.initiative,
        "is_late": step == LATE,
        "url": settings.SITE_URL + period.get_absolute_url(),
    }
    return write_to(user, "reports/mail/due.txt", facts, key=key)
