"""What is filled in about a reporting period, and about who reports in IATI."""

from crispy_forms.layout import Column, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, TextListField, VersionedModelForm, laid_out
from core.text import one_line, without_control
from dialogues.parts.forms import MARKDOWN
from reports.forms import LAST_YEAR
from reports.iati.codes import ORGANISATION_TYPES, is_code
from reports.iati.sayable import FORBIDDEN, has_forbidden_sign
from reports.models import Period, PublishingProfile, Subscription
from reports.models.progress import HEADINGS
from reports.progress.planning import Rhythm

LONGEST = 20_000  # characters of one text
LONGEST_PLAN = 3653  # days


class PeriodForm(VersionedModelForm):
    """A period: its days, what is told of it in words, and a second currency with its rate."""

    starts_on = DateField(label=_("From"))
    ends_on = DateField(label=_("Until"))
    due_on = DateField(label=_("Due on"), required=False)

    class Meta:
        model = Period
        fields = [
            *("title", "starts_on", "ends_on", "due_on", *HEADINGS),
            *("second_currency", "rate"),
        ]
        widgets = {
            **{name: forms.Textarea(attrs={"rows": 6, "maxlength": LONGEST}) for name in HEADINGS},
            "second_currency": forms.TextInput(attrs={"class": "is-short", "maxlength": 3}),
            "rate": forms.NumberInput(attrs={"class": "is-short", "step": "any"}),
        }
        help_texts = {
            "activities": MARKDOWN,
            "rate": _("How much of it one of the budget’s currency is, for example 15.4."),
            "second_currency": _("If amounts are to be told in another currency too."),
        }

    def __init__(self, *args, initiative, **kwargs):
        super().__init__(*args, **kwargs)
        self.initiative = initiative
        self.helper = laid_out(
            "title",
            Row(Column("starts_on"), Column("ends_on"), Column("due_on")),
            *HEADINGS,
            Row(Column("second_currency"), Column("rate")),
        )

    def clean_title(self):
        title = one_line(self.cleaned_data["title"])
        same = Period.objects.filter(initiative=self.initiative, title=title)
        if same.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Another period of this initiative is called so."))
        return title

    def clean_second_currency(self):
        return one_line(self.cleaned_data["second_currency"]).upper()

    def clean(self):
        cleaned = super().clean()
        for name in HEADINGS:
            if cleaned.get(name):
                cleaned[name] = without_control(cleaned[name])
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("It would end before it begins."))
        elif starts and ends:
            self._require_apart(starts, ends)
        currency, rate = cleaned.get("second_currency"), cleaned.get("rate")
        if currency and not rate and "rate" not in self.errors:
            self.add_error("rate", _("Say how much of it one of the budget’s currency is."))
        if rate and not currency and "second_currency" not in self.errors:
            self.add_error("second_currency", _("Say in which currency."))
        return cleaned

    def _require_apart(self, starts, ends):
        others = Period.objects.filter(initiative=self.initiative).exclude(pk=self.instance.pk)
        other = others.filter(starts_on__lte=ends, ends_on__gte=starts).first()
        if other is not None:
            self.add_error(
                "starts_on",
                _("These days overlap with “%(title)s”: they would be told twice.")
                % {"title": other.title},
            )


