"""Learning and Leadership Groups: who sits in them, for whom, and who may convene them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Dated, Ordered, PersonalLink, Versioned
from dialogues.models import Dialogue
from roadmaps.querysets import LearningGroupQuerySet, MembershipQuerySet
from stakeholders.models import COUNTRY, Group, Organisation, Person, Programme


class LearningGroup(Dated, Versioned):
    """A country's standing Learning and Leadership Group (LLG)."""

    class Digest(models.TextChoices):
        """How often its members are told how the roadmap goes."""

        NEVER = "never", _("Never")
        WEEKLY = "weekly", _("Every week")
        MONTHLY = "monthly", _("Every month")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="learning_groups")
    dialogue = models.ForeignKey(
        Dialogue,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="learning_groups",
        verbose_name=_("endorsed at"),
    )
    name = models.CharField(_("name"), max_length=300)
    country = models.CharField(_("country"), max_length=2, blank=True, validators=[COUNTRY])
    host = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="learning_groups_hosted",
        verbose_name=_("host"),
    )
    convenor_person = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="learning_groups_convened",
        verbose_name=_("convenor (person)"),
    )
    convenor_organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="learning_groups_convened",
        verbose_name=_("convenor (organisation)"),
    )
    convenor_text = models.CharField(_("convenor (in words)"), max_length=300, blank=True)
    endorsed = models.DateField(_("endorsed on"), null=True, blank=True)
    terms = models.TextField(_("terms of reference"), blank=True)
    # How many members must be there for it to decide; nobody has said if there is none.
    quorum = models.PositiveSmallIntegerField(_("quorum, in members"), null=True, blank=True)
    quorum_groups = models.PositiveSmallIntegerField(
        _("constituencies that must be there"), null=True, blank=True
    )
    timezone = models.CharField(_("time zone"), max_length=60, default="UTC")
    language = models.CharField(_("language of its mail"), max_length=7, default="en")
    digest = models.CharField(
        _("digest for members"), max_length=8, choices=Digest, default=Digest.MONTHLY
    )
    # What its page tells everybody; nothing of the sort unless the group chose it.
    is_public = models.BooleanField(_("has a public page"), default=False)
    shows_members = models.BooleanField(_("names its members there"), default=False)
    shows_meetings = models.BooleanField(_("shows its meetings and decisions there"), default=False)
    shows_terms = models.BooleanField(_("shows its terms of reference there"), default=False)

    # True while the convening rights lie with those to whom they were passed on (GroupConvenor).
    is_passed_on = models.BooleanField(default=False, editable=False)

    objects = LearningGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("Learning and Leadership Group")
        verbose_name_plural = _("Learning and Leadership Groups")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "name"], name="learning_group_name_in_programme"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("roadmaps:group", args=[self.pk])


class Membership(Ordered, Versioned):
    """A person's seat in a Learning and Leadership Group, and the constituency they stand for.

    Who has left keeps their row, so that the history stands; their successor's row says so.
    """

    learning_group = models.ForeignKey(LearningGroup, models.CASCADE, related_name="members")
    person = models.ForeignKey(
        Person, models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=200, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    represents = models.ForeignKey(
        Group,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("represents"),
    )
    represents_text = models.CharField(_("represents, in words"), max_length=300, blank=True)
    nominated_at = models.ForeignKey(
        Dialogue,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="memberships_nominated",
        verbose_name=_("nominated at"),
    )
    nominated_by = models.CharField(_("nominated by"), max_length=300, blank=True)
    endorsed_at = models.ForeignKey(
        Dialogue,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="memberships_endorsed",
        verbose_name=_("endorsed at"),
    )
    until = models.DateField(_("term ends"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    left_reason = models.TextField(_("why they left"), blank=True)
    succeeds = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name=_("succeeds"),
    )
    # Whoever keeps the roadmap may change its themes and actions, and take the minutes.
    keeps_roadmap = models.BooleanField(_("keeps the roadmap and the minutes"), default=False)
    wants_digest = models.BooleanField(_("gets the digest"), default=True)
    link = models.OneToOneField(
        PersonalLink,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="membership",
        editable=False,
    )

    objects = MembershipQuerySet.as_manager()

    class Meta(Ordered.Meta):
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(
                fields=["learning_group", "person"],
                condition=Q(left_on__isnull=True),
                name="member_once",
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                name="term_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True)
                | Q(left_on__isnull=True)
                | Q(left_on__gte=F("since")),
                name="member_left_after_they_came",
            ),
        ]

    def __str__(self):
        return str(self.person)

    def is_over(self, today):
        """True if they have left, or their term has ended before `today`."""
        return self.left_on is not None or (self.until is not None and self.until < today)


class HandOver(Dated):
    """The convening rights of a group passing to another body: offered, then taken up (or not).

    Until it is taken up, whoever convenes the group goes on; the last one taken up says who convenes.
    """

    class State(models.TextChoices):
        OFFERED = "offered", _("Offered")
        TAKEN = "taken", _("Taken up")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    learning_group = models.ForeignKey(LearningGroup, models.CASCADE, related_name="hand_overs")
    # Nobody: back to the convenors of the programme.
    to_organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="hand_overs",
        verbose_name=_("to"),
    )
    to_person = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="hand_overs",
        verbose_name=_("who convenes for it"),
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OFFERED)
    note = models.TextField(_("note"), blank=True)
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)

    class Meta:
        verbose_name = _("passing on of convening rights")
        verbose_name_plural = _("passings on of convening rights")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["learning_group"], condition=Q(state="offered"), name="one_offer_at_a_time"
            ),
        ]


class GroupConvenor(Dated):
    """A user who convenes a group for the body that it was passed on to, from a moment until another."""

    learning_group = models.ForeignKey(LearningGroup, models.CASCADE, related_name="convenors")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="groups_convened"
    )
    hand_over = models.ForeignKey(
        HandOver, models.SET_NULL, null=True, blank=True, related_name="convenors"
    )
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("convenor of a group")
        verbose_name_plural = _("convenors of groups")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["learning_group", "user"],
                condition=Q(ended_at__isnull=True),
                name="convenes_a_group_once",
            ),
        ]
