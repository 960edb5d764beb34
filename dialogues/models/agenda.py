"""The agenda: parts, items, who appears in them; and annexes, which may carry an agenda of their own."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Ordered, Versioned
from dialogues.models.dialogue import Dialogue, Question
from dialogues.vocabulary import FORMATS, label_of
from stakeholders.models import Person


class AgendaPart(Ordered):
    """A part of the agenda; the first often has no title."""

    dialogue = models.ForeignKey(Dialogue, models.CASCADE, related_name="agenda_parts")
    title = models.CharField(_("title"), max_length=300, blank=True)

    class Meta(Ordered.Meta):
        verbose_name = _("part of the agenda")
        verbose_name_plural = _("parts of the agenda")

    def __str__(self):
        return self.title


class AgendaDay(Versioned):
    """A day of a dialogue as its agenda plans it; days need not follow one another."""

    dialogue = models.ForeignKey(Dialogue, models.CASCADE, related_name="agenda_days")
    date = models.DateField(_("date"))
    title = models.CharField(_("title"), max_length=200, blank=True)
    place = models.CharField(_("where"), max_length=300, blank=True)
    transport = models.TextField(
        _("transport"), blank=True, help_text=_("When and where what leaves, and comes back.")
    )

    class Meta:
        verbose_name = _("day of the agenda")
        verbose_name_plural = _("days of the agenda")
        ordering = ["date", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["dialogue", "date"], name="agenda_day_once"),
        ]

    def __str__(self):
        return self.title


class Annex(Ordered, Versioned):
    """An annex to a dialogue's report: a text, an agenda, or both."""

    dialogue = models.ForeignKey(Dialogue, models.CASCADE, related_name="annexes")
    title = models.CharField(_("title"), max_length=300)
    heading = models.CharField(_("heading"), max_length=300, blank=True)
    when = models.CharField(_("when"), max_length=200, blank=True)
    where = models.CharField(_("where"), max_length=300, blank=True)
    body = models.TextField(_("text"), blank=True)

    class Meta(Ordered.Meta):
        verbose_name = _("annex")
        verbose_name_plural = _("annexes")

    def __str__(self):
        return self.title


class AgendaItem(Ordered, Versioned):
    """Something that happens at a time, in a part of the dialogue's agenda or in an annex.

    `date` names the day; a programme drafted before its dates are fixed has a `day_number` instead.
    """

    part = models.ForeignKey(
        AgendaPart, models.CASCADE, null=True, blank=True, related_name="items"
    )
    annex = models.ForeignKey(Annex, models.CASCADE, null=True, blank=True, related_name="items")
    day_number = models.PositiveSmallIntegerField(_("day"), null=True, blank=True)
    date = models.DateField(_("date"), null=True, blank=True)
    start = models.TimeField(_("start"), null=True, blank=True)
    end = models.TimeField(_("end"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=500)
    format = models.CharField(_("format"), max_length=60, blank=True)
    question = models.ForeignKey(
        Question,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="agenda_items",
        verbose_name=_("question"),
    )
    # Items at one time under different words here are meant to be: parallel sessions.
    parallel = models.CharField(
        _("parallel session"),
        max_length=100,
        blank=True,
        help_text=_("What tells it from others at the same time, such as “Room B”."),
    )
    presentation = models.CharField(_("presentation"), max_length=500, blank=True)
    place = models.CharField(_("place"), max_length=300, blank=True)
    text = models.TextField(_("text"), blank=True)
    moderator_notes = models.TextField(
        _("moderator notes"), blank=True, help_text=_("Seen by the team only.")
    )

    class Meta(Ordered.Meta):
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        constraints = [
            models.CheckConstraint(
                condition=Q(part__isnull=False, annex__isnull=True)
                | Q(part__isnull=True, annex__isnull=False),
                name="agenda_item_in_part_or_annex",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def format_label(self):
        return label_of(FORMATS, self.format)


class Appearance(Ordered, Versioned):
    """Somebody's part in an agenda item: a person of the register, or a name for those in none."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="appearances")
    person = models.ForeignKey(
        Person,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="appearances",
        verbose_name=_("person"),
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    affiliation = models.CharField(_("role and organisation"), max_length=500, blank=True)
    presentation = models.CharField(_("presentation"), max_length=500, blank=True)
    acts_as = models.CharField(_("as"), max_length=100, blank=True)
    perspective = models.CharField(_("perspective"), max_length=300, blank=True)
    moderator_notes = models.TextField(
        _("moderator notes"), blank=True, help_text=_("Seen by the team only.")
    )

    class Meta(Ordered.Meta):
        verbose_name = _("appearance")
        verbose_name_plural = _("appearances")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(name=""), name="appearance_of_somebody"
            ),
        ]

    def __str__(self):
        return str(self.person or self.name)
