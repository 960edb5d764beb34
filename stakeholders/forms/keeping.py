"""Forms for erasing somebody, keeping them longer, and taking out their data."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.text import fold, one_line
from stakeholders.models import ErasureRecord


class ErasureForm(forms.Form):
    """Why somebody is erased, and their name once more, so that it is certain who is meant."""

    cause = forms.ChoiceField(
        label=_("Why"),
        choices=[
            (ErasureRecord.Cause.REQUEST, ErasureRecord.Cause.REQUEST.label),
            (ErasureRecord.Cause.MISTAKE, ErasureRecord.Cause.MISTAKE.label),
        ],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=_("Their name, as it stands above"),
        max_length=400,
        help_text=_("Typed by hand, so that nobody is erased by a slip."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_name(self):
        typed = fold(one_line(self.cleaned_data["name"]))
        if typed not in (fold(self.person.name), fold(self.person.full_name)):
            raise forms.ValidationError(_("That is not the name of this entry."))
        return typed


class KeepForm(forms.Form):
    """Why somebody who has taken part in nothing for long is kept."""

    reason = forms.CharField(
        label=_("Why they are kept"),
        max_length=300,
        help_text=_("For example: expected at the dialogue that is being prepared."),
    )

    def clean_reason(self):
        return one_line(self.cleaned_data["reason"])


class OwnDataForm(forms.Form):
    """As what somebody's data is taken out."""

    JSON, PAGE = "json", "html"

    format = forms.ChoiceField(
        label=_("File"), choices=[(PAGE, _("A page to read")), (JSON, _("JSON, for a machine"))]
    )
