"""Shapes that several models share, and what every application needs rows for: personal links, the
outbox, files that people bring."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.querysets import LeasedQuerySet, MailQuerySet, PersonalLinkQuerySet


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


class PersonalLink(models.Model):
    """A way in for somebody without an account: for one purpose, until a day, and it can be taken back.

    What it opens is a row of another application that refers to it. Only hashes of its tokens are
    stored (security.md); `key` stands in addresses and opens nothing by itself.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    purpose = models.SlugField(_("purpose"), max_length=40)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    expires_at = models.DateTimeField(_("ends"))
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = PersonalLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("personal link")
        verbose_name_plural = _("personal links")

    def __str__(self):
        return f"{self.purpose} {self.pk}"


class LinkToken(models.Model):
    """One copy of a personal link, as it was sent or handed over: the hash of its token."""

    link = models.ForeignKey(PersonalLink, models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    def __str__(self):
        return f"{self.link_id}"


class Mail(Dated, Leased):
    """A mail in the outbox: first a row, then sent by whichever worker comes by.

    `key` says what it is about, so that the same mail is never written twice. Where `body` holds
    `{link}` a fresh copy of the personal link stands when it is sent; the row never holds a token.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Not sent")

    key = models.CharField(max_length=200, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    to_email = models.EmailField(_("to"))
    to_name = models.CharField(_("name"), max_length=300, blank=True)
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"))
    link = models.ForeignKey(
        PersonalLink, models.SET_NULL, null=True, blank=True, related_name="mails"
    )
    # An iCalendar file that goes with it, ready to be sent.
    calendar = models.TextField(_("calendar"), blank=True, editable=False)
    # Where whoever gets it ends such mails at once, with one POST (RFC 8058).
    unsubscribe = models.CharField(max_length=500, blank=True, editable=False)
    not_before = models.DateTimeField(_("not before"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    # The server took it, and later said that it cannot be delivered.
    bounced_at = models.DateTimeField(_("came back"), null=True, blank=True)
    failure = models.TextField(_("what went wrong"), blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "not_before"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="mail_sent_at_a_moment"
            )
        ]

    def __str__(self):
        return f"{self.get_state_display()} {self.pk}"


class Upload(models.Model):
    """A file that somebody brought: an image, made anew without its metadata, or a PDF.

    The file lies under its `key`, outside what the web server shows; a view of the application it
    belongs to decides who may have it.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    media_type = models.CharField(_("kind of file"), max_length=40, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    width = models.PositiveIntegerField(_("width"), null=True, editable=False)
    height = models.PositiveIntegerField(_("height"), null=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self):
        return self.name
