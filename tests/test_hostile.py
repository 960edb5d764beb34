"""What somebody might send in order to break things: it is refused, or left as text, and soon."""

import time

import pytest
from django.core.exceptions import ValidationError

from core import markdown
from core.forms import OrderedChoiceField
from core.package import PackageRefused
from dialogues.models import Session
from dialogues.parts.choices import PeopleField, SessionsField
from reports import package, production, services
from stakeholders.models import Organisation, Person
from tests import factories as make

HEAD = """
format: dialogue-package/1
dialogue:
  title: T
  starts: "2026-01-01"
  ends: "2026-01-02"
"""
SOON = 8  # seconds of the processor; what grows with the square takes minutes


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "model"),
    [(OrderedChoiceField, Organisation), (PeopleField, Person), (SessionsField, Session)],
)
@pytest.mark.parametrize("key", ["9" * 20, "1" + "0" * 30])
def test_a_number_that_no_row_can_have_is_a_mistake_of_the_form(field, model, key):
    with pytest.raises(ValidationError, match="Select a valid choice"):
        field(queryset=model.objects.all()).clean([key])


@pytest.mark.django_db
def test_a_forged_convenor_gives_the_form_back(convenor, world, sign_in):
    address = f"/dialogues/{world.dialogue.slug}/edit/"
    assert sign_in(convenor).post(address, {"convenors": "9" * 20}).status_code == 200


@pytest.mark.parametrize(
    "text",
    ["[" * 400_000, "![" * 200_000, "[a][b" * 80_000, "[a](" * 100_000, "x" * 400_000],
    ids=lambda text: text[:5],
)
def test_no_markdown_holds_a_page_up(text):
    started = time.process_time()
    html = markdown.render(text)
    assert time.process_time() - started < SOON
    assert text[:1000] in html


def test_links_in_an_ordinary_text_are_links():
    text = " ".join(["See [the site](https://example.org)."] * 50)
    assert markdown.render(text).count("<a ") == 50


@pytest.mark.parametrize(
    "lines",
    [
        (f"  key{n}: 1" for n in range(50_000)),
        (
            "people:",
            *(f"- {{id: p{n}, name: n, organisation: organizashun-{n}}}" for n in range(4000)),
            "organisations:",
            *(f"- {{id: organisation-{n}, name: n}}" for n in range(4000)),
        ),
    ],
    ids=["unknown keys", "broken references"],
)
def test_thousands_of_mistakes_are_answered_soon(tmp_path, lines):
    file = tmp_path / "package.yaml"
    file.write_text(HEAD + "\n".join(lines))
    started = time.process_time()
    with pytest.raises(PackageRefused):
        package.load([file])
    assert time.process_time() - started < 2 * SOON


def test_the_name_of_a_file_does_not_spell_out_somebody_protected(world, convenor, sign_in):
    make.PersonFactory(programme=world.programme, name="Zebedia Quillonsense", protected=True)
    dialogue = make.DialogueFactory(
        initiative=world.initiative,
        title="Zebedia Quillonsense asks",
        slug="zebedia-quillonsense-asks",
    )
    printing = make.PrintingFactory(
        report=services.report_of(dialogue), state="ready", file_name="whole.pdf"
    )
    (production.folder() / "whole.pdf").write_bytes(b"%PDF-1.7")
    response = sign_in(convenor).get(f"/reports/printings/{printing.pk}/download/")
    assert "quillonsense" not in response["Content-Disposition"]
    assert b"".join(response.streaming_content) == b"%PDF-1.7"


def test_a_json_string_that_never_ends_is_refused_soon(tmp_path):
    file = tmp_path / "package.json"
    file.write_text('{"format": "' + '\\"' * 1_000_000 + "}")
    started = time.process_time()
    with pytest.raises(PackageRefused, match="is not JSON"):
        package.load([file])
    assert time.process_time() - started < SOON
