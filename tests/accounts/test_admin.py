"""The admin site shows, and leaves writing to the services."""

import pytest
from django.contrib import admin

from accounts.models import User
from core.admin import ReadOnlyAdmin
from dialogues.models import Contribution, Participation
from stakeholders.models import Consent, Person

OURS = ("accounts", "stakeholders", "dialogues", "roadmaps", "reports")
REGISTERED = {
    model: shell for model, shell in admin.site._registry.items() if model._meta.app_label in OURS
}


def test_people_and_what_they_said_are_not_in_the_admin_site():
    assert not {Person, Consent, Participation, Contribution} & set(REGISTERED)


def test_an_address_in_capitals_makes_no_second_account(rf, administrator, stranger):
    request = rf.get("/")
    request.user = administrator
    form_class = REGISTERED[User].get_form(request)
    form = form_class({"email": stranger.email.upper(), "is_active": "on"})
    assert set(form.errors) == {"email"}


@pytest.mark.parametrize("model", [model for model in REGISTERED if model is not User])
def test_nothing_but_accounts_is_written_there(model, rf, administrator, stranger):
    shell = REGISTERED[model]
    assert isinstance(shell, ReadOnlyAdmin)
    request = rf.get("/")
    request.user = administrator
    assert shell.has_view_permission(request)
    assert not shell.has_add_permission(request)
    assert not shell.has_change_permission(request)
    assert not shell.has_delete_permission(request)
    request.user = stranger
    assert not shell.has_view_permission(request)
