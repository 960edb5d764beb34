"""Reads and compare-and-set writes that several models share."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class LeasedQuerySet(models.QuerySet):
    """Rows of work that workers hold by lease (core.models.Leased)."""

    def unheld(self, *, at=None):
        """Rows that nobody is working on at `at` (now)."""
        at = at or timezone.now()
        return self.filter(Q(lease_until__isnull=True) | Q(lease_until__lt=at))

    def claim(self, pk, *, seconds, at=None, **changes):
        """Take row `pk` for `seconds` if nobody holds it; its token, or None if it is not to be had.

        One conditional UPDATE: of any number of workers that try, one gets it. `changes` are written
        with it. The queryset's own filters say which rows may be claimed.
        """
        at = at or timezone.now()
        token = uuid.uuid4()
        taken = (
            self.unheld(at=at)
            .filter(pk=pk)
            .update(
                lease_token=token,
                lease_until=at + timedelta(seconds=seconds),
                attempts=F("attempts") + 1,
                **changes,
            )
        )
        return token if taken else None

    def held(self, pk, token):
        """The row `pk`, while `token` still holds it: the fence before every write of a worker."""
        return self.filter(pk=pk, lease_token=token)

    def renew(self, pk, token, *, seconds, at=None):
        """Hold on for `seconds` more; False if someone else has taken the row over."""
        until = (at or timezone.now()) + timedelta(seconds=seconds)
        return bool(self.held(pk, token).update(lease_until=until))


class PersonalLinkQuerySet(models.QuerySet):
    """Reads of personal links."""

    def valid(self, *, at=None):
        """Links that still open something at `at` (now)."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=at or timezone.now())


class MailQuerySet(LeasedQuerySet):
    """Reads of the outbox."""

    def due(self, *, at=None):
        """Mails that wait, that nobody is sending, and whose time has come at `at` (now)."""
        at = at or timezone.now()
        return self.filter(
            Q(not_before__isnull=True) | Q(not_before__lte=at), state="waiting"
        ).unheld(at=at)
