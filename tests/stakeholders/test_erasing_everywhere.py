"""Erasing finds somebody wherever a field of the registers can hold them: all of them are filled first."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.db import models

from core.links import issue, make_link
from core.models import Mail, PersonalLink
from core.personal import Erasure
from dialogues import models as dialogues
from reports.models import Photograph
from reports.production import folder
from reports.services import report_of, try_again
from stakeholders.keeping.registers import links_to, registers, rows_in, texts_of
from stakeholders.models import ErasureRecord, ImportRow, Person
from stakeholders.redaction import Redactor
from stakeholders.services.keeping import erase_person
from tests import factories as make
from tests.furnishing import furnish

NAME = "Zebedia Quillonsense"
ADDRESS = "zebedia.q@canary.example.org"
PHONE = "+233 24 555 0199"
TOLD = (NAME, "QUILLONSENSE, Zebedia", ADDRESS, PHONE, "Ms Quillonsense", "z. Quillonsense")
SIGNS = ("zebedia", "quillonsense", "canary.example", "555 0199", "5550199", "0245550199")
NOW = datetime(2026, 1, 12, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def ledger_of_the_test(settings, tmp_path):
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"


@pytest.fixture
def zebedia(world):
    return make.PersonFactory(
        programme=world.programme,
        key="zebedia-quillonsense",
        name=NAME,
        title="Ms",
        role="Digger",
        email=ADDRESS,
        phone=PHONE,
        keep_reason=f"{NAME} asked",
    )


def fill(world, person):
    """Write the person into every registered text of one row of every model; the fields filled."""
    dialogues.Contribution.objects.update(on_the_record=True)
    filled = set()
    for model, fields in registers():
        rows = rows_in(model, world.programme.pk)
        if rows is None:
            continue
        rows = rows.exclude(pk=person.pk) if model is Person else rows
        for name in links_to(model, Person, fields, Erasure.UNLINK):
            rows.update(**{name: person.pk})
            filled.add((model.__name__, name))
        for name in links_to(model, Person, fields, Erasure.ROW):
            rows = rows.exclude(**{name: person.pk})
        kinds = [kind for kind in Erasure if kind not in (Erasure.NOTHING, Erasure.SNAPSHOT)]
        kinds = [Erasure.NAMES] if model is Person else kinds
        for place, name in enumerate(texts_of(model, fields, *kinds)):
            row = rows.first()
            if row is not None:
                rows.filter(pk=row.pk).update(**{name: written(model, name, place)})
                filled.add((model.__name__, name))
    return filled


def written(model, name, place):
    field = model._meta.get_field(name)
    if name in ("values", "before"):
        return {"role": f"Assistant of {NAME}", "name": "Somebody Else"}
    if isinstance(field, models.JSONField):
        return [{"text": TOLD[place % len(TOLD)], "deeper": [{"more": NAME}]}]
    if isinstance(field, models.EmailField):
        return ADDRESS
    if isinstance(field, models.SlugField) or name == "key":
        return f"talk-with-zebedia-quillonsense-{place}"
    if isinstance(field, models.URLField):
        return "https://zebedia-quillonsense.example.org/"
    longest = field.max_length or 1000
    return next(told for told in (*TOLD[place % len(TOLD) :], *TOLD) if len(told) <= longest)


def everything():
    """All that the database holds, as text by table, the accounts aside."""
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values():
            yield model._meta.label, json.dumps(row, default=str, ensure_ascii=False)


def test_an_erased_person_is_found_in_no_table_no_file_and_no_mail(
    world, zebedia, convenor, client, django_capture_on_commit_callbacks
):
    other = furnish(world, zebedia, convenor)
    filled = fill(world, zebedia)
    registered = {
        (model.__name__, name)
        for model, fields in registers()
        if rows_in(model, world.programme.pk) is not None and model is not Person
        for name, kind in fields.items()
        if kind in (Erasure.NAMES, Erasure.BLANK, Erasure.ADDRESS)
    }
    # Those that stand on the way to the name of a column: what an import or the search fills.
    assert registered - filled == set()
    printing = make.PrintingFactory(
        report=report_of(world.dialogue),
        edition="public",
        state="ready",
        snapshot={"meeting": {"chair": {"name": NAME}}},
        file_name="own.pdf",
        published_at=NOW,
    )
    (folder() / "own.pdf").write_text(NAME)
    link = make_link("advise", expires_at=NOW + timedelta(days=9))
    issue(link)
    dialogues.Seat.objects.filter(person=zebedia).update(link=link)
    for number, (to, subject) in enumerate(
        [
            (ADDRESS.upper(), "You"),
            ("other@example.org", f"About {NAME}"),
            ("k@example.org", "By link"),
        ]
    ):
        Mail.objects.create(
            key=f"m{number}",
            to_email=to,
            subject=subject,
            body=f"Dear {TOLD[number]}",
            state="sent",
            sent_at=NOW,
            link=link if number == 2 else None,
        )
    stays = {model: model._base_manager.count() for model in (dialogues.Comment, dialogues.Vote)}

    with django_capture_on_commit_callbacks(execute=True):
        erase_person(zebedia, cause="request", by=convenor)

    redactor = Redactor([(zebedia, "")])
    left = {
        (label, text)
        for label, text in everything()
        if any(sign in text.lower() for sign in SIGNS) or redactor.finds(text)
    }
    assert left == set()
    # A photograph names nobody; what is said of it does, and gave way.
    kept = {str(photo.upload.key) for photo in Photograph.objects.select_related("upload")}
    files = [path for path in folder().parent.rglob("*") if path.is_file()]
    assert [path for path in files if path.name not in kept] == []
    assert ledger_says_nothing(world)
    assert not PersonalLink.objects.filter(pk=link.pk).exists()
    assert set(Mail.objects.values_list("key", flat=True)) == {"m1"}
    printing.refresh_from_db()
    assert (printing.state, printing.snapshot, printing.published_at) == ("failed", None, None)
    # Who has its address is told that it was taken back, and no more; another can be published.
    assert client.get(printing.get_absolute_url()).status_code == 410
    assert client.get(f"{printing.get_absolute_url()}download/").status_code == 404
    again = try_again(printing, by=convenor)
    assert again != printing
    assert again.withdrawn_at is None
    # What others wrote and said stays, and so do other people.
    assert {model: model._base_manager.count() for model in stays} == stays
    assert Person.objects.filter(pk=other.pk).exists()
    assert ImportRow.objects.filter(values=[]).count() == 0


def ledger_says_nothing(world):
    from stakeholders.keeping import ledger

    text = ledger.path().read_text().lower()
    record = ErasureRecord.objects.get()
    return text.count("\n") == 1 and not any(sign in text for sign in SIGNS) and record.sign
