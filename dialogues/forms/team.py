"""What is filled in to appoint somebody."""

from crispy_forms.layout import Column, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from core.forms import laid_out
from core.text import one_line
from dialogues.models import Dialogue
from dialogues.services.team import DIALOGUE_ROLES, INITIATIVE_ROLES
from stakeholders.models import Organisation


class AppointmentForm(forms.Form):
    """Somebody's role in an initiative or in one of its dialogues."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("The address with which they sign in, or will."),
    )
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=200,
        help_text=_("Kept only if the address is new here."),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[
            ("", _("Choose a role")),
            (_("In the initiative"), [(role.value, role.label) for role in INITIATIVE_ROLES]),
            (_("At one dialogue"), [(role.value, role.label) for role in DIALOGUE_ROLES]),
        ],
    )
    dialogue = forms.ModelChoiceField(
        label=_("Dialogue"),
        queryset=Dialogue.objects.none(),
        required=False,
        empty_label=_("The whole initiative"),
        help_text=_("For partners, chairs, facilitators and rapporteurs."),
    )
    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("None"),
        help_text=_("For partners: for whom they register people."),
    )

    def __init__(self, *args, initiative, **kwargs):
        super().__init__(*args, **kwargs)
        self.initiative = initiative
        self.fields["dialogue"].queryset = initiative.dialogues.all()
        self.fields["organisation"].queryset = Organisation.objects.filter(
            programme=initiative.programme_id
        )
        self.helper = laid_out(
            Row(Column("email"), Column("name")),
            "role",
            Row(Column("dialogue"), Column("organisation")),
        )

    def clean_name(self):
        return one_line(self.cleaned_data["name"])

    def clean(self):
        cleaned = super().clean()
        role, dialogue = cleaned.get("role"), cleaned.get("dialogue")
        if role in DIALOGUE_ROLES and not dialogue and "dialogue" not in self.errors:
            self.add_error("dialogue", _("Choose the dialogue at which they have this role."))
        if role in INITIATIVE_ROLES and dialogue:
            self.add_error("dialogue", _("This role is for the whole initiative: leave it empty."))
        partner = role == Role.PARTNER
        if partner and not cleaned.get("organisation") and "organisation" not in self.errors:
            self.add_error(
                "organisation", _("Choose the organisation for which they register people.")
            )
        return cleaned

    @property
    def appointment(self):
        """What `services.team.appoint` is asked for."""
        asked = {name: self.cleaned_data[name] for name in self.fields}
        asked["initiative"] = None if asked["dialogue"] else self.initiative
        return asked
