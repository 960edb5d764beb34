"""What is filled in about a budget: lines, and what was committed and paid under them."""

import re
from datetime import timedelta
from decimal import Decimal, InvalidOperation

from crispy_forms.layout import Column, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.days import day_somewhere
from core.forms import DateField, VersionedModelForm, laid_out
from dialogues.models import BudgetEntry, BudgetLine

MOST = Decimal("999999999999.99")
FAR = timedelta(days=366)
EARLIEST_YEAR = 1970
# Thousands apart by commas, dots, blanks or apostrophes, and two places behind the other sign.
BLANKS = re.compile("[\\s\u00a0\u202f'’]")
PLAIN = re.compile(r"-?\d+([.,]\d{1,2})?", re.ASCII)
GROUPED = {
    ",": re.compile(r"-?\d{1,3}(,\d{2,3})*,\d{3}(\.\d{1,2})?", re.ASCII),
    ".": re.compile(r"-?\d{1,3}(\.\d{3})*\.\d{3}(,\d{1,2})?", re.ASCII),
}


class AmountField(forms.DecimalField):
    """An amount of money as people write it: 1000.50, 1,000.50, 1 000,50, 1.000,50."""

    default_error_messages = {
        "invalid": _("Give an amount such as 1000.50 or 1,000.50."),
        "ambiguous": _(
            "“%(value)s” may mean a thousand or one: write 1000 or 1.00, as you mean it."
        ),
    }

    def __init__(self, **options):
        attrs = {"inputmode": "decimal", "class": "is-short", "autocomplete": "off"}
        options.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(decimal_places=2, **options)

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, (int, Decimal)):
            return super().to_python(value)
        text = BLANKS.sub("", str(value)).replace("−", "-")
        if GROUPED[","].fullmatch(text):
            text = text.replace(",", "")
        elif GROUPED["."].fullmatch(text):
            if text.count(".") == 1 and "," not in text:
                message = self.error_messages["ambiguous"]
                raise ValidationError(message, code="ambiguous", params={"value": value})
            text = text.replace(".", "").replace(",", ".")
        elif PLAIN.fullmatch(text):
            text = text.replace(",", ".")
        else:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            amount = Decimal(text)
        except InvalidOperation as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        # Not `abs`: a number of a million digits is no number to reckon with.
        if not -MOST <= amount <= MOST:
            raise ValidationError(
                _("That is more than can be kept; the most is 999,999,999,999.99."), code="most"
            )
        return amount

    def prepare_value(self, value):
        return f"{value:.2f}" if isinstance(value, Decimal) else value


class LineForm(VersionedModelForm):
    """A line of a budget: of the whole initiative, or of one of its dialogues."""

    planned = AmountField(
        label=_("Planned"),
        min_value=0,
        error_messages={"min_value": _("What is planned cannot be less than nothing.")},
    )

    class Meta:
        model = BudgetLine
        fields = ["category", "title", "planned"]
        help_texts = {
            "title": _("For what, in a few words; without it the category stands alone."),
        }

    def __init__(self, *args, currency="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["planned"].help_text = _in_currency(currency)
        self.helper = laid_out("category", "title", "planned")


class EntryForm(VersionedModelForm):
    """An amount that was committed under a line, and the day on which it was paid, once it is."""

    what = forms.CharField(label=_("What for"), max_length=300)
    amount = AmountField(label=_("Amount"))
    committed_on = DateField(
        label=_("Committed on"), help_text=_("The day of the order, contract or promise.")
    )
    spent_on = DateField(
        label=_("Paid on"),
        required=False,
        help_text=_("Leave it empty as long as it is not paid."),
    )

    class Meta:
        model = BudgetEntry
        fields = ["what", "amount", "committed_on", "spent_on"]

    def __init__(self, *args, currency="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["amount"].help_text = _in_currency(currency)
        self.helper = laid_out("what", "amount", Row(Column("committed_on"), Column("spent_on")))

    def clean_amount(self):
        amount = self.cleaned_data["amount"]
        if amount <= 0:
            raise ValidationError(_("Give an amount above nothing; to take one back, delete it."))
        return amount

    def clean_committed_on(self):
        day = self.cleaned_data["committed_on"]
        if day > timezone.localdate() + FAR:
            raise ValidationError(_("This day is more than a year ahead. Is the year right?"))
        return _not_too_early(day)

    def clean_spent_on(self):
        day = self.cleaned_data["spent_on"]
        if day and day > day_somewhere():
            raise ValidationError(
                _("This day is yet to come. Leave it empty until the amount is paid.")
            )
        return day and _not_too_early(day)

    def clean(self):
        cleaned = super().clean()
        committed, spent = cleaned.get("committed_on"), cleaned.get("spent_on")
        if committed and spent and spent < committed:
            self.add_error(
                "spent_on", _("It was paid before it was committed: mend one of the two.")
            )
        return cleaned


def _in_currency(currency):
    return _("In %(currency)s.") % {"currency": currency} if currency else ""


def _not_too_early(day):
    if day.year < EARLIEST_YEAR:
        raise ValidationError(_("This day is very long ago. Is the year right?"))
    return day
