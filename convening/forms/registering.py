"""The short form by which one person after another is registered."""

from crispy_forms.layout import Column, Row
from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from core.forms import SuggestingInput, laid_out
from core.text import one_line
from dialogues.parts.choices import GroupField
from stakeholders.models import Gender, Group, Organisation

LISTED_WORDING = _(
    "May we name you, with your organisation, in the list of participants that everybody gets?"
)
NEW = "new"
SUGGESTED = 200


class RegisterForm(forms.Form):
    """Who is registered: a name is enough. `organisations` are those the user may know of."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )
    organisation = forms.CharField(label=_("Organisation"), required=False, max_length=300)
    group = GroupField(
        queryset=None,
        required=False,
        label=_("Stands for"),
        empty_label=_("No group in particular"),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    email = forms.CharField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off"}),
    )
    gender = forms.ChoiceField(
        label=_("Gender"), required=False, choices=[("", _("Not said")), *Gender.choices]
    )
    sponsored = forms.BooleanField(label=_("Sponsored place"), required=False)
    listed = forms.BooleanField(
        label=_("Agreed to be listed"), required=False, help_text=LISTED_WORDING
    )
    protected = forms.BooleanField(
        label=_("Protect who they are"),
        required=False,
        help_text=_("Only convenors will know the name from now on; you will not see it again."),
    )

    def __init__(self, data=None, *, user, dialogue, **options):
        super().__init__(data, **options)
        programme = dialogue.initiative.programme_id
        self.fields["group"].queryset = Group.objects.filter(programme=programme)
        rows = Organisation.objects.filter(programme=programme).visible_to(user)
        names = rows.order_by("name").values_list("name", flat=True)

        def suggestions():
            return [(name, "") for name in names[:SUGGESTED]]

        self.fields["organisation"].widget = SuggestingInput(
            {"autocomplete": "off"}, suggestions=suggestions
        )
        self.helper = laid_out(
            Row(Column("name"), Column("organisation")),
            Row(Column("group"), Column("gender")),
            Row(Column("phone"), Column("email")),
            "sponsored",
            "listed",
            "protected",
        )

    def clean_name(self):
        name = one_line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(self.fields["name"].error_messages["required"])
        return name

    def clean_organisation(self):
        return one_line(self.cleaned_data["organisation"])

    def clean_phone(self):
        return one_line(self.cleaned_data["phone"])

    def clean_email(self):
        email = one_line(self.cleaned_data["email"])
        if email:
            validate_email(email)
        return email

    def person_fields(self):
        """Fields of a new Person, with the name of the organisation."""
        cleaned = self.cleaned_data
        fields = {name: cleaned[name] for name in ("name", "phone", "email", "gender", "protected")}
        return fields | {"new_organisation": cleaned["organisation"]}


class NewcomerForm(RegisterForm):
    """Somebody to invite who is not in the register yet: a name, and an address for the mail."""

    phone = gender = sponsored = listed = protected = None

    def __init__(self, data=None, *, user, dialogue):
        super().__init__(data, user=user, dialogue=dialogue, prefix="new")
        del self.fields["name"].widget.attrs["autofocus"]
        self.helper = laid_out(
            Row(Column("name"), Column("email")), Row(Column("group"), Column("organisation"))
        )

    def person_fields(self):
        cleaned = self.cleaned_data
        fields = {name: cleaned[name] for name in ("name", "email", "group")}
        return fields | {"new_organisation": cleaned["organisation"]}
