"""Forms of one's own account; e-mail, password and second factor are allauth's."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.text import one_line


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
