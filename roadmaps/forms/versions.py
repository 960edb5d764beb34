"""What is filled in about versions of a roadmap and their endorsement."""

from crispy_forms.layout import Column, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, laid_out
from core.text import several_lines
from roadmaps.models import Endorsement, Meeting

State, Shown = Endorsement.State, Endorsement.Shown
ANSWERS = [(state.value, state.label) for state in (State.ENDORSED, State.RESERVED, State.REFUSED)]


class VersionForm(forms.Form):
    """What changed, in the words of who makes a version; `seen` marks what was looked at."""

    note = forms.CharField(
        label=_("What changed, in words"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For members who read no list: why this version, what matters in it."),
    )
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out("note")

    def clean_note(self):
        return several_lines(self.cleaned_data["note"])


class CompareForm(forms.Form):
    """Which two versions are laid side by side."""

    one = forms.IntegerField(required=False, min_value=1, max_value=1_000_000)
    other = forms.IntegerField(required=False, min_value=1, max_value=1_000_000)


class AnswerForm(forms.Form):
    """What a member says of a version."""

    state = forms.ChoiceField(
        label=_("Do you endorse this version?"), choices=ANSWERS, widget=forms.RadioSelect
    )
    reservation = forms.CharField(
        label=_("Reservations, or why not"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    shown = forms.ChoiceField(
        label=_("How your words are shown"),
        choices=Shown,
        initial=Shown.INSIDE,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out("state", "reservation", "shown")

    def clean_reservation(self):
        return several_lines(self.cleaned_data["reservation"])

    def clean(self):
        cleaned = super().clean()
        state, words = cleaned.get("state"), cleaned.get("reservation")
        if state == State.RESERVED and not words and "reservation" not in self.errors:
            self.add_error("reservation", _("Say what your reservations are."))
        if state == State.ENDORSED:
            cleaned["reservation"] = ""
        return cleaned


class RecordForm(AnswerForm):
    """What a member said in person: when, and at which meeting."""

    answered_on = DateField(label=_("On"), initial=timezone.localdate)
    meeting = forms.ModelChoiceField(
        queryset=Meeting.objects.none(),
        required=False,
        label=_("At the meeting"),
        empty_label=_("At none"),
    )

    def __init__(self, *args, group, version, **kwargs):
        super().__init__(*args, **kwargs)
        self.version = version
        self.fields["state"].label = _("What they said")
        self.fields["shown"].label = _("How their words are shown")
        meetings = Meeting.objects.filter(learning_group=group)
        self.fields["meeting"].queryset = meetings.order_by("-on", "-pk")
        self.fields["meeting"].label_from_instance = lambda row: f"{row} ({row.on:%Y-%m-%d})"
        self.helper = laid_out(
            "state", "reservation", "shown", Row(Column("answered_on"), Column("meeting"))
        )

    def clean_answered_on(self):
        day = self.cleaned_data["answered_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still ahead."))
        if day < self.version.created_at.date():
            raise forms.ValidationError(_("The version was made only after this day."))
        return day
