"""The registration form of a dialogue's own choosing."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Ordered, Versioned
from dialogues.models import Dialogue


class FormSection(Ordered, Versioned):
    """A section of a dialogue's registration form; a phone shows one at a time."""

    dialogue = models.ForeignKey(Dialogue, models.CASCADE, related_name="form_sections")
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("introduction"), blank=True)
    is_asked = models.BooleanField(_("asked"), default=True, editable=False)

    class Meta(Ordered.Meta):
        verbose_name = _("section of the form")
        verbose_name_plural = _("sections of the form")

    def __str__(self):
        return self.title


class FormQuestion(Ordered, Versioned):
    """A question of a dialogue's registration form.

    Answers are kept under `key`, which is unique in the dialogue; what is known under a key, such as
    the number of a passport, is said in `convening.known`. With `depends_on` it is asked only of who
    answered that question, which stands earlier, with one of `depends_values`.
    """

    class Kind(models.TextChoices):
        SHORT = "short", _("Short text")
        LONG = "long", _("Long text")
        CHOICE = "choice", _("One of several")
        CHOICES = "choices", _("Any of several")
        YES_NO = "yes-no", _("Yes or no")
        NUMBER = "number", _("Number")
        DATE = "date", _("Date")
        LANGUAGES = "languages", _("Languages")
        COUNTRY = "country", _("Country")
        CONSENT = "consent", _("Consent")

    section = models.ForeignKey(FormSection, models.CASCADE, related_name="questions")
    key = models.SlugField(_("short key"), max_length=60, editable=False)
    label = models.CharField(_("question"), max_length=300)
    help = models.CharField(_("help"), max_length=300, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.SHORT)
    options = models.JSONField(_("to choose from"), default=list, blank=True)
    required = models.BooleanField(_("must be answered"), default=False)
    depends_on = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="dependants",
        verbose_name=_("asked only after"),
    )
    depends_values = models.JSONField(_("if the answer is"), default=list, blank=True)
    # A question that was taken out is kept, so that the answers to it can be read.
    is_asked = models.BooleanField(_("asked"), default=True, editable=False)

    class Meta(Ordered.Meta):
        verbose_name = _("question of the form")
        verbose_name_plural = _("questions of the form")

    def __str__(self):
        return self.label
