"""Names in free text are taken out of pages for whoever may not know them."""

from types import SimpleNamespace

import pytest

from reports.veil import veil_html
from stakeholders.redaction import Redactor
from tests import factories as make

pytestmark = pytest.mark.once

ZED = SimpleNamespace(name="Zebedia Quillon", title="Ms", email="zq@example.org", phone="")


@pytest.fixture
def redact():
    return Redactor([(ZED, "Participant KQ7MX")])


@pytest.mark.parametrize(
    ("html", "veiled"),
    [
        ("<p>Zebedia Quillon spoke.</p>", "<p>Participant KQ7MX spoke.</p>"),
        ("<p>zebedia&nbsp;QUILLON &amp; Co</p>", "<p>Participant KQ7MX &amp; Co</p>"),
        ("<p>&lt;b&gt; Ms Quillon</p>", "<p>&lt;b&gt; Participant KQ7MX</p>"),
        (
            "<p><strong>Zebedia</strong> Quillon</p>",
            "<p><strong>Participant KQ7MX</strong></p>",
        ),
        ("<p>Zebedia</p><p>Quillon</p>", "<p>Zebedia</p><p>Quillon</p>"),
        (
            "<textarea>Zebedia Quillon</textarea> Zebedia Quillon",
            "<textarea>Zebedia Quillon</textarea> Participant KQ7MX",
        ),
        ("<p>Nobody here &amp; nothing.</p>", "<p>Nobody here &amp; nothing.</p>"),
        (
            '<a href="/z/" aria-label="Edit: Ms Quillon &amp; Co">x</a>',
            '<a href="/z/" aria-label="Edit: Participant KQ7MX &amp; Co">x</a>',
        ),
        (
            '<img alt="Zebedia Quillon" src="/a"> Zebedia Quillon',
            '<img alt="Participant KQ7MX" src="/a"> Participant KQ7MX',
        ),
        (
            '<input title="Name" value="Zebedia Quillon">',
            '<input title="Name" value="Zebedia Quillon">',
        ),
        ("<p>It was Zebedia Quil…</p>", "<p>It was Participant KQ7MX</p>"),
    ],
)
def test_a_name_goes_and_the_tags_stay(redact, html, veiled):
    assert veil_html(html, redact).replace("</strong></p>", "</strong></p>") == veiled


def test_a_page_without_names_is_not_touched(redact):
    html = "<p>Quiet &nbsp; page</p>"
    assert veil_html(html, redact) is html


@pytest.fixture
def spelt_out(world):
    """Somebody protected whom people spelt out in the words of a dialogue."""
    make.PersonFactory(
        programme=world.programme, name="Zebedia Quillon", title="Ms", protected=True
    )
    world.dialogue.introduction = "Opened by **Zebedia** Quillon, ms quillon for her friends."
    world.dialogue.title = "What Zebedia Quillon saw"
    world.dialogue.save()
    world.initiative.issue = "Asked by Zebedia Quillon."
    world.initiative.save()
    make.KeyMessageFactory(dialogue=world.dialogue, text="Zebedia Quillon was right.")


@pytest.mark.parametrize("name", ["partner", "rapporteur", "adviser", "participant"])
def test_free_text_names_nobody_protected(cast, world, spelt_out, sign_in, name):
    client = sign_in(cast[name])
    address = world.dialogue.get_absolute_url()
    pages = [address, f"{address}outcomes/", world.initiative.get_absolute_url(), "/dialogues/"]
    for page in pages:
        text = client.get(page).content.decode()
        assert "Quillon" not in text, page
        assert "quillon" not in text, page
    assert "Participant" in client.get(address).content.decode()


def test_the_convening_team_reads_what_was_written(convenor, world, spelt_out, sign_in):
    page = sign_in(convenor).get(world.dialogue.get_absolute_url()).content.decode()
    assert "What Zebedia Quillon saw" in page


def test_visitors_read_no_names_on_public_pages(world, spelt_out, client):
    for thing in (world.initiative, world.dialogue):
        thing.is_public = True
        thing.save()
    for page in ("/", "/initiatives/", "/dialogues/", world.dialogue.get_absolute_url()):
        assert "Quillon" not in client.get(page).content.decode(), page
