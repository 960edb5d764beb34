"""Sheets of people on their way into the register."""

import uuid

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Dated, Leased
from stakeholders.models.register import Organisation, Person, Programme
from stakeholders.querysets import ImportQuerySet


class Import(Dated, Leased):
    """A sheet of people that somebody brought: read, shown with each row and cell marked, then written.

    Nothing reaches the register before its preview was confirmed, and a worker does what takes long.
    `held_by` is the partner for which the people are registered; none for the convenors' own.
    """

    class State(models.TextChoices):
        MATCHING = "matching", _("Columns to match")
        READING = "reading", _("Being read")
        PREVIEW = "preview", _("To be confirmed")
        WRITING = "writing", _("Being written")
        DONE = "done", _("In the register")
        UNDONE = "undone", _("Undone")
        FAILED = "failed", _("Failed")
        GIVEN_UP = "given-up", _("Given up")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="imports")
    held_by = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="imports"
    )
    by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="imports"
    )
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.MATCHING)
    file_name = models.CharField(_("file"), max_length=200)
    size = models.PositiveIntegerField(_("size in bytes"))
    sheet = models.CharField(_("sheet"), max_length=200, blank=True)
    # What the first rows of the file hold: their headings, and a few rows to tell columns by.
    headings = models.JSONField(default=list, editable=False)
    sample = models.JSONField(default=list, editable=False)
    # Field of the register -> index of the column it stands in (stakeholders.imports.columns).
    columns = models.JSONField(default=dict, editable=False)
    row_count = models.PositiveIntegerField(_("rows"), null=True)
    done_count = models.PositiveIntegerField(_("rows done"), default=0)
    # How many rows are new, known, warned of, wrong; how many people were added and changed.
    counts = models.JSONField(default=dict, editable=False)
    # What is done with the people afterwards, by an application above (stakeholders.imports.following).
    follow = models.CharField(_("then"), max_length=60, blank=True, editable=False)
    failure = models.TextField(_("what went wrong"), blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at", "pk"]
        indexes = [models.Index(fields=["state", "lease_until"], name="import_waits")]

    def __str__(self):
        return f"{self.get_state_display()} {self.pk}"

    def get_absolute_url(self):
        return reverse("stakeholders:import", args=[self.pk])


class ImportRow(models.Model):
    """A row of an imported sheet: what its cells held, what was made of them, and what is to be done."""

    class State(models.TextChoices):
        NEW = "new", _("New")
        KNOWN = "known", _("Known")
        WARNING = "warning", _("Warning")
        ERROR = "error", _("Error")

    class Decision(models.TextChoices):
        OPEN = "", _("To be decided")
        SAME = "same", _("Same person; keep what stands in the register")
        TAKE = "take", _("Same person; take what the sheet says")
        NEW = "new", _("New person")
        SKIP = "skip", _("Skip")

    import_of = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))  # as the sheet counts, its headings being row 1
    cells = models.JSONField(default=list, editable=False)
    values = models.JSONField(default=dict, editable=False)
    # [{"field", "level": note|warning|error, "code", "values": what the sentence needs}]
    marks = models.JSONField(default=list, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State)
    decision = models.CharField(
        _("decision"), max_length=4, choices=Decision, default=Decision.OPEN, blank=True
    )
    # Whom of the register it may be, the likeliest first: [{"person": id, "why": [email, name, …], "sure"}].
    # `match` is filled from the beginning where one of them surely is the same person.
    candidates = models.JSONField(default=list, editable=False)
    match = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    # The person it became; what undoing needs: what stood there before, and what was made besides.
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="import_rows"
    )
    before = models.JSONField(null=True, editable=False)
    outcome = models.CharField(_("outcome"), max_length=12, blank=True)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["import_of", "number"], name="row_once_in_import"),
        ]


class RememberedColumn(models.Model):
    """Which field a user's sheets keep under a heading, so that it need not be matched again."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="remembered_columns")
    heading = models.CharField(_("heading"), max_length=200)  # folded
    field = models.CharField(_("field"), max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "heading"], name="heading_once_remembered"),
        ]
