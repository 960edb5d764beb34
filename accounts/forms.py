"""Forms of one's own account; e-mail, password and second factor are allauth's."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.text import one_line


class SignupForm(forms.Form):
    """What somebody is asked who opens an account, besides what allauth asks."""

    field_order = ("name", "email", "password1", "password2")

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        required=False,
        help_text=_("As your colleagues know you. Empty: your e-mail address is shown."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def clean_name(self):
        return one_line(self.cleaned_data["name"])

    def signup(self, request, user):
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


class ProfileForm(forms.ModelForm):
    """How a user is called on the pages of the application."""

    class Meta:
        model = User
        fields = ["name"]
        help_texts = {
            "name": _("As your colleagues know you. Empty: your e-mail address is shown.")
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"

    def clean_name(self):
        return one_line(self.cleaned_data["name"])
