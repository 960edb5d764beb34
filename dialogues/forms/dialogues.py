"""What is filled in about a dialogue."""

from crispy_forms.layout import Column, Fieldset, Row
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

from core.countries import country_name
from core.forms import (
    CountryField,
    DateField,
    LanguageField,
    OrderedChoiceField,
    TimeField,
    TimeZoneField,
    VersionedModelForm,
    laid_out,
)
from dialogues.models import Dialogue, Kind
from dialogues.naming import Naming
from dialogues.parts.choices import Setting
from dialogues.parts.somebody import Offer, PersonField
from dialogues.veil import holding_for
from stakeholders.models import Organisation, Person


class OrganisationField(forms.ModelChoiceField):
    """An organisation, with its name in full."""

    def label_from_instance(self, organisation):
        return organisation.full_name


class OrganisationsField(OrderedChoiceField):
    """Organisations in order, each with its name in full."""

    def label_from_instance(self, organisation):
        return organisation.full_name


class DialogueForm(VersionedModelForm):
    """A dialogue, new or known. The attribution rule is chosen for a new one; later it is changed on a
    page of its own, because that may forget who said what."""

    starts_on = DateField(label=_("First day"), help_text=_("For example 2014-02-05."))
    ends_on = DateField(
        label=_("Last day"), required=False, help_text=_("Leave it empty if it lasts one day.")
    )
    starts_at = TimeField(label=_("Starts at"), required=False, help_text=_("For example 09:00."))
    ends_at = TimeField(label=_("Ends at"), required=False, help_text=_("On the last day."))
    timezone = TimeZoneField(label=_("Time zone"), max_length=60)
    language = LanguageField(label=_("Language"), max_length=35)
    country = CountryField(label=_("Country"), required=False)
    part_of_starts = DateField(label=_("Its first day"), required=False)
    part_of_ends = DateField(label=_("Its last day"), required=False)
    convenors = OrganisationsField(
        label=_("Convenors"),
        queryset=Organisation.objects.none(),
        required=False,
        help_text=_("In the order of the report; the imprint of the first one closes it."),
    )
    host = OrganisationField(
        label=_("Host"), queryset=Organisation.objects.none(), required=False, empty_label=_("None")
    )
    chair = PersonField(
        label=_("Chair"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
    )
    facilitator = PersonField(
        label=_("Facilitator"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
    )

    class Meta:
        model = Dialogue
        fields = [
            "title",
            "kind",
            "starts_on",
            "ends_on",
            "starts_at",
            "ends_at",
            "timezone",
            "language",
            "venue",
            "city",
            "country",
            "part_of_title",
            "part_of_starts",
            "part_of_ends",
            "part_of_place",
            "attribution",
            "participation",
            "host",
            "chair",
            "facilitator",
            "introduction",
            "summary_heading",
            "summary_body",
            "logistics",
            "materials_intro",
            "next_steps",
            "is_public",
        ]
        widgets = {
            "attribution": forms.RadioSelect,
            "participation": forms.RadioSelect,
            "introduction": forms.Textarea(attrs={"rows": 6}),
            "summary_body": forms.Textarea(attrs={"rows": 8}),
            "logistics": forms.Textarea(attrs={"rows": 4}),
            "materials_intro": forms.Textarea(attrs={"rows": 3}),
            "next_steps": forms.Textarea(attrs={"rows": 6}),
        }
        labels = {
            "part_of_title": _("Name of the event"),
            "part_of_place": _("Its place"),
            "is_public": _("Anybody may read its page"),
        }
        help_texts = {
            "title": _("As it will stand on the cover of its report."),
            "introduction": _("Why this dialogue, and with whom. Markdown may be used."),
            "summary_heading": _("“Summary”, if it is left empty."),
            "summary_body": _("Written after the meeting. Markdown may be used."),
            "logistics": _("Where and how people met, as the report tells it."),
            "materials_intro": _("Stands above the list of materials."),
            "next_steps": _("What follows from it. Markdown may be used."),
            "is_public": _(
                "Its page may be read by anybody, without names, if its initiative is public too."
            ),
        }
        error_messages = {
            NON_FIELD_ERRORS: {
                "unique_together": _(
                    "The initiative has a dialogue with this title on this day already."
                )
            }
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        dialogue = self.instance
        is_new = dialogue.pk is None
        if not is_new:
            del self.fields["attribution"]
        self._offer(dialogue, user, is_new)
        self.helper = laid_out(*_layout(is_new))

    def _offer(self, dialogue, user, is_new):
        chosen = [self.initial.get(name) for name in ("chair", "facilitator")]
        if is_new:
            programme = dialogue.initiative.programme_id
            organisations = Organisation.objects.visible_to(user).filter(programme=programme)
            people = Person.objects.visible_to(user).filter(programme=programme)
            offer = Offer(people, Naming(dialogue, user))
        else:
            setting = Setting(dialogue, user)
            organisations = setting.organisations_with(dialogue.host_id)
            organisations |= Organisation.objects.filter(pk__in=dialogue.convenors.values("pk"))
            offer = setting.offer(setting.people, chosen=chosen)
        for name in ("convenors", "host"):
            self.fields[name].queryset = organisations
        for name in ("chair", "facilitator"):
            self.fields[name].offer(offer)

    def current_values(self, instance):
        values = super().current_values(instance)
        rows = instance.convenings.order_by("position", "pk")
        return values | {"convenors": list(rows.values_list("organisation_id", flat=True))}

    def clean(self):
        cleaned = super().clean()
        first = cleaned.get("starts_on")
        if first and not cleaned.get("ends_on") and "ends_on" not in self.errors:
            cleaned["ends_on"] = first
        self._in_order("starts_on", "ends_on", _("The last day is before the first one."))
        if first and first == cleaned.get("ends_on"):
            self._in_order("starts_at", "ends_at", _("It ends before it starts."))
        self._in_order("part_of_starts", "part_of_ends", _("The last day is before the first one."))
        return cleaned

    def _in_order(self, first, last, message):
        earlier, later = self.cleaned_data.get(first), self.cleaned_data.get(last)
        if earlier and later and later < earlier:
            self.add_error(last, message)


def _layout(is_new):
    rule = ["attribution"] if is_new else []
    groups = (
        (_("What it is"), ["title", "kind"]),
        (
            _("When"),
            [
                Row(Column("starts_on"), Column("ends_on")),
                Row(Column("starts_at"), Column("ends_at")),
                Row(Column("timezone"), Column("language")),
            ],
        ),
        (_("Where"), ["venue", Row(Column("city"), Column("country"))]),
        (_("Who convenes it"), ["convenors", "host", Row(Column("chair"), Column("facilitator"))]),
        (_("How it is held"), [*rule, "participation"]),
        (
            _("If it is part of an event"),
            [
                "part_of_title",
                "part_of_place",
                Row(Column("part_of_starts"), Column("part_of_ends")),
            ],
        ),
        (
            _("What is written about it"),
            [
                "introduction",
                "summary_heading",
                "summary_body",
                "logistics",
                "materials_intro",
                "next_steps",
            ],
        ),
        (_("Who may read it"), ["is_public"]),
    )
    return [Fieldset(legend, *fields, css_class="form-group") for legend, fields in groups]


class DialogueFilter(forms.Form):
    """What the list of dialogues is narrowed by; it offers only what `dialogues` hold."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All")), *Kind.choices]
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    initiative = forms.ChoiceField(label=_("Initiative"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)

    def __init__(self, *args, dialogues, **kwargs):
        super().__init__(*args, **kwargs)
        rows = dialogues.order_by()
        countries = rows.exclude(country="").values_list("country", flat=True).distinct()
        initiatives = rows.values_list("initiative__slug", "initiative__title").distinct()
        years = sorted({day.year for day in rows.dates("starts_on", "year")}, reverse=True)
        named = [(code, str(country_name(code))) for code in countries]
        self._offer("country", sorted(named, key=lambda choice: choice[1]))
        self._offer("initiative", initiatives.order_by("initiative__title"))
        self._offer("year", [(str(year), str(year)) for year in years])

    def _offer(self, name, choices):
        self.fields[name].choices = [("", _("All")), *choices]

    def narrow(self, dialogues, user):
        """Those of `dialogues` that `user` asks for; a filter that makes no sense is left out."""
        self.is_valid()
        asked = self.cleaned_data
        fields = ("title", "venue", "city", "part_of_title", "initiative__title")
        rows = holding_for(user, dialogues, asked.get("q", ""), *fields)
        exact = {
            "kind": asked.get("kind"),
            "country": asked.get("country"),
            "initiative__slug": asked.get("initiative"),
            "starts_on__year": asked.get("year"),
        }
        return rows.filter(**{name: value for name, value in exact.items() if value})
