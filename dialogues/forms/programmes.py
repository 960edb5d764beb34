"""Forms of programmes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import TextListField, VersionedModelForm
from core.text import one_line
from dialogues.stages import blueprint_choices
from stakeholders.models import Programme


class ProgrammeForm(VersionedModelForm):
    """What a programme is called, what it is about, and how its initiatives usually go."""

    blueprint = forms.ChoiceField(
        label=_("Usual course of its initiatives"),
        required=False,
        choices=blueprint_choices(),
        widget=forms.RadioSelect,
        help_text=_(
            "What is offered first when an initiative begins; each may choose another one."
        ),
    )

    retention_months = forms.IntegerField(
        label=_("Months for which entries are kept"),
        required=False,
        min_value=6,
        max_value=600,
        help_text=_(
            "People of the register who have taken part in nothing for so long are listed for a month "
            "and then erased by themselves. Empty: nobody is."
        ),
        widget=forms.NumberInput(attrs={"class": "is-short"}),
    )

    class Meta:
        model = Programme
        fields = ["title", "summary", "blueprint", "retention_months"]
        widgets = {"summary": forms.Textarea(attrs={"rows": 5})}
        help_texts = {"summary": _("What it works for, in a few sentences. Markdown may be used.")}

    def clean_title(self):
        return one_line(self.cleaned_data["title"])

    def clean_blueprint(self):
        return self.cleaned_data["blueprint"] or self.instance.blueprint


class GroupNamesField(TextListField):
    """The names of a programme's first stakeholder groups."""

    most = 30
    longest = 200


class NewProgrammeForm(ProgrammeForm):
    """A new programme, who is to run it, and the groups that it begins with."""

    field_order = ("title", "convenor_email", "groups", "summary", "blueprint", "retention_months")

    groups = GroupNamesField(
        label=_("Stakeholder groups"),
        required=False,
        help_text=_(
            "Those who share a position, one a line: artisanal miners, companies, government. They can "
            "be changed, and given an acronym and a colour, at any time."
        ),
    )
    convenor_email = forms.EmailField(
        label=_("Convenor’s e-mail address"),
        max_length=254,
        help_text=_(
            "Who runs the programme: its register of people, its initiatives, and who else is "
            "appointed. Somebody without an account gets one, and chooses a password through "
            "“Forgot your password?” at sign-in."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        usual = Programme._meta.get_field("retention_months").default
        self.initial.setdefault("retention_months", usual)

    def clean_groups(self):
        """The names as one line each, none twice."""
        names = {}
        for line in self.cleaned_data["groups"]:
            name = one_line(line)
            names.setdefault(name.casefold(), name)
        return list(names.values())

    def clean_convenor_email(self):
        return self.cleaned_data["convenor_email"].lower()
