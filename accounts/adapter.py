"""How allauth makes accounts for Baraza."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Anybody may open an account; it sees what the public sees until somebody appoints it."""

    def clean_email(self, email):
        return super().clean_email(email).lower()
