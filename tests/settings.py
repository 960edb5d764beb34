"""The project's settings in test mode, wherever the tests are started from.

A module of its own, because pytest reads the settings before any conftest.py.
"""

import os
import tempfile
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

os.environ.setdefault("BARAZA_MODE", "test")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="baraza-test-"))
# Playwright runs an event loop beside Django's ORM in the browser tests.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    # Processes that test side by side share neither folder nor broker.
    os.environ["DATA_DIR"] += f"/{worker}"
    if redis_url := os.environ.get("REDIS_URL"):
        number = worker.removeprefix("gw")
        os.environ["REDIS_URL"] = urlsplit(redis_url)._replace(path=f"/{number}").geturl()

# WhiteNoise warns of a folder that is missing, and warnings are errors.
Path(os.environ["DATA_DIR"], "static").mkdir(parents=True, exist_ok=True)

globals().update(
    {
        name: value
        for name, value in vars(import_module("config.settings")).items()
        if name.isupper()
    }
)

_database = globals()["DATABASES"]["default"]
if _database["ENGINE"].endswith("sqlite3"):
    # A test's database lives for minutes: nothing waits for the disk, nor makes files for what is undone.
    _database["OPTIONS"]["init_command"] += (
        " PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536;"
    )
