"""A programme's register of groups, organisations and people."""

import re

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Dated, Ordered, Versioned
from stakeholders.finding import make_searchable
from stakeholders.naming import PROTECTED
from stakeholders.querysets import OrganisationQuerySet, PersonQuerySet, ProgrammeQuerySet

COUNTRY = RegexValidator(
    re.compile(r"^[A-Z]{2}$"),
    _("Give the country as its two capital letters (ISO 3166-1), for example GH for Ghana."),
)


class Programme(Dated, Versioned):
    """Work under one name, with its own vocabularies and register of people: initiatives belong to it."""

    title = models.CharField(_("title"), max_length=300, unique=True)
    slug = models.SlugField(_("address"), max_length=80, unique=True, editable=False)
    summary = models.TextField(_("summary"), blank=True)
    # A key of dialogues.stages.BLUEPRINTS; which ones there are is not known here.
    blueprint = models.SlugField(_("usual course"), max_length=40, default="series")
    retention_months = models.PositiveSmallIntegerField(
        _("months for which entries are kept"),
        null=True,
        blank=True,
        default=60,
        help_text=_(
            "People who have taken part in nothing for so long are erased by themselves, after a "
            "notice. Empty: never."
        ),
    )

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["title"]

    def __str__(self):
        return self.title


class Group(Ordered):
    """A stakeholder group: those who share a position in the issue, such as artisanal miners."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="groups")
    key = models.SlugField(_("short key"), max_length=80)
    name = models.CharField(_("name"), max_length=200)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    # Kept once chosen, whatever the group's place in the order: people know a group by them.
    colour = models.PositiveSmallIntegerField(
        _("colour"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(8)]
    )
    pattern = models.PositiveSmallIntegerField(
        _("pattern"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(8)]
    )

    class Meta(Ordered.Meta):
        verbose_name = _("stakeholder group")
        verbose_name_plural = _("stakeholder groups")
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="group_key_in_programme"),
            models.UniqueConstraint(fields=["programme", "name"], name="group_name_in_programme"),
        ]

    def __str__(self):
        return self.acronym or self.name

    @property
    def full_name(self):
        """Name and acronym together, as printed where there is room."""
        return f"{self.name} ({self.acronym})" if self.acronym else self.name

    @property
    def tone(self):
        """Which of the palette's eight colours this group keeps everywhere (1 to 8)."""
        return self.colour or self.position % 8 + 1

    @property
    def weave(self):
        """Which of the eight patterns it keeps beside it, for grey print and the colour-blind (1 to 8)."""
        return self.pattern or self.tone


class Category(Ordered):
    """A count that a programme's convenors choose beside group and gender, such as young people."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="categories")
    name = models.CharField(_("name"), max_length=100)
    description = models.CharField(_("who counts"), max_length=300, blank=True)

    class Meta(Ordered.Meta):
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        constraints = [
            models.UniqueConstraint(fields=["programme", "name"], name="category_in_programme"),
        ]

    def __str__(self):
        return self.name


class Organisation(Dated, Versioned):
    """A body that people belong to or that convenes, hosts, owns an action."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="organisations")
    key = models.SlugField(_("short key"), max_length=80)
    name = models.CharField(_("name"), max_length=300)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    group = models.ForeignKey(
        Group,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("stakeholder group"),
    )
    country = models.CharField(_("country"), max_length=2, blank=True, validators=[COUNTRY])
    address = models.TextField(_("address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    fax = models.CharField(_("fax"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), blank=True, max_length=500)
    held_by = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="organisations_held",
        verbose_name=_("registered by"),
        help_text=_("The partner that brought it into the register; only it and the team see it."),
    )
    search = models.TextField(editable=False, default="")
    sounds = models.TextField(editable=False, default="")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "key"], name="organisation_key_in_programme"
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, **kwargs):
        make_searchable(self)
        super().save(**kwargs)

    def get_absolute_url(self):
        return reverse("stakeholders:organisation", args=[self.pk])

    @property
    def short(self):
        """What people call it: the acronym, else the name."""
        return self.acronym or self.name

    @property
    def full_name(self):
        """Name and acronym together, as printed at first mention."""
        return f"{self.name} ({self.acronym})" if self.acronym else self.name


class Gender(models.TextChoices):
    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")
    OTHER = "other", _("Other")


class Person(Dated, Versioned):
    """Somebody in a programme's register, apart from any meeting they attend.

    `protected` people are known by name to the convening team alone; everyone else meets a pseudonym
    that is stable inside one dialogue (security.md). `organisation` and `role` are the present
    affiliation; earlier ones are in `affiliations`.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="people")
    key = models.SlugField(_("short key"), max_length=80)
    name = models.CharField(_("name"), max_length=200)
    title = models.CharField(_("title"), max_length=40, blank=True, help_text=_("Ms, Mr, Dr …"))
    role = models.CharField(_("role"), max_length=300, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("organisation"),
    )
    group = models.ForeignKey(
        Group,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("stakeholder group"),
    )
    country = models.CharField(_("country"), max_length=2, blank=True, validators=[COUNTRY])
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    gender = models.CharField(_("gender"), max_length=40, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    categories = models.ManyToManyField(
        Category, blank=True, related_name="people", verbose_name=_("categories")
    )
    protected = models.BooleanField(
        _("protected"),
        default=False,
        help_text=_(
            "Named to the convening team only; a pseudonym in every page and report for others."
        ),
    )
    held_by = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="people_held",
        verbose_name=_("registered by"),
        help_text=_(
            "The partner that brought this person into the register; only it and the team see them."
        ),
    )
    user = models.ForeignKey(
        "accounts.User",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="people",
        editable=False,
    )
    # Why somebody who has taken part in nothing for long is not to be erased yet.
    keep_until = models.DateField(_("kept until"), null=True, blank=True, editable=False)
    keep_reason = models.CharField(_("why kept"), max_length=300, blank=True, editable=False)
    # Since when it has been said that they are about to be erased; empty while they are not.
    noticed_on = models.DateField(_("notice given on"), null=True, blank=True, editable=False)
    search = models.TextField(editable=False, default="")
    sounds = models.TextField(editable=False, default="")

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "pk"]
        indexes = [
            # Every page looks up the few whose names it must not tell.
            models.Index(
                fields=["programme"], condition=Q(protected=True), name="protected_in_programme"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="person_key_in_programme"),
            models.UniqueConstraint(
                fields=["programme", "user"],
                condition=Q(user__isnull=False),
                name="one_person_of_a_user_in_programme",
            ),
        ]

    def __str__(self):
        # What a log line or an admin page may show: never the name of somebody protected.
        return str(PROTECTED) if self.protected else self.name

    def save(self, **kwargs):
        make_searchable(self)
        super().save(**kwargs)

    def get_absolute_url(self):
        return reverse("stakeholders:person", args=[self.pk])

    @property
    def full_name(self):
        """Title and name, for those who may know it."""
        return f"{self.title} {self.name}".strip()

    @property
    def affiliation(self):
        """Role and organisation as they are now, in short: “Director, ACME”."""
        organisation = self.organisation.short if self.organisation else ""
        return ", ".join(part for part in (self.role, organisation) if part)


class Affiliation(models.Model):
    """A person's role at an organisation, dated; the one without an end is the present one."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="affiliations")
    role = models.CharField(_("role"), max_length=300, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        # The present one first; then from the latest back.
        ordering = [F("until").desc(nulls_first=True), F("since").desc(nulls_last=True), "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(until__isnull=True), name="one_present_affiliation"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="affiliation_ends_after_it_starts",
            ),
        ]
