"""The donors' digest: what was opened to them in the month before, in one mail on its first days.

It is computed as it is written, so what was withdrawn meanwhile is not in it; its key makes each once.
"""

import logging
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from core.models import Mail
from core.outbox import cancel, write_to
from dialogues.models import Initiative
from reports.models import Period
from reports.progress.services import donors_of
from reports.progress.subscribing import Frequency, address_to_end, frequencies
from reports.public import published_of
from reports.querysets import funded_by

HOUR = 8  # of the first day of a month, UTC
LATEST = timedelta(days=5)  # a clock that stood still for longer leaves the month out
logger = logging.getLogger(__name__)


def month_to_tell(now):
    """(its first moment, the first moment after it) of the month whose digest is due at `now`; None if none
    is."""
    until = datetime(now.year, now.month, 1, tzinfo=UTC)
    if not until + timedelta(hours=HOUR) <= now < until + LATEST:
        return None
    return (until - timedelta(days=1)).replace(day=1), until


def tell_donors():
    """What the clock has done: mails that wait for who is no donor any more are not sent, and digests that
    are due are written; how many these are."""
    cancel_of_former_donors()
    return send_digests()


def cancel_of_former_donors():
    """Do not send mails that wait for an embargo to end to who is no donor any more; how many these were."""
    number = 0
    waiting = Period.objects.filter(published_at__gt=timezone.now()).select_related("initiative")
    for period in waiting.defer("snapshot"):
        mails = Mail.objects.filter(key__startswith=f"progress:{period.pk}:")
        for donor in donors_of(period.initiative):
            mails = mails.exclude(key__startswith=f"progress:{period.pk}:{donor.pk}:")
        number += cancel(mails)
    return number


def send_digests(*, now=None):
    """Write the digests that are due; how many mails that made. What goes wrong with one donor does not keep
    the others from theirs."""
    month = month_to_tell(now or timezone.now())
    if month is None:
        return 0
    wanting = User.objects.filter(
        is_active=True,
        appointments__role=Role.DONOR,
        subscriptions__frequency=Frequency.MONTHLY,
    )
    number = 0
    for donor in wanting.distinct().order_by("pk"):
        try:
            number += tell_month(donor, *month)
        except Exception:
            logger.exception("Donor %s could not be told of the month", donor.pk)
    return number


def tell_month(donor, since, until):
    """Write to `donor` what was opened to them from `since` to before `until`; 1, or 0 if that is done
    already or there is nothing."""
    key = f"progress:digest:{donor.pk}:{since:%Y-%m}"
    if Mail.objects.filter(key=key).exists():
        return 0
    told = opened_to(donor, since, until)
    if not told:
        return 0
    address = address_to_end(donor)
    facts = {"told": told, "month": since, "end": address}
    return write_to(donor, "reports/mail/digest.txt", facts, key=key, unsubscribe=address)


def opened_to(donor, since, until):
    """[(initiative, [(title, address)])] of what was opened to `donor` in that time, of what they want to be
    told of monthly."""
    funded = Initiative.objects.filter(funded_by(donor)).order_by("title", "pk")
    chosen = frequencies([donor], funded)
    monthly = [row for row in funded if chosen[donor.pk, row.pk] == Frequency.MONTHLY]
    lines = {row.pk: [] for row in monthly}
    then = {"published_at__gte": since, "published_at__lt": until}
    periods = Period.objects.open_to(donor).filter(initiative__in=lines, **then)
    for period in periods.defer("snapshot").order_by("published_at", "pk"):
        lines[period.initiative_id].append((period.title, _whole(period)))
    reports = published_of(Initiative.objects.filter(pk__in=lines)).filter(**then)
    for printing in reports.order_by("published_at", "pk"):
        title = f"{printing.report}: {printing.report.get_kind_display()}"
        lines[printing.belongs_to].append((title, _whole(printing)))
    return [(row, lines[row.pk]) for row in monthly if lines[row.pk]]


def _whole(row):
    return settings.SITE_URL + row.get_absolute_url()
