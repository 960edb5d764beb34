"""Periods that are planned ahead: a rhythm between two days makes a row for each stretch of time."""

from calendar import monthrange
from datetime import date, timedelta

from django.db import transaction
from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from reports.exceptions import PeriodsOverlap
from reports.models import Period


class Rhythm(TextChoices):
    """How long a period is."""

    QUARTERLY = "3", _l("Quarterly")
    HALF_YEARLY = "6", _l("Half-yearly")
    YEARLY = "12", _l("Yearly")


def stretches(first: date, last: date, rhythm):
    """(first day, last day) of each period from `first` to `last`; the last one ends with `last`."""
    found, number, start = [], 1, first
    while start <= last:
        following = _months_after(first, number * int(rhythm))
        found.append((start, min(following - timedelta(days=1), last)))
        start, number = following, number + 1
    return found


def _months_after(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@transaction.atomic
def plan_ahead(initiative, *, first, last, rhythm, due_after):
    """Store the periods of a rhythm, each due `due_after` days after it ends; answers them. Atomic; raises
    PeriodsOverlap if a day of them is told already, or a title is in use."""
    rows = [
        Period(
            initiative=initiative,
            title=_title(start, end),
            starts_on=start,
            ends_on=end,
            due_on=end + timedelta(days=due_after),
        )
        for start, end in stretches(first, last, rhythm)
    ]
    refuse_overlap(initiative, rows)
    return Period.objects.bulk_create(rows)


def refuse_overlap(initiative, rows):
    """Lock `initiative` and raise PeriodsOverlap if another of its periods has a day or the title of one of
    `rows`, which follow one another: what happened on a day would be told twice. For a transaction."""
    type(initiative).objects.select_for_update().get(pk=initiative.pk)
    known = Period.objects.filter(initiative=initiative).exclude(pk__in=[row.pk for row in rows])
    overlapping = known.filter(starts_on__lte=rows[-1].ends_on, ends_on__gte=rows[0].starts_on)
    other = (overlapping | known.filter(title__in=[row.title for row in rows])).first()
    if other is not None:
        raise PeriodsOverlap(other)


def _title(start, end):
    days = {"first": date_format(start, "j F Y"), "last": date_format(end, "j F Y")}
    return _("%(first)s to %(last)s") % days
