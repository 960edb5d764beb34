"""Pages of reports: asking for one, its title page, reading what is published."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from dialogues.services.dialogues import change_attribution
from reports import production, services
from reports.exceptions import PrintingTellsTooMuch
from reports.models import Edition, Printing
from tests import factories as make


@pytest.fixture
def report(world):
    return services.report_of(world.dialogue)


@pytest.fixture
def edit_url(world):
    return reverse("reports:report_edit", args=[world.dialogue.slug, "meeting-report"])


def filled(form, **changes):
    """What a browser would send for `form` with `changes`."""
    data = {}
    for name in form.fields:
        value = form.get_initial_for_field(form.fields[name], name)
        data[name] = "" if value is None else value
    return data | changes


def test_a_convenor_asks_for_a_report_and_is_led_to_its_progress(world, convenor, sign_in):
    url = reverse("reports:request_printing", args=[world.dialogue.slug])
    response = sign_in(convenor).post(url, {"edition": "public"})
    printing = Printing.objects.get()
    assert response.url == printing.get_absolute_url()
    assert (printing.edition, printing.requested_by) == ("public", convenor)


def test_an_edition_that_does_not_exist_is_refused_in_words(world, convenor, sign_in):
    url = reverse("reports:request_printing", args=[world.dialogue.slug])
    page = sign_in(convenor).post(url, {"edition": "secret"}, follow=True)
    assert "Choose for whom the report is to be printed." in page.content.decode()
    assert not Printing.objects.exists()


@pytest.mark.parametrize("state", Printing.State.values)
def test_the_page_of_a_printing_says_how_far_it_is(report, convenor, sign_in, state):
    printing = make.PrintingFactory(report=report, state=state, failure="The disk is full.")
    page = sign_in(convenor).get(printing.get_absolute_url()).content.decode()
    under_way = printing.is_under_way
    assert ('hx-trigger="every 2s"' in page) == under_way
    assert ("http-equiv" in page) == under_way
    assert ("The disk is full." in page) == (state == "failed")
    assert ("Try again" in page) == (state == "failed")


def test_asked_by_the_page_itself_only_the_moving_part_is_sent(report, convenor, sign_in):
    printing = make.PrintingFactory(report=report)
    response = sign_in(convenor).get(printing.get_absolute_url(), headers={"HX-Request": "true"})
    assert "<html" not in response.content.decode()


def test_the_page_says_when_the_worker_that_held_it_has_stopped(report, convenor, sign_in):
    printing = make.PrintingFactory(report=report, state="printing")
    assert "has stopped" in sign_in(convenor).get(printing.get_absolute_url()).content.decode()


def test_a_printed_report_is_downloaded_as_an_attachment(world, report, convenor, sign_in):
    printing = services.request_printing(report, edition=Edition.PUBLIC, by=convenor)
    production.print_waiting()
    url = reverse("reports:printing_download", args=[printing.pk])
    response = sign_in(convenor).get(url)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        f'attachment; filename="{world.dialogue.slug}-meeting-report-public.pdf"'
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content).startswith(b"%PDF-")


def test_what_is_published_can_be_read_and_what_is_withdrawn_cannot(
    report, convenor, visitor, sign_in
):
    printing = services.request_printing(report, edition=Edition.PUBLIC, by=convenor)
    production.print_waiting()
    page = printing.get_absolute_url()
    for action, sent, expected in (
        ("publish", {}, (200, 200)),
        ("withdraw", {"reason": "A figure is wrong."}, (410, 404)),
    ):
        sign_in(convenor).post(f"{page}{action}/", sent)
        client = sign_in(visitor)
        download = client.get(f"{page}download/")
        if download.streaming:
            b"".join(download.streaming_content)  # closes the file, as a server does
        assert (client.get(page).status_code, download.status_code) == expected
        listed = page in client.get(reverse("reports:report_list")).content.decode()
        assert listed == (expected == (200, 200))
    assert "A figure is wrong." in client.get(page).text


def test_the_door_shows_what_is_published(world, report, client):
    make.PrintingFactory(report=report, state="ready", published_at="2026-02-01T10:00Z")
    world.initiative.is_public = True
    world.initiative.save()
    page = client.get("/").content.decode()
    assert world.initiative.title in page
    assert world.dialogue.title in page


def test_reports_are_found_by_their_words(report, client):
    make.PrintingFactory(report=report, state="ready", published_at="2026-02-01T10:00Z")
    for words, found in (
        ("tarkwa", True),
        ("Access to", True),
        ("land tarkwa", True),
        ("nowhere", False),
    ):
        page = client.get(reverse("reports:report_list"), {"q": words}).content.decode()
        assert (report.printings.get().get_absolute_url() in page) == found, words


def test_the_title_page_keeps_its_authors_in_order(world, report, convenor, sign_in, edit_url):
    people = make.PersonFactory.create_batch(3, programme=world.programme)
    for person in people:
        make.ParticipationFactory(dialogue=world.dialogue, person=person)
    services.save_report(report, based_on=1, authors=[people[2], people[0]])
    client = sign_in(convenor)
    form = client.get(edit_url).context["form"]
    chosen = [person.pk for person in people]
    client.post(
        edit_url, filled(form, title="On *land*", keywords=["gold", "land"], authors=chosen)
    )
    report.refresh_from_db()
    assert (report.title, report.keywords) == ("On *land*", ["gold", "land"])
    written = [row.person for row in report.authorships.all()]
    assert written == [people[2], people[0], people[1]]


def test_of_two_who_edit_the_title_page_the_second_is_shown_both_texts(
    report, convenor, sign_in, edit_url
):
    client = sign_in(convenor)
    form = client.get(edit_url).context["form"]
    report.subtitle = "What the first wrote"
    services.save_report(report, based_on=1, authors=[])
    response = client.post(edit_url, filled(form, subtitle="What the second wrote"))
    assert response.status_code == 409
    page = response.content.decode()
    assert "What the first wrote" in page
    assert "What the second wrote" in page
    report.refresh_from_db()
    assert report.subtitle == "What the first wrote"


def test_a_title_page_without_its_version_is_refused(report, convenor, sign_in, edit_url):
    client = sign_in(convenor)
    form = client.get(edit_url).context["form"]
    response = client.post(edit_url, filled(form, version="", title="Lost?"))
    assert response.status_code == 200
    assert "Lost?" in response.content.decode()
    report.refresh_from_db()
    assert report.title == ""


def test_somebody_of_another_programme_cannot_be_made_an_author(
    report, convenor, sign_in, edit_url
):
    client = sign_in(convenor)
    form = client.get(edit_url).context["form"]
    response = client.post(edit_url, filled(form, authors=[make.PersonFactory().pk]))
    assert response.status_code == 200
    assert not report.authorships.exists()


def printed(report, convenor):
    """A published public edition."""
    printing = services.request_printing(report, edition=Edition.PUBLIC, by=convenor)
    production.print_waiting()
    printing.refresh_from_db()
    services.publish_printing(printing, by=convenor)
    return printing


def is_closed(client, printing):
    page = client.get(printing.get_absolute_url()).content.decode()
    download = client.get(f"{printing.get_absolute_url()}download/")
    if download.streaming:
        b"".join(download.streaming_content)
    assert (download.status_code == 302) == ("This edition is closed" in page)
    return download.status_code == 302


def test_an_edition_is_closed_when_somebody_it_names_is_protected(
    world, report, convenor, visitor, sign_in
):
    person = make.PersonFactory(programme=world.programme, name="Ama Quartey")
    world.dialogue.introduction = "Opened by Ama Quartey."
    world.dialogue.save()
    printing = printed(report, convenor)
    client = sign_in(visitor)
    assert not is_closed(client, printing)
    person.protected = True
    person.save()
    assert is_closed(client, printing)
    with pytest.raises(PrintingTellsTooMuch, match="Print it again"):
        services.publish_printing(printing, by=convenor)
    assert not is_closed(client, printed(report, convenor))


def test_a_public_edition_is_closed_when_the_dialogue_comes_under_the_rule(
    world, report, convenor, visitor, sign_in
):
    printing = printed(report, convenor)
    change_attribution(world.dialogue, to="chatham-house")
    assert is_closed(sign_in(visitor), printing)


def test_what_was_composed_too_early_is_composed_again(world, report, convenor):
    person = make.PersonFactory(programme=world.programme, name="Ama Quartey")
    world.dialogue.introduction = "Opened by Ama Quartey."
    world.dialogue.save()
    printing = printed(report, convenor)
    person.protected = True
    person.save()
    # As if the worker had been stopped after composing.
    Printing.objects.filter(pk=printing.pk).update(
        state="printing", published_at=None, file_name="", sha256=""
    )
    production.produce(printing.pk)
    printing.refresh_from_db()
    assert printing.state == "ready"
    assert "Quartey" not in str(printing.snapshot)


def test_the_feed_holds_what_is_published_and_nothing_else(world, client):
    report = services.report_of(world.dialogue)
    report.title = "Ground that is shared"
    report.save()
    make.PersonFactory(programme=world.programme, name="Zebedee Quartz", protected=True)
    other = make.DialogueFactory(initiative=world.initiative, title="What Zebedee Quartz said")
    hidden = make.PrintingFactory(report=services.report_of(other), edition="public", state="ready")
    shown = make.PrintingFactory(
        report=report, edition="public", state="ready", published_at=timezone.now()
    )
    page = reverse("reports:feed")
    answer = client.get(page)
    assert answer["Content-Type"].startswith("application/atom+xml")
    [entry] = etree.fromstring(answer.content).findall("{http://www.w3.org/2005/Atom}entry")
    words = "".join(entry.itertext())
    assert "Ground that is shared" in words
    assert str(shown.pk) in words
    assert client.get(page, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    Printing.objects.filter(pk=hidden.pk).update(published_at=timezone.now())
    answer = client.get(page, headers={"If-None-Match": answer["ETag"]})
    assert answer.status_code == 200
    assert "Protected person" in answer.text
    assert "Zebedee" not in answer.text
    assert answer.text.count("<entry>") == 2


def test_a_published_edition_says_that_a_newer_one_is_published(report, client):
    now = timezone.now()
    first, second = (
        make.PrintingFactory(
            report=report,
            edition="public",
            state="ready",
            published_at=now + timedelta(hours=hour - 2),
        )
        for hour in range(2)
    )
    make.PrintingFactory(report=report, edition="public", state="ready")
    shown = client.get(first.get_absolute_url()).text
    assert "superseded" in shown
    assert second.get_absolute_url() in shown
    assert "superseded" not in client.get(second.get_absolute_url()).text
