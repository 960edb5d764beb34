"""Forms of stakeholder maps; the table of a whole map is in forms/map_table.py."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import CountryField, DateField, SuggestingInput, VersionedModelForm, laid_out
from core.text import one_line, several_lines
from stakeholders.maps.reaching import FIELDS, LONGEST, in_words, reached_by, suggestions
from stakeholders.models import Assessment, Stakeholder, StakeholderMap
from stakeholders.models.mapping import HIGHEST

ENGAGEMENTS = [("", _("Not planned yet")), *Stakeholder.Engagement.choices]


class MapForm(VersionedModelForm):
    """A stakeholder map: what it is of, and who may read it."""

    country = CountryField(label=_("Country"), required=False)

    class Meta:
        model = StakeholderMap
        fields = ["title", "country", "question", "is_shared"]
        widgets = {"question": forms.Textarea(attrs={"rows": 3})}

    def clean_title(self):
        return one_line(self.cleaned_data["title"])


def _value(label, help_text=""):
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=HIGHEST,
        help_text=help_text,
        widget=forms.NumberInput(attrs={"class": "is-short", "inputmode": "numeric"}),
    )


def _choice(label, choices):
    return forms.ChoiceField(
        label=label, required=False, choices=[("", _("Not known")), *choices.choices]
    )


class ReachedByField(forms.CharField):
    """Who reaches them, in a line; `resolve` makes values of the model's three fields of it."""

    def __init__(self, **options):
        options.setdefault("label", _("Reached by"))
        options.setdefault("required", False)
        options.setdefault("max_length", LONGEST)
        options.setdefault(
            "help_text",
            _("An organisation or a person of the register by name, or in words of your own."),
        )
        super().__init__(**options)

    def offer(self, programme_id, user):
        """Suggest organisations of the programme, and read what is written among its register."""
        self.widget = SuggestingInput(
            suggestions=lambda: [(n, "") for n in suggestions(programme_id, user)]
        )
        self.widget.attrs["maxlength"] = str(LONGEST)
        self.programme_id, self.user = programme_id, user

    def resolve(self, words):
        """Values of stakeholders.maps.reaching.FIELDS; raises ValidationError."""
        return reached_by(self.programme_id, self.user, words)


class EntryForm(VersionedModelForm):
    """Who reaches a stakeholder, and the engagement planned."""

    reached_by = ReachedByField()

    class Meta:
        model = Stakeholder
        fields = ["engagement", "plan"]
        widgets = {"plan": forms.Textarea(attrs={"rows": 3})}

    field_order = ["reached_by", "engagement", "plan"]

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)
        self.fields["reached_by"].offer(self.instance.map.programme_id, user)
        self.fields["engagement"].choices = ENGAGEMENTS

    def current_values(self, instance):
        return super().current_values(instance) | {"reached_by": in_words(instance, self.user)}

    def clean_reached_by(self):
        words = one_line(self.cleaned_data["reached_by"])
        if words != self.initial.get("reached_by", ""):
            for name, value in self.fields["reached_by"].resolve(words).items():
                setattr(self.instance, name, value)
        return words

    @property
    def model_fields(self):
        return [*super().model_fields, *FIELDS]


class JudgementForm(forms.Form):
    """How a stakeholder is judged, on a day."""

    version = forms.IntegerField(
        required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput
    )
    on = DateField(label=_("As of"))
    influence = _value(_("Influence"), _("0 to 100: how much they can move on this issue."))
    interest = _value(_("Interest"), _("0 to 100: how much it matters to them."))
    position = _choice(_("Position"), Assessment.Position)
    formality = _choice(_("Formality"), Assessment.Formality)
    marginalisation = _choice(_("Marginalisation"), Assessment.Marginalisation)
    note = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("On what the judgement rests. Only those who run the register read it."),
    )

    def __init__(self, *args, needs_version=True, **kwargs):
        super().__init__(*args, **kwargs)
        if not needs_version:
            del self.fields["version"]
        self.helper = laid_out(*self.fields)
        self.fields["on"].initial = timezone.localdate

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Give a day that has come: nobody is judged in advance."))
        return day

    def clean_note(self):
        return several_lines(self.cleaned_data["note"])

    def clean(self):
        if "version" in self.fields and not self.cleaned_data.get("version"):
            raise forms.ValidationError(
                _("This form came without the version it was based on. Open the page again."),
                code="no-version",
            )
        return self.cleaned_data

    @property
    def judged(self):
        """What is kept of the judgement, beside its day."""
        kept = ("influence", "interest", "position", "formality", "marginalisation", "note")
        return {name: self.cleaned_data[name] for name in kept}


class NewEntryForm(JudgementForm):
    """Somebody who comes onto the map: how they are judged first, who reaches them, what is planned."""

    reached_by = ReachedByField()
    engagement = forms.ChoiceField(
        label=_("Engagement planned"),
        required=False,
        choices=ENGAGEMENTS,
    )
    plan = forms.CharField(
        label=_("What is planned"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, programme_id, user, **kwargs):
        super().__init__(*args, needs_version=False, **kwargs)
        self.fields["reached_by"].offer(programme_id, user)

    def clean_reached_by(self):
        self.reached = self.fields["reached_by"].resolve(self.cleaned_data["reached_by"])
        return self.cleaned_data["reached_by"]

    def clean_plan(self):
        return several_lines(self.cleaned_data["plan"])


class PlaceForm(forms.Form):
    """A place in the drawing, as it was dragged to."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    influence = forms.IntegerField(min_value=0, max_value=HIGHEST)
    interest = forms.IntegerField(min_value=0, max_value=HIGHEST)
    # The first judgement of the day is taken back: the one before holds again.
    back = forms.BooleanField(required=False)


class DayForm(forms.Form):
    """The day of which a map is shown."""

    on = DateField(label=_("As of"), required=False)

    def clean_on(self):
        day = self.cleaned_data["on"]
        return min(day, timezone.localdate()) if day else None

    @property
    def day(self):
        """The day that was asked for, not after today; None if it is no day."""
        return self.cleaned_data.get("on") if self.is_valid() else None


class CompareForm(forms.Form):
    """Two days of a map."""

    then = DateField(label=_("From"))
    now = DateField(label=_("To"), required=False)

    def clean_now(self):
        day, today = self.cleaned_data["now"], timezone.localdate()
        return min(day, today) if day else today

    def clean(self):
        then, now = self.cleaned_data.get("then"), self.cleaned_data.get("now")
        if then and now and then > now:
            self.cleaned_data |= {"then": now, "now": then}
        return self.cleaned_data
