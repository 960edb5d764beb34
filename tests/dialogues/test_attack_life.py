"""What somebody tried who wants to know more of an initiative's life than is meant for them."""

import time
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.http import FileResponse
from django.test import RequestFactory
from django.urls import reverse

from core import outbox, post
from core.models import Mail
from dialogues.blocks import blocks_of
from dialogues.survey_results import GroupAnswered, results_of
from reports.middleware import VeilNames
from stakeholders.redaction import Redactor
from tests import factories as make
from tests.smtp import free_port

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [5, 6, 9])
def test_the_total_of_a_survey_tells_nothing_that_its_groups_do_not(world, number):
    survey = make.SurveyFactory(initiative=world.initiative, state="closed")
    for place in range(5):
        group = make.GroupFactory(programme=world.programme, key=f"g{place}", name=f"G {place}")
        for _answer in range(number):
            make.SurveyResponseFactory(survey=survey, group=group)
    results = results_of(survey)
    assert all(isinstance(row, GroupAnswered) for row in results.groups)
    assert results.number == sum(row.number for row in results.groups) == 25


@pytest.mark.parametrize("name", ["Zoë Quill.pdf", "Interview Zed Quill – Tarkwa.pdf"])
def test_the_name_of_a_file_that_is_not_plain_ascii_is_veiled_too(world, adviser, name):
    for person in ("Zoë Quill", "Zed Quill"):
        make.PersonFactory(programme=world.programme, name=person, protected=True)
    request = RequestFactory().get("/")
    request.user = adviser
    answer = VeilNames(
        lambda _request: FileResponse(BytesIO(b"%PDF-"), as_attachment=True, filename=name)
    )
    header = answer(request)["Content-Disposition"]
    assert "Quill" not in header
    assert "Protected" in header
    assert ".pdf" in header


def test_the_name_of_a_file_that_names_nobody_is_left(world, adviser):
    make.PersonFactory(programme=world.programme, name="Zoë Quill", protected=True)
    request = RequestFactory().get("/")
    request.user = adviser
    answer = VeilNames(
        lambda _request: FileResponse(BytesIO(b"%PDF-"), as_attachment=True, filename="Étude.pdf")
    )
    assert answer(request)["Content-Disposition"] == "attachment; filename*=utf-8''%C3%89tude.pdf"


def test_a_page_is_not_searched_for_all_whose_first_name_or_last_digit_it_holds():
    people = [
        SimpleNamespace(
            name=f"Ama Nobody{place}", title="", email="", phone=f"+233 24 555 {place:04}"
        )
        for place in range(300)
    ]
    redact = Redactor([(person, "P") for person in people])
    text = "Ama said in 2026 that 1234567890 acres are at stake. " * 500
    began = time.perf_counter()
    assert redact(text) is text
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize(
    "spelt",
    [
        "call 024 555-0007",
        "+233 (24) 555.0007",
        "A. Nobody",
        "NOBODY, Ama",
        "Ama Nobo…",
        "Dr Nobody",
        "Ama Serwaa",
        "Serwaa Nobody",
        "ama.nobody@example.org",
    ],
)
def test_people_are_still_found_however_they_are_spelt(spelt):
    person = SimpleNamespace(
        name="Ama Serwaa Nobody", title="", email="ama.nobody@example.org", phone="+233 24 555 0007"
    )
    assert Redactor([(person, "P")]).finds(f"They say: {spelt} and so on.")


def test_a_wrong_password_for_the_mail_server_ends_the_turn(settings, monkeypatch):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = free_port()
    tried = []

    def refused(connection):
        tried.append(connection)
        raise post.smtplib.SMTPAuthenticationError(535, b"bad credentials")

    monkeypatch.setattr("django.core.mail.backends.smtp.EmailBackend.open", refused)
    for key in ("one", "two", "three"):
        outbox.post(key=key, to_email="ama@example.org", subject="S", body="B")
    tried.clear()
    Mail.objects.update(attempts=0, not_before=None)
    assert post.send_waiting() is False
    assert len(tried) == 1
    assert list(Mail.objects.order_by("attempts").values_list("attempts", flat=True)) == [0, 0, 1]


def test_a_name_of_which_one_word_changed_is_veiled_in_a_comparison(world, adviser, sign_in):
    make.PersonFactory(programme=world.programme, name="Zed Quillplant", protected=True)
    paper = make.PaperFactory(initiative=world.initiative, kind="scoping-paper")
    texts = ("Same.\n\nZed Smith came.\n\nEnd.", "Same.\n\nZed Quillplant came.\n\nEnd.")
    for number, body in enumerate(texts, start=1):
        make.PaperVersionFactory(paper=paper, number=number, body=body, blocks=blocks_of(body))
    address = reverse("dialogues:paper_compare", args=[world.initiative.slug, paper.kind])
    page = sign_in(adviser).get(f"{address}?from=1&to=2").text
    assert "Quillplant" not in page
    assert "Protected" in page


def test_long_papers_that_name_protected_people_are_compared_in_seconds(world, adviser, sign_in):
    for place in range(30):
        make.PersonFactory(
            programme=world.programme,
            name=f"Ama Mensah{place}",
            protected=True,
            phone=f"+233 24 555 {place:04}",
        )
    part = "Ama said in 2026 that land is scarce, and that everybody knows it. " * 9
    texts = ["\n\n".join(f"{word} {part} {n}" for n in range(800)) for word in ("One", "Two")]
    texts = [f"{text}\n\nAma Mensah7 {place}" for place, text in enumerate(texts)]
    paper = make.PaperFactory(initiative=world.initiative, kind="scoping-paper")
    for number, body in enumerate(texts, start=1):
        make.PaperVersionFactory(paper=paper, number=number, body=body, blocks=blocks_of(body))
    address = reverse("dialogues:paper_compare", args=[world.initiative.slug, paper.kind])
    client = sign_in(adviser)
    began = time.perf_counter()
    assert "Mensah7" not in client.get(f"{address}?from=1&to=2&page=99").text
    assert time.perf_counter() - began < 15  # it took minutes
