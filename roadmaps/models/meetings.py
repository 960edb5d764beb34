"""Meetings of a Learning and Leadership Group: agenda, who was there, what was decided, who dissented."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Dated, Ordered, Versioned
from roadmaps.models.actions import Action
from roadmaps.models.groups import LearningGroup, Membership


class Meeting(Dated, Versioned):
    """A meeting of a group: planned, then held; its minutes are approved at a later one."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        OPEN = "open", _("In session")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Cancelled")

    learning_group = models.ForeignKey(LearningGroup, models.CASCADE, related_name="meetings")
    number = models.PositiveIntegerField(_("number"), editable=False)
    title = models.CharField(_("title"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    on = models.DateField(_("date"))
    starts_at = models.TimeField(_("begins at"), null=True, blank=True)
    ends_at = models.TimeField(_("ends at"), null=True, blank=True)
    place = models.CharField(_("place, or how to join"), max_length=300, blank=True)
    chair = models.ForeignKey(
        Membership,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="meetings_chaired",
        verbose_name=_("chair"),
    )
    secretary = models.ForeignKey(
        Membership,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="meetings_minuted",
        verbose_name=_("who takes the minutes"),
    )
    others = models.TextField(_("others who were there"), blank=True)
    # What held when it was closed, so that later changes of the group do not change the past.
    quorum = models.PositiveSmallIntegerField(null=True, editable=False)
    quorum_groups = models.PositiveSmallIntegerField(null=True, editable=False)
    closing = models.TextField(_("closing words"), blank=True)
    next_on = models.DateField(_("next meeting"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    approved_at = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="minutes_approved",
        verbose_name=_("minutes approved at"),
    )

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-on", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["learning_group", "number"], name="meeting_number"),
        ]

    def __str__(self):
        return self.title or str(_("Meeting %(number)s") % {"number": self.number})

    def get_absolute_url(self):
        return reverse("roadmaps:meeting", args=[self.pk])


class MeetingItem(Ordered, Versioned):
    """A point of a meeting's agenda, with what was said about it."""

    class Kind(models.TextChoices):
        POINT = "point", _("Point")
        MATTER = "matter-arising", _("Matter arising")
        REVIEW = "review", _("Review of an action")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.POINT)
    title = models.CharField(_("title"), max_length=500)
    text = models.TextField(_("what it is about"), blank=True)
    minutes = models.TextField(_("minutes"), blank=True)
    minutes_allotted = models.PositiveSmallIntegerField(
        _("time allotted, in minutes"), null=True, blank=True
    )
    action = models.ForeignKey(
        Action, models.SET_NULL, null=True, blank=True, related_name="meeting_items"
    )
    # The decision of an earlier meeting that it comes back to.
    arises_from = models.ForeignKey(
        "Decision", models.SET_NULL, null=True, blank=True, related_name="matters"
    )
    is_dealt_with = models.BooleanField(_("dealt with"), default=False)

    class Meta(Ordered.Meta):
        verbose_name = _("point of the agenda")
        verbose_name_plural = _("points of the agenda")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "action"],
                condition=Q(kind="review"),
                name="action_reviewed_once_a_meeting",
            ),
        ]

    def __str__(self):
        return self.title


class Presence(models.Model):
    """Whether a member was at a meeting."""

    class State(models.TextChoices):
        PRESENT = "present", _("Present")
        PROXY = "proxy", _("Sent somebody")
        APOLOGIES = "apologies", _("Sent apologies")
        ABSENT = "absent", _("Absent")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="presences")
    member = models.ForeignKey(Membership, models.CASCADE, related_name="presences")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ABSENT)
    note = models.CharField(_("who came, or why not"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("presence")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="present_once"),
        ]


class Decision(Ordered, Versioned):
    """What a meeting decided, how, and who dissented."""

    class How(models.TextChoices):
        CONSENSUS = "consensus", _("By consensus")
        MAJORITY = "majority", _("By majority")
        NOT_AGREED = "not-agreed", _("Not agreed")
        DEFERRED = "deferred", _("Put off")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="decisions")
    item = models.ForeignKey(
        MeetingItem, models.SET_NULL, null=True, blank=True, related_name="decisions"
    )
    text = models.TextField(_("decision"))
    how = models.CharField(_("how"), max_length=12, choices=How, default=How.CONSENSUS)
    in_favour = models.PositiveSmallIntegerField(_("in favour"), null=True, blank=True)
    against = models.PositiveSmallIntegerField(_("against"), null=True, blank=True)
    abstained = models.PositiveSmallIntegerField(_("abstained"), null=True, blank=True)
    action = models.ForeignKey(
        Action, models.SET_NULL, null=True, blank=True, related_name="decisions"
    )
    # Whoever sees to it, until when; as long as it is open it comes back as a matter arising.
    owner = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="decisions_owned"
    )
    due = models.DateField(_("due"), null=True, blank=True)
    is_settled = models.BooleanField(_("settled"), default=False)
    # Taken without a quorum: it stands as a recommendation until a quorate meeting confirms it.
    without_quorum = models.BooleanField(_("taken without a quorum"), default=False)

    class Meta(Ordered.Meta):
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")

    def __str__(self):
        return self.text


class Dissent(models.Model):
    """A member's dissent from a decision, in their words; by name only if they want it so."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="dissents")
    member = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="dissents"
    )
    text = models.TextField(_("dissent"))
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("dissent")
        ordering = ["pk"]
