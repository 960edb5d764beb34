"""The same as in test_canaries.py, for what comes before the meetings: protected people in papers, comments,
surveys, budgets and gates, and what one initiative must not learn of another."""

import json
import re

import pytest
from django.urls import reverse

from core import post
from core.models import Mail
from core.uploads import Brought, keep_upload
from dialogues import models as m
from dialogues.ical import MEDIA_TYPE
from dialogues.services import advisers, review, surveys
from dialogues.services.calendar import add_feed
from reports import production
from reports.models import Format, Printing, Report
from reports.services import report_of, report_of_version, request_printing
from stakeholders.models import Person
from tests import factories as make
from tests.canaries import (
    NAME,
    TEXT,
    further,
    leaks,
    signs_in,
    somebody_else,
    somebody_protected,
    told,
)
from tests.links import let_in
from tests.planting import NOW, plant
from tests.planting_roadmaps import plant_roadmaps

pytestmark = pytest.mark.once


@pytest.fixture
def canary(world):
    """Somebody protected."""
    return somebody_protected(world)


@pytest.fixture
def other(world):
    """Somebody else, who is asked the same things."""
    return somebody_else(world)


@pytest.fixture
def planted(world, canary, other, convenor):
    for thing in (world.initiative, world.dialogue):
        thing.is_public = True
        thing.save()
    return plant(world, TEXT, person=canary, other=other, by=convenor)


def test_no_name_is_cut_in_two(world, canary, other, convenor, adviser, sign_in):
    """What is too long is shortened; half a name tells as much as a whole one."""
    plant(world, f"{NAME}. " * 40, person=canary, other=other, by=convenor)
    client = sign_in(adviser)
    found = {url: told(client.get(url)) for url in further(world)}
    # Between two words a first name alone may be left over, as in any text (stakeholders.redaction).
    halves = {url: re.findall(r"(?i)zebedia\W+q\w*.?", text) for url, text in found.items()}
    assert {url: half for url, half in halves.items() if half} == {}


@pytest.mark.parametrize("name", ["adviser", "donor", "visitor"])
def test_no_calendar_names_somebody_protected(cast, world, planted, client, name):
    users = [cast[name]] if cast[name].is_authenticated else []
    feeds = [
        reverse("dialogues:feed", args=[add_feed(user=user, name=TEXT[:100])]) for user in users
    ]
    files = [reverse("dialogues:dialogue_ics", args=[one.slug]) for one in m.Dialogue.objects.all()]
    found = [(url, client.get(url)) for url in (*feeds, *files)]
    assert all(response["Content-Type"].startswith(MEDIA_TYPE) for _url, response in found)
    assert leaks((url, told(response)) for url, response in found) == {}


def test_no_personal_link_of_somebody_else_leads_to_the_name(world, planted, client):
    links = [row.link for row in (*planted.seats, *planted.requests, *planted.invitations)]
    pages = {}
    for link in links:
        page = let_in(client, link)
        pages[page] = told(client.get(page))
        assert len(pages[page]) > 500
        pages[f"POST {page}"] = told(client.post(page))
    for request in planted.requests:
        link = reverse("dialogues:review_by_link", args=[request.link.key])
        block = request.round.version.blocks[0]["id"]
        for more in ("?only=whole", "?only=gone", f"?only={block}"):
            pages[link + more] = told(client.get(link + more))
        for comment in request.comments.all():
            for step in ("edit", "withdraw"):
                page = f"{link}comments/{comment.pk}/{step}/"
                # What one wrote oneself is there to be reworded.
                pages[page] = re.sub(r"(?s)<textarea.*?</textarea>", "", told(client.get(page)))
        for step in ("comment", "finish"):
            pages[f"{link}{step}/"] = told(client.post(f"{link}{step}/", {"block": block}))
    assert leaks(pages.items()) == {}


