"""Sections of a progress report that partners are asked for."""

from datetime import date

import pytest
from django.urls import reverse

from core.models import Mail
from reports.exceptions import SectionMoved, SectionsOut
from reports.models import Period, Section
from reports.progress import sections, services
from reports.progress.context import ProgressContext
from roadmaps.models import Result
from tests import factories as make

State = Section.State


@pytest.fixture
def period(world):
    return make.PeriodFactory(initiative=world.initiative, lessons="We walked first.")


@pytest.fixture
def asked(period, partner, convenor):
    section = Section(
        period=period,
        heading="lessons",
        title="What was learned",
        asked_of=partner,
        by_day=date(2026, 12, 4),
    )
    sections.ask(section, by=convenor)
    return section


def posted(section, text, **more):
    section.refresh_from_db()
    return {"text": text, "version": section.version, "base": "{}"} | more


def test_a_partner_is_asked_told_and_finds_it_on_my_work(period, partner, convenor, sign_in):
    page = reverse("reports:section_ask", args=[period.pk])
    answer = sign_in(convenor).post(
        page, {"about": "lessons", "asked_of": partner.pk, "by_day": "2026-12-04"}
    )
    assert answer.url == period.get_absolute_url()
    section = Section.objects.get()
    mail = Mail.objects.get(to_email=partner.email)
    assert section.get_absolute_url() in mail.body
    assert "4 December 2026" in mail.body
    work = sign_in(partner).get(reverse("accounts:my_work")).text
    assert section.get_absolute_url() in work


def test_who_is_asked_sees_that_section_and_nothing_else(asked, period, partner, donor, sign_in):
    client = sign_in(partner)
    page = client.get(asked.get_absolute_url()).text
    assert "What was learned" in page
    assert "We walked first." not in page
    assert client.get(period.get_absolute_url()).status_code == 404
    assert sign_in(donor).get(asked.get_absolute_url()).status_code == 404


def test_whose_part_has_ended_sees_it_no_more(asked, partner, sign_in):
    partner.appointments.all().delete()
    assert sign_in(partner).get(asked.get_absolute_url()).status_code == 404


def test_nobody_outside_can_be_asked(period, stranger, convenor, sign_in):
    page = reverse("reports:section_ask", args=[period.pk])
    answer = sign_in(convenor).post(page, {"about": "lessons", "asked_of": stranger.pk})
    assert answer.status_code == 200
    assert not Section.objects.exists()


def test_it_is_written_handed_in_returned_and_taken(asked, period, partner, convenor, sign_in):
    client, runs = sign_in(partner), sign_in(convenor)
    empty = client.post(asked.get_absolute_url(), posted(asked, " ", **{"hand-in": "yes"}))
    assert "Write something, then hand it in." in empty.text
    client.post(asked.get_absolute_url(), posted(asked, "First thoughts."))
    asked.refresh_from_db()
    assert asked.state == State.ASKED
    client.post(asked.get_absolute_url(), posted(asked, "We listened.", **{"hand-in": "yes"}))
    asked.refresh_from_db()
    assert asked.state == State.HANDED_IN
    assert Mail.objects.filter(to_email=convenor.email, subject__contains="handed in").exists()
    runs = sign_in(convenor)
    runs.post(reverse("reports:section_return", args=[asked.pk]), {"reason": "Say how many."})
    asked.refresh_from_db()
    assert asked.state == State.RETURNED
    assert "Say how many." in Mail.objects.filter(to_email=partner.email).latest("pk").body
    assert "Say how many." in sign_in(partner).get(asked.get_absolute_url()).text
    sections.take(asked)
    texts = {text.key: text.text for text in ProgressContext.of_period(period).texts}
    assert texts["lessons"] == "We walked first.\n\nWe listened."


def test_what_is_not_taken_is_not_in_the_report(asked, period):
    sections.write(_with(asked, "Not yet."), based_on=1, hand_in=True)
    assert "Not yet." not in str(ProgressContext.of_period(period).to_snapshot())


def _with(section, text):
    section.text = text
    return section


def test_a_result_of_the_framework_has_a_text_of_its_own(world, period, partner, convenor, sign_in):
    roadmap = make.RoadmapFactory(dialogue=world.dialogue)
    result = Result.objects.create(roadmap=roadmap, level="outcome", title="Miners work by day")
    page = reverse("reports:section_ask", args=[period.pk])
    sign_in(convenor).post(page, {"about": f"result-{result.pk}", "asked_of": partner.pk})
    section = Section.objects.get()
    sections.write(_with(section, "Nine of ten do."), based_on=1)
    sections.take(section)
    told = [(text.heading, text.text) for text in ProgressContext.of_period(period).texts]
    assert ("Miners work by day", "Nine of ten do.") in told


def test_sending_with_a_section_out_asks_first(asked, period, convenor, sign_in):
    with pytest.raises(SectionsOut, match="What was learned"):
        services.send(period, by=convenor)
    client = sign_in(convenor)
    step = reverse("reports:period_step", args=[period.pk, "send"])
    assert "Send it without these?" in client.post(step).text
    period.refresh_from_db()
    assert period.state == Period.State.DRAFT
    client.post(step, {"sure": "yes"})
    period.refresh_from_db()
    assert period.state == Period.State.PENDING


def test_once_the_period_is_sent_nothing_of_it_is_written(
    asked, period, convenor, sign_in, partner
):
    services.send(period, by=convenor, sure=True)
    for act in (sections.take, sections.drop):
        with pytest.raises(SectionMoved):
            act(asked)
    answer = sign_in(partner).post(asked.get_absolute_url(), posted(asked, "Too late."))
    assert (
        "Somebody has moved this section on meanwhile." in answer.text or "Too late." in answer.text
    )
    asked.refresh_from_db()
    assert asked.text == ""


def test_two_people_who_write_at_once_lose_nothing(asked, partner, convenor, sign_in):
    mine, theirs = posted(asked, "Mine."), posted(asked, "Theirs.")
    assert sign_in(partner).post(asked.get_absolute_url(), theirs).status_code == 302
    answer = sign_in(convenor).post(asked.get_absolute_url(), mine)
    assert answer.status_code == 409
    assert "Mine." in answer.text
    assert "Theirs." in answer.text


def test_what_is_frozen_stays_when_a_section_goes(asked, period, convenor):
    sections.write(_with(asked, "We listened."), based_on=1)
    sections.take(asked)
    services.send(period, by=convenor)
    services.approve(period, by=convenor, seen=services.mark_of(Period.objects.get(pk=period.pk)))
    Section.objects.all().delete()
    texts = ProgressContext.of_period(Period.objects.get(pk=period.pk)).texts
    assert "We listened." in texts[0].text


@pytest.mark.parametrize("name", ["partner", "convenor", "donor", "stranger", "rapporteur"])
def test_the_rule_and_the_list_agree(asked, cast, name):
    user = cast[name]
    listed = Section.objects.visible_to(user).filter(pk=asked.pk).exists()
    assert listed == user.has_perm("reports.view_section", asked)
