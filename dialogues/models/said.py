"""What was said: sessions, and contributions under them as a tree."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Dated, Ordered, Versioned
from dialogues.models.dialogue import Dialogue, Question
from stakeholders.models import Group, Person


class Session(Ordered, Versioned):
    """A stretch of a dialogue that notes were taken of. Sessions with the same `parallel` name ran side
    by side; one that `synthesises` others draws them together."""

    dialogue = models.ForeignKey(Dialogue, models.CASCADE, related_name="sessions")
    title = models.CharField(_("title"), max_length=300)
    question = models.ForeignKey(
        Question,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("question"),
    )
    facilitator = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="sessions_facilitated",
        verbose_name=_("facilitator"),
    )
    rapporteur = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="sessions_noted",
        verbose_name=_("rapporteur"),
    )
    parallel = models.CharField(
        _("parallel with"),
        max_length=200,
        blank=True,
        help_text=_("Sessions that ran side by side carry the same name here."),
    )
    synthesises = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="synthesised_in",
        verbose_name=_("draws together"),
    )

    class Meta(Ordered.Meta):
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    def __str__(self):
        return self.title


class Contribution(Dated, Ordered, Versioned):
    """One thing that was said or noted, possibly with points under it.

    A `speaker` is stored only where the dialogue was `on_the_record` when it was written or the
    speaker agreed to be named for these words (`attributed`); the database refuses anything else.
    """

    class Kind(models.TextChoices):
        NARRATIVE = "narrative", _("Narrative")
        POINT = "point", _("Point")
        QUOTE = "quote", _("Quote")
        LESSON = "lesson", _("Lesson")
        OBSTACLE = "obstacle", _("Obstacle")
        OPPORTUNITY = "opportunity", _("Opportunity")
        SOLUTION = "solution", _("Solution")
        STEP = "step", _("Step")
        FAULT_LINE = "fault-line", _("Fault line")

    session = models.ForeignKey(Session, models.CASCADE, related_name="contributions")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="points")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.POINT)
    text = models.TextField(_("what was said"))
    question = models.ForeignKey(
        Question,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("question"),
    )
    group = models.ForeignKey(
        Group,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("whose view"),
    )
    table = models.CharField(_("table"), max_length=40, blank=True)
    speaker = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("speaker"),
    )
    attributed = models.BooleanField(
        _("agreed to be named"),
        default=False,
        help_text=_("The speaker agreed to be named for these words."),
    )
    on_the_record = models.BooleanField(default=False, editable=False)
    noted_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    class Meta(Ordered.Meta):
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        constraints = [
            models.CheckConstraint(
                condition=Q(speaker__isnull=True) | Q(attributed=True) | Q(on_the_record=True),
                name="no_speaker_who_did_not_agree",
            ),
        ]

    def __str__(self):
        return self.get_kind_display()

    def get_absolute_url(self):
        """Its place in its session, on whichever page of it that is."""
        address = reverse("dialogues:session", args=[self.session.dialogue.slug, self.session_id])
        return f"{address}?note={self.pk}#contributions-{self.pk}"
