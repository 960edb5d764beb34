"""What holds of the house as a whole: which way things point, and what is written down about it."""

import re
from importlib import import_module
from pathlib import Path

import allauth
import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

pytestmark = pytest.mark.once

ORDER = ["core", "accounts", "stakeholders", "dialogues", "convening", "roadmaps", "reports"]
OURS = [model for label in ORDER for model in apps.get_app_config(label).get_models()]
HOUSE = Path(settings.BASE_DIR)


def relations(model):
    return [field for field in model._meta.get_fields() if field.is_relation and field.concrete]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_foreign_keys_point_the_way_imports_do(model):
    for field in relations(model):
        target = field.related_model._meta.app_label
        if target in ORDER:
            assert ORDER.index(target) <= ORDER.index(model._meta.app_label), field.name


def may_be_personal(field):
    """Links to people and accounts, and text without a closed list of values."""
    if field.is_relation:
        return field.related_model._meta.label in {"stakeholders.Person", "accounts.User"}
    is_text = isinstance(field, models.CharField | models.TextField | models.JSONField)
    return is_text and not field.choices


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_field_that_may_hold_personal_data_is_in_the_register(model):
    register = import_module(f"{model._meta.app_label}.personal").REGISTER
    known = set(register.get(model.__name__, ()))
    fields = {
        field.name
        for field in model._meta.get_fields()
        if field.concrete and may_be_personal(field)
    }
    assert fields == {name for name in fields if name in known}, fields - known
    assert known <= {field.name for field in model._meta.get_fields()}, "no such field"


def test_the_tour_names_only_what_exists():
    tour = (HOUSE / "docs" / "tour.md").read_text()
    paths = re.findall(r"`((?:[\w.-]+/)+[\w.*-]*|[\w-]+\.(?:py|md|toml|yml|txt))`", tour)
    assert paths
    missing = [path for path in paths if not list(HOUSE.glob(path.rstrip("/")))]
    assert missing == []


def test_what_the_tour_names_stands_in_a_file_that_it_names_beside():
    tour = (HOUSE / "docs" / "tour.md").read_text()
    lost = []
    for told in re.split(r"\n\n|\n(?=\d\. |- )", tour):
        paths = re.findall(r"`([\w/.-]+\.py)`", told)
        texts = "\n".join((HOUSE / path).read_text() for path in paths)
        for name in re.findall(r"`(?:\w+\.)?([A-Za-z_]\w*)(?:\(\w*\))?`", told):
            if not re.search(rf"\b(?:def|class) {name}\b|\bname=\"{name}\"", texts):
                lost.append(name)
    assert lost == []


def test_the_readme_names_only_what_exists():
    readme = (HOUSE / "README.md").read_text()
    for command in re.findall(r"\bbin/\w+", readme):
        assert (HOUSE / command).is_file(), command
    commands = {path.stem for path in HOUSE.glob("*/management/commands/[a-z]*.py")}
    for command in re.findall(r"manage\.py (\w+)", readme):
        assert command in commands | {"migrate", "createsuperuser"}, command
    for target in re.findall(r"\]\(([\w./-]+)\)", readme):
        assert (HOUSE / target).exists(), target


def test_modules_stay_short():
    modules = [path for app in ORDER for path in (HOUSE / app).rglob("*.py")]
    long = {
        str(path.relative_to(HOUSE)): lines
        for path in modules
        if "migrations" not in path.parts and (lines := len(path.read_text().splitlines())) > 500
    }
    assert long == {}


def test_every_mail_leaves_by_one_door():
    """Protected names are taken out where a mail is made of what waits (core.post): nothing of ours sends
    another. allauth's own mails tell the owner of an address of that address."""
    senders = {
        str(path.relative_to(HOUSE))
        for app in ORDER
        for path in (HOUSE / app).rglob("*.py")
        if re.search(
            r"django\.core(?:\.mail| import mail)|\bsmtplib\b|\bemail_user\(", path.read_text()
        )
    }
    assert senders == {"core/post.py"}


def test_nothing_happens_successfully():
    """The words that docs/decisions/0024-words.md forbids, where a page or a message could say them."""
    shouts = re.compile(
        r"(?i)\b(successfully|oops|simply|click here)\b|translate \"[^\"%]*!\"|_\(\"[^\"]*!\"\)"
    )
    files = [path for app in ORDER for path in (HOUSE / app).rglob("*.py")]
    ours = HOUSE / "templates"
    files += [path for kind in ("html", "txt") for path in ours.rglob(f"*.{kind}")]
    # What allauth says where no template of ours speaks in its place.
    theirs = Path(allauth.__file__).parent / "templates"
    files += [
        path
        for folder in ("account", "mfa")
        for path in (theirs / folder).rglob("*.*")
        if not (ours / path.relative_to(theirs)).exists()
    ]
    assert {str(path) for path in files if shouts.search(path.read_text())} == set()


def test_each_application_has_one_migration():
    for label in ORDER[1:]:
        names = {path.stem for path in (HOUSE / label / "migrations").glob("[0-9]*.py")}
        assert names == {"0001_initial"}, label
