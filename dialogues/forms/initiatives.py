"""What is filled in about an initiative."""

import re

from crispy_forms.layout import Column, Fieldset, Row
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from core.forms import TextListField, VersionedModelForm, laid_out
from core.text import as_key
from dialogues.forms.budget import AmountField
from dialogues.models import Initiative
from dialogues.stages import STANDARD, blueprint_choices
from dialogues.veil import holding_for
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
        choices=blueprint_choices(),
        initial=STANDARD,
        help_text=_(
            "The stages that it starts with; others can be added, and any of them left out."
        ),
    )
    budget_amount = AmountField(
        label=_("Budget"), required=False, help_text=_("Seen by convenors only.")
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
            self._choose_first(list(programmes.values_list("pk", "blueprint")))
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

    def _choose_first(self, programmes):
        """Choose the only programme, and the course that is usual in the one that is chosen."""
        if len(programmes) == 1:
            self.initial["programme"] = programmes[0][0]
        usual = dict(programmes).get(as_key(self.initial.get("programme")))
        if usual in dict(blueprint_choices()):
            self.initial["blueprint"] = usual

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

    def narrow(self, initiatives, user):
        """Those of `initiatives` that `user` asks for; a filter that makes no sense is left out."""
        self.is_valid()
        words = self.cleaned_data.get("q", "")
        rows = holding_for(user, initiatives, words, "title", "issue", "purpose")
        if programme := self.cleaned_data.get("programme"):
            rows = rows.filter(programme__slug=programme)
        return rows
