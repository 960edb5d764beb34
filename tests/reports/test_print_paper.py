"""Printing papers and comments: asking, waiting, downloading; and what the worker does with them."""

import hashlib
import io
import uuid

import pytest
from django.urls import reverse
from docx import Document

from dialogues.models import Appointment
from reports import production, services
from reports.exceptions import PrintingNotOffered
from reports.models import Edition, Format, Printing, ReportKind
from tests import factories as make
from tests.reports.papers import comments_on, concept_note

State = Printing.State


@pytest.fixture
def found(world):
    """A concept note of the world's initiative."""
    return concept_note(world.initiative)


@pytest.fixture
def url(found):
    return reverse("reports:print_paper", args=[found.initiative.slug, "concept-note", 3])


@pytest.fixture
def waiting(found, convenor):
    """A printing of the concept note as Word, which waits in the queue."""
    report = services.report_of_version(found.version, "concept-note")
    return services.request_printing(
        report, edition=Edition.INTERNAL, file_format=Format.WORD, by=convenor
    )


def content_of(response):
    return b"".join(response.streaming_content)


@pytest.mark.parametrize("what", ["paper", "comments"])
@pytest.mark.parametrize(
    ("file_format", "begins"), [("pdf", b"%PDF-"), ("docx", b"PK")], ids=["pdf", "docx"]
)
def test_what_is_asked_for_is_printed_and_downloaded(
    found, url, convenor, sign_in, what, file_format, begins
):
    comments_on(found, 5)
    client = sign_in(convenor)
    response = client.post(url, {"what": what, "format": file_format})
    printing = Printing.objects.get()
    assert response.url == printing.get_absolute_url()
    assert printing.edition == Edition.INTERNAL
    assert production.print_waiting() is False
    printing.refresh_from_db()
    assert (printing.state, printing.failure) == (State.READY, "")
    page = client.get(printing.get_absolute_url()).content.decode()
    assert ("Download the Word file" in page) == (file_format == "docx")
    assert found.version.get_absolute_url() in page
    download = client.get(f"{printing.get_absolute_url()}download/")
    content = content_of(download)
    assert content.startswith(begins)
    kind = "concept-note" if what == "paper" else "comments"
    assert f'"access-to-land-{kind}-v3.{file_format}"' in download["Content-Disposition"]
    assert hashlib.sha256(content).hexdigest() == printing.sha256
    assert (printing.pages is None) == (file_format == "docx")
    assert "Hiddenova" not in str(printing.snapshot)


def test_advisers_print_papers_but_not_the_comments(found, url, adviser, sign_in):
    client = sign_in(adviser)
    assert client.post(url, {"what": "comments", "format": "pdf"}).status_code == 403
    assert client.post(url, {"what": "paper", "format": "pdf"}).status_code == 302
    assert Printing.objects.get().report.kind == "concept-note"


def test_a_choice_that_does_not_exist_is_refused_in_words(found, url, convenor, sign_in):
    client = sign_in(convenor)
    for data in ({}, {"what": "paper", "format": "odt"}, {"what": "all", "format": "pdf"}):
        assert client.post(url, data).url == found.version.get_absolute_url()
    assert not Printing.objects.exists()


@pytest.mark.parametrize("number", [4, 10**30])
def test_a_version_that_does_not_exist_is_not_found(found, convenor, sign_in, number):
    url = reverse("reports:print_paper", args=[found.initiative.slug, "concept-note", number])
    assert sign_in(convenor).post(url, {"what": "paper", "format": "pdf"}).status_code == 404


def test_a_version_of_another_initiative_is_not_found(world, convenor, sign_in):
    other = concept_note()
    url = reverse("reports:print_paper", args=[other.initiative.slug, "concept-note", 3])
    assert sign_in(convenor).post(url, {"what": "paper", "format": "pdf"}).status_code == 404


def test_each_format_waits_by_itself_and_whoever_asks_again_joins(found, waiting, adviser):
    again = services.request_printing(
        waiting.report, edition=Edition.INTERNAL, file_format=Format.WORD, by=adviser
    )
    pdf = services.request_printing(waiting.report, edition=Edition.INTERNAL, by=adviser)
    assert again == waiting
    assert pdf != waiting
    assert waiting.awaited_by.count() == 2


