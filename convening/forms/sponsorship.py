"""What one fills in about funds and sponsorship."""

from crispy_forms.layout import Column, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convening.models import Fund, Sponsorship
from core.forms import DateField, RowsField, VersionedModelForm, laid_out
from core.text import one_line
from dialogues.budgeting import in_words
from dialogues.forms.budget import AmountField

MOST = 99_999_999
State = Sponsorship.State


class FundForm(VersionedModelForm):
    """Money that pays for people to come."""

    amount = AmountField(label=_("Amount"), min_value=0, max_value=9_999_999_999)

    class Meta:
        model = Fund
        fields = ["title", "funder", "currency", "amount", "note"]
        widgets = {
            "note": forms.Textarea(attrs={"rows": 3}),
            "currency": forms.TextInput(
                attrs={"class": "is-short", "autocapitalize": "characters"}
            ),
        }

    def __init__(self, *args, bodies, **options):
        super().__init__(*args, **options)
        self.fields["funder"].queryset = bodies
        self.fields["funder"].empty_label = _("Nobody of the register")
        self.helper = laid_out(
            "title",
            "funder",
            Row(Column("amount"), Column("currency")),
            "note",
            *(["version", "base"] if self.instance.pk else []),
        )

    def clean_currency(self):
        """Capital letters, however they were typed."""
        return self.cleaned_data["currency"].upper()

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        same = Fund.objects.filter(
            programme=self.instance.programme_id, title__iexact=cleaned.get("title", "")
        )
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("title", _("The programme has a fund of this title already."))
        return cleaned


class AskForm(forms.Form):
    """For whom, and for what, something is to be paid."""

    participation = forms.ModelChoiceField(queryset=None, label=_("For whom"))
    what = forms.MultipleChoiceField(
        label=_("For what"), choices=Sponsorship.What.choices, widget=forms.CheckboxSelectMultiple
    )
    amount = AmountField(
        label=_("Amount for each"),
        required=False,
        min_value=0,
        max_value=MOST,
        help_text=_("As far as it is known; it can be changed when it is offered."),
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=300)

    def __init__(self, data=None, *, participations, naming, **options):
        super().__init__(data, **options)
        self.fields["participation"].queryset = participations
        self.fields["participation"].label_from_instance = lambda row: naming.label(row.person)
        self.helper = laid_out("participation", "what", "amount", "note")

    def clean_note(self):
        """One line."""
        return one_line(self.cleaned_data["note"])


class OfferForm(forms.Form):
    """From which fund what is chosen is to be paid."""

    chosen = RowsField(queryset=None, error_messages={"required": _("Choose whom to offer it to.")})
    fund = forms.ModelChoiceField(queryset=None, label=_("Fund"), empty_label=_("Choose a fund"))

    def __init__(self, data=None, *, sponsorships, funds):
        super().__init__(data)
        self.fields["chosen"].queryset = sponsorships
        self.fields["fund"].queryset = funds
        self.fields["fund"].widget.attrs["class"] = "form-select is-short"
        self.fields["fund"].label_from_instance = lambda fund: f"{fund.title} ({fund.currency})"


class StepForm(forms.Form):
    """A step of one sponsorship, with what it needs."""

    to = forms.ChoiceField(label=_("What happened"), choices=State.choices)
    fund = forms.ModelChoiceField(queryset=None, label=_("Fund"), required=False)
    amount = AmountField(
        label=_("Amount"),
        required=False,
        min_value=0,
        max_value=MOST,
        help_text=_("In the currency of the fund."),
    )
    paid_on = DateField(label=_("Paid on"), required=False)

    def __init__(self, data=None, *, sponsorship, steps, funds):
        initial = {
            "fund": sponsorship.fund_id,
            "amount": sponsorship.amount,
            "paid_on": timezone.localdate(),
        }
        super().__init__(data, initial=initial)
        self.sponsorship = sponsorship
        self.fields["to"].choices = [(state.value, state.label) for state in steps]
        self.fields["fund"].queryset = funds
        self.fields["fund"].label_from_instance = lambda fund: f"{fund.title} ({fund.currency})"
        self.helper = laid_out("to", "fund", Row(Column("amount"), Column("paid_on")))

    def clean(self):
        cleaned = super().clean()
        to = cleaned.get("to")
        needs_fund = to in (State.OFFERED, State.ACCEPTED, State.PAID)
        if needs_fund and not (cleaned.get("fund") or self.sponsorship.fund_id):
            self.add_error("fund", _("Say from which fund it is paid."))
        if needs_fund and cleaned.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", _("Give the amount."))
        if to == State.PAID and not cleaned.get("paid_on") and "paid_on" not in self.errors:
            self.add_error("paid_on", _("Give the day on which it was paid."))
        if needs_fund:
            self._keep_currencies_apart(cleaned)
        return cleaned

    def _keep_currencies_apart(self, cleaned):
        """An amount that was promised in one currency is not taken for as much of another."""
        before, after = self.sponsorship.fund, cleaned.get("fund")
        if before is None or after is None or before.currency == after.currency:
            return
        amount = cleaned.get("amount")
        if amount and amount == self.sponsorship.amount:
            text = _("%(amount)s was promised: give the amount in %(currency)s.")
            facts = {"amount": in_words(amount, before.currency), "currency": after.currency}
            self.add_error("amount", text % facts)

    def fields_of_step(self):
        """What the step writes besides the state."""
        cleaned = self.cleaned_data
        fields = {}
        if cleaned["to"] in (State.OFFERED, State.ACCEPTED, State.PAID):
            fields["fund"] = cleaned["fund"] or self.sponsorship.fund
            if cleaned["to"] == State.PAID:
                fields |= {"paid_amount": cleaned["amount"], "paid_on": cleaned["paid_on"]}
            else:
                fields["amount"] = cleaned["amount"]
        return fields
