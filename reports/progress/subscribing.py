"""How donors are told of what is published: what they chose, how they end it, and their own feeds.

A mail carries an address that ends what it belongs to without signing in. It is signed and stored nowhere,
opens nothing, and can do that one thing alone; so it never ends itself (RFC 8058).
"""

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.links import digest_of, new_token
from core.models import Mail
from core.outbox import cancel
from dialogues.models import Initiative
from reports.models import DonorFeed, Period, Subscription
from reports.querysets import funded_by

Frequency = Subscription.Frequency
SALT = "reports.unsubscribe"


# What they chose ---------------------------------------------------------------------------------
def frequencies(users, initiatives):
    """{(pk of a user, pk of an initiative): how they are told of it} of every pair; one query."""
    rows = Subscription.objects.filter(user__in=[user.pk for user in users])
    chosen = {
        (user, of): how for user, of, how in rows.values_list("user", "initiative", "frequency")
    }
    found = {}
    for user in users:
        usual = chosen.get((user.pk, None), Frequency.NOW)
        for initiative in initiatives:
            found[user.pk, initiative.pk] = chosen.get((user.pk, initiative.pk), usual)
    return found


def told_at_once(donors, initiative):
    """Those of `donors` who are told at once of what is published of `initiative`."""
    donors = list(donors)
    found = frequencies(donors, [initiative])
    return [donor for donor in donors if found[donor.pk, initiative.pk] == Frequency.NOW]


def choices_of(user):
    """{pk of an initiative, or None for everything: what `user` chose}."""
    return dict(user.subscriptions.values_list("initiative", "frequency"))


@transaction.atomic
def choose(user, choices):
    """Keep what `user` chose: a Frequency by the pk of an initiative, by None for everything; an empty one
    is as for everything. Atomic; mails that wait for an embargo to end, and are not wanted, are not sent."""
    User.objects.select_for_update().get(pk=user.pk)  # one row for each, whoever asks twice at once
    for key, frequency in choices.items():
        rows = Subscription.objects.filter(user=user, initiative=key)
        if not frequency:
            rows.delete()
        elif not rows.update(frequency=frequency, updated_at=timezone.now()):
            Subscription.objects.create(user=user, initiative_id=key, frequency=frequency)
    _cancel_unwanted(user)


def _cancel_unwanted(user):
    waiting = Period.objects.filter(published_at__gt=timezone.now()).select_related("initiative")
    waiting = list(waiting.filter(funded_by(user, "initiative__")).defer("snapshot"))
    found = frequencies([user], {row.initiative for row in waiting})
    for row in waiting:
        if found[user.pk, row.initiative_id] != Frequency.NOW:
            cancel(Mail.objects.filter(key__startswith=f"progress:{row.pk}:{user.pk}:"))


# Ending it from a mail ---------------------------------------------------------------------------
def address_to_end(user, initiative=None):
    """The address at which mails to `user` on `initiative`, or on everything they fund, are ended."""
    token = signing.dumps([user.pk, initiative and initiative.pk], salt=SALT)
    return settings.SITE_URL + reverse("reports:unsubscribe", args=[token])


def what_ends(token):
    """(user, initiative or None for everything) of an `address_to_end`; None for what is none."""
    try:
        user, initiative = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    known = User.objects.filter(pk=user, is_active=True).first()
    of = Initiative.objects.filter(pk=initiative).first() if initiative else None
    if known is None or (initiative and of is None):
        return None
    return known, of


def end(user, initiative=None):
    """Send `user` no more mail on `initiative`, or on nothing they fund. Idempotent."""
    key = initiative.pk if initiative else None
    own = dict.fromkeys(choices_of(user), Frequency.NEVER) if key is None else {}
    choose(user, own | {key: Frequency.NEVER})


# Their own feeds ---------------------------------------------------------------------------------
@transaction.atomic
def make_feed(user):
    """A new feed of `user`, instead of what they had; the token in its address, told this once. Atomic."""
    User.objects.select_for_update().get(pk=user.pk)
    take_back_feeds(user)
    token = new_token()
    DonorFeed.objects.create(user=user, digest=digest_of(token))
    return token


def take_back_feeds(user):
    """End the feed of `user`. Idempotent; True if there was one."""
    now = timezone.now()
    rows = user.donor_feeds.filter(revoked_at__isnull=True)
    return bool(rows.update(revoked_at=now, updated_at=now))


def donor_of_feed(token):
    """Whose feed `token` opens, if they are a donor still; None else."""
    rows = DonorFeed.objects.select_related("user")
    feed = rows.filter(
        digest=digest_of(token), revoked_at__isnull=True, user__is_active=True
    ).first()
    return feed.user if feed and funds_something(feed.user) else None


def funds_something(user):
    """True if `user` is a donor of anything."""
    return user.is_authenticated and Initiative.objects.filter(funded_by(user)).exists()
