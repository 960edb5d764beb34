"""Forms of the door: who came without being on the list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.text import one_line
from dialogues.parts.choices import GroupField
from stakeholders.models import Group


class WalkInForm(forms.Form):
    """Somebody who is here and not on the list. `days` are those of the dialogue; `ask` are the questions
    that came up ("another", "over"), shown only then."""

    name = forms.CharField(
        label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    organisation = forms.CharField(
        label=_("Organisation"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    group = GroupField(
        queryset=None,
        required=False,
        label=_("Stands for"),
        empty_label=_("No group in particular"),
    )
    day = forms.TypedChoiceField(label=_("Day"))
    another = forms.BooleanField(label=_("It is somebody else of the same name"), required=False)
    over = forms.BooleanField(label=_("Let them in though every place is taken"), required=False)

    def __init__(self, data=None, *, dialogue, days, asks_organisation=True, **options):
        super().__init__(data, **options)
        if not asks_organisation:
            del self.fields["organisation"]
        programme = dialogue.initiative.programme_id
        self.fields["group"].queryset = Group.objects.filter(programme=programme)
        self.fields["day"].choices = days

    def ask_only(self, *questions):
        """Show of the two questions those that came up."""
        for name in {"another", "over"} - set(questions):
            if not self.data.get(name):
                self.fields.pop(name)

    def clean_name(self):
        name = one_line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(self.fields["name"].error_messages["required"])
        return name

    def clean_organisation(self):
        return one_line(self.cleaned_data["organisation"])
