"""What is filled in about indicators, their values, and the logical framework."""

from crispy_forms.layout import Column, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, TextListField, VersionedModelForm, laid_out
from core.text import without_control
from roadmaps.figures import number_of
from roadmaps.models import Indicator, IndicatorValue, Result

ABOVE = {
    Result.Level.IMPACT: (),
    Result.Level.OUTCOME: (Result.Level.IMPACT,),
    Result.Level.OUTPUT: (Result.Level.OUTCOME,),
    Result.Level.ACTIVITY: (Result.Level.OUTPUT, Result.Level.OUTCOME),
}


class IndicatorForm(VersionedModelForm):
    """What is measured, from where to where, and by which categories it is told apart."""

    baseline_on = DateField(label=_("Date of the baseline"), required=False)
    target_on = DateField(label=_("Date of the target"), required=False)
    categories = TextListField(
        label=_("Told apart by"),
        required=False,
        help_text=_("A line for each category, with its parts: Sex: women, men"),
    )

    class Meta:
        model = Indicator
        fields = [
            *("title", "measure", "unit", "direction", "baseline", "baseline_on"),
            *("target", "target_on", "verification"),
        ]
        widgets = {"verification": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["categories"] = [
                f"{row.name}: {', '.join(row.parts)}" for row in self.instance.disaggregations.all()
            ]
        self.helper = laid_out(
            "title",
            Row(Column("measure"), Column("unit"), Column("direction")),
            Row(Column("baseline"), Column("baseline_on")),
            Row(Column("target"), Column("target_on")),
            *("categories", "verification"),
        )

    def clean_categories(self):
        found = {}
        for line in self.cleaned_data["categories"]:
            name, colon, rest = line.partition(":")
            parts = list(dict.fromkeys(part.strip() for part in rest.split(",") if part.strip()))
            if not colon or not name.strip() or len(parts) < 2:
                raise forms.ValidationError(
                    _("“%(line)s”: write the category, a colon, and at least two parts."),
                    params={"line": line},
                )
            if max(map(len, (name, *parts))) > 80:
                raise forms.ValidationError(_("A name is at most 80 characters long."))
            known = found.get(name.strip(), ())
            found[name.strip()] = list(dict.fromkeys([*known, *parts]))
        return list(found.items())

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("baseline_on"), cleaned.get("target_on")
        if first and last and last < first:
            self.add_error("target_on", _("The target would be reached before the baseline."))
        if cleaned.get("measure") == Indicator.Measure.QUANTITATIVE:
            for name in ("baseline", "target"):
                if cleaned.get(name) and number_of(cleaned[name]) is None:
                    self.add_error(
                        name, _("This is no number. Choose “In words” if it is to be words.")
                    )
        return cleaned


class ValueForm(forms.Form):
    """A value of an indicator at a date, with its parts."""

    value = forms.CharField(label=_("Value"), max_length=100)
    date = DateField(label=_("Date"), initial=timezone.localdate)
    source = forms.CharField(
        label=_("Source"), max_length=300, help_text=_("Where the figure comes from.")
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, indicator, correcting=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.indicator, self.correcting = indicator, correcting
        self.cells = []
        # What is not touched by a correction stays: the parts that the wrong value was told apart by.
        told = correcting.parts.all() if correcting is not None else ()
        known = {(part.disaggregation_id, part.part): part.number for part in told}
        for row in indicator.disaggregations.all():
            for place, part in enumerate(row.parts):
                name = f"part-{row.pk}-{place}"
                number = known.get((row.pk, part))
                self.fields[name] = forms.CharField(
                    label=f"{row.name}: {part}",
                    required=False,
                    max_length=30,
                    initial="" if number is None else f"{number.normalize():f}",
                    widget=forms.TextInput(attrs={"class": "is-short", "inputmode": "decimal"}),
                )
                self.cells.append((name, row, part))
        self.helper = laid_out(
            Row(Column("value"), Column("date")),
            *(name for name, _row, _part in self.cells),
            *("source", "note"),
        )

    def clean(self):
        cleaned = super().clean()
        value = (cleaned.get("value") or "").strip()
        is_number = self.indicator.measure == Indicator.Measure.QUANTITATIVE
        if value and is_number and number_of(value) is None:
            self.add_error("value", _("This is no number that can be kept, such as 1 250 or 12.5."))
        for name, _row, _part in self.cells:
            if cleaned.get(name) and number_of(cleaned[name]) is None:
                self.add_error(name, _("This is no number that can be kept."))
        if cleaned.get("date") and cleaned["date"] > timezone.localdate():
            self.add_error("date", _("This day is still ahead."))
        return cleaned

    def unsaved(self, by):
        """The IndicatorValue that was filled in."""
        cleaned = self.cleaned_data
        return IndicatorValue(
            indicator=self.indicator,
            corrects=self.correcting,
            value=without_control(cleaned["value"]).strip(),
            date=cleaned["date"],
            source=without_control(cleaned["source"]).strip(),
            note=without_control(cleaned["note"]).strip(),
            by_user=by,
        )

    def parts(self):
        """(disaggregation, name, number) of the parts that were given."""
        cleaned = self.cleaned_data
        return [
            (row, part, number_of(cleaned[name]))
            for name, row, part in self.cells
            if cleaned.get(name)
        ]


class ResultForm(VersionedModelForm):
    """A line of the logical framework."""

    parent = forms.ModelChoiceField(
        queryset=Result.objects.none(),
        label=_("Contributes to"),
        required=False,
        empty_label=_("Nothing above it"),
    )

    class Meta:
        model = Result
        fields = ["level", "parent", "title", "text", "assumptions", "verification"]
        widgets = {
            name: forms.Textarea(attrs={"rows": 2})
            for name in ("text", "assumptions", "verification")
        }

    def __init__(self, *args, roadmap, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = roadmap.results.exclude(pk=self.instance.pk)
        self.fields["parent"].label_from_instance = lambda row: (
            f"{row.get_level_display()}: {row.title}"
        )
        self.helper = laid_out(
            Row(Column("level"), Column("parent")),
            *("title", "text", "assumptions", "verification"),
        )

    def clean(self):
        cleaned = super().clean()
        level, parent = cleaned.get("level"), cleaned.get("parent")
        if level and parent and parent.level not in ABOVE[level]:
            above = " / ".join(str(Result.Level(name).label) for name in ABOVE[level])
            message = _("A line of this level contributes to: %(above)s.") % {"above": above}
            self.add_error("parent", message if above else _("Nothing stands above an impact."))
        if self.instance.pk and level:
            below = self.instance.children.all()
            if any(level not in ABOVE[child.level] for child in below):
                self.add_error("level", _("Lines hang on it that cannot hang on this level."))
        return cleaned
