"""The form of a dated affiliation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.days import day_somewhere
from core.forms import DateField
from core.text import one_line
from stakeholders.models import Affiliation


class AffiliationForm(forms.ModelForm):
    """Where somebody was, as what, from when until when. Of the present one only its beginning can be
    changed here: the rest is said on the person's entry."""

    since = DateField(label=_("Since"), required=False)
    until = DateField(label=_("Until"), required=False)

    class Meta:
        model = Affiliation
        fields = ["organisation", "role", "since", "until"]

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_present = self.instance.pk is not None and self.instance.until is None
        self.fields["organisation"].queryset = organisations
        if self.is_present:
            for name in ("organisation", "role", "until"):
                del self.fields[name]
        else:
            self.fields["until"].required = True

    def clean_role(self):
        return one_line(self.cleaned_data["role"])

    def clean_since(self):
        return self._not_ahead("since")

    def clean_until(self):
        return self._not_ahead("until")

    def _not_ahead(self, name):
        day = self.cleaned_data[name]
        if day is not None and day > day_somewhere():
            raise forms.ValidationError(_("This day has not come yet."))
        return day

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("It ended before it began."))
        return cleaned
