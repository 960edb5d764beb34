"""What is filled in about an initiative and its stages."""

import re

from crispy_forms.layout import Column, Fieldset, Row
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from core.forms import TextListField, VersionedModelForm, laid_out
from core.search import holding
from dialogues.models import Initiative, Stage
from dialogues.services.initiatives import MOVES, moves_from
from dialogues.stages import BLUEPRINTS
from stakeholders.models import Programme

CURRENCY = RegexValidator(
    re.compile(r"^[A-Z]{3}$"), _("Give the currency as its three letters (ISO 4217), such as GBP.")
)


class CurrencyField(forms.CharField):
    """A currency as its three capital letters."""

    def to_python(self, value):
        return super().to_python(value).upper()


class InitiativeForm(VersionedModelForm):
    """An initiative, new or known. Only a new one chooses its programme and the stages it starts with."""

    blueprint = forms.ChoiceField(
        label=_("Course"),
        widget=forms.RadioSelect,
        choices=[(key, label) for key, (label, _kinds) in BLUEPRINTS.items()],
        initial="series",
        help_text=_("The stages that it starts with; any of them can be left out later."),
    )
    budget_currency = CurrencyField(
        label=_("Currency"),
        required=False,
        max_length=3,
        validators=[CURRENCY],
        widget=forms.TextInput(attrs={"class": "is-short"}),
        help_text=_("Three letters, for example GBP."),
    )
    outcome_areas = TextListField(
        label=_("Outcome areas"),
        required=False,
        help_text=_("What it should change: knowledge, trust, policy, practice."),
    )
    preconditions = TextListField(
        label=_("Preconditions for dialogue"),
        required=False,
        help_text=_("Why these parties can talk about this issue now."),
    )
    impact_factors = TextListField(
        label=_("What increases its impact"), required=False, help_text=_("One to a line.")
    )
    policy_processes = TextListField(
        label=_("Policy processes it feeds"),
        required=False,
        help_text=_("Reviews, laws and plans that it coincides with."),
    )

    class Meta:
        model = Initiative
        fields = [
            "programme",
            "title",
            "issue",
            "purpose",
            "budget_amount",
            "budget_currency",
            "budget_note",
            "outcome_areas",
            "preconditions",
            "impact_factors",
            "policy_processes",
            "is_public",
        ]
        widgets = {
            "issue": forms.Textarea(attrs={"rows": 5}),
            "purpose": forms.Textarea(attrs={"rows": 5}),
        }
        help_texts = {
            "title": _("The issue in a few words, as people speak of it."),
            "issue": _("What is contested, and between whom. Markdown may be used."),
            "purpose": _("What talking about it should make possible. Markdown may be used."),
            "budget_amount": _("Seen by convenors only."),
        }
        labels = {"is_public": _("Anybody may read its page")}
        error_messages = {
            NON_FIELD_ERRORS: {
                "unique_together": _("The programme has an initiative with this title already.")
            }
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        first = []
        if self.instance.pk is None:
            programmes = self.fields["programme"].queryset = programmes_of(user)
            if len(only := programmes.values_list("pk", flat=True)[:2]) == 1:
                self.initial["programme"] = only[0]
            first = ["programme"]
            course = [Fieldset(_("Course"), "blueprint", css_class="form-group")]
        else:
            del self.fields["programme"], self.fields["blueprint"]
            course = []
        self.helper = laid_out(
            Fieldset(_("The issue"), *first, "title", "issue", "purpose", css_class="form-group"),
            *course,
            Fieldset(
                _("What it is to reach"),
                "outcome_areas",
                "preconditions",
                "impact_factors",
                "policy_processes",
                css_class="form-group",
            ),
            Fieldset(
                _("Budget"),
                Row(Column("budget_amount"), Column("budget_currency")),
                "budget_note",
                css_class="form-group",
            ),
            Fieldset(_("Who may read it"), "is_public", css_class="form-group"),
        )

    def clean_budget_amount(self):
        amount = self.cleaned_data["budget_amount"]
        if amount is not None and amount < 0:
            raise ValidationError(_("A budget is nothing or more than nothing."))
        return amount

    def clean(self):
        cleaned = super().clean()
        is_lacking = not cleaned.get("budget_currency") and "budget_currency" not in self.errors
        if cleaned.get("budget_amount") is not None and is_lacking:
            self.add_error("budget_currency", _("Say in which currency the budget is."))
        return cleaned


def programmes_of(user):
    """Programmes in which `user` may start an initiative: those whose register they run."""
    return Programme.objects.all() if user.is_superuser else Programme.objects.run_by(user)


class InitiativeFilter(forms.Form):
    """What the list of initiatives is narrowed by."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    programme = forms.ChoiceField(label=_("Programme"), required=False)

    def __init__(self, *args, initiatives, **kwargs):
        super().__init__(*args, **kwargs)
        programmes = initiatives.order_by("programme__title").distinct()
        self.fields["programme"].choices = [
            ("", _("All")),
            *programmes.values_list("programme__slug", "programme__title"),
        ]

    def narrow(self, initiatives):
        """Those of `initiatives` that are asked for; a filter that makes no sense is left out."""
        self.is_valid()
        words = self.cleaned_data.get("q", "")
        rows = holding(initiatives, words, "title", "issue", "purpose")
        if programme := self.cleaned_data.get("programme"):
            rows = rows.filter(programme__slug=programme)
        return rows


class StageForm(forms.Form):
    """A decision about a stage: which move, and why. `state` is the one that was seen."""

    move = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("Kept with your name and today’s date."),
    )
    state = forms.ChoiceField(choices=Stage.State, widget=forms.HiddenInput)

    def __init__(self, *args, stage, **kwargs):
        super().__init__(*args, initial={"state": stage.state}, **kwargs)
        # All of them when something was sent: whether the stage is still there is the service's answer.
        moves = MOVES.values() if self.is_bound else moves_from(stage.state)
        self._offer(moves)
        self.conflict = False

    def _offer(self, moves):
        self.fields["move"].choices = [(move.key, move.label) for move in moves]

    def meet(self, stage, message):
        """Show that `stage` has been moved meanwhile, keep the reason, and offer what can be done now."""
        self.add_error(None, message)
        self.data = self.data.copy()
        self.data["state"] = stage.state
        self._offer(moves_from(stage.state))
        self.conflict = True
