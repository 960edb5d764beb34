"""Forms of what an invited person answers."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from convening.models import Proposal
from core.text import several_lines


class _Plain(forms.Form):
    def clean(self):
        cleaned = super().clean()
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = several_lines(value)
        return cleaned


class DeclineForm(_Plain):
    """A no, with a reason if they like."""

    reason = forms.CharField(
        label=_("Why not?"),
        help_text=_("You need not say. Those who convene the dialogue read it."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ProposalForm(_Plain, forms.ModelForm):
    """Somebody else to invite; with a way to reach them."""

    class Meta:
        model = Proposal
        fields = ["name", "organisation", "email", "phone", "why"]
        labels = {
            "name": _("Their name"),
            "organisation": _("Organisation"),
            "email": _("E-mail"),
            "phone": _("Telephone"),
            "why": _("Why them?"),
        }
        widgets = {"why": forms.Textarea(attrs={"rows": 4, "maxlength": 2000})}

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("email") and not cleaned.get("phone") and "email" not in self.errors:
            self.add_error(
                "phone", ValidationError(_("Give a telephone number or an e-mail address."))
            )
        if len(cleaned.get("why") or "") > 2000:
            self.add_error("why", ValidationError(_("That is too long: 2000 characters at most.")))
        return cleaned
