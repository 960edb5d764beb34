"""The settings are read from the environment, and production refuses what is unsafe."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from config.environment import local_url

SAFE = {
    "BARAZA_MODE": "production",
    "SECRET_KEY": "q8Zr-" * 12 + "and-some-more",
    "ALLOWED_HOSTS": "baraza.example.org",
    "SITE_URL": "https://baraza.example.org",
}


def start(tmp_path, *, also="", **variables):
    """Load the settings in a process of their own, which does `also` then; how it ended and what it wrote."""
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path)} | variables
    done = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); print('started'); {also}"],
        cwd=settings.BASE_DIR,
        env=environment | {"DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


def test_production_starts_with_safe_settings(tmp_path):
    code, said = start(tmp_path, **SAFE)
    assert code == 0, said


def test_behind_a_proxy_it_is_the_clients_address_that_counts(tmp_path):
    said = "from django.conf import settings; print(settings.ALLAUTH_TRUSTED_PROXY_COUNT)"
    assert start(tmp_path, **SAFE, BEHIND_PROXY="1", also=said) == (0, "started\n1\n")


@pytest.mark.parametrize(
    ("variable", "value", "reason"),
    [
        ("SECRET_KEY", "", "SECRET_KEY"),
        ("SECRET_KEY", "short", "SECRET_KEY"),
        ("SECRET_KEY", "a" * 80, "SECRET_KEY"),
        ("DEBUG", "1", "DEBUG"),
        ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS"),
        ("ALLOWED_HOSTS", "", "ALLOWED_HOSTS"),
        ("HTTPS", "0", "HTTPS"),
        ("SITE_URL", "", "SITE_URL"),
        ("SITE_URL", "http://baraza.example.org", "SITE_URL"),
        ("SITE_URL", "https://", "SITE_URL"),
        ("SITE_URL", "https://baraza.example.org/path", "SITE_URL"),
    ],
)
def test_production_refuses_what_is_unsafe(tmp_path, variable, value, reason):
    code, said = start(tmp_path, **(SAFE | {variable: value}))
    assert code != 0
    assert "does not start in production" in said
    assert reason in said


def test_all_that_is_unsafe_is_named_at_once(tmp_path):
    _code, said = start(tmp_path, BARAZA_MODE="production", DEBUG="1")
    for reason in ("SECRET_KEY", "DEBUG", "ALLOWED_HOSTS", "SITE_URL"):
        assert reason in said


def test_an_unknown_mode_is_refused(tmp_path):
    code, said = start(tmp_path, BARAZA_MODE="live")
    assert code != 0
    assert "BARAZA_MODE must be one of" in said


def test_a_local_start_makes_its_key_once_and_keeps_it_to_itself(tmp_path):
    start(tmp_path)
    key = (tmp_path / "secret.key").read_text()
    start(tmp_path)
    assert (tmp_path / "secret.key").read_text() == key
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("host", "port", "address"),
    [
        ("", "", "http://127.0.0.1:8000"),
        ("::", "8080", "http://127.0.0.1:8080"),
        ("[::1]", "", "http://[::1]:8000"),
        ("baraza.local", "80", "http://baraza.local:80"),
    ],
)
def test_mails_of_a_local_start_link_to_where_it_listens(monkeypatch, host, port, address):
    monkeypatch.setenv("HOST", host)
    monkeypatch.setenv("PORT", port)
    assert local_url() == address
