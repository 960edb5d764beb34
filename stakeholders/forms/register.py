"""Forms of the register."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import LANGUAGE, CountryField, RowsField, VersionedModelForm
from core.text import one_line
from stakeholders.models import Gender, Organisation, Person


class RegisterForm(VersionedModelForm):
    """What the forms of people and organisations share: choices of their programme, and a country."""

    country = CountryField(label=_("Country"), required=False)

    def __init__(self, *args, programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.programme = programme
        for field in self.fields.values():
            if isinstance(field, forms.ModelMultipleChoiceField):
                field.queryset = field.queryset.filter(programme=programme)
            elif isinstance(field, forms.ModelChoiceField):
                field.queryset = field.queryset.filter(programme=programme)
                field.empty_label = _("None")

    def clean_name(self):
        return one_line(self.cleaned_data["name"])

    def values(self):
        """What was typed, by field, for a service to write."""
        return {name: self.cleaned_data[name] for name in self.editable}


class PersonForm(RegisterForm):
    """Somebody in the register. `runs_register`: `user` sees the whole register of the programme; others
    choose among the organisations that they may know of."""

    languages = forms.CharField(
        label=_("Languages"),
        required=False,
        max_length=200,
        help_text=_("Codes with commas between them: en, sw, pt-MZ."),
        widget=forms.TextInput(attrs={"class": "is-short"}),
    )
    gender = forms.ChoiceField(label=_("Gender"), required=False)
    lifted = forms.BooleanField(
        label=_("Lift the protection"),
        required=False,
        help_text=_(
            "Needed to take “protected” away: from then on everybody who sees the dialogues of this "
            "person meets their name, in pages and in reports."
        ),
    )

    class Meta:
        model = Person
        fields = [
            "title",
            "name",
            "role",
            "organisation",
            "group",
            "country",
            "email",
            "phone",
            "gender",
            "languages",
            "categories",
            "protected",
            "held_by",
        ]
        field_classes = {"categories": RowsField}
        widgets = {
            "categories": forms.CheckboxSelectMultiple,
            "title": forms.TextInput(attrs={"class": "is-short"}),
            "phone": forms.TextInput(attrs={"type": "tel"}),
        }

    def __init__(self, *args, programme, runs_register, user, **kwargs):
        super().__init__(*args, programme=programme, **kwargs)
        self.user = user
        self.runs_register = runs_register
        if not runs_register:
            # Which partner somebody belongs to is not for a partner to change.
            del self.fields["held_by"]
            field = self.fields["organisation"]
            known = field.queryset.visible_to(user)
            field.queryset = known | field.queryset.filter(pk=self.instance.organisation_id)
        known = self.instance.gender
        others = [(known, known)] if known and known not in Gender.values else []
        self.fields["gender"].choices = [("", _("Not said")), *Gender.choices, *others]
        self.initial["languages"] = ", ".join(self.instance.languages or [])
        self.was_protected = self.instance.protected
        if self.instance.pk is None or not self.was_protected:
            del self.fields["lifted"]
        if not self.fields["categories"].queryset.exists():
            del self.fields["categories"]

    def current_values(self, instance):
        """What `instance` holds, its languages as they are typed."""
        values = super().current_values(instance)
        return values | {"languages": ", ".join(instance.languages or [])}

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if "lifted" in self.fields and not cleaned.get("protected") and not cleaned.get("lifted"):
            self.add_error(
                "lifted",
                _("This person is protected. Tick this too if their name may be told from now on."),
            )
        return cleaned

    def values(self):
        """What was typed, by field, for a service to write."""
        return {name: value for name, value in super().values().items() if name != "lifted"}

    def clean_languages(self):
        tags = [tag.strip() for tag in self.cleaned_data["languages"].split(",") if tag.strip()]
        for tag in tags:
            if not LANGUAGE.match(tag):
                raise forms.ValidationError(
                    _("“%(tag)s” is not a language code, such as en, sw or pt-MZ."),
                    params={"tag": tag},
                )
        return tags

    def clean_email(self):
        email = self.cleaned_data["email"]
        # A partner is not told: the answer would say who else is in the register.
        if email and self.runs_register:
            others = Person.objects.filter(programme=self.programme, email__iexact=email)
            known = others.exclude(pk=self.instance.pk).first()
            if known is not None:
                raise forms.ValidationError(
                    _("%(name)s has this e-mail address already in the register."),
                    params={"name": known.full_name},
                )
        return email


class OrganisationForm(RegisterForm):
    """An organisation of the register."""

    website = forms.URLField(
        label=_("Website"), required=False, max_length=500, assume_scheme="https"
    )

    class Meta:
        model = Organisation
        fields = [
            "name",
            "acronym",
            "group",
            "country",
            "address",
            "phone",
            "fax",
            "email",
            "website",
        ]
        widgets = {
            "acronym": forms.TextInput(attrs={"class": "is-short"}),
            "address": forms.Textarea(attrs={"rows": 3}),
            "phone": forms.TextInput(attrs={"type": "tel"}),
            "fax": forms.TextInput(attrs={"type": "tel"}),
        }

    def clean(self):
        super().clean()
        name, country = self.cleaned_data.get("name"), self.cleaned_data.get("country")
        if name and country is not None:
            same = Organisation.objects.filter(
                programme=self.programme, name__iexact=name, country=country
            )
            if same.exclude(pk=self.instance.pk).exists():
                self.add_error(
                    "name",
                    _("The register has an organisation of this name in this country already."),
                )
