"""Roadmaps: a vision, themes, versions, and what members say of a version."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Dated, Ordered, PersonalLink, Versioned
from dialogues.models import Contribution, Dialogue, FaultLine, Initiative
from roadmaps.models.groups import LearningGroup, Membership
from roadmaps.querysets import RoadmapQuerySet
from stakeholders.models import Programme

SILENT_AFTER = 60  # days without a word on an action


def days_of_reminders():
    """Days from the due date on which the owner is reminded: before (negative) and after it."""
    return [-14, -3, 1, 14]


class Recommendation(Ordered, Versioned):
    """What an initiative recommends after its dialogues, with what it rests on."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="recommendations")
    dialogue = models.ForeignKey(
        Dialogue,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name=_("made at"),
    )
    text = models.TextField(_("recommendation"))
    addressed_to = models.CharField(_("addressed to"), max_length=300, blank=True)
    contributions = models.ManyToManyField(
        Contribution, related_name="recommendations", blank=True, verbose_name=_("rests on")
    )
    fault_lines = models.ManyToManyField(
        FaultLine, related_name="recommendations", blank=True, verbose_name=_("fault lines")
    )

    class Meta(Ordered.Meta):
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")

    def __str__(self):
        return self.text


class Topic(models.Model):
    """A theme that roadmaps of several countries share, so that they can be read side by side."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="topics")
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("shared theme")
        verbose_name_plural = _("shared themes")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "name"], name="topic_name_in_programme"),
        ]

    def __str__(self):
        return self.name


class Roadmap(Dated, Versioned):
    """What a Learning and Leadership Group set out to change: a vision, themes, actions."""

    dialogue = models.ForeignKey(Dialogue, models.CASCADE, related_name="roadmaps")
    learning_group = models.ForeignKey(
        LearningGroup, models.SET_NULL, null=True, blank=True, related_name="roadmaps"
    )
    title = models.CharField(_("title"), max_length=300)
    summary = models.TextField(_("summary"), blank=True)
    agreed = models.DateField(_("agreed on"), null=True, blank=True)
    is_public = models.BooleanField(_("public"), default=False)
    silent_after = models.PositiveSmallIntegerField(
        _("days without word until an action counts as silent"),
        default=SILENT_AFTER,
        validators=[MinValueValidator(7), MaxValueValidator(730)],
    )
    reminders = models.JSONField(
        _("days of reminders"), default=days_of_reminders, blank=True, editable=False
    )
    remind_at = models.TimeField(_("hour of reminders"), default="09:00")
    reminders_on = models.BooleanField(_("reminders are sent"), default=False)

    objects = RoadmapQuerySet.as_manager()

    class Meta:
        verbose_name = _("roadmap")
        verbose_name_plural = _("roadmaps")
        ordering = ["title", "pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("roadmaps:roadmap", args=[self.pk])


class VisionLine(Ordered):
    """One line of a vision: from what is, to what should be."""

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="vision")
    was = models.TextField(_("from"), blank=True)
    becomes = models.TextField(_("to"), blank=True)

    class Meta(Ordered.Meta):
        verbose_name = _("line of the vision")


class Theme(Ordered, Versioned):
    """A theme that gathers actions."""

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="themes")
    key = models.CharField(_("short key"), max_length=80, blank=True)
    title = models.CharField(_("title"), max_length=300)
    text = models.TextField(_("text"), blank=True)
    topic = models.ForeignKey(
        Topic,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="themes",
        verbose_name=_("shared theme"),
    )

    class Meta(Ordered.Meta):
        verbose_name = _("theme")

    def __str__(self):
        return self.title


class RoadmapVersion(models.Model):
    """A roadmap as it was agreed on: numbered, frozen, never changed. What members endorse, and what may be
    published to everybody."""

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    note = models.TextField(_("what changed, in words"), blank=True)
    # What roadmaps.versions.freeze wrote.
    snapshot = models.JSONField(editable=False)
    checksum = models.CharField(max_length=64, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    # Since when everybody may read it.
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )

    class Meta:
        verbose_name = _("version of a roadmap")
        verbose_name_plural = _("versions of roadmaps")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["roadmap", "number"], name="roadmap_version_number"),
        ]

    def __str__(self):
        return str(_("Version %(number)s") % {"number": self.number})


class Endorsement(Dated):
    """What a member says of a version of the roadmap: they endorse it, with or without reservations."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked")
        ENDORSED = "endorsed", _("Endorses it")
        RESERVED = "reserved", _("Endorses it with reservations")
        REFUSED = "refused", _("Does not endorse it")

    class Via(models.TextChoices):
        LINK = "link", _("by personal link")
        ACCOUNT = "account", _("signed in")
        PERSON = "person", _("in person")

    class Shown(models.TextChoices):
        """Under what their reservations stand."""

        INSIDE = "inside", _("With my name inside the group, not outside")
        UNNAMED = "unnamed", _("Without my name, inside the group too")
        EVERYWHERE = "everywhere", _("With my name, wherever the roadmap is read")

    version = models.ForeignKey(RoadmapVersion, models.CASCADE, related_name="endorsements")
    member = models.ForeignKey(Membership, models.CASCADE, related_name="endorsements")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ASKED)
    reservation = models.TextField(_("reservations"), blank=True)
    shown = models.CharField(
        _("reservations are shown"), max_length=10, choices=Shown, default=Shown.INSIDE
    )
    via = models.CharField(_("how"), max_length=10, choices=Via, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    link = models.OneToOneField(
        PersonalLink,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="endorsement",
        editable=False,
    )

    class Meta:
        verbose_name = _("endorsement")
        verbose_name_plural = _("endorsements")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "member"], name="endorses_once"),
            models.CheckConstraint(
                condition=~Q(state="reserved") | ~Q(reservation=""), name="reservation_in_words"
            ),
        ]


class EndorsementAnswer(models.Model):
    """An answer as it was given: what a member said before they changed their mind stays on record."""

    endorsement = models.ForeignKey(Endorsement, models.CASCADE, related_name="answers")
    state = models.CharField(_("state"), max_length=10, choices=Endorsement.State)
    reservation = models.TextField(_("reservations"), blank=True)
    # Whoever did not want to be named for what they said then is not named for it now.
    shown = models.CharField(
        _("reservations are shown"),
        max_length=10,
        choices=Endorsement.Shown,
        default=Endorsement.Shown.INSIDE,
    )
    via = models.CharField(_("how"), max_length=10, choices=Endorsement.Via)
    answered_on = models.DateField(_("answered on"))
    # Where it was given, if it was in person.
    meeting = models.ForeignKey(
        "Meeting",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="endorsements",
        verbose_name=_("at which meeting"),
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(_("recorded"), auto_now_add=True)

    class Meta:
        verbose_name = _("answer of a member")
        verbose_name_plural = _("answers of members")
        ordering = ["pk"]
