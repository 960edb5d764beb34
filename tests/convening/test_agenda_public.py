"""The released agenda for everybody and for who takes part: who is named, what is kept, what leaves."""

import gzip
from datetime import date, time, timedelta

import pytest
import vobject
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from convening.releases import digest_of, freeze
from convening.services.releases import mark_of, release_agenda
from core import links
from core.models import Mail
from core.post import message_of
from dialogues.models import Participation
from stakeholders.services.merging import merge
from tests import factories as make

DAY = date(2026, 3, 28)


def release(dialogue):
    latest = dialogue.agenda_releases.first()
    seen = mark_of(latest.number if latest else 0, digest_of(freeze(dialogue)))
    return release_agenda(dialogue, seen=seen, by=None)


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def agenda(world):
    """A released agenda that is public, with somebody who agreed to be listed, and two who did not."""
    dialogue = world.dialogue
    dialogue.is_public = world.initiative.is_public = True
    dialogue.timezone = "Europe/London"
    dialogue.attribution = "chatham-house"
    dialogue.starts_on = dialogue.ends_on = DAY
    dialogue.save()
    world.initiative.save()
    make.PlanFactory(dialogue=dialogue, agenda_is_public=True)
    people = {}
    item = make.AgendaItemFactory(
        part=make.AgendaPartFactory(dialogue=dialogue, title="Land, water; gold"),
        date=DAY,
        start=time(9),
        end=time(10),
        title="Who owns it, says Zed Quillfeather",
        moderator_notes="Ask the chief first.",
        text="Bring the **map**.",
    )
    for name, listed, protected in (
        ("Lisa Listed", True, False),
        ("Una Unlisted", False, False),
        ("Zed Quillfeather", True, True),
    ):
        person = make.PersonFactory(
            programme=world.programme,
            name=name,
            protected=protected,
            email=f"{name.split()[0].lower()}@example.org",
        )
        make.ParticipationFactory(
            dialogue=dialogue, person=person, listed=listed, status="registered"
        )
        make.AppearanceFactory(
            item=item, person=person, acts_as="presenter", perspective=f"for {name}"
        )
        people[name] = person
    make.AppearanceFactory(item=item, person=None, name="Tim Typed", acts_as="discussant")
    world.people, world.item = people, item
    world.release = release(dialogue)
    return world


def url(world, name="programme", *args):
    return reverse(f"convening:{name}", args=[world.dialogue.slug, *args])


class TestThePublicPage:
    def test_it_names_who_agreed_and_nobody_else(self, client, agenda):
        page = client.get(url(agenda)).text
        assert "Lisa Listed" in page
        for hidden in ("Una Unlisted", "Quillfeather", "Tim Typed", "Ask the chief"):
            assert hidden not in page
        assert "Presenter" in page
        assert "Discussant" in page
        assert "<strong>map</strong>" in page

    def test_what_is_drafted_since_is_not_on_it(self, client, agenda):
        agenda.item.title = "A draft"
        agenda.item.save()
        assert "A draft" not in client.get(url(agenda)).text
        release(agenda.dialogue)
        assert "A draft" in client.get(url(agenda)).text

    @pytest.mark.parametrize("closed", ["plan", "dialogue", "initiative"])
    def test_it_is_there_only_while_all_that_it_hangs_on_is_public(self, client, agenda, closed):
        if closed == "plan":
            agenda.dialogue.plan.agenda_is_public = False
            agenda.dialogue.plan.save()
        else:
            row = getattr(agenda, closed)
            row.is_public = False
            row.save()
        assert client.get(url(agenda)).status_code == 404
        assert client.get(url(agenda, "programme_ics")).status_code == 404

    def test_who_has_it_is_told_so(self, client, agenda):
        first = client.get(url(agenda))
        assert first["Cache-Control"] == "no-cache"
        again = client.get(url(agenda), headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]

    @pytest.mark.parametrize("how", ["protected", "unlisted", "renamed"])
    def test_who_may_not_be_named_any_more_is_gone_at_once(self, client, agenda, how):
        first = client.get(url(agenda))
        person = agenda.people["Lisa Listed"]
        if how == "unlisted":
            row = Participation.objects.get(person=person)
            row.listed = False
            row.save()
        else:
            person.protected = how == "protected"
            person.name = "Lena Listed" if how == "renamed" else person.name
            person.save()
        now = client.get(url(agenda), headers={"If-None-Match": first["ETag"]})
        assert now.status_code == 200
        assert "<strong>Lisa Listed</strong>" not in now.text

    def test_it_is_kept_compressed_and_read_plain_by_who_cannot_take_that(self, client, agenda):
        packed = client.get(url(agenda), headers={"Accept-Encoding": "gzip"})
        assert packed["Content-Encoding"] == "gzip"
        plain = client.get(url(agenda))
        assert "Content-Encoding" not in plain
        assert gzip.decompress(packed.content) == plain.content
        assert {"Accept-Encoding", "Accept-Language"} <= set(plain["Vary"].split(", "))

    def test_it_is_the_same_for_everybody(self, client, sign_in, convenor, agenda):
        before = client.get(url(agenda)).content
        assert sign_in(convenor).get(url(agenda)).content == before

    def test_warm_it_takes_few_queries(self, client, agenda):
        client.get(url(agenda))
        with CaptureQueriesContext(connection) as queries:
            client.get(url(agenda))
        assert len(queries) <= 4


