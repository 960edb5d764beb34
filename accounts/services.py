"""Writes of accounts that other applications ask for; sign-up and passwords are allauth's."""

from django.db import IntegrityError, transaction

from accounts.exceptions import AccountClosed
from accounts.models import User


def account_of(email, *, name=""):
    """The account with this e-mail address; one that is not known is made, as `name` or without.

    Atomic. A new account has no password and opens through the reset mail alone. Raises AccountClosed
    for an account that has been closed.
    """
    email = email.strip().lower()
    known = User.objects.filter(email__iexact=email)
    user = known.first()
    if user is None:
        try:
            with transaction.atomic():
                return User.objects.create_user(email, name=name)
        except IntegrityError:
            # Somebody else made it in the same moment.
            user = known.get()
    if not user.is_active:
        raise AccountClosed
    return user
