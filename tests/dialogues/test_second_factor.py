"""A second factor is required of those who could do most harm with a stolen password."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse


@pytest.fixture(autouse=True)
def required(settings):
    settings.MFA_REQUIRED = True


@pytest.mark.parametrize("who", ["convenor", "administrator"])
def test_convenors_and_administrators_are_led_to_set_it_up(cast, sign_in, who):
    client = sign_in(cast[who])
    response = client.get("/dialogues/")
    assert response.status_code == 302
    assert response.url == reverse("mfa_activate_totp")
    assert client.get(response.url).status_code in {200, 302}


@pytest.mark.parametrize("who", ["rapporteur", "partner", "donor", "stranger"])
def test_nobody_else_is(cast, sign_in, who):
    assert sign_in(cast[who]).get("/dialogues/").status_code == 200


def test_whoever_has_one_goes_on(convenor, sign_in):
    TOTP.activate(convenor, generate_totp_secret())
    assert sign_in(convenor).get("/dialogues/").status_code == 200


def test_a_trial_on_ones_own_machine_goes_without(convenor, sign_in, settings):
    settings.MFA_REQUIRED = False
    assert sign_in(convenor).get("/dialogues/").status_code == 200


def test_the_password_is_asked_for_once_as_one_signs_in_and_again_later(convenor, client):
    convenor.set_password("meet-under-the-tree")
    convenor.save()
    page = reverse("mfa_activate_totp")
    with time_machine.travel(datetime(2026, 11, 2, 9, tzinfo=UTC)) as clock:
        sent = {"login": convenor.email, "password": "meet-under-the-tree"}
        client.post(reverse("account_login"), sent)
        assert client.get(page).status_code == 200
        # Whoever has one and changes it is asked every time.
        TOTP.activate(convenor, generate_totp_secret())
        again = client.get(reverse("mfa_deactivate_totp"))
        assert again.url.startswith(reverse("account_reauthenticate"))
        convenor.authenticator_set.all().delete()
        clock.shift(timedelta(minutes=6))
        assert client.get(page).url.startswith(reverse("account_reauthenticate"))