class TestOnesOwn:
    def test_who_takes_part_finds_their_own_items(self, sign_in, participant, agenda):
        person = participant.people.get()
        other = make.AgendaItemFactory(part=agenda.item.part, date=DAY, title="Mine")
        make.AppearanceFactory(item=other, person=person)
        release(agenda.dialogue)
        client = sign_in(participant)
        whole = client.get(url(agenda, "my_agenda")).text
        assert whole.count("You are part of this") == 1
        assert "Who owns it" in whole
        assert "Quillfeather" not in whole
        assert "Ask the chief" not in whole
        own = client.get(url(agenda, "my_agenda"), {"only": "mine"}).text
        assert "Mine" in own
        assert "Who owns it" not in own
        file = client.get(url(agenda, "my_agenda_ics"), {"only": "mine"}).text
        assert [row.summary.value for row in vobject.readOne(file).vevent_list] == ["Mine"]

    def test_two_entries_made_one_keep_their_items(self, sign_in, participant, convenor, agenda):
        person = participant.people.get()
        twin = make.PersonFactory(programme=person.programme)
        make.AppearanceFactory(item=agenda.item, person=twin)
        release(agenda.dialogue)
        merge(person, twin, by=convenor)
        client = sign_in(participant)
        assert "You are part of this" in client.get(url(agenda, "my_agenda")).text
        file = client.get(url(agenda, "my_agenda_ics"), {"only": "mine"}).text
        assert "Who owns it" in file

    def test_the_desk_leads_to_it_as_long_as_it_lies_ahead(self, sign_in, participant, agenda):
        there, desk = url(agenda, "my_agenda"), reverse("accounts:my_work")
        client = sign_in(participant)
        today = timezone.localdate()
        for day, leads in ((today - timedelta(days=1), False), (today, True)):
            agenda.dialogue.starts_on = agenda.dialogue.ends_on = day
            agenda.dialogue.save()
            assert (there in client.get(desk).text) is leads

    def test_strangers_and_who_has_no_part_find_none(self, sign_in, stranger, agenda):
        client = sign_in(stranger)
        assert client.get(url(agenda, "my_agenda")).status_code == 403
        agenda.dialogue.is_public = False
        agenda.dialogue.save()
        assert client.get(url(agenda, "my_agenda")).status_code == 404
        assert client.get(url(agenda, "my_agenda_ics")).status_code == 404

    def test_by_personal_link(self, client, agenda):
        person = agenda.people["Zed Quillfeather"]
        link = make.PersonalLinkFactory(purpose="attend")
        part = Participation.objects.get(person=person)
        make.RegistrationFactory(participation=part, link=link)
        page = reverse("convening:agenda_by_link", args=[link.key])
        assert client.get(page).status_code == 403
        client.get(links.issue(link))
        own = client.get(page)
        assert own.status_code == 200
        assert "You are part of this" in own.text
        # Under the Chatham House Rule: those who agreed, and themselves.
        assert "Lisa Listed" in own.text
        assert "Una Unlisted" not in own.text
        file = client.get(reverse("convening:agenda_by_link_ics", args=[link.key]))
        assert "Quillfeather" not in file.text.replace("\r\n ", "")


