"""Forms of the register."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import LANGUAGE, CountryField
from core.text import one_line
from stakeholders.models import Gender, Group, Organisation, Person


class RegisterFilter(forms.Form):
    """What narrows the lists of the register, all of it in the address.

    Each argument but `data` is a list of choices for the field of its name; a field with fewer than
    two choices narrows nothing and is left out.
    """

    q = forms.CharField(
        label=_("Words in the name"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "data-search": True}),
    )
    programme = forms.ChoiceField(label=_("Programme"), required=False)
    group = forms.ChoiceField(label=_("Stakeholder group"), required=False)
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)

    def __init__(self, data, **choices):
        super().__init__(data)
        for name in [name for name in self.fields if name != "q"]:
            if len(choices.get(name, ())) < 2:
                del self.fields[name]
            else:
                self.fields[name].choices = [("", _("Any")), *choices[name]]

    def chosen(self):
        """The filters that are set; one that asks for what is not there is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class RegisterForm(forms.ModelForm):
    """What the forms of people and organisations share: choices of their programme, and a country."""

    country = CountryField(label=_("Country"), required=False)

    def __init__(self, *args, programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.programme = programme
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = field.queryset.filter(programme=programme)
                field.empty_label = _("None")

    def clean_name(self):
        return one_line(self.cleaned_data["name"])

    def values(self):
        """What was typed, by field, for a service to write."""
        return {name: self.cleaned_data[name] for name in self.fields}


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
            "protected",
            "held_by",
        ]
        widgets = {
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


class GroupForm(forms.ModelForm):
    """A stakeholder group."""

    class Meta:
        model = Group
        fields = ["name", "acronym"]
        widgets = {"acronym": forms.TextInput(attrs={"class": "is-short"})}
        help_texts = {
            "name": _("Those who share a position in the issue, for example “Artisanal miners”."),
            "acronym": _("Shown instead of the name where there is little room."),
        }

    def clean_name(self):
        return one_line(self.cleaned_data["name"])
