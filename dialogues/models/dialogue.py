"""A dialogue: when, where, who convenes it, and what is prepared for it."""

import secrets
import uuid
from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Dated, Ordered, Versioned
from dialogues.models.initiative import Initiative
from dialogues.querysets import DialogueQuerySet
from stakeholders.models import COUNTRY, Organisation, Person


def known_timezone(value):
    """Refuse a time zone that the IANA database does not hold."""
    if value not in available_timezones():
        raise ValidationError(
            _("There is no time zone “%(zone)s”; give one such as Africa/Accra."),
            params={"zone": value},
        )


def new_salt():
    """What makes pseudonyms of one dialogue stable, and impossible to compare with another's."""
    return secrets.token_hex(16)


class Kind(models.TextChoices):
    SCOPING = "scoping", _("Scoping dialogue")
    FIELD = "field", _("Field dialogue")
    THEMATIC = "thematic", _("Thematic dialogue")
    WORKSHOP = "workshop", _("Workshop")
    TECHNICAL = "technical", _("Technical workshop")
    NATIONAL = "national", _("National dialogue")
    INTERNATIONAL = "international", _("International dialogue")
    VISIONING = "visioning", _("Visioning workshop")
    LEARNING_GROUP = "learning-group", _("Learning and Leadership Group meeting")
    PRE_DIALOGUE = "pre-dialogue", _("Pre-dialogue workshop")
    LEARNING_EVENT = "learning-event", _("Learning event")


class Attribution(models.TextChoices):
    ON_THE_RECORD = "on-the-record", _("On the record")
    CHATHAM_HOUSE = "chatham-house", _("Chatham House Rule")


class ParticipationRule(models.TextChoices):
    INVITATION_ONLY = "invitation-only", _("By invitation only")
    OPEN = "open", _("Open")


# What people enter in their calendars. A change of these is a new revision there, anything else is not.
CALENDAR_FACTS = (
    *("title", "starts_on", "starts_at", "ends_on", "ends_at"),
    *("timezone", "venue", "city", "country"),
)


