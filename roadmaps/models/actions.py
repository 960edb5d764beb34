"""Actions: who leads what until when, what it waits for, what it costs and who pays."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Dated, Ordered, PersonalLink, Versioned
from dialogues.models import ActionPoint, Contribution, FaultLine
from roadmaps.models.roadmaps import Recommendation, Roadmap, Theme
from roadmaps.querysets import ActionQuerySet
from stakeholders.models import Organisation, Person

NOT_NEGATIVE = MinValueValidator(Decimal(0))


class Result(Ordered, Versioned):
    """A line of a roadmap's logical framework: what is to come of what."""

    class Level(models.TextChoices):
        IMPACT = "impact", _("Impact")
        OUTCOME = "outcome", _("Outcome")
        OUTPUT = "output", _("Output")
        ACTIVITY = "activity", _("Activity")

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="results")
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("contributes to"),
    )
    level = models.CharField(_("level"), max_length=10, choices=Level)
    title = models.CharField(_("title"), max_length=500)
    text = models.TextField(_("text"), blank=True)
    assumptions = models.TextField(_("assumptions"), blank=True)
    verification = models.TextField(_("means of verification"), blank=True)

    class Meta(Ordered.Meta):
        verbose_name = _("line of the logical framework")
        verbose_name_plural = _("lines of the logical framework")

    def __str__(self):
        return self.title


class Action(Ordered, Versioned):
    """Something that a person or a body leads, with or without an account; moved by updates.

    `status`, `progress` and `due` are what the last update said; nothing else writes them once there
    is one. An action with parts (`parent`) has the progress that its parts add up to.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        IN_PROGRESS = "in-progress", _("In progress")
        DONE = "done", _("Done")
        DELAYED = "delayed", _("Delayed")
        DROPPED = "dropped", _("Dropped")

    theme = models.ForeignKey(
        Theme, models.CASCADE, related_name="actions", verbose_name=_("theme")
    )
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
    )
    key = models.CharField(_("short key"), max_length=80, blank=True)
    title = models.CharField(_("title"), max_length=500)
    text = models.TextField(_("text"), blank=True)
    lead_person = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="actions_led",
        verbose_name=_("lead (person)"),
    )
    lead_organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="actions_led",
        verbose_name=_("lead (organisation)"),
    )
    start = models.DateField(_("start"), null=True, blank=True)
    due = models.DateField(_("due"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.PLANNED)
    progress = models.PositiveSmallIntegerField(_("progress, in per cent"), null=True, blank=True)
    # How much it counts for in the progress of the action that it is part of.
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=1, validators=[MinValueValidator(1)]
    )
    result = models.ForeignKey(
        Result,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("hangs on"),
    )
    cost = models.DecimalField(
        _("cost"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[NOT_NEGATIVE],
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = ActionQuerySet.as_manager()

    fault_lines = models.ManyToManyField(
        FaultLine, related_name="actions", blank=True, verbose_name=_("fault lines")
    )
    needs = models.ManyToManyField(
        "self",
        symmetrical=False,
        related_name="needed_by",
        blank=True,
        verbose_name=_("waits for"),
    )

    class Meta(Ordered.Meta):
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        constraints = [
            models.CheckConstraint(
                condition=Q(progress__isnull=True) | Q(progress__lte=100),
                name="action_progress_at_most_100",
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(due__isnull=True) | Q(due__gte=F("start")),
                name="action_due_after_start",
            ),
            models.CheckConstraint(
                condition=Q(cost__isnull=True) | Q(cost__gte=0), name="action_cost_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(cost__isnull=True) | ~Q(currency=""), name="action_cost_in_a_currency"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("roadmaps:action", args=[self.pk])


class Source(models.Model):
    """Where an action comes from: a recommendation, an action point, or what somebody said."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="sources")
    recommendation = models.ForeignKey(
        Recommendation, models.CASCADE, null=True, blank=True, related_name="sourced"
    )
    action_point = models.ForeignKey(
        ActionPoint, models.CASCADE, null=True, blank=True, related_name="sourced"
    )
    contribution = models.ForeignKey(
        Contribution, models.CASCADE, null=True, blank=True, related_name="sourced"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    recommendation__isnull=False,
                    action_point__isnull=True,
                    contribution__isnull=True,
                )
                | Q(
                    recommendation__isnull=True,
                    action_point__isnull=False,
                    contribution__isnull=True,
                )
                | Q(
                    recommendation__isnull=True,
                    action_point__isnull=True,
                    contribution__isnull=False,
                ),
                name="source_is_one_thing",
            ),
            models.UniqueConstraint(
                fields=["action", "recommendation"], name="source_recommendation_once"
            ),
            models.UniqueConstraint(fields=["action", "action_point"], name="source_point_once"),
            models.UniqueConstraint(
                fields=["action", "contribution"], name="source_contribution_once"
            ),
        ]


class Support(Ordered):
    """A person or a body that supports an action."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="supporters")
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="actions_supported"
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="actions_supported"
    )

    class Meta(Ordered.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, organisation__isnull=True)
                | Q(person__isnull=True, organisation__isnull=False),
                name="supported_by_a_person_or_a_body",
            ),
        ]


class Payment(Ordered):
    """Who pays how much of what an action costs, in the action's currency; sought, promised or there."""

    class State(models.TextChoices):
        SOUGHT = "sought", _("Sought")
        PROMISED = "promised", _("Promised")
        SECURED = "secured", _("Secured")

    action = models.ForeignKey(Action, models.CASCADE, related_name="payments")
    organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="action_payments",
        verbose_name=_("who pays"),
    )
    payer = models.CharField(_("who pays, in words"), max_length=300, blank=True)
    amount = models.DecimalField(
        _("amount"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[NOT_NEGATIVE],
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.SOUGHT)

    class Meta(Ordered.Meta):
        verbose_name = _("payment")


class Milestone(Ordered):
    """A step of an action that can be seen to be done."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="milestones")
    title = models.CharField(_("title"), max_length=500)
    due = models.DateField(_("due"), null=True, blank=True)
    done = models.BooleanField(_("done"), default=False)
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta(Ordered.Meta):
        verbose_name = _("milestone")


class Blockage(Dated):
    """What stops an action, since when, and who can unblock it."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="blockages")
    text = models.TextField(_("what stops it"))
    since = models.DateField(_("since"))
    unblocker_person = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="actions_to_unblock",
        verbose_name=_("who can unblock it (person)"),
    )
    unblocker_organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="actions_to_unblock",
        verbose_name=_("who can unblock it (organisation)"),
    )
    unblocker_text = models.CharField(_("who can unblock it, in words"), max_length=300, blank=True)
    resolved_on = models.DateField(_("resolved on"), null=True, blank=True)
    resolution = models.TextField(_("how it was resolved"), blank=True)

    class Meta:
        verbose_name = _("blockage")
        verbose_name_plural = _("blockages")
        ordering = ["pk"]


class OwnerLink(Dated):
    """The way in for somebody who leads actions of a roadmap and has no account: a person or a body."""

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="owner_links")
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="owner_links"
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="owner_links"
    )
    link = models.OneToOneField(
        PersonalLink,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="owner_link",
        editable=False,
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["roadmap", "person"], name="owner_link_of_a_person"),
            models.UniqueConstraint(
                fields=["roadmap", "organisation"], name="owner_link_of_a_body"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, organisation__isnull=True)
                | Q(person__isnull=True, organisation__isnull=False),
                name="owner_link_of_a_person_or_a_body",
            ),
        ]
