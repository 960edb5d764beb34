"""A second factor is required of those who could do most harm with a stolen password."""

import pytest
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
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(convenor, generate_totp_secret())
    assert sign_in(convenor).get("/dialogues/").status_code == 200


def test_a_trial_on_ones_own_machine_goes_without(convenor, sign_in, settings):
    settings.MFA_REQUIRED = False
    assert sign_in(convenor).get("/dialogues/").status_code == 200
