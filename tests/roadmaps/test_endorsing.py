"""Members endorse a version: asked by mail, answering by link, signed in, in person."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.links import issue, make_link
from core.models import Mail
from roadmaps.models import Endorsement, EndorsementAnswer, Roadmap
from roadmaps.services.endorsing import ask
from roadmaps.services.versions import make_version
from roadmaps.versions import checksum_of, freeze
from stakeholders.models import Consent
from tests import factories as make

WORDS = "The small mines are missing"


def url(name, *args):
    return reverse(f"roadmaps:{name}", args=args)


@pytest.fixture
def roadmap(llg_member):
    return Roadmap.objects.get()


@pytest.fixture
def version(roadmap):
    return next_version(roadmap)


@pytest.fixture
def desk(sign_in, convenor):
    return sign_in(convenor)


def next_version(roadmap):
    make.ThemeFactory(roadmap=roadmap)
    return make_version(roadmap, seen=checksum_of(freeze(roadmap)))


def seat(roadmap, **facts):
    group = roadmap.learning_group
    person = make.PersonFactory(
        programme=group.programme, **{"email": "m@example.org", **facts.pop("person", {})}
    )
    return make.MembershipFactory(learning_group=group, person=person, **facts)


def by_link(version, member):
    """A browser in which the member's link was opened, and the page's address."""
    link = make_link("endorse", expires_at=timezone.now() + timedelta(days=9))
    Endorsement.objects.create(version=version, member=member, link=link)
    browser = Client()
    answer = browser.get(issue(link))
    return browser, answer.url


def test_the_current_members_are_asked_once_having_been_looked_at(desk, world, roadmap, version):
    seat(roadmap, person={"name": "Mia Mail"})
    silent = seat(roadmap, person={"name": "Sol Silent", "email": ""})
    refuses = seat(roadmap, person={"name": "Rae Refuses"})
    make.ConsentFactory(person=refuses.person, kind=Consent.Kind.CONTACTED, given=False)
    seat(roadmap, person={"name": "Gone Long"}, left_on=date(2025, 1, 1))
    page = desk.get(url("endorsing", version.pk)).content.decode()
    assert "Ask 1 member by mail" in page
    assert "Sol Silent" in page
    assert "Gone Long" not in page
    desk.post(url("endorsing", version.pk))
    desk.post(url("endorsing", version.pk))
    mail = Mail.objects.get()
    assert "{link}" in mail.body
    assert roadmap.title in mail.body
    assert mail.to_name == "Mia Mail"
    assert Endorsement.objects.get(member=silent).link is None
    assert Endorsement.objects.count() == 4
    words = desk.get(url("version", version.pk)).content.decode()
    assert "4 members have not answered" in words


def test_the_mail_is_in_the_groups_language_and_names_nobody_protected(desk, roadmap, version):
    group = roadmap.learning_group
    group.language = "fr"
    group.save()
    hidden = seat(roadmap, person={"name": "Hidden Hero", "protected": True})
    ask(version, members=[hidden], by=None)
    mail = Mail.objects.get()
    assert mail.to_name == ""
    assert "Hidden Hero" not in mail.subject


def test_a_member_answers_by_link_and_changes_it_with_history(desk, roadmap, version):
    member = seat(roadmap, person={"name": "Mia Mail"})
    browser, address = by_link(version, member)
    assert browser.get(address).status_code == 200
    assert not EndorsementAnswer.objects.exists(), "looking changes nothing"
    empty = browser.post(address, {"state": "reserved", "shown": "inside"})
    assert "reservation" in empty.context["form"].errors
    given = {"state": "reserved", "reservation": WORDS, "shown": "inside"}
    assert browser.post(address, given).status_code == 302
    assert WORDS not in browser.get(address).content.decode(), "a link may be passed on"
    browser.post(address, {"state": "endorsed", "shown": "inside"})
    found = Endorsement.objects.get(member=member)
    assert (found.state, found.reservation, found.via) == ("endorsed", "", "link")
    assert [row.state for row in found.answers.all()] == ["reserved", "endorsed"]
    page = desk.get(url("version", version.pk)).content.decode()
    assert "Before: Endorses it with reservations" in page
    # What was said without a name stays so, though the next answer is given with it.
    browser.post(address, {"state": "refused", "reservation": "Not so", "shown": "unnamed"})
    browser.post(address, {"state": "endorsed", "shown": "inside"})
    page = desk.get(url("version", version.pk)).content.decode()
    assert "Before: Endorses it" in page
    assert "Before: Does not endorse it" not in page


def test_by_link_the_page_is_told_in_the_members_language_and_hides_the_protected(
    roadmap, version, world
):
    theme = roadmap.themes.get()
    hidden = make.PersonFactory(programme=world.programme, name="Hidden Hero", protected=True)
    make.ActionFactory(theme=theme, title="Map the pits", lead_person=hidden)
    last = next_version(roadmap)
    browser, address = by_link(last, seat(roadmap))
    page = browser.get(address + "?language=sw")
    words = page.content.decode()
    assert "Map the pits" in words
    assert "Hidden Hero" not in words
    assert page.cookies["django_language"].value == "sw"
    assert Client().get(address).status_code == 403


def test_a_newer_version_ends_the_links_and_takes_the_answers(
    roadmap, version, llg_member, sign_in
):
    member = seat(roadmap)
    browser, address = by_link(version, member)
    client = sign_in(llg_member)
    next_version(roadmap)
    assert browser.post(address, {"state": "endorsed"}).status_code == 410
    given = {"state": "endorsed", "shown": "inside"}
    refused = client.post(url("endorse_mine", version.pk), given)
    assert "There is a newer version" in refused.content.decode()
    assert not EndorsementAnswer.objects.exists()


def test_a_member_answers_signed_in_and_another_user_does_not(
    sign_in, llg_member, convenor, stranger, roadmap, version
):
    address = url("endorse_mine", version.pk)
    client = sign_in(llg_member)
    given = {"state": "refused", "reservation": WORDS, "shown": "inside"}
    assert client.post(address, given).status_code == 302
    assert Endorsement.objects.get().via == "account"
    assert WORDS in client.get(address).content.decode()
    assert sign_in(convenor).get(address).status_code == 404
    assert sign_in(stranger).get(address).status_code == 404


def test_who_runs_it_records_what_was_said_in_person(desk, sign_in, llg_member, roadmap, version):
    member = seat(roadmap, person={"name": "Sol Silent", "email": ""})
    meeting = make.MeetingFactory(learning_group=roadmap.learning_group, on=timezone.localdate())
    address = url("endorse_record", version.pk, member.pk)
    today = timezone.localdate()
    given = {"state": "endorsed", "shown": "inside", "answered_on": today, "meeting": meeting.pk}
    for wrong in (today + timedelta(days=1), today - timedelta(days=400), "x"):
        answer = desk.post(address, given | {"answered_on": wrong})
        assert "answered_on" in answer.context["form"].errors
    elsewhere = make.MeetingFactory()
    assert desk.post(address, given | {"meeting": elsewhere.pk}).status_code == 200
    assert desk.post(address, given).status_code == 302
    kept = EndorsementAnswer.objects.get()
    assert (kept.meeting, kept.via) == (meeting, "person")
    other = make.MembershipFactory()
    assert desk.get(url("endorse_record", version.pk, other.pk)).status_code == 404
    assert sign_in(llg_member).get(address).status_code == 403


@pytest.mark.parametrize(
    ("shown", "named_inside", "told_outside"),
    [("inside", True, False), ("unnamed", False, False), ("everywhere", True, True)],
)
def test_a_reservation_stands_as_its_author_chose(
    sign_in, llg_member, donor, roadmap, version, shown, named_inside, told_outside
):
    roadmap.is_public = True
    roadmap.save()
    member = seat(roadmap, person={"name": "Rita Reserved"})
    facts = {"state": "reserved", "reservation": WORDS, "answered_on": date(2026, 1, 1)}
    Endorsement.objects.create(version=version, member=member, shown=shown, **facts)
    inside = sign_in(llg_member).get(url("version", version.pk))
    assert WORDS in inside.content.decode()
    [entry] = inside.context["reservations"]
    assert (entry.by == "Rita Reserved") is named_inside
    outside = sign_in(donor).get(url("version", version.pk)).content.decode()
    assert (WORDS in outside) is told_outside
    assert ("Rita Reserved" in outside) is told_outside


def test_outside_counts_stand_only_where_three_of_a_constituency_agree(
    sign_in, donor, world, roadmap, version
):
    roadmap.is_public = True
    roadmap.save()
    for number, group in ((3, world.miners), (2, world.companies)):
        for _one in range(number):
            member = seat(roadmap, represents=group)
            Endorsement.objects.create(
                version=version, member=member, state="endorsed", answered_on=date(2026, 1, 1)
            )
    page = sign_in(donor).get(url("version", version.pk))
    assert [(group, number) for group, _label, number in page.context["counts"]] == [
        (world.miners, 3)
    ]
    assert world.companies.full_name not in page.content.decode()


def test_a_version_asks_as_much_of_one_member_as_of_three(desk, roadmap, version):
    def grow():
        member = seat(roadmap)
        row = Endorsement.objects.create(
            version=version, member=member, state="endorsed", answered_on=date(2026, 1, 1)
        )
        for _time in range(2):
            row.answers.create(state="endorsed", via="link", answered_on=date(2026, 1, 1))

    def queries():
        counts = []
        for name in ("version", "endorsing"):
            with CaptureQueriesContext(connection) as found:
                assert desk.get(url(name, version.pk)).status_code == 200
            counts.append(len(found))
        return counts

    grow()
    queries()
    few = queries()
    grow()
    grow()
    assert queries() == few
