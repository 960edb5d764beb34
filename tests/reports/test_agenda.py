"""A released agenda as PDF: who is named in which edition, and when one is closed."""

from datetime import time

import pymupdf
import pytest
from django.urls import reverse

from convening.releases import digest_of, freeze
from dialogues.models import Participation
from reports.contexts.agenda import AgendaContext
from reports.models import Printing
from reports.outdated import tells_too_much
from reports.printers import agenda_pdf
from reports.services import report_of_release
from tests import factories as make

pytestmark = pytest.mark.once


@pytest.fixture
def released(world):
    """A report of a release in which somebody appears who is listed, one who is not, one protected."""
    dialogue = world.dialogue
    item = make.AgendaItemFactory(
        part=make.AgendaPartFactory(dialogue=dialogue, title="Land"),
        date=dialogue.starts_on,
        start=time(9),
        end=time(10),
        title="Who owns it, asks Zed Quillfeather",
        parallel="Room B",
        moderator_notes="Ask the chief first.",
    )
    for name, listed in (
        ("Lisa Listed", True),
        ("Una Unlisted", False),
        ("Zed Quillfeather", True),
    ):
        person = make.PersonFactory(
            programme=world.programme, name=name, protected=name.startswith("Zed")
        )
        make.ParticipationFactory(dialogue=dialogue, person=person, listed=listed)
        make.AppearanceFactory(item=item, person=person, acts_as="presenter")
    snapshot = freeze(dialogue)
    release = make.AgendaReleaseFactory(
        dialogue=dialogue, number=1, snapshot=snapshot, digest=digest_of(snapshot)
    )
    return report_of_release(release)


def printed(report, edition, path):
    context = AgendaContext.of(report, edition)
    assert AgendaContext.from_snapshot(context.to_snapshot()) == context
    agenda_pdf(context, {}, path)
    with pymupdf.open(path) as document:
        return " ".join("".join(page.get_text() for page in document).split())


def test_each_edition_names_those_it_may(released, tmp_path):
    team = printed(released, "internal", tmp_path / "team.pdf")
    everybody = printed(released, "public", tmp_path / "everybody.pdf")
    assert "Una Unlisted" in team
    assert "Ask the chief" in team
    assert "Lisa Listed" in everybody
    assert "Room B" in everybody
    assert "Una Unlisted" not in everybody
    assert "Ask the chief" not in everybody
    assert "Quillfeather" not in team + everybody


def test_it_is_asked_for_on_the_page_of_the_version(sign_in, convenor, released, world):
    client = sign_in(convenor)
    address = reverse("reports:print_agenda", args=[world.dialogue.slug, 1])
    assert address in client.get(reverse("convening:release", args=[world.dialogue.slug, 1])).text
    page = client.post(address, {"edition": "public"}, follow=True)
    assert "Version 1" in page.text
    assert Printing.objects.get().edition == "public"
    client.post(address, {"edition": "nobody"})
    assert Printing.objects.count() == 1


def test_it_is_closed_when_somebody_it_names_is_not_listed_any_more(released):
    context = AgendaContext.of(released, "public")
    printing = make.PrintingFactory(
        report=released, edition="public", state="ready", snapshot=context.to_snapshot()
    )
    assert not tells_too_much(printing)
    Participation.objects.filter(person__name="Lisa Listed").update(listed=False)
    assert tells_too_much(printing)
