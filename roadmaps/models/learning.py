"""The learning space: what groups tried, what happened, and for whom that is useful."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Dated, Versioned
from roadmaps.models.actions import Action
from roadmaps.models.groups import LearningGroup
from roadmaps.models.roadmaps import Topic
from roadmaps.querysets import LessonQuerySet
from stakeholders.models import Programme


class Lesson(Dated, Versioned):
    """A lesson, tactic or challenge that a group shares."""

    class Kind(models.TextChoices):
        LESSON = "lesson", _("Lesson")
        TACTIC = "tactic", _("Tactic")
        CHALLENGE = "challenge", _("Challenge")

    class Reach(models.TextChoices):
        GROUP = "group", _("The group itself")
        GROUPS = "groups", _("All groups of the programme")
        PUBLIC = "public", _("Everybody")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="lessons")
    learning_group = models.ForeignKey(
        LearningGroup, models.CASCADE, related_name="lessons", verbose_name=_("group")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.LESSON)
    title = models.CharField(_("title"), max_length=300)
    tried = models.TextField(_("what was tried"), blank=True)
    happened = models.TextField(_("what happened"), blank=True)
    useful_for = models.TextField(_("for whom it is useful"), blank=True)
    reach = models.CharField(_("who may read it"), max_length=8, choices=Reach, default=Reach.GROUP)
    topics = models.ManyToManyField(
        Topic, related_name="lessons", blank=True, verbose_name=_("shared themes")
    )
    actions = models.ManyToManyField(
        Action, related_name="lessons", blank=True, verbose_name=_("actions")
    )
    by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )

    objects = LessonQuerySet.as_manager()

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("roadmaps:lesson", args=[self.pk])


class LessonNote(models.Model):
    """What another group says to a lesson: whether it works for them too, or a question."""

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="notes")
    text = models.TextField(_("note"))
    learning_group = models.ForeignKey(
        LearningGroup, models.SET_NULL, null=True, blank=True, related_name="lesson_notes"
    )
    by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("note to a lesson")
        verbose_name_plural = _("notes to lessons")
        ordering = ["pk"]
