"""What is filled in about sections of a progress report."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, VersionedModelForm
from core.text import as_key, one_line
from dialogues.parts.forms import MARKDOWN
from reports.models import Period, Section
from reports.models.progress import HEADINGS
from reports.progress.forms import LONGEST
from roadmaps.models import Result

OWN = "own"
RESULT = "result-"


class AskForm(forms.Form):
    """What is asked for, of whom, and by when."""

    about = forms.ChoiceField(label=_("About"))
    title = forms.CharField(
        label=_("Title"),
        max_length=300,
        required=False,
        help_text=_("If it is about something else."),
    )
    asked_of = forms.ModelChoiceField(label=_("Of whom"), queryset=None)
    by_day = DateField(label=_("By"), required=False)

    def __init__(self, *args, period, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.period = period
        results = Result.objects.filter(roadmap__dialogue__initiative=period.initiative_id)
        self.results = {f"{RESULT}{row.pk}": row for row in results}
        self.fields["about"].choices = [
            *((name, _label(name)) for name in HEADINGS),
            *((key, row.title) for key, row in self.results.items()),
            (OWN, _("Something else")),
        ]
        self.fields["asked_of"].queryset = people
        self.fields["asked_of"].label_from_instance = lambda user: user.get_full_name()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("about") == OWN and not one_line(cleaned.get("title") or ""):
            self.add_error("title", _("Say what it is about."))
        return cleaned

    @property
    def section(self):
        """The Section that is asked for, not stored yet."""
        given = self.cleaned_data
        about = given["about"]
        made = Section(period=self.period, asked_of=given["asked_of"], by_day=given["by_day"])
        if about in HEADINGS:
            made.heading, made.title = about, _label(about)
        elif as_key(about.removeprefix(RESULT)):
            made.result, made.title = self.results[about], self.results[about].title[:300]
        else:
            made.title = one_line(given["title"])
        return made


def _label(name):
    label = str(Period._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]


class SectionForm(VersionedModelForm):
    """The text of a section."""

    class Meta:
        model = Section
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 16, "maxlength": LONGEST})}
        help_texts = {"text": MARKDOWN}

    def clean_text(self):
        text = self.cleaned_data["text"]
        if "hand-in" in self.data and not text.strip():
            raise forms.ValidationError(_("Write something, then hand it in."))
        return text
