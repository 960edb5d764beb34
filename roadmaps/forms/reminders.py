"""What is filled in about the reminders of a roadmap."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import TimeField, VersionedModelForm, laid_out
from roadmaps.models import Roadmap

MOST, FURTHEST = 8, 365


class RemindersForm(VersionedModelForm):
    """Whether owners are reminded, on which days from the due date, at which hour."""

    remind_at = TimeField(label=_("At"), help_text=_("On the clocks of the group."))
    days = forms.CharField(
        label=_("Days from the due date"),
        help_text=_("Before it with a minus: -14, -3, 1, 14."),
        max_length=120,
    )

    class Meta:
        model = Roadmap
        fields = ["reminders_on", "remind_at", "silent_after"]
        labels = {"reminders_on": _("Those who lead actions are reminded by mail")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["days"].initial = ", ".join(map(str, self.instance.reminders))
        self.helper = laid_out("reminders_on", "days", "remind_at", "silent_after")

    def clean_days(self):
        found = set()
        for word in re.split(r"[,;\s]+", self.cleaned_data["days"].replace("−", "-").strip(" ,;")):
            if not re.fullmatch(r"[+-]?\d{1,4}", word):
                raise forms.ValidationError(
                    _("“%(word)s” is no number of days."), params={"word": word}
                )
            if abs(int(word)) > FURTHEST:
                raise forms.ValidationError(_("A reminder lies at most a year from the due date."))
            found.add(int(word))
        if len(found) > MOST:
            raise forms.ValidationError(_("Eight reminders of one action are enough."))
        return sorted(found)
