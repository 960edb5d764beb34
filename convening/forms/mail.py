"""What is entered about mails: words with placeholders, to whom, and when a reminder goes."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from convening.models import Audience, Mailing, MailKind, MailTemplate, Reminder
from convening.wording import check
from core.forms import TimeField, VersionedModelForm
from stakeholders.models import Group

# The others write themselves when something happens.
BY_HAND = (
    *(MailKind.INVITATION, MailKind.REMINDER, MailKind.BEFORE),
    *(MailKind.THANKS, MailKind.SPONSORSHIP, MailKind.OTHER),
)
KINDS = [(kind.value, kind.label) for kind in BY_HAND]
LONGEST = 20_000
MOST_DAYS = 365
BEFORE, AFTER = "before", "after"


class WordsForm(VersionedModelForm):
    """Subject and text of a mail, whose placeholders exist and are closed."""

    subject = forms.CharField(
        label=_("Subject"),
        max_length=200,
        help_text=_("One line. Placeholders may stand in it, but no link."),
    )
    body = forms.CharField(
        label=_("Text"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("Plain text; leave a line empty between paragraphs."),
    )

    def clean_subject(self):
        """A subject of one line, without a link."""
        subject = self.cleaned_data["subject"]
        check(subject)
        if "{link}" in subject:
            raise ValidationError(_("The link stands in the text; a subject cannot hold it."))
        return " ".join(subject.split())

    def clean_body(self):
        """A text whose placeholders all exist."""
        check(self.cleaned_data["body"])
        return self.cleaned_data["body"]


class TemplateForm(WordsForm):
    """A programme's own words."""

    class Meta:
        model = MailTemplate
        fields = ("subject", "body")


class MailingTextForm(WordsForm):
    """The words of one mailing in one language."""

    class Meta:
        model = Mailing
        fields = ()

    def __init__(self, *args, language, **options):
        self.language = language
        super().__init__(*args, **options)

    def current_values(self, instance):
        """What `instance` says in the language of this form."""
        return dict(instance.texts.get(self.language, {}))


class ToWhom(forms.Form):
    """What a new mailing is about, and whom it goes to."""

    kind = forms.ChoiceField(label=_("What"), choices=KINDS)
    audience = forms.ChoiceField(label=_("To whom"), choices=Audience.choices)
    group = forms.ModelChoiceField(
        label=_("Only those who stand for"),
        queryset=Group.objects.none(),
        required=False,
        empty_label=_("any group"),
    )

    def __init__(self, *args, dialogue, **options):
        super().__init__(*args, **options)
        groups = Group.objects.filter(programme=dialogue.initiative.programme_id)
        self.fields["group"].queryset = groups

    def clean(self):
        cleaned = super().clean()
        _require_silent(cleaned)
        return cleaned


def _require_silent(cleaned):
    if cleaned.get("kind") != MailKind.REMINDER or not cleaned.get("audience"):
        return
    if cleaned["audience"] != Audience.INVITED:
        raise ValidationError(
            {"audience": _("A reminder to answer goes to those who have not answered.")}
        )


class ReminderForm(VersionedModelForm):
    """When a reminder goes, what it says, and to whom."""

    number = forms.IntegerField(
        label=_("Days"),
        min_value=0,
        max_value=MOST_DAYS,
        widget=forms.NumberInput(attrs={"class": "is-short"}),
        help_text=_("0: on the day itself."),
    )
    side = forms.ChoiceField(
        label=_("before or after"), choices=[(BEFORE, _("before")), (AFTER, _("after"))]
    )
    at = TimeField(label=_("At"), help_text=_("By the clocks where the dialogue is."))
    field_order = ("kind", "audience", "number", "side", "anchor", "at", "is_on")

    class Meta:
        model = Reminder
        fields = ("kind", "audience", "anchor", "at", "is_on")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["kind"].choices = KINDS
        self.fields["is_on"].help_text = _("Off: it stays here and is not sent.")
        if self.instance.pk is None:
            self.initial.setdefault("side", BEFORE)

    def current_values(self, instance):
        """The fields, with the signed number of days as people say it."""
        side = AFTER if instance.days > 0 else BEFORE
        names = [name for name in self.editable if name not in ("number", "side")]
        values = {name: getattr(instance, name) for name in names}
        return values | {"number": abs(instance.days), "side": side}

    def clean(self):
        cleaned = super().clean()
        _require_silent(cleaned)
        return cleaned

    @property
    def days(self):
        """The number of days after the date; below zero before it."""
        number = self.cleaned_data["number"]
        return number if self.cleaned_data["side"] == AFTER else -number
