"""Accounts that are made for somebody else."""

import pytest

from accounts.exceptions import AccountClosed
from accounts.models import User
from accounts.services import account_of


def test_an_address_that_is_known_leads_to_its_account_whatever_its_capitals(stranger):
    assert account_of(" Sam.Stranger@Example.ORG ", name="Somebody else") == stranger
    assert User.objects.get(pk=stranger.pk).name == "Sam Stranger"


def test_an_address_that_is_not_known_gets_an_account_that_no_password_opens(db):
    user = account_of("Nina.New@example.org", name="Nina New")
    assert (user.email, user.name) == ("nina.new@example.org", "Nina New")
    assert not user.has_usable_password()


def test_a_closed_account_is_not_given_anything(stranger):
    User.objects.filter(pk=stranger.pk).update(is_active=False)
    with pytest.raises(AccountClosed):
        account_of(stranger.email)
