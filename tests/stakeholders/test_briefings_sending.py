"""Sending briefings: to whom, once, and seen before it goes."""

import pytest
from django.urls import reverse

from core.models import Mail
from core.post import send_waiting
from stakeholders.exceptions import BriefingOutdated
from stakeholders.models import Briefing, BriefingSending
from stakeholders.services.briefings import release_briefing, send_briefing
from tests import factories as make
from tests.stakeholders.briefings import briefed


@pytest.fixture
def found(world, convenor):
    return briefed(world, by=convenor)


@pytest.fixture
def url(found):
    args = [found.map.slug, found.briefing.pk, found.version.number]
    return reverse("stakeholders:briefing_send", args=args)


@pytest.fixture
def efua(world):
    """Of the group by her own entry."""
    return make.PersonFactory(
        programme=world.programme, name="Efua Owusu", group=world.miners, email="efua@example.org"
    )


@pytest.fixture
def kofi(world):
    """Of the group by his organisation's."""
    body = make.OrganisationFactory(programme=world.programme, group=world.miners, name="Pit union")
    return make.PersonFactory(
        programme=world.programme, name="Kofi Boateng", organisation=body, email="kofi@example.org"
    )


def refuses(person):
    make.ConsentFactory(person=person, kind="contacted", given=False)
    return person


def text_of(response):
    return response.content.decode()


def choice_of(person):
    return f'value="{person.pk}"'


def test_who_can_be_chosen_and_who_cannot_is_seen(world, url, efua, kofi, convenor, sign_in):
    others = {"programme": world.programme, "group": world.miners}
    refused = refuses(make.PersonFactory(name="Nana Never", email="never@example.org", **others))
    mute = make.PersonFactory(name="Abena Nomail", email="", **others)
    elsewhere = make.PersonFactory(
        programme=world.programme,
        name="Lara Largescale",
        group=world.companies,
        organisation=kofi.organisation,
        email="lara@example.org",
    )
    page = text_of(sign_in(convenor).get(url))
    assert "2 people of the group can be written to" in page
    assert "1 has no e-mail address" in page
    assert "1 does not want to be contacted" in page
    for person in (efua, kofi):
        assert choice_of(person) in page
    for person in (refused, mute):
        assert person.name in page
        assert choice_of(person) not in page
    assert elsewhere.name not in page
    assert "WHAT YOU GAIN BY COMING" in page


def test_nothing_is_sent_before_it_was_looked_over(url, efua, kofi, convenor, sign_in):
    client = sign_in(convenor)
    page = text_of(client.post(url, {"person": [efua.pk]}))
    assert "It goes to 1 person" in page
    assert "efua@example.org" in page
    assert "kofi@example.org" not in page
    assert "Choose two speakers." in page
    assert not Mail.objects.exists()
    client.post(url, {"person": [efua.pk], "confirmed": "on"})
    mail = Mail.objects.get()
    assert (mail.to_email, mail.subject) == ("efua@example.org", "Come to Tarkwa")
    assert "Dear Efua Owusu," in mail.body
    assert "- A say in the draft." in mail.body
    assert "The first" not in mail.body
    sending = BriefingSending.objects.get()
    assert (sending.person, sending.mail, sending.sent_by) == (efua, mail, convenor)


def test_everybody_is_chosen_at_once(url, efua, kofi, convenor, sign_in):
    page = text_of(sign_in(convenor).post(url, {"everybody": "on"}))
    assert "It goes to 2 people" in page
    assert choice_of(efua) in page
    assert choice_of(kofi) in page
    assert not Mail.objects.exists()


def test_pressed_twice_it_is_sent_once(found, url, efua, convenor, sign_in):
    client = sign_in(convenor)
    asked = {"person": [efua.pk], "confirmed": "on"}
    client.post(url, asked)
    assert "1 person was left out" in text_of(client.post(url, asked, follow=True))
    assert send_briefing(found.version, people=[efua.pk], by=convenor) == 0
    assert Mail.objects.count() == BriefingSending.objects.count() == 1