class TestTheFile:
    def test_another_reader_of_calendars_reads_it(self, client, agenda):
        answer = client.get(url(agenda, "programme_ics"))
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert max(map(len, answer.content.split(b"\r\n"))) <= 75
        parsed = vobject.readOne(answer.text)
        assert parsed.method.value == "PUBLISH"
        (event,) = parsed.vevent_list
        assert event.dtstart.value.isoformat() == "2026-03-28T09:00:00+00:00"
        assert event.dtend.value.hour == 10
        assert event.summary.value == "Who owns it, says Protected person"
        assert event.uid.value == f"item-{agenda.item.pk}.{agenda.dialogue.calendar_uid}"
        assert "Ask the chief" not in answer.text.replace("\r\n ", "")

    def test_hours_are_right_across_a_change_of_the_clock(self, client, agenda):
        agenda.dialogue.ends_on = date(2026, 3, 29)
        agenda.dialogue.save()
        make.AgendaItemFactory(
            part=agenda.item.part, date=date(2026, 3, 29), start=time(9), title="Sunday"
        )
        release(agenda.dialogue)
        parsed = vobject.readOne(client.get(url(agenda, "programme_ics")).text)
        starts = [row.dtstart.value for row in parsed.vevent_list]
        assert [moment.hour for moment in starts] == [9, 9]
        assert [moment.utcoffset().total_seconds() for moment in starts] == [0, 3600]

    def test_words_are_escaped_and_cleaned(self, client, agenda):
        nasty = "Land; water, \\ gold\r\nBEGIN:VEVENT\x01 ünïcödé" * 3
        agenda.item.title = agenda.item.place = agenda.item.text = nasty
        agenda.item.save()
        release(agenda.dialogue)
        answer = client.get(url(agenda, "programme_ics"))
        (event,) = vobject.readOne(answer.text).vevent_list
        clean = " ".join(nasty.replace("\x01", "").split())
        assert event.summary.value == clean
        assert event.location.value.startswith(clean)
        assert "\x01" not in event.description.value


class TestTheMail:
    def attached(self, address):
        mail = Mail.objects.filter(to_email=address).order_by("-pk").first()
        parts = message_of(mail).message().walk()
        return [
            (part.get_param("method"), vobject.readOne(part.get_payload(decode=True).decode()))
            for part in parts
            if part.get_content_type() == "text/calendar"
        ]

    def test_what_is_new_and_what_is_cancelled_come_as_two_calendars(self, agenda):
        ((method, first),) = self.attached("lisa@example.org")
        assert method == first.method.value == "PUBLISH"
        uid = f"item-{agenda.item.pk}.{agenda.dialogue.calendar_uid}"
        before = next(row for row in first.vevent_list if row.uid.value == uid)
        agenda.item.start = time(9, 30)
        agenda.item.save()
        release(agenda.dialogue)
        ((_method, moved),) = self.attached("lisa@example.org")
        after = next(row for row in moved.vevent_list if row.uid.value == uid)
        assert int(after.sequence.value) > int(before.sequence.value)
        make.AgendaItemFactory(part=agenda.item.part, date=DAY, start=time(9, 30), end=time(10))
        agenda.item.delete()
        release(agenda.dialogue)
        ((method, gone),) = self.attached("lisa@example.org")
        assert method == gone.method.value == "CANCEL"
        assert gone.vevent.uid.value == uid
        assert gone.vevent.status.value == "CANCELLED"
        assert gone.vevent.attendee.value == "mailto:lisa@example.org"
        assert int(gone.vevent.sequence.value) > int(after.sequence.value)

    def test_names_of_protected_people_leave_in_no_mail(self, agenda):
        for mail in Mail.objects.exclude(to_email="zed@example.org"):
            assert "Quillfeather" not in mail.calendar.replace("\r\n ", "")
            sent = message_of(mail).message()
            for part in sent.walk():
                if not part.is_multipart():
                    text = part.get_payload(decode=True).decode().replace("\r\n ", "")
                    assert "Quillfeather" not in text

    def test_who_is_protected_after_it_was_written_is_not_named_when_it_is_sent(self, agenda):
        person = agenda.people["Una Unlisted"]
        agenda.item.title = "A long line with commas, so that it is folded: Una Unlisted speaks"
        agenda.item.save()
        release(agenda.dialogue)
        person.protected = True
        person.save()
        ((_method, calendar),) = self.attached("lisa@example.org")
        assert "Una" not in calendar.serialize().replace("\r\n ", "")
