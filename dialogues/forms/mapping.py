"""Which stakeholder map an initiative takes for its own."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stakeholders.models import StakeholderMap


class MapChoice(forms.Form):
    """One of the programme's maps that no initiative has."""

    map = forms.ModelChoiceField(
        label=_("Map"), queryset=StakeholderMap.objects.none(), empty_label=None
    )

    def __init__(self, data, *, maps):
        super().__init__(data)
        self.fields["map"].queryset = maps
