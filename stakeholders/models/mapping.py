"""The stakeholder map: who has how much influence on an issue, and how much interest in it."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Dated, Versioned
from stakeholders.models.register import COUNTRY, Group, Organisation, Person, Programme
from stakeholders.querysets import MapQuerySet, StakeholderQuerySet

HIGHEST = 100


class StakeholderMap(Dated, Versioned):
    """A map of stakeholders on one issue or in one country; an initiative may have one as its own.

    When it is shared, partners and advisers of the initiative read it too, as far as they may know
    whom it names.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="maps")
    title = models.CharField(_("title"), max_length=300)
    slug = models.SlugField(_("address"), max_length=80, unique=True, editable=False)
    country = models.CharField(_("country"), max_length=2, blank=True, validators=[COUNTRY])
    question = models.TextField(
        _("issue"), blank=True, help_text=_("On what do they take a position?")
    )
    is_shared = models.BooleanField(
        _("shared"),
        default=False,
        help_text=_(
            "Partners and advisers of the initiative may read it, as far as they know whom it names."
        ),
    )

    objects = MapQuerySet.as_manager()

    class Meta:
        verbose_name = _("stakeholder map")
        verbose_name_plural = _("stakeholder maps")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "title"], name="map_title_in_programme"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("stakeholders:map", args=[self.slug])


class Stakeholder(Dated, Versioned):
    """A group, an organisation or a person on a map: who reaches them, and the engagement planned."""

    class Engagement(models.TextChoices):
        INFORM = "inform", _("Inform")
        CONSULT = "consult", _("Consult")
        INVOLVE = "involve", _("Involve in the dialogues")
        PARTNER = "partner", _("Work with as a partner")

    map = models.ForeignKey(StakeholderMap, models.CASCADE, related_name="stakeholders")
    group = models.ForeignKey(
        Group,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="on_maps",
        verbose_name=_("stakeholder group"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="on_maps",
        verbose_name=_("organisation"),
    )
    person = models.ForeignKey(
        Person,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="on_maps",
        verbose_name=_("person"),
    )
    reached_by_organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="reaches",
        verbose_name=_("reached by the organisation"),
    )
    reached_by_person = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="reaches",
        verbose_name=_("reached by the person"),
    )
    reached_by_text = models.CharField(_("reached by"), max_length=200, blank=True)
    engagement = models.CharField(
        _("engagement planned"), max_length=10, choices=Engagement, blank=True
    )
    plan = models.TextField(_("what is planned"), blank=True)

    objects = StakeholderQuerySet.as_manager()

    class Meta:
        verbose_name = _("stakeholder")
        verbose_name_plural = _("stakeholders")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(group__isnull=False, organisation__isnull=True, person__isnull=True)
                    | Q(group__isnull=True, organisation__isnull=False, person__isnull=True)
                    | Q(group__isnull=True, organisation__isnull=True, person__isnull=False)
                ),
                name="stakeholder_is_exactly_one",
            ),
            *(
                models.UniqueConstraint(
                    fields=["map", field],
                    condition=Q(**{f"{field}__isnull": False}),
                    name=f"{field}_once_on_map",
                )
                for field in ("group", "organisation", "person")
            ),
        ]

    def __str__(self):
        return str(self.group or self.organisation or self.person)

    @property
    def reached(self):
        """True if it is known who reaches them."""
        return bool(
            self.reached_by_organisation_id or self.reached_by_person_id or self.reached_by_text
        )


class Assessment(models.Model):
    """How a stakeholder was judged on a day. The next day's judgement is another row; this one stays."""

    class Position(models.TextChoices):
        CHAMPION = "champion", _("Champion")
        SUPPORTIVE = "supportive", _("Supportive")
        NEUTRAL = "neutral", _("Neutral")
        SCEPTICAL = "sceptical", _("Sceptical")
        OPPOSED = "opposed", _("Opposed")

    class Formality(models.TextChoices):
        FORMAL = "formal", _("Formal")
        INFORMAL = "informal", _("Informal")
        ILLEGAL = "illegal", _("Illegal")

    class Marginalisation(models.TextChoices):
        NONE = "none", _("Not marginalised")
        SOME = "some", _("Somewhat marginalised")
        STRONG = "strong", _("Strongly marginalised")

    stakeholder = models.ForeignKey(Stakeholder, models.CASCADE, related_name="assessments")
    on = models.DateField(_("as of"))
    influence = models.PositiveSmallIntegerField(
        _("influence"), null=True, blank=True, validators=[MaxValueValidator(HIGHEST)]
    )
    interest = models.PositiveSmallIntegerField(
        _("interest"), null=True, blank=True, validators=[MaxValueValidator(HIGHEST)]
    )
    # An empty choice says that it is not known.
    position = models.CharField(_("position"), max_length=10, choices=Position, blank=True)
    formality = models.CharField(_("formality"), max_length=10, choices=Formality, blank=True)
    marginalisation = models.CharField(
        _("marginalisation"), max_length=10, choices=Marginalisation, blank=True
    )
    note = models.TextField(_("why"), blank=True)
    by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["stakeholder", "on"], name="one_assessment_a_day"),
            models.CheckConstraint(
                condition=(Q(influence__isnull=True) | Q(influence__lte=HIGHEST))
                & (Q(interest__isnull=True) | Q(interest__lte=HIGHEST)),
                name="assessment_on_the_scale",
            ),
        ]
