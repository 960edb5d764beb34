"""People at a dialogue: apart from who they are, how they take part in this one meeting."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Dated, Ordered
from dialogues.models.dialogue import Dialogue
from dialogues.querysets import ParticipationQuerySet
from stakeholders.models import Group, Person


class Participation(Dated, Ordered):
    """A person's part in one dialogue. `group` is the one they stand for here; `listed` says that they
    agreed to be named in the participants' list."""

    class Status(models.TextChoices):
        INVITED = "invited", _("Invited")
        REQUESTED = "requested", _("Awaits approval")
        WAITING = "waiting", _("On the waiting list")
        OFFERED = "offered", _("Place offered")
        REGISTERED = "registered", _("Registered")
        ATTENDED = "attended", _("Attended")
        DECLINED = "declined", _("Declined")

    dialogue = models.ForeignKey(Dialogue, models.CASCADE, related_name="participations")
    person = models.ForeignKey(
        Person, models.CASCADE, related_name="participations", verbose_name=_("person")
    )
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.INVITED)
    acts_as = models.CharField(_("as"), max_length=100, blank=True)
    group = models.ForeignKey(
        Group,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("stands for"),
    )
    sponsored = models.BooleanField(_("sponsored place"), default=False)
    table = models.CharField(_("table"), max_length=40, blank=True)
    listed = models.BooleanField(
        _("agreed to be listed"),
        default=False,
        help_text=_("This person agreed to be named in the participants’ list."),
    )

    objects = ParticipationQuerySet.as_manager()

    class Meta(Ordered.Meta):
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [
            models.UniqueConstraint(fields=["dialogue", "person"], name="takes_part_once"),
        ]
        indexes = [models.Index(fields=["dialogue", "status"])]

    def __str__(self):
        return str(self.person)
