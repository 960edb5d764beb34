"""Learning and Leadership Groups and their roadmaps: who owns what follows a dialogue."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Dated, Ordered, Versioned
from dialogues.models import Dialogue, FaultLine
from roadmaps.querysets import ActionQuerySet, RoadmapQuerySet
from stakeholders.models import COUNTRY, Group, Organisation, Person, Programme


class LearningGroup(Dated, Versioned):
    """A country's standing Learning and Leadership Group (LLG)."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="learning_groups")
    dialogue = models.ForeignKey(
        Dialogue,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="learning_groups",
        verbose_name=_("endorsed at"),
    )
    name = models.CharField(_("name"), max_length=300)
    country = models.CharField(_("country"), max_length=2, blank=True, validators=[COUNTRY])
    host = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="learning_groups_hosted",
        verbose_name=_("host"),
    )
    convenor_person = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="learning_groups_convened",
        verbose_name=_("convenor (person)"),
    )
    convenor_organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="learning_groups_convened",
        verbose_name=_("convenor (organisation)"),
    )
    convenor_text = models.CharField(_("convenor (in words)"), max_length=300, blank=True)
    endorsed = models.DateField(_("endorsed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("Learning and Leadership Group")
        verbose_name_plural = _("Learning and Leadership Groups")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "name"], name="learning_group_name_in_programme"
            ),
        ]

    def __str__(self):
        return self.name


class Membership(Ordered):
    """A person's seat in a Learning and Leadership Group, and the constituency they stand for."""

    learning_group = models.ForeignKey(LearningGroup, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=200, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    represents = models.ForeignKey(
        Group,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("represents"),
    )
    represents_text = models.CharField(_("represents, in words"), max_length=300, blank=True)

    class Meta(Ordered.Meta):
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(fields=["learning_group", "person"], name="member_once"),
        ]


class Roadmap(Dated, Versioned):
    """What a Learning and Leadership Group set out to change: a vision, themes, actions."""

    dialogue = models.ForeignKey(Dialogue, models.CASCADE, related_name="roadmaps")
    learning_group = models.ForeignKey(
        LearningGroup, models.SET_NULL, null=True, blank=True, related_name="roadmaps"
    )
    title = models.CharField(_("title"), max_length=300)
    agreed = models.DateField(_("agreed on"), null=True, blank=True)
    is_public = models.BooleanField(_("public"), default=False)

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


class Theme(Ordered):
    """A theme that gathers actions."""

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="themes")
    key = models.CharField(_("short key"), max_length=80, blank=True)
    title = models.CharField(_("title"), max_length=300)

    class Meta(Ordered.Meta):
        verbose_name = _("theme")

    def __str__(self):
        return self.title


class Action(Ordered, Versioned):
    """Something that a person or a body leads, with or without an account; moved by updates."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        IN_PROGRESS = "in-progress", _("In progress")
        DONE = "done", _("Done")
        DELAYED = "delayed", _("Delayed")
        DROPPED = "dropped", _("Dropped")

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="actions")
    key = models.CharField(_("short key"), max_length=80, blank=True)
    title = models.CharField(_("title"), max_length=500)
    text = models.TextField(_("text"), blank=True)
    lead_person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="actions_led"
    )
    lead_organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="actions_led"
    )
    start = models.DateField(_("start"), null=True, blank=True)
    due = models.DateField(_("due"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.PLANNED)
    progress = models.PositiveSmallIntegerField(_("progress, in per cent"), null=True, blank=True)

    objects = ActionQuerySet.as_manager()

    fault_lines = models.ManyToManyField(
        FaultLine, related_name="actions", blank=True, verbose_name=_("fault lines")
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
                condition=Q(start__isnull=True)
                | Q(due__isnull=True)
                | Q(due__gte=models.F("start")),
                name="action_due_after_start",
            ),
        ]

    def __str__(self):
        return self.title


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


class Milestone(Ordered):
    """A step of an action that can be seen to be done."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="milestones")
    title = models.CharField(_("title"), max_length=500)
    due = models.DateField(_("due"), null=True, blank=True)
    done = models.BooleanField(_("done"), default=False)
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta(Ordered.Meta):
        verbose_name = _("milestone")


class Indicator(Ordered):
    """What shows whether an action works: unit, baseline, target, values over time."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="indicators")
    title = models.CharField(_("title"), max_length=500)
    unit = models.CharField(_("unit"), max_length=100, blank=True)
    baseline = models.CharField(_("baseline"), max_length=100, blank=True)
    target = models.CharField(_("target"), max_length=100, blank=True)

    class Meta(Ordered.Meta):
        verbose_name = _("indicator")


class IndicatorValue(models.Model):
    """A value of an indicator at a date, a number or words."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="values")
    date = models.DateField(_("date"), null=True, blank=True)
    value = models.CharField(_("value"), max_length=100)

    class Meta:
        ordering = ["pk"]


class ActionUpdate(models.Model):
    """A dated, signed word on an action. Never overwritten: a correction is another update."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="updates")
    date = models.DateField(_("date"), null=True, blank=True)
    by_person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="action_updates"
    )
    by_organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="action_updates"
    )
    status = models.CharField(_("status"), max_length=12, choices=Action.Status, blank=True)
    text = models.TextField(_("text"), blank=True)
    evidence = models.TextField(_("evidence"), blank=True)

    class Meta:
        verbose_name = _("update")
        ordering = ["pk"]