class PlanForm(forms.Form):
    """Periods planned ahead: how long each is, between two days."""

    rhythm = forms.ChoiceField(label=_("How often"), choices=Rhythm)
    first = DateField(label=_("From"))
    last = DateField(label=_("Until"))
    due_after = forms.IntegerField(
        label=_("Due so many days after each ends"), min_value=0, max_value=365, initial=30
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out("rhythm", Row(Column("first"), Column("last")), "due_after")

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first"), cleaned.get("last")
        if last and last.year > LAST_YEAR:
            self.add_error("last", _("Give a year up to %(year)d.") % {"year": LAST_YEAR})
        elif first and last and last < first:
            self.add_error("last", _("It would end before it begins."))
        elif first and last and (last - first).days > LONGEST_PLAN:
            self.add_error("last", _("Ten years at most are planned at once."))
        return cleaned


class TargetsForm(forms.Form):
    """How many of each group, and how many women of it, a period aims for; empty is no aim."""

    def __init__(self, *args, groups, stored, **kwargs):
        super().__init__(*args, **kwargs)
        self.groups = list(groups)
        rows = []
        for group in self.groups:
            known = stored.get(group.pk)
            for name, label in (("people", group.name), ("women", _("women of them"))):
                key = f"{name}-{group.pk}"
                self.fields[key] = forms.IntegerField(
                    label=label,
                    required=False,
                    min_value=0,
                    max_value=1_000_000,
                    initial=getattr(known, name, None),
                    widget=forms.NumberInput(attrs={"class": "is-short"}),
                )
            rows.append(Row(Column(f"people-{group.pk}"), Column(f"women-{group.pk}")))
        self.helper = laid_out(*rows)

    def clean(self):
        cleaned = super().clean()
        for group in self.groups:
            people, women = (cleaned.get(f"{name}-{group.pk}") for name in ("people", "women"))
            if people is not None and women is not None and women > people:
                self.add_error(f"women-{group.pk}", _("More women than people of this group."))
        return cleaned

    @property
    def targets(self):
        """(group, people, women) of each group for which there is an aim."""
        for group in self.groups:
            people, women = (
                self.cleaned_data[f"{name}-{group.pk}"] for name in ("people", "women")
            )
            if people is not None or women is not None:
                yield group, people, women


class ReasonForm(forms.Form):
    """Why a period is returned."""

    reason = forms.CharField(
        label=_("What is to be put right"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_reason(self):
        return without_control(self.cleaned_data["reason"]).strip()


class ApproveForm(forms.Form):
    """The mark of what was looked at, and whether it is to open at once, or on the day it is due."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    when_due = forms.BooleanField(required=False)
    at_once = forms.BooleanField(required=False)


class ProfileForm(VersionedModelForm):
    """Who reports an initiative in IATI, and under which identifiers."""

    reporter_type = forms.ChoiceField(
        label=_("Kind of organisation"), choices=ORGANISATION_TYPES, initial="21"
    )
    new_reporter = forms.CharField(
        label=_("Another organisation"),
        required=False,
        max_length=300,
        help_text=_("If it is not among those offered: its name. It comes into the register."),
    )
    countries = TextListField(
        label=_("Countries"),
        required=False,
        help_text=_("Two letters each, for example GH; one a line."),
    )

    class Meta:
        model = PublishingProfile
        fields = [
            *("reporter", "reporter_ref", "reporter_type", "identifier", "sector", "countries"),
        ]
        help_texts = {
            "reporter_ref": _("As registered, for example GB-CHC-327173."),
            "identifier": _("It begins with the identifier of the organisation that reports."),
            "sector": _("Five digits of the DAC list, for example 15150 or 32220."),
        }

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reporter"].queryset = organisations
        self.fields["reporter"].required = False
        first, *others = self.Meta.fields
        self.helper = laid_out(Row(Column(first), Column("new_reporter")), *others)

    def clean_new_reporter(self):
        return one_line(self.cleaned_data["new_reporter"])

    def clean_sector(self):
        sector = one_line(self.cleaned_data["sector"])
        if not is_code("Sector", sector):
            raise forms.ValidationError(
                _("“%(code)s” is no code of the DAC list."), params={"code": sector}
            )
        return sector

    def clean_countries(self):
        codes = [one_line(code).upper() for code in self.cleaned_data["countries"]]
        for code in codes:
            if not is_code("Country", code):
                raise forms.ValidationError(
                    _("“%(code)s” is no country’s code."), params={"code": code}
                )
        return list(dict.fromkeys(codes))

    def clean(self):
        cleaned = super().clean()
        self._require_one_reporter(cleaned)
        ref, identifier = cleaned.get("reporter_ref", ""), cleaned.get("identifier", "")
        for name in ("reporter_ref", "identifier"):
            if has_forbidden_sign(cleaned.get(name, "")):
                told = _("None of the signs %(signs)s may stand in it.")
                self.add_error(name, told % {"signs": " ".join(FORBIDDEN)})
        if ref and identifier and not identifier.startswith(ref):
            self.add_error("identifier", _("It has to begin with “%(ref)s”.") % {"ref": ref})
        return cleaned

    def _require_one_reporter(self, cleaned):
        chosen, typed = cleaned.get("reporter"), cleaned.get("new_reporter")
        if chosen and typed:
            told = _("Choose an organisation or type another one, not both.")
            self.add_error("new_reporter", told)
        elif not chosen and not typed and "reporter" not in self.errors:
            self.add_error("reporter", _("Choose who reports, or type another organisation."))


class SubscriptionForm(forms.Form):
    """How a donor is told of everything they fund, and of each initiative that is to be told otherwise."""

    everything = forms.ChoiceField(
        label=_("Everything that you fund"), choices=Subscription.Frequency
    )

    def __init__(self, *args, initiatives, chosen, **kwargs):
        super().__init__(*args, **kwargs)
        self._keys = {f"of_{row.pk}": row.pk for row in initiatives}
        self.fields["everything"].initial = chosen.get(None, Subscription.Frequency.NOW)
        for row in initiatives:
            self.fields[f"of_{row.pk}"] = forms.ChoiceField(
                label=row.title,
                required=False,
                choices=[("", _("As everything else")), *Subscription.Frequency.choices],
                initial=chosen.get(row.pk, ""),
            )

    @property
    def choices(self):
        """What was chosen, as `reports.progress.subscribing.choose` takes it."""
        told = {key: self.cleaned_data[name] for name, key in self._keys.items()}
        return told | {None: self.cleaned_data["everything"]}
