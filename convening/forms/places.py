"""What one says about the places of a dialogue."""

from crispy_forms.layout import Column, Fieldset, Row
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from convening.models import Plan
from core.forms import DateField, VersionedModelForm, laid_out
from core.text import without_control

MOST_PLACES = 100_000


def _places(label):
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=MOST_PLACES,
        widget=forms.NumberInput(attrs={"class": "is-short"}),
    )


class PlanForm(VersionedModelForm):
    """Places in all, by group and by partner, until when people answer, and what happens when it is full.

    `preset` is the Preset of the dialogue's kind, or None: what it says stands beside the field.
    """

    answer_by = DateField(
        label=gettext_lazy("Answers until"),
        help_text=Plan._meta.get_field("answer_by").help_text,
        required=False,
    )

    class Meta:
        model = Plan
        fields = [
            "capacity",
            "answer_by",
            "needs_approval",
            "keeps_waiting_list",
            "offer_hours",
            "agenda_is_public",
        ]

    def __init__(self, *args, groups, partners, preset=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["capacity"] = _places(_("Places in all"))
        self.fields["capacity"].help_text = self._usual(preset)
        self.fields["offer_hours"].widget.attrs["class"] = "is-short"
        self.keys = {f"group-{row.pk}": ("group", row.pk) for row in groups}
        self.keys |= {f"partner-{row.pk}": ("partner", row.pk) for row in partners}
        for row in groups:
            self.fields[f"group-{row.pk}"] = _places(row.full_name)
        for row in partners:
            self.fields[f"partner-{row.pk}"] = _places(row.full_name)
        values = self.current_values(self.instance)
        self.initial |= values
        self.initial["base"] = self._marks(values)
        self.helper = self._laid_out(groups, partners)

    @staticmethod
    def _usual(preset):
        text = _("Empty: as many as come.")
        if preset is not None:
            usual = ngettext(
                "Usual for a dialogue of this kind: %(count)d person.",
                "Usual for a dialogue of this kind: %(count)d people.",
                preset.people,
            )
            text = f"{text} {usual % {'count': preset.people}}"
        return text

    @staticmethod
    def _laid_out(groups, partners):
        parts = [
            Row(Column("capacity"), Column("answer_by")),
            "needs_approval",
            "keeps_waiting_list",
            "offer_hours",
            "agenda_is_public",
        ]
        for title, kind, rows in (
            (gettext_lazy("At most, by stakeholder group"), "group", groups),
            (gettext_lazy("At most, by partner"), "partner", partners),
        ):
            if rows:
                names = [f"{kind}-{row.pk}" for row in rows]
                parts.append(Fieldset(title, *names, css_class="form-group quota-fields"))
        return laid_out(*parts, "version", "base")

    def current_values(self, instance):
        values = super().current_values(instance)
        keys = getattr(self, "keys", {})
        stored = {}
        for quota in instance.dialogue.quotas.all():
            key = ("group", quota.group_id) if quota.group_id else ("partner", quota.partner_id)
            stored[key] = quota.most
        return values | {name: stored.get(key) for name, key in keys.items()}

    @property
    def model_fields(self):
        return [name for name in self._meta.fields if name in self.cleaned_data]

    def quotas(self):
        """What change_plan is to store: `{("group" or "partner", id): most}`."""
        return {
            key: self.cleaned_data[name]
            for name, key in self.keys.items()
            if self.cleaned_data.get(name) is not None
        }


class ReasonForm(forms.Form):
    """Why somebody is not given a place; may be left empty."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Kept for the team."),
    )

    def clean_reason(self):
        return without_control(self.cleaned_data["reason"]).strip()
