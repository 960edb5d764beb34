"""The personal link by which somebody answers an invitation, and reads what is theirs."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from convening.models import Registration
from core.links import issue, make_link, revoke
from core.models import PersonalLink

PURPOSE = "attend"
# Materials and a certificate are fetched for some time after a dialogue.
OPENS_FOR = timedelta(days=60)
BATCH = 500


def ends_at(dialogue, *, at=None):
    """When links to `dialogue` end: 60 days after its last day, or after today if that is later."""
    zone = ZoneInfo(dialogue.timezone)
    today = timezone.localdate(at, timezone=zone)
    last = max(dialogue.ends_on, today)
    return datetime.combine(last + OPENS_FOR, time.min, tzinfo=zone)


@transaction.atomic
def attend_link(registration, *, at=None):
    """The personal link of `registration`; a new one if there is none, or it ended or was taken back.

    Atomic. A link that opens still is kept, and follows a dialogue that was put off.
    """
    row = (
        Registration.objects.select_for_update(of=("self",))
        .select_related("link")
        .get(pk=registration.pk)
    )
    until = ends_at(registration.participation.dialogue, at=at)
    link, now = row.link, at or timezone.now()
    if link is None or link.revoked_at is not None or link.expires_at <= now:
        link = make_link(PURPOSE, expires_at=until)
        Registration.objects.filter(pk=row.pk).update(link=link, updated_at=now)
    elif link.expires_at < until:
        link.expires_at = until
        link.save(update_fields=["expires_at"])
    registration.link = link
    return link


@transaction.atomic
def attend_links(registrations, dialogue, *, at=None):
    """What `attend_link` does, for many `registrations` of one dialogue, in a constant number of writes.

    Atomic. Rows are locked in one order, and each holds its link afterwards.
    """
    now, until = at or timezone.now(), ends_at(dialogue, at=at)
    rows = (
        Registration.objects.select_for_update(of=("self",)).select_related("link").order_by("pk")
    )
    fresh = {row.pk: row for row in rows.filter(participation__dialogue=dialogue)}
    wanted = [fresh[each.pk] for each in registrations if each.pk in fresh]
    bare = [row for row in wanted if not _opens_still(row.link, now)]
    made = PersonalLink.objects.bulk_create(
        [PersonalLink(purpose=PURPOSE, expires_at=until) for _row in bare], batch_size=BATCH
    )
    for row, link in zip(bare, made, strict=True):
        row.link, row.updated_at = link, now
    Registration.objects.bulk_update(bare, ["link", "updated_at"], batch_size=BATCH)
    short = [row.link_id for row in wanted if row.link.expires_at < until]
    PersonalLink.objects.filter(pk__in=short).update(expires_at=until)
    for each in registrations:
        if each.pk in fresh:
            each.link = fresh[each.pk].link


def _opens_still(link, now):
    return link is not None and link.revoked_at is None and link.expires_at > now


def registered(participations):
    """Whoever of `participations` has no registration gets one: it holds their link."""
    bare = [row for row in participations if getattr(row, "registration", None) is None]
    Registration.objects.bulk_create(
        [Registration(participation=row) for row in bare], ignore_conflicts=True, batch_size=BATCH
    )
    made = Registration.objects.filter(participation__in=[row.pk for row in bare])
    found = {each.participation_id: each for each in made.select_related("link")}
    for row in bare:
        row.registration = found[row.pk]


def hand_over(registration):
    """A new copy of the link of `registration`, as the path to hand over; it cannot be told again."""
    return issue(attend_link(registration))


def take_back(registration):
    """Take the link back with all its copies; True if it was this call that did it."""
    return registration.link is not None and revoke(registration.link)