def test_what_became_of_each_mail_is_seen(url, efua, kofi, convenor, sign_in, mailoutbox):
    client = sign_in(convenor)
    client.post(url, {"person": [efua.pk, kofi.pk], "confirmed": "on"})
    Mail.objects.filter(to_email="kofi@example.org").update(state="failed", failure="No such box")
    send_waiting()
    page = text_of(client.get(url))
    assert "Sent" in page
    assert "Failed" in page
    assert "No such box" in page
    assert [mail.to for mail in mailoutbox] == [["Efua Owusu <efua@example.org>"]]


def test_who_refused_after_the_page_was_read_gets_nothing(url, efua, convenor, sign_in):
    refuses(efua)
    client = sign_in(convenor)
    assert "cannot be written to" in text_of(client.post(url, {"person": [efua.pk]}))
    client.post(url, {"person": [efua.pk], "confirmed": "on"})
    assert not Mail.objects.exists()


def test_a_later_yes_counts_and_an_address_that_is_none_does_not(found, efua, kofi, convenor):
    refuses(efua).consents.update(is_current=False)
    make.ConsentFactory(person=efua, kind="contacted", given=True)
    kofi.email = "not an address"
    kofi.save()
    assert send_briefing(found.version, people=[efua.pk, kofi.pk], by=convenor) == 1
    assert BriefingSending.objects.get().person == efua


def test_people_of_another_group_or_programme_are_not_written_to(world, found, convenor):
    body = make.OrganisationFactory(programme=world.programme, group=world.miners)
    company = make.PersonFactory(
        programme=world.programme, group=world.companies, organisation=body, email="c@example.org"
    )
    foreign = make.PersonFactory(email="f@example.org", group=world.miners)
    assert send_briefing(found.version, people=[company.pk, foreign.pk], by=convenor) == 0


def test_only_the_newest_version_is_sent(found, url, efua, convenor, sign_in):
    Briefing.objects.update(gains="More")
    found.briefing.refresh_from_db()
    newer = release_briefing(found.briefing, based_on=found.briefing.version, note="", by=convenor)
    with pytest.raises(BriefingOutdated):
        send_briefing(found.version, people=[efua.pk], by=convenor)
    page = text_of(sign_in(convenor).get(url))
    assert "Version 2 is newer" in page
    response = sign_in(convenor).post(url, {"person": [efua.pk], "confirmed": "on"}, follow=True)
    assert "There is a newer version" in text_of(response)
    # What is new is sent to those who had the one before.
    assert send_briefing(newer, people=[efua.pk], by=convenor) == 1


def test_protected_people_are_written_to_alone_and_their_name_leaves_in_no_other_mail(
    world, found, url, efua, convenor, sign_in, mailoutbox
):
    hidden = make.PersonFactory(
        programme=world.programme,
        name="Bulma Hiddenova",
        group=world.miners,
        email="bulma@example.org",
        protected=True,
    )
    found.briefing.versions.update(ask="Bulma Hiddenova speaks for you.")
    sign_in(convenor).post(url, {"person": [efua.pk, hidden.pk], "confirmed": "on"})
    send_waiting()
    to = {mail.to[0]: mail for mail in mailoutbox}
    assert set(to) == {"Efua Owusu <efua@example.org>", "bulma@example.org"}
    assert "Hiddenova" not in str(to["Efua Owusu <efua@example.org>"].message())


@pytest.mark.parametrize("people", [[], ["x"], ["9" * 40], ["0"]])
def test_a_choice_of_nobody_is_refused_in_words(url, efua, convenor, sign_in, people):
    response = sign_in(convenor).post(url, {"person": people, "confirmed": "on"})
    assert "Please mend what is marked" in text_of(response)
    assert not Mail.objects.exists()


def test_the_page_takes_the_same_queries_for_one_and_for_more(
    world, found, url, convenor, sign_in, django_assert_max_num_queries
):
    client = sign_in(convenor)
    for number in range(3):
        people = [
            make.PersonFactory(
                programme=world.programme,
                group=world.miners,
                organisation=world.ngo,
                email=f"m{number}-{each}@example.org",
            )
            for each in range(2)
        ]
        send_briefing(found.version, people=[people[0].pk], by=convenor)
        with django_assert_max_num_queries(16):
            assert client.get(url).status_code == 200
