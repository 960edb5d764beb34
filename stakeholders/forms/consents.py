"""The form for what somebody agreed to."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.days import day_somewhere
from core.forms import DateField
from core.text import one_line, without_control
from stakeholders.models import Consent

EARLIEST = date(1990, 1, 1)  # a day before it is a slip of the hand
STANDARD = _(
    "May we list you among the participants, quote you by name, photograph you and contact you about "
    "this work? You may say no to each, and change your mind at any time."
)


class ConsentForm(forms.Form):
    """One answer, for one kind of consent or several asked together."""

    kinds = forms.MultipleChoiceField(
        label=_("Asked whether they agree"),
        choices=Consent.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    given = forms.ChoiceField(
        label=_("Answer"),
        choices=[("yes", _("Agreed")), ("no", _("Refused, or took it back"))],
        widget=forms.RadioSelect,
    )
    wording = forms.CharField(
        label=_("The words that were used"),
        max_length=2000,
        initial=STANDARD,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    asked_by_text = forms.CharField(
        label=_("Who asked"),
        max_length=200,
        required=False,
        help_text=_("Leave it empty if you asked yourself."),
    )
    asked_on = DateField(
        label=_("Asked on"),
        initial=timezone.localdate,
        help_text=_("An answer older than the one that holds is kept as history only."),
    )

    def clean_given(self):
        return self.cleaned_data["given"] == "yes"

    def clean_wording(self):
        return without_control(self.cleaned_data["wording"])

    def clean_asked_by_text(self):
        return one_line(without_control(self.cleaned_data["asked_by_text"]))

    def clean_asked_on(self):
        day = self.cleaned_data["asked_on"]
        if day > day_somewhere():
            raise forms.ValidationError(_("This day has not come yet."))
        if day < EARLIEST:
            raise forms.ValidationError(_("Give a day from 1990 on."))
        return day
