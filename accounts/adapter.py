"""How allauth makes accounts for Baraza."""

import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled


class AccountAdapter(DefaultAccountAdapter):
    """Anybody may open an account; it sees what the public sees until somebody appoints it."""

    def clean_email(self, email):
        return super().clean_email(email).lower()

    def is_reauthentication_required(self, *, app, **kwargs):
        """False for who gave the password a moment ago and sets up a second factor for the first time: their
        role asks that of them as they sign in, and would ask for the same password on the next page."""
        if app == "allauth.mfa" and not is_mfa_enabled(self.request.user) and self._has_signed_in():
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def _has_signed_in(self):
        since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
        records = get_authentication_records(self.request, self.request.user)
        return any(row["method"] == "password" and row["at"] > since for row in records)
