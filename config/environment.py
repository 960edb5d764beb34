"""Reads the environment for settings.py, and refuses to start on what would be unsafe.

Modes: ``local`` (default: one machine, HTTP on loopback, a key made on first use), ``production``
(refuses every unsafe default) and ``test``.
"""

import contextlib
import os
import secrets
import socket
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
MODES = ("local", "production", "test")
TRUE = {"1", "true", "yes", "on"}


def text(name, default=""):
    return os.environ.get(name, "").strip() or default


def flag(name, default=False):
    value = os.environ.get(name, "").strip().lower()
    return value in TRUE if value else default


def words(name, default=()):
    value = os.environ.get(name, "")
    return [word.strip() for word in value.split(",") if word.strip()] or list(default)


def number(name, default):
    value = text(name)
    try:
        return int(value) if value else default
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None


def mode():
    value = text("BARAZA_MODE", "local")
    if value not in MODES:
        raise ImproperlyConfigured(f"BARAZA_MODE must be one of {', '.join(MODES)}, not {value!r}.")
    return value


def data_dir():
    """The one folder the application writes to."""
    path = Path(text("DATA_DIR", str(BASE_DIR / "var"))).expanduser().resolve()
    path.mkdir(parents=True, exist_ok=True)
    return path


def secret_key(current_mode, folder):
    """The key from SECRET_KEY; on one's own machine made once and kept in the data folder."""
    key = text("SECRET_KEY")
    if key or current_mode == "production":
        return key
    path = folder / "secret.key"
    if not path.exists():
        # Linked under its name when it is whole, so that two processes that start agree on one key.
        made = folder / f"secret.key.{os.getpid()}"
        with open(os.open(made, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
        with contextlib.suppress(FileExistsError):
            os.link(made, path)
        made.unlink()
    key = path.read_text().strip()
    if len(key) < 50:
        raise ImproperlyConfigured(f"{path} holds no usable key: delete it to have one made.")
    return key


def local_hosts():
    """Names under which a local start can be reached: loopback, and this machine's own when HOST opens it."""
    hosts = {"localhost", "127.0.0.1", "[::1]"}
    host = text("HOST", "127.0.0.1")
    if host in {"0.0.0.0", "::", "[::]"}:
        hosts.add(socket.gethostname())
        try:
            addresses = socket.getaddrinfo(socket.gethostname(), None)
        except OSError:
            addresses = []
        for *_, address in addresses:
            hosts.add(f"[{address[0]}]" if ":" in address[0] else address[0])
    else:
        hosts.add(host)
    return sorted(hosts)


def local_url():
    """Where a start on one's own machine is reached, as bin/run says it."""
    host = text("HOST", "127.0.0.1").strip("[]")
    host = {"0.0.0.0": "127.0.0.1", "::": "127.0.0.1"}.get(host, host)
    return f"http://{f'[{host}]' if ':' in host else host}:{number('PORT', 8000)}"


def is_site_url(value):
    """True for the address of a whole site on HTTPS: no path, nothing after it."""
    parts = urlsplit(value)
    return parts.scheme == "https" and bool(parts.hostname) and value == f"https://{parts.netloc}"


def refuse_unsafe_production(settings):
    """Raise ImproperlyConfigured, naming everything that is unsafe at once (security.md)."""
    wrong = []
    key = settings["SECRET_KEY"]
    if len(key) < 50 or len(set(key)) < 5 or key.startswith(("django-insecure", "change")):
        wrong.append("SECRET_KEY must be set to at least 50 random characters")
    if settings["DEBUG"]:
        wrong.append("DEBUG must be off")
    if not settings["ALLOWED_HOSTS"] or "*" in settings["ALLOWED_HOSTS"]:
        wrong.append("ALLOWED_HOSTS must name the hosts served, without '*'")
    if not settings["SECURE_SSL_REDIRECT"] or not settings["SESSION_COOKIE_SECURE"]:
        wrong.append("HTTPS must be on")
    if not is_site_url(settings["SITE_URL"]):
        wrong.append("SITE_URL must be the address people use, such as https://baraza.example.org")
    if wrong:
        raise ImproperlyConfigured("Baraza does not start in production: " + "; ".join(wrong) + ".")