class Dialogue(Dated, Versioned):
    """A meeting of an initiative. Dates and times are wall-clock in its own `timezone`."""

    initiative = models.ForeignKey(
        Initiative, models.CASCADE, related_name="dialogues", verbose_name=_("initiative")
    )
    slug = models.SlugField(_("address"), max_length=80, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.WORKSHOP)
    starts_on = models.DateField(_("first day"))
    starts_at = models.TimeField(_("starts at"), null=True, blank=True)
    ends_on = models.DateField(_("last day"))
    ends_at = models.TimeField(_("ends at"), null=True, blank=True)
    timezone = models.CharField(
        _("time zone"), max_length=60, default="UTC", validators=[known_timezone]
    )
    language = models.CharField(_("language"), max_length=35, default="en")
    part_of_title = models.CharField(_("part of the event"), max_length=300, blank=True)
    part_of_starts = models.DateField(_("event’s first day"), null=True, blank=True)
    part_of_ends = models.DateField(_("event’s last day"), null=True, blank=True)
    part_of_place = models.CharField(_("event’s place"), max_length=200, blank=True)
    venue = models.CharField(_("venue"), max_length=300, blank=True)
    city = models.CharField(_("town"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True, validators=[COUNTRY])
    attribution = models.CharField(
        _("attribution"),
        max_length=20,
        choices=Attribution,
        default=Attribution.CHATHAM_HOUSE,
        help_text=_(
            "Under the Chatham House Rule no speaker is kept unless they agreed for those words."
        ),
    )
    participation = models.CharField(
        _("participation"),
        max_length=20,
        choices=ParticipationRule,
        default=ParticipationRule.INVITATION_ONLY,
    )
    convenors = models.ManyToManyField(
        Organisation,
        through="Convening",
        related_name="dialogues_convened",
        verbose_name=_("convenors"),
    )
    host = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="dialogues_hosted",
        verbose_name=_("host"),
    )
    chair = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="dialogues_chaired",
        verbose_name=_("chair"),
    )
    facilitator = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="dialogues_facilitated",
        verbose_name=_("facilitator"),
    )
    introduction = models.TextField(_("introduction"), blank=True)
    summary_heading = models.CharField(_("heading of the summary"), max_length=300, blank=True)
    summary_body = models.TextField(_("summary"), blank=True)
    logistics = models.TextField(_("when and where, in words"), blank=True)
    materials_intro = models.TextField(_("introduction to the materials"), blank=True)
    next_steps = models.TextField(_("next steps"), blank=True)
    is_public = models.BooleanField(
        _("public"), default=False, help_text=_("Its page may be read by anybody, without names.")
    )
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True, editable=False)
    cancelled_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    cancel_reason = models.TextField(_("why it was cancelled"), blank=True, editable=False)
    # What calendars know it by (RFC 5545, UID): a number of its own, which outlives a change of our address
    # and a move to another database; the row's key would not.
    calendar_uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # RFC 5545, SEQUENCE: counted up when day, hour, zone, place or title change, or it is cancelled.
    calendar_sequence = models.PositiveIntegerField(default=0, editable=False)
    salt = models.CharField(max_length=32, default=new_salt, editable=False)

    objects = DialogueQuerySet.as_manager()

    class Meta:
        verbose_name = _("dialogue")
        verbose_name_plural = _("dialogues")
        ordering = ["-starts_on", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="dialogue_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(part_of_ends__isnull=True)
                | Q(part_of_starts__isnull=True)
                | Q(part_of_ends__gte=F("part_of_starts")),
                name="dialogue_event_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["initiative", "title", "starts_on"], name="dialogue_once_in_initiative"
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, **kwargs):
        # For who saves the whole row, as a package that is loaded anew does.
        if self.pk and not kwargs.get("force_insert") and kwargs.get("update_fields") is None:
            known = Dialogue.objects.filter(pk=self.pk).values_list(*CALENDAR_FACTS).first()
            if known and known != tuple(getattr(self, name) for name in CALENDAR_FACTS):
                self.calendar_sequence += 1
        super().save(**kwargs)

    def get_absolute_url(self):
        return reverse("dialogues:dialogue", args=[self.slug])

    @property
    def is_chatham_house(self):
        return self.attribution == Attribution.CHATHAM_HOUSE

    @property
    def is_cancelled(self):
        return self.cancelled_at is not None

    @property
    def starts(self):
        """The first moment, in the dialogue's zone (midnight where no time is given)."""
        return self._moment(self.starts_on, self.starts_at)

    def _moment(self, day, time):
        zone = ZoneInfo(self.timezone)
        return datetime.combine(day, time or datetime.min.time(), tzinfo=zone)


class Convening(Ordered):
    """An organisation that convenes a dialogue; the first one's imprint closes its reports."""

    dialogue = models.ForeignKey(Dialogue, models.CASCADE, related_name="convenings")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="convenings")

    class Meta(Ordered.Meta):
        constraints = [
            models.UniqueConstraint(fields=["dialogue", "organisation"], name="convenes_once"),
        ]


class Question(Ordered, Versioned):
    """A question that a dialogue asks; agenda items, sessions and contributions refer to it."""

    dialogue = models.ForeignKey(Dialogue, models.CASCADE, related_name="questions")
    key = models.SlugField(_("short key"), max_length=80, editable=False)
    text = models.TextField(_("question"))
    short = models.CharField(_("in short"), max_length=200, blank=True)

    class Meta(Ordered.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.UniqueConstraint(fields=["dialogue", "key"], name="question_key_in_dialogue"),
        ]

    def __str__(self):
        return self.short or self.text


class Background(Ordered, Versioned):
    """A section of the background to a dialogue; a boxed one stands apart from the running text."""

    dialogue = models.ForeignKey(Dialogue, models.CASCADE, related_name="background")
    heading = models.CharField(_("heading"), max_length=300, blank=True)
    body = models.TextField(_("text"), blank=True)
    box = models.BooleanField(_("in a box"), default=False)

    class Meta(Ordered.Meta):
        verbose_name = _("background section")
        verbose_name_plural = _("background sections")

    def __str__(self):
        return self.heading


class Material(Ordered):
    """Something handed out or shown at a dialogue."""

    dialogue = models.ForeignKey(Dialogue, models.CASCADE, related_name="materials")
    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=80, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)

    class Meta(Ordered.Meta):
        verbose_name = _("material")
        verbose_name_plural = _("materials")

    def __str__(self):
        return self.title