def test_no_mail_tells_somebody_the_name_of_another(world, planted, canary, other, convenor):
    asked = Person.objects.filter(pk=other.pk)
    seat = planted.seats[0]
    seat.initiative.title = TEXT[:300]
    seat.initiative.save()
    advisers.invite(seat, seen=None, by=convenor)
    for request in planted.requests:
        review.send_for_review(
            make.PaperVersionFactory(paper=request.round.version.paper, number=70),
            people=asked,
            due_on=request.round.due_on,
            message=TEXT,
            by=convenor,
        )
    survey = planted.invitations[0].survey
    survey.invitations.filter(person=other).delete()
    surveys.invite(survey, people=asked)
    m.SurveyInvitation.objects.update(created_at="2026-01-01T00:00:00Z")
    surveys.remind(survey)
    assert Mail.objects.filter(to_email=other.email).count() == 5
    sent = [(mail.to_email, post.message_of(mail)) for mail in Mail.objects.all()]
    assert leaks((address, str(message.message())) for address, message in sent) == {}
    own = post.message_of(
        Mail(to_email=canary.email, body=f"Dear {NAME}", created_at=seat.created_at)
    )
    assert own.body == f"Dear {NAME}"


@pytest.mark.parametrize("file_format", [Format.PDF, Format.WORD])
def test_what_is_printed_of_a_paper_names_nobody_protected(
    world, planted, adviser, convenor, sign_in, file_format
):
    client = sign_in(adviser)
    for paper in world.initiative.papers.all():
        version = paper.versions.first()
        for kind, by in ((paper.kind, adviser), ("comments", convenor)):
            report = report_of_version(version, kind)
            printing = request_printing(report, edition="internal", by=by, file_format=file_format)
            production.produce(printing.pk)
            printing.refresh_from_db()
            assert printing.state == Printing.State.READY, printing.failure
            assert not signs_in(json.dumps(printing.snapshot, ensure_ascii=False))
            assert not signs_in((production.folder() / printing.file_name).read_text("latin-1"))
            assert not signs_in(told(client.get(printing.get_absolute_url())))
            response = client.get(f"{printing.get_absolute_url()}download/")
            assert not signs_in(told(response))
    assert Report.objects.filter(paper_version__isnull=False).count() == 4


def test_the_name_of_an_uploaded_paper_does_not_spell_out_somebody_protected(
    world, planted, adviser, sign_in
):
    file = keep_upload(Brought("Zebedia Quillonsense.pdf", "application/pdf", b"%PDF-1.7"))
    paper = world.initiative.papers.get(kind="scoping-paper")
    make.PaperVersionFactory(paper=paper, number=60, file=file)
    request = planted.requests[-1]
    request.round.version.file = file
    request.round.version.save()
    client = sign_in(adviser)
    of_paper = (world.initiative.slug, paper.kind, 60)
    answered = [
        client.get(reverse("dialogues:paper_file", args=of_paper)),
        client.get(reverse("dialogues:paper_version", args=of_paper)),
    ]
    let_in(client, request.link)
    answered += [
        client.get(reverse("dialogues:review_link_file", args=[request.link.key])),
        client.get(reverse("dialogues:review_by_link", args=[request.link.key])),
    ]
    assert [response.status_code for response in answered] == [200] * 4
    assert leaks((str(n), told(response)) for n, response in enumerate(answered)) == {}


def test_no_search_confirms_a_guessed_name(
    world, planted, canary, other, convenor, adviser, sign_in
):
    """A row is found by what its reader reads in it: not by a name that is veiled there."""
    for row in (world.initiative, world.dialogue):
        row.title = f"What {NAME} asked of us"
        row.save()
    plant_roadmaps(world, TEXT, person=canary, other=other, by=convenor)
    report = report_of(world.dialogue)
    make.PrintingFactory(report=report, edition="public", state="ready", published_at=NOW)
    nowhere = "nothing at all like it"
    lists = ("search", "dialogues:initiative_list", "dialogues:dialogue_list")
    lists += ("reports:report_list", "roadmaps:lessons")
    found = {}
    for name, user in (("adviser", adviser), ("convenor", convenor)):
        client = sign_in(user)
        found[name] = {
            (page, words): set(
                re.findall(
                    r'(?<=<a )[^>]*href="(/[^"?#]+)"', told(client.get(reverse(page), {"q": words}))
                )
            )
            for page in lists
            for words in (NAME, "zebed", "asked", nowhere)
        }
    for name in lists:
        nothing = found["adviser"][name, nowhere]
        assert found["adviser"][name, NAME] == found["adviser"][name, "zebed"] == nothing
        assert found["convenor"][name, NAME] - found["convenor"][name, nowhere]
    assert found["adviser"]["search", "asked"] - found["adviser"]["search", NAME]
