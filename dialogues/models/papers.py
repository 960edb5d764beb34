"""Papers of an initiative: the concept note and the scoping paper, their versions and their review."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Dated, Ordered, PersonalLink, Upload, Versioned
from dialogues.models.initiative import Initiative
from dialogues.querysets import CommentQuerySet, PaperQuerySet, ReviewRequestQuerySet
from stakeholders.models import Person


class PaperKind(models.TextChoices):
    CONCEPT_NOTE = "concept-note", _("Concept note")
    SCOPING_PAPER = "scoping-paper", _("Scoping paper")


class Paper(Dated, Versioned):
    """A paper as it is being written: the draft that the next version is made of.

    `sections` holds Markdown by key; which keys a kind has, and in which order they are read, is in
    dialogues.outlines. `scores` holds what a concept note's preconditions and selection criteria were
    given: `{criterion: {"score": 0 to 4 or null, "reason": text}}`. Instead of being written here a
    scoping paper may be brought as a file (PDF).
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        RETURNED = "returned", _("Returned")
        APPROVED = "approved", _("Approved")

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="papers")
    kind = models.CharField(_("kind"), max_length=20, choices=PaperKind)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    title = models.CharField(_("title"), max_length=300)
    sections = models.JSONField(_("text"), default=dict, blank=True)
    scores = models.JSONField(_("scores"), default=dict, blank=True)
    file = models.ForeignKey(
        Upload, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("file")
    )

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "kind"], name="one_paper_of_a_kind"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("dialogues:paper", args=[self.initiative.slug, self.kind])


class Figure(Ordered):
    """A picture of a paper; its text shows it with `![…](figure:KEY)`, where KEY is the upload's.

    One that a version shows is never deleted: taken out of the paper it is `retired`.
    """

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="figures")
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="+")
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    alternative = models.CharField(
        _("what it shows"),
        max_length=500,
        help_text=_("In words, for those who cannot see it."),
    )
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    retired = models.BooleanField(default=False, editable=False)

    class Meta(Ordered.Meta):
        verbose_name = _("figure")
        verbose_name_plural = _("figures")

    def __str__(self):
        return self.caption or self.alternative

    @property
    def snippet(self):
        """What shows it where it stands in the text."""
        words = str(self).translate(str.maketrans("[]\\", "() "))
        return f"![{words}](figure:{self.upload.key})"


class PaperVersion(models.Model):
    """A numbered version of a paper, never changed again.

    `body` is its whole text in Markdown and `blocks` its paragraphs in order, as
    `[{"id", "line", "until", "text"}]`: a paragraph keeps its id from version to version for as long as it is
    recognisably the same (dialogues.blocks), and comments hold on to the id. `figures` keeps what was said
    of the pictures that the text shows: `[{"key", "caption", "alternative", "credit"}]`.
    """

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=300)
    sections = models.JSONField(_("text"), default=dict, blank=True)
    scores = models.JSONField(_("scores"), default=dict, blank=True)
    body = models.TextField(_("text"), blank=True)
    blocks = models.JSONField(default=list, blank=True, editable=False)
    figures = models.JSONField(_("figures"), default=list, blank=True)
    file = models.ForeignKey(
        Upload, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file")
    )
    note = models.CharField(_("what changed"), max_length=500, blank=True)
    made_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("version of a paper")
        verbose_name_plural = _("versions of a paper")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="paper_version_number"),
        ]

    def __str__(self):
        return _("Version %(number)d") % {"number": self.number}

    def get_absolute_url(self):
        paper = self.paper
        return reverse(
            "dialogues:paper_version", args=[paper.initiative.slug, paper.kind, self.number]
        )


class PaperDecision(models.Model):
    """A step of a paper's way to approval: submitted, taken back, returned with reasons, approved."""

    class Step(models.TextChoices):
        SUBMITTED = "submitted", _("Submitted")
        WITHDRAWN = "withdrawn", _("Taken back")
        RETURNED = "returned", _("Returned")
        APPROVED = "approved", _("Approved")

    version = models.ForeignKey(PaperVersion, models.CASCADE, related_name="decisions")
    step = models.CharField(_("step"), max_length=10, choices=Step)
    taken_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    taken_at = models.DateTimeField(_("when"))
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("step of a paper")
        verbose_name_plural = _("steps of a paper")
        ordering = ["taken_at", "pk"]

    def __str__(self):
        return self.get_step_display()


class ReviewRound(Dated):
    """A version of a paper sent out for review, with the day by which comments are due."""

    version = models.ForeignKey(PaperVersion, models.CASCADE, related_name="rounds")
    due_on = models.DateField(_("comments are due by"))
    message = models.TextField(_("message to the reviewers"), blank=True)
    asked_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return str(self.version)


class ReviewRequest(Dated):
    """One reviewer of a round; with an account or through a personal link."""

    round = models.ForeignKey(ReviewRound, models.CASCADE, related_name="requests")
    person = models.ForeignKey(
        Person, models.CASCADE, related_name="review_requests", verbose_name=_("reviewer")
    )
    link = models.OneToOneField(
        PersonalLink, models.SET_NULL, null=True, blank=True, related_name="review_request"
    )
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)

    objects = ReviewRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to review")
        verbose_name_plural = _("requests to review")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "person"], name="asked_to_review_once"),
        ]

    def __str__(self):
        return str(self.person)


class Comment(Dated, Versioned):
    """A reviewer's comment on a paragraph of a version (or, without `block`, on the whole), and what was
    done about it: the disposition, with a reason.

    `quote` is the paragraph as it read then: should a later version drop it, the comment still says
    what it was about.
    """

    class Disposition(models.TextChoices):
        OPEN = "open", _("Not answered yet")
        ACCEPTED = "accepted", _("Accepted")
        PARTLY = "partly", _("Accepted in part")
        DECLINED = "declined", _("Declined")

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="comments")
    version_of = models.ForeignKey(
        PaperVersion, models.CASCADE, related_name="comments", verbose_name=_("made on")
    )
    block = models.CharField(_("paragraph"), max_length=40, blank=True, editable=False)
    quote = models.TextField(_("the paragraph as it read"), blank=True, editable=False)
    page = models.PositiveSmallIntegerField(_("page"), null=True, blank=True)
    text = models.TextField(_("comment"))
    request = models.ForeignKey(
        ReviewRequest, models.SET_NULL, null=True, blank=True, related_name="comments"
    )
    author_user = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    author_person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    disposition = models.CharField(
        _("disposition"), max_length=10, choices=Disposition, default=Disposition.OPEN
    )
    response = models.TextField(_("response"), blank=True)
    disposed_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    disposed_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["pk"]
        indexes = [models.Index(fields=["paper", "disposition"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(disposition="open") | ~Q(response=""),
                name="no_disposition_without_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.pk}"


class Passage(models.Model):
    """A paragraph of a paper that speaks of a fault line."""

    fault_line = models.ForeignKey("dialogues.FaultLine", models.CASCADE, related_name="passages")
    paper = models.ForeignKey(Paper, models.CASCADE, related_name="passages")
    block = models.CharField(_("paragraph"), max_length=40)
    quote = models.TextField(_("the paragraph as it read"), blank=True)

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fault_line", "paper", "block"], name="passage_once_of_a_fault_line"
            ),
        ]

    def __str__(self):
        return self.block
