"""Calendar addresses: whoever has one reads its user's dialogues, so it can be taken back."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.links import digest_of, new_token
from dialogues.exceptions import TooManyFeeds
from dialogues.models import CalendarFeed

MOST = 20


@transaction.atomic
def add_feed(*, user, name="", programme=None, initiative=None):
    """Make a calendar address for `user`; the token in it, which cannot be told again.

    Without a programme or an initiative it holds everything that the user may see. Atomic; raises
    TooManyFeeds when the user has MOST addresses that stand.
    """
    User.objects.select_for_update().get(pk=user.pk)  # two requests at once are counted one by one
    if user.calendar_feeds.filter(revoked_at__isnull=True).count() >= MOST:
        raise TooManyFeeds(MOST)
    token = new_token()
    CalendarFeed.objects.create(
        user=user,
        name=name,
        programme=programme,
        initiative=initiative,
        digest=digest_of(token),
    )
    return token


def revoke_feed(feed):
    """Take a calendar address back. Idempotent compare-and-set; True if it was this call that did it."""
    standing = CalendarFeed.objects.filter(pk=feed.pk, revoked_at__isnull=True)
    now = timezone.now()
    return bool(standing.update(revoked_at=now, updated_at=now))


def feed_of(token):
    """The standing CalendarFeed that `token` opens, of a user whose account is open; None without one."""
    rows = CalendarFeed.objects.select_related("user", "programme", "initiative")
    return rows.filter(
        digest=digest_of(token), revoked_at__isnull=True, user__is_active=True
    ).first()
