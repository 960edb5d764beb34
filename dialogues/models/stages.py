"""The course of an initiative: its stages, what was decided at their gates, what was attested."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models import Dated, Ordered, Versioned
from dialogues.models.initiative import Initiative
from dialogues.querysets import StageQuerySet


class Stage(Ordered, Versioned):
    """One stage of an initiative's course; `kind` is an entry of the registry in dialogues.stages.

    A kind may come twice (two rounds of field dialogues): `key` tells them apart in addresses and
    `title` for people.
    """

    class State(models.TextChoices):
        AHEAD = "ahead", _("Ahead")
        OPEN = "open", _("Under way")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Left out")
        STOPPED = "stopped", _("Stopped")

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="stages")
    kind = models.SlugField(_("kind"), max_length=40)
    key = models.SlugField(_("address"), max_length=60, editable=False)
    title = models.CharField(_("title"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.AHEAD)
    planned_from = models.DateField(_("planned from"), null=True, blank=True)
    planned_until = models.DateField(_("decision planned by"), null=True, blank=True)
    lead = models.ForeignKey(
        "accounts.User",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="stages_led",
        verbose_name=_("who has to act"),
    )
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = StageQuerySet.as_manager()

    class Meta(Ordered.Meta):
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        constraints = [
            models.UniqueConstraint(fields=["initiative", "key"], name="stage_key_in_initiative"),
            models.CheckConstraint(
                condition=Q(planned_from__isnull=True)
                | Q(planned_until__isnull=True)
                | Q(planned_until__gte=F("planned_from")),
                name="stage_planned_until_after_from",
            ),
        ]

    def __str__(self):
        return self.title or self.kind

    def save(self, **kwargs):
        self.key = self.key or self.kind
        super().save(**kwargs)


class Decision(models.Model):
    """What was decided about a stage: by whom, when, why, and the gate's criteria as they stood then.

    `criteria` is frozen: a list of `{key, label, computed, met, detail, reason, by}`; empty where no
    gate was passed. Rows are only ever added.
    """

    class Move(models.TextChoices):
        OPEN = "open", _("Opened")
        GO = "go", _("Go")
        NOT_YET = "not-yet", _("Not yet")
        NO_GO = "no-go", _("No go")
        REOPEN = "reopen", _("Opened again")
        DROP = "drop", _("Left out")

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="decisions")
    move = models.CharField(_("decision"), max_length=10, choices=Move)
    before = models.CharField(_("before"), max_length=10, choices=Stage.State)
    after = models.CharField(_("after"), max_length=10, choices=Stage.State)
    decided_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"))
    reason = models.TextField(_("reason"))
    criteria = models.JSONField(_("criteria"), default=list, blank=True)
    unmet = models.PositiveSmallIntegerField(_("criteria not met"), default=0)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-decided_at", "-pk"]

    def __str__(self):
        return f"{self.stage}: {self.get_move_display()}"


class Attestation(Dated):
    """A criterion of a gate that no program can judge, judged by a person with a reason."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="attestations")
    criterion = models.SlugField(_("criterion"), max_length=60)
    met = models.BooleanField(_("met"))
    reason = models.TextField(_("reason"))
    attested_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("attestation")
        verbose_name_plural = _("attestations")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "criterion"], name="attested_once"),
        ]

    def __str__(self):
        return self.criterion
