"""Forms of the sections and questions of a registration form."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from convening.models import FormQuestion, FormSection
from core.forms import TextListField, VersionedModelForm

Kind = FormQuestion.Kind


class SectionForm(VersionedModelForm):
    """The title and introduction of a section."""

    class Meta:
        model = FormSection
        fields = ["title", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}


class QuestionForm(VersionedModelForm):
    """A question. `earlier`: the questions of the form on whose answers it may hang."""

    options = TextListField(
        label=_("To choose from"),
        help_text=_("For questions with answers to choose from, one a line."),
        required=False,
    )
    depends_values = TextListField(
        label=_("If the answer is"),
        help_text=_("One of those that can be chosen there; “yes” or “no” for such a question."),
        required=False,
    )

    class Meta:
        model = FormQuestion
        fields = ["label", "help", "kind", "options", "required", "depends_on", "depends_values"]

    def __init__(self, *args, earlier, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["depends_on"].queryset = earlier
        self.fields["depends_on"].empty_label = _("Always asked")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") in (Kind.CHOICE, Kind.CHOICES) and not cleaned.get("options"):
            self.add_error("options", ValidationError(_("Give at least one answer to choose.")))
        if cleaned.get("depends_on") is None:
            cleaned["depends_values"] = []
        elif not cleaned.get("depends_values"):
            self.add_error("depends_values", ValidationError(_("Say which answer it hangs on.")))
        return cleaned


class TakeOverForm(forms.Form):
    """The dialogue whose form is taken over."""

    source = forms.ModelChoiceField(label=_("Dialogue"), queryset=None)

    def __init__(self, *args, dialogues, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = dialogues
