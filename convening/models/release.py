"""Released agendas: numbered, and never changed again."""

from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core.models import Dated, Mail
from dialogues.models import Dialogue
from stakeholders.models import Person


class AgendaRelease(Dated):
    """A version of the agenda as it was told to people. `snapshot` is the whole of it as facts, with
    people by their ids, so that each reader is told no more than they may know."""

    dialogue = models.ForeignKey(Dialogue, models.CASCADE, related_name="agenda_releases")
    number = models.PositiveIntegerField(_("version"))
    note = models.TextField(_("what changed, in words"), blank=True)
    made_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    snapshot = models.JSONField(editable=False)
    digest = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("released agenda")
        verbose_name_plural = _("released agendas")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["dialogue", "number"], name="agenda_release_number"),
        ]

    def __str__(self):
        return _now("%(dialogue)s, version %(number)d") % {
            "dialogue": self.dialogue,
            "number": self.number,
        }


class AgendaNotice(models.Model):
    """Somebody who was told of a release because it changed something for them."""

    release = models.ForeignKey(AgendaRelease, models.CASCADE, related_name="notices")
    person = models.ForeignKey(Person, models.CASCADE, related_name="agenda_notices")
    mail = models.OneToOneField(
        Mail, models.SET_NULL, null=True, blank=True, related_name="agenda_notice"
    )
    problem = models.CharField(_("why not"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "person"], name="told_once_of_a_release"),
        ]
