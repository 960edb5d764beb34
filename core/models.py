"""Shapes that several models share. No table of its own."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.querysets import LeasedQuerySet


class Dated(models.Model):
    """Knows when it was made and last changed."""

    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        abstract = True


class Versioned(models.Model):
    """Text that two people may edit at once: each save names the version that it was based on.

    `core.services.save_version` writes it; nothing else may, or somebody's text is lost.
    """

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        abstract = True


class Ordered(models.Model):
    """One of several under the same parent, in an order that people choose."""

    position = models.PositiveIntegerField(_("position"), default=0, editable=False)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class Leased(models.Model):
    """Work that one worker at a time may hold: the row is the promise, a message only wakes a worker.

    A worker claims the row for a while with a token and renews the lease as it works; whatever it
    writes is fenced by the token. When the lease ends, someone else may take the row over.
    """

    lease_token = models.UUIDField(null=True, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = LeasedQuerySet.as_manager()

    class Meta:
        abstract = True
