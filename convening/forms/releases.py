"""What is entered when an agenda is released."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.text import as_key, without_control

LONGEST_NOTE = 2000


class ReleaseForm(forms.Form):
    """A note in words, and the mark of the agenda that was looked at."""

    note = forms.CharField(
        label=_("What changed, in words"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands in every mail about this version. Name nobody who may not be named."),
    )
    seen = forms.CharField(max_length=100, widget=forms.HiddenInput)

    def clean_note(self):
        """The note without control characters."""
        return without_control(self.cleaned_data["note"]).strip()


def number_asked(value, numbers):
    """The number of a version that an address asks for; None unless it is one of `numbers`."""
    number = as_key(value)
    return number if number in numbers else None