def test_what_a_kind_does_not_offer_is_refused(world, waiting, convenor):
    with pytest.raises(PrintingNotOffered):
        services.request_printing(
            waiting.report, edition=Edition.INTERNAL, file_format=Format.PICTURE, by=convenor
        )
    report = services.report_of(world.dialogue)
    with pytest.raises(PrintingNotOffered):
        services.request_printing(
            report, edition=Edition.INTERNAL, file_format=Format.PICTURE, by=convenor
        )


def test_my_work_and_the_list_of_reports_show_printed_papers(waiting, convenor, visitor, sign_in):
    production.print_waiting()
    client = sign_in(convenor)
    work = client.get(reverse("accounts:my_work")).content.decode()
    assert "Concept note, Word: Ready" in work
    listed = client.get(reverse("reports:report_list"), {"q": "idle"}).content.decode()
    assert waiting.get_absolute_url() in listed
    assert "Version 3" in listed
    listed = sign_in(visitor).get(reverse("reports:report_list")).content.decode()
    assert waiting.get_absolute_url() not in listed


def test_a_list_of_printed_papers_takes_the_same_queries(
    world, convenor, sign_in, django_assert_max_num_queries
):
    paper = make.PaperFactory(initiative=world.initiative)
    client = sign_in(convenor)
    for number in range(1, 6):
        version = make.PaperVersionFactory(paper=paper, number=number)
        report = services.report_of_version(version, ReportKind.SCOPING_PAPER)
        printing = make.PrintingFactory(report=report, edition="internal", state="ready")
        printing.awaited_by.add(convenor)
        with django_assert_max_num_queries(8):
            client.get(reverse("reports:report_list"))


def test_access_is_asked_again_at_each_download(waiting, convenor, sign_in):
    production.print_waiting()
    client = sign_in(convenor)
    address = f"{waiting.get_absolute_url()}download/"
    content_of(client.get(address))
    Appointment.objects.all().delete()
    assert client.get(address).status_code == 404


def test_a_paper_is_closed_when_somebody_it_names_is_protected(
    world, found, waiting, convenor, sign_in
):
    person = make.PersonFactory(programme=world.programme, name="Owusu Quartey")
    found.version.body = "Owusu Quartey said so."
    found.version.save()
    production.print_waiting()
    client = sign_in(convenor)
    address = f"{waiting.get_absolute_url()}download/"
    content_of(client.get(address))
    person.protected = True
    person.save()
    assert client.get(address).url == waiting.get_absolute_url()
    page = client.get(waiting.get_absolute_url()).content.decode()
    assert "This edition is closed" in page
    assert "Chatham" not in page


# The worker ---------------------------------------------------------------------------------------


def test_a_worker_that_lost_its_lease_writes_no_word_file(waiting):
    Printing.objects.under_way().claim(waiting.pk, seconds=30, state=State.COMPOSING)
    with pytest.raises(production.LeaseLost):
        production.compose_and_print(waiting, uuid.uuid4())
    assert list(production.folder().iterdir()) == []


def test_what_was_composed_before_the_worker_stopped_is_what_is_written(waiting, found):
    production.produce(waiting.pk)
    Printing.objects.filter(pk=waiting.pk).update(state=State.PRINTING, file_name="", sha256="")
    found.version.body = "Changed since."
    found.version.save()
    production.produce(waiting.pk)
    waiting.refresh_from_db()
    written = Document(io.BytesIO((production.folder() / waiting.file_name).read_bytes()))
    text = "\n".join(paragraph.text for paragraph in written.paragraphs)
    assert "Idle ground" in text
    assert "Changed since" not in text


def test_a_word_file_that_takes_too_long_fails_with_the_reason(waiting, settings):
    settings.PRINT_SECONDS = 0
    production.produce(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.state == State.FAILED
    assert "too long" in waiting.failure
    assert list(production.folder().iterdir()) == []


def test_a_full_disk_is_named_and_leaves_no_half_file(waiting):
    token = Printing.objects.under_way().claim(waiting.pk, seconds=30, state=State.COMPOSING)
    # The place where the new file is written first; /dev/full answers as a full disk does.
    part = production.folder() / f".{waiting.pk}-{token}.docx.part"
    part.symlink_to("/dev/full")
    with pytest.raises(production.PrintFailed, match="no space left"):
        production.compose_and_print(waiting, token)
    assert list(production.folder().iterdir()) == []


def test_who_lost_their_part_since_asking_gets_no_paper(waiting):
    Appointment.objects.all().delete()
    production.produce(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.snapshot) == (State.FAILED, None)
