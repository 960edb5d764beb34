"""Updates: the dated, signed words by which actions move."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Upload
from roadmaps.models.actions import Action
from roadmaps.models.meetings import Meeting
from stakeholders.models import Organisation, Person


class ActionUpdate(models.Model):
    """A dated, signed word on an action. Never overwritten: a correction is another update."""

    class Via(models.TextChoices):
        ACCOUNT = "account", _("signed in")
        LINK = "link", _("by personal link")
        MEETING = "meeting", _("at a meeting")
        FILE = "file", _("from a file")

    action = models.ForeignKey(Action, models.CASCADE, related_name="updates")
    date = models.DateField(_("date"), null=True, blank=True)
    by_person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="action_updates"
    )
    by_organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="action_updates"
    )
    by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    via = models.CharField(_("how"), max_length=8, choices=Via, default=Via.FILE, editable=False)
    meeting = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="updates", editable=False
    )
    # Blank where the update leaves it as it was.
    status = models.CharField(_("status"), max_length=12, choices=Action.Status, blank=True)
    progress = models.PositiveSmallIntegerField(_("progress, in per cent"), null=True, blank=True)
    due = models.DateField(_("now due"), null=True, blank=True)
    text = models.TextField(_("text"), blank=True)
    evidence = models.TextField(_("evidence"), blank=True)
    corrects = models.OneToOneField(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="corrected_by",
        verbose_name=_("corrects"),
    )
    # Sent again by a line that dropped, it is the same update.
    token = models.UUIDField(null=True, unique=True, editable=False)
    created_at = models.DateTimeField(_("written"), auto_now_add=True, null=True)

    class Meta:
        verbose_name = _("update")
        verbose_name_plural = _("updates")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(progress__isnull=True) | Q(progress__lte=100),
                name="update_progress_at_most_100",
            ),
        ]


class UpdateFile(models.Model):
    """A photo or a document that goes with an update."""

    update = models.ForeignKey(ActionUpdate, models.CASCADE, related_name="files")
    upload = models.OneToOneField(Upload, models.CASCADE, related_name="update_file")
    caption = models.CharField(_("what it shows"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("file of an update")
        ordering = ["pk"]
