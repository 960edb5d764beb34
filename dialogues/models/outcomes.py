"""What a dialogue comes to: key messages and action points."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Ordered, Versioned
from dialogues.models.dialogue import Dialogue
from stakeholders.models import Organisation, Person


class KeyMessage(Ordered, Versioned):
    """What was heard, in one statement."""

    dialogue = models.ForeignKey(Dialogue, models.CASCADE, related_name="key_messages")
    text = models.TextField(_("message"))

    class Meta(Ordered.Meta):
        verbose_name = _("key message")
        verbose_name_plural = _("key messages")

    def __str__(self):
        return self.text


class ActionPoint(Ordered, Versioned):
    """What somebody undertook to do: the owner is a person, an organisation, or words."""

    dialogue = models.ForeignKey(Dialogue, models.CASCADE, related_name="action_points")
    title = models.CharField(_("title"), max_length=300, blank=True)
    text = models.TextField(_("text"), blank=True)
    owner_person = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="action_points",
        verbose_name=_("owner (person)"),
    )
    owner_organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="action_points",
        verbose_name=_("owner (organisation)"),
    )
    owner_text = models.CharField(_("owner (in words)"), max_length=300, blank=True)
    due = models.DateField(_("due"), null=True, blank=True)

    class Meta(Ordered.Meta):
        verbose_name = _("action point")
        verbose_name_plural = _("action points")

    def __str__(self):
        return self.title or self.text
