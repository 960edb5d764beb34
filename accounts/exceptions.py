"""Refusals about accounts, each named by the fact."""

from django.utils.translation import gettext as _

from core.exceptions import Refusal


class AccountClosed(Refusal):
    """Something was to be given to somebody whose account has been closed."""

    field = "email"

    def __init__(self):
        super().__init__(
            _("The account with this address has been closed; an administrator can open it again.")
        )
