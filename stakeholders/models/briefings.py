"""Briefings: what a group can gain by coming to the table, and what it risks by staying away."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Dated, Mail, Versioned
from stakeholders.models.mapping import StakeholderMap
from stakeholders.models.register import Group, Person


class Words(models.Model):
    """What a briefing says, in Markdown."""

    title = models.CharField(_("title"), max_length=300)
    gains = models.TextField(_("what it gains by coming"), blank=True)
    risks = models.TextField(_("what it risks by staying away"), blank=True)
    ask = models.TextField(_("what it is asked"), blank=True)

    class Meta:
        abstract = True


class Briefing(Words, Dated, Versioned):
    """The briefing for a group on the issue of a map, as it is being written."""

    map = models.ForeignKey(StakeholderMap, models.CASCADE, related_name="briefings")
    group = models.ForeignKey(
        Group, models.CASCADE, related_name="briefings", verbose_name=_("stakeholder group")
    )

    class Meta:
        verbose_name = _("briefing")
        verbose_name_plural = _("briefings")
        ordering = ["group__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["map", "group"], name="one_briefing_for_a_group"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("stakeholders:briefing", args=[self.map.slug, self.pk])


class BriefingVersion(Words):
    """A briefing as it was frozen, to be printed and sent."""

    briefing = models.ForeignKey(Briefing, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    note = models.CharField(_("what changed"), max_length=500, blank=True)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("version of a briefing")
        verbose_name_plural = _("versions of briefings")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["briefing", "number"], name="briefing_version_number"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        briefing = self.briefing
        return reverse(
            "stakeholders:briefing_version", args=[briefing.map.slug, briefing.pk, self.number]
        )


class BriefingSending(models.Model):
    """A version of a briefing sent to somebody: once, however often *send* is pressed."""

    version = models.ForeignKey(BriefingVersion, models.CASCADE, related_name="sendings")
    person = models.ForeignKey(Person, models.CASCADE, related_name="briefings_sent")
    mail = models.ForeignKey(Mail, models.SET_NULL, null=True, blank=True, related_name="+")
    sent_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField(_("sent"))

    class Meta:
        verbose_name = _("sending of a briefing")
        verbose_name_plural = _("sendings of briefings")
        ordering = ["-sent_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "person"], name="briefing_sent_once"),
        ]
