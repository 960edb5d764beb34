"""What one fills in to ask people, and to note what they answered on the telephone."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import laid_out
from core.text import without_control
from dialogues.models import Participation

LONGEST_REASON = 2000


class WhomForm(forms.Form):
    """Where to look for people to ask, all of it in the address."""

    q = forms.CharField(
        label=_("Words in the name"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    group = forms.ModelChoiceField(
        queryset=None, label=_("Group"), required=False, empty_label=_("Any")
    )
    on_map = forms.BooleanField(label=_("On the stakeholder map"), required=False)

    def __init__(self, data, *, groups, has_map):
        super().__init__(data)
        self.fields["group"].queryset = groups
        if not has_map:
            del self.fields["on_map"]

    def chosen(self):
        """The filters that are set; one that asks for what is not there is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class AnswerForm(forms.Form):
    """What somebody answered who did not answer by themselves."""

    answer = forms.ChoiceField(
        label=_("They said"),
        choices=[("yes", _("Yes, they come")), ("no", _("No, they do not come"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why not"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data=None):
        super().__init__(data)
        self.helper = laid_out("answer", "reason")

    def clean_reason(self):
        """The reason without control characters."""
        return without_control(self.cleaned_data["reason"]).strip()


class AnswersFilter(forms.Form):
    """What narrows and orders the list of answers, all of it in the address."""

    q = forms.CharField(
        label=_("Words in the name"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    group = forms.ModelChoiceField(
        queryset=None, label=_("Group"), required=False, empty_label=_("Any")
    )
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("", _("As on the list")),
            ("answered", _("Latest answer first")),
            ("waiting", _("Waiting list")),
        ],
    )
    status = forms.ChoiceField(
        required=False,
        choices=[("", ""), *Participation.Status.choices],
        widget=forms.HiddenInput,
    )

    def __init__(self, data, *, groups):
        super().__init__(data)
        self.fields["group"].queryset = groups

    def chosen(self):
        """The filters that are set; one that asks for what is not there is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
