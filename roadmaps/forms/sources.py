"""What is ticked and chosen where recommendations and action points become actions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import RowsField
from core.text import one_line
from dialogues.models import ActionPoint
from roadmaps.forms.actions import ActionField, ActionOffer
from roadmaps.models import Recommendation, Theme

MAKE, TIE = "make", "tie"


class TakeForm(forms.Form):
    """Some recommendations and action points, and what is done with them."""

    recommendations = RowsField(queryset=Recommendation.objects.none(), required=False)
    action_points = RowsField(queryset=ActionPoint.objects.none(), required=False)
    theme = forms.ModelChoiceField(
        queryset=Theme.objects.none(),
        required=False,
        label=_("Under the theme"),
        empty_label=_("A new one"),
    )
    theme_title = forms.CharField(required=False, max_length=300, label=_("New theme"))
    action = ActionField(
        queryset=None, required=False, label=_("Action"), empty_label=_("Choose an action")
    )

    def __init__(self, *args, roadmap, recommendations, action_points, doing=MAKE, **kwargs):
        super().__init__(*args, **kwargs)
        self.doing = doing
        self.fields["recommendations"].queryset = recommendations
        self.fields["action_points"].queryset = action_points
        self.fields["theme"].queryset = roadmap.themes.all()
        self.fields["action"].offer(ActionOffer(roadmap))
        for name in ("theme", "action"):
            self.fields[name].widget.attrs.setdefault("class", "form-select")
        self.fields["theme_title"].widget.attrs["class"] = "form-control"

    def clean_theme_title(self):
        return one_line(self.cleaned_data["theme_title"])

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("recommendations") and not cleaned.get("action_points"):
            self.add_error(None, _("Tick at least one recommendation or action point."))
        if self.doing == TIE:
            if not cleaned.get("action") and "action" not in self.errors:
                self.add_error("action", _("Choose the action to which they are tied."))
        elif not cleaned.get("theme") and not cleaned.get("theme_title"):
            if not {"theme", "theme_title"} & set(self.errors):
                self.add_error("theme_title", _("Choose a theme, or give the new one a title."))
        elif cleaned.get("theme") and cleaned.get("theme_title"):
            self.add_error("theme_title", _("Leave this empty, or choose “A new one”."))
        return cleaned
