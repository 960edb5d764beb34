"""Surveys: short statements that stakeholders agree or disagree with, told apart by declared group."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Dated, Ordered, PersonalLink, Versioned
from dialogues.models.dialogue import Dialogue
from dialogues.models.fault_lines import FaultLine
from dialogues.models.initiative import Initiative
from dialogues.querysets import SurveyQuerySet
from stakeholders.models import Group, Person


class Survey(Dated, Versioned):
    """Statements sent to stakeholders before or during a dialogue, to see where groups stand.

    `introductions` holds the words above the statements by language; the keys are the languages in
    which it can be answered.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="surveys")
    dialogue = models.ForeignKey(
        Dialogue,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="surveys",
        verbose_name=_("dialogue"),
    )
    title = models.CharField(_("title"), max_length=300)
    languages = models.JSONField(_("languages"), default=list)
    introductions = models.JSONField(_("introduction"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    closes_on = models.DateField(_("answers until"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("dialogues:survey", args=[self.initiative.slug, self.pk])


class Statement(Ordered, Versioned):
    """A sentence that one can agree or disagree with; `texts` holds it by language."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="statements")
    texts = models.JSONField(_("statement"), default=dict)
    fault_line = models.ForeignKey(
        FaultLine,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="statements",
        verbose_name=_("fault line"),
    )

    class Meta(Ordered.Meta):
        verbose_name = _("statement")
        verbose_name_plural = _("statements")

    def __str__(self):
        return next(iter(self.texts.values()), "")


class SurveyInvitation(Dated):
    """A person asked to answer a survey, through a personal link."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="invitations")
    person = models.ForeignKey(
        Person, models.CASCADE, related_name="survey_invitations", verbose_name=_("person")
    )
    link = models.OneToOneField(
        PersonalLink, models.SET_NULL, null=True, blank=True, related_name="survey_invitation"
    )
    has_answered = models.BooleanField(_("has answered"), default=False)

    class Meta:
        verbose_name = _("invitation to a survey")
        verbose_name_plural = _("invitations to a survey")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "person"], name="asked_once_in_a_survey"),
        ]

    def __str__(self):
        return str(self.person)


class SurveyResponse(models.Model):
    """One set of answers, under the group that its author declared.

    While the survey is open `invitation` lets its author change their mind; when it closes the tie is
    cut for good, and nobody can tell any more who answered what. A group under which somebody answered
    stays: its answers among those of no group would tell, by what changed, what they were.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="responses")
    invitation = models.OneToOneField(
        SurveyInvitation, models.SET_NULL, null=True, blank=True, related_name="response"
    )
    group = models.ForeignKey(
        Group,
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("group"),
    )
    language = models.CharField(_("language"), max_length=35, blank=True)

    class Meta:
        verbose_name = _("response to a survey")
        verbose_name_plural = _("responses to a survey")

    def __str__(self):
        return f"{self.pk}"


class Vote(models.Model):
    """What one response says to one statement."""

    class Choice(models.TextChoices):
        AGREE = "agree", _("Agree")
        DISAGREE = "disagree", _("Disagree")
        PASS = "pass", _("Pass")

    response = models.ForeignKey(SurveyResponse, models.CASCADE, related_name="votes")
    statement = models.ForeignKey(Statement, models.CASCADE, related_name="votes")
    choice = models.CharField(_("answer"), max_length=10, choices=Choice)
    comment = models.TextField(_("comment"), blank=True)

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [
            models.UniqueConstraint(fields=["response", "statement"], name="one_vote_a_statement"),
        ]

    def __str__(self):
        return self.get_choice_display()
