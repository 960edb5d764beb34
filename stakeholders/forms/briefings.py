"""What one fills in about briefings: their words, what changed in a version, and whom to send it to."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from core.forms import VersionedModelForm
from core.text import as_key, without_control
from stakeholders.models import Briefing, BriefingVersion

LONGEST_PART = 20_000


class BriefingForm(VersionedModelForm):
    """What a briefing says, in Markdown."""

    class Meta:
        model = Briefing
        fields = ["title", "gains", "risks", "ask"]
        help_texts = {
            "title": _("The subject of the mail, and what stands at the top of the page."),
            "gains": _(
                "What comes of it for them: a hearing, a say in the decision, allies. Markdown."
            ),
            "risks": _(
                "What is decided without them, and what it may cost them. Say what is so; it is no threat."
            ),
            "ask": _("What they are asked to do, by when, and whom to turn to."),
        }
        widgets = {name: forms.Textarea({"rows": 7}) for name in ("gains", "risks", "ask")}

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for name in ("gains", "risks", "ask"):
            self.fields[name].validators.append(MaxLengthValidator(LONGEST_PART))
            self.fields[name].widget.attrs["maxlength"] = LONGEST_PART


class ReleaseForm(forms.Form):
    """What changed since the last version, and which draft is meant."""

    note = forms.CharField(
        label=_("What changed"),
        required=False,
        max_length=BriefingVersion._meta.get_field("note").max_length,
        help_text=_("For the team, in a sentence. It is not printed or sent."),
    )
    draft = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def clean_note(self):
        return without_control(self.cleaned_data["note"]).strip()


class CompareForm(forms.Form):
    """Which two texts are compared."""

    def __init__(self, *args, choices, **options):
        super().__init__(*args, **options)
        self.fields["from"] = forms.ChoiceField(label=_("From"), choices=choices)
        self.fields["to"] = forms.ChoiceField(label=_("To"), choices=choices)

    @property
    def both(self):
        """True if two texts that exist are chosen."""
        return self.is_valid()


class SendForm(forms.Form):
    """The people to whom a briefing is sent: some of a list, or `everybody` in it; `confirmed` once it was
    seen what goes out, and to whom. Then somebody may have left the list, by a second press of the
    button: the service leaves them out."""

    everybody = forms.BooleanField(required=False)
    person = forms.MultipleChoiceField(
        required=False,
        error_messages={
            "invalid_choice": _(
                "Somebody of your choice cannot be written to, or was sent it meanwhile. Look again."
            ),
        },
    )
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, people, **options):
        super().__init__(*args, **options)
        self.listed = [person.pk for person in people]
        keys = set(self.listed)
        if self.is_bound and self.data.get("confirmed"):
            keys |= {as_key(value) for value in self.data.getlist("person")} - {None, 0}
        self.fields["person"].choices = [(str(key), "") for key in keys]

    def clean_person(self):
        if self.cleaned_data.get("everybody"):
            return self.listed
        chosen = [as_key(value) for value in self.cleaned_data["person"]]
        if not chosen:
            raise ValidationError(_("Choose at least one person."), code="required")
        return chosen
