"""Releasing an agenda: what counts as a change, who is told what, and that it happens once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from convening.exceptions import AgendaChangedMeanwhile, AgendaUnchanged
from convening.facts_now import facts_of
from convening.models import AgendaRelease
from convening.releases import (
    affected,
    changes,
    digest_of,
    for_everybody,
    freeze,
    people_in,
)
from convening.services.releases import mark_of, release_agenda
from core.exceptions import Refusal
from core.models import Mail
from stakeholders.services.merging import merge, undo_merge
from tests import factories as make

FIRST, SECOND = date(2026, 1, 12), date(2026, 1, 13)


@pytest.fixture
def speaker(world):
    return make.PersonFactory(
        programme=world.programme, name="Sara Speaker", email="sara@example.org"
    )


@pytest.fixture
def item(world, speaker):
    make.AgendaDayFactory(dialogue=world.dialogue, date=FIRST, place="Town hall")
    part = make.AgendaPartFactory(dialogue=world.dialogue, title="Land")
    row = make.AgendaItemFactory(
        part=part, date=FIRST, start=time(9), end=time(10), title="Who owns it"
    )
    make.AppearanceFactory(item=row, person=speaker, acts_as="presenter")
    return row


def release(dialogue, *, by=None, note=""):
    latest = dialogue.agenda_releases.first()
    seen = mark_of(latest.number if latest else 0, digest_of(freeze(dialogue)))
    return release_agenda(dialogue, seen=seen, note=note, by=by)


def change(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def mails_to(address):
    return list(Mail.objects.filter(to_email=address).order_by("pk"))


class TestWhatChanged:
    def kinds(self, dialogue, before):
        found = changes(before, freeze(dialogue))
        return [(each.kind, each.is_day, set(each.fields)) for each in found]

    def test_nothing_has(self, world, item):
        before = freeze(world.dialogue)
        assert self.kinds(world.dialogue, before) == []
        assert digest_of(before) == digest_of(freeze(world.dialogue))

    def test_another_hour_or_place_has_moved_it_and_with_it_the_day(self, world, item):
        before = freeze(world.dialogue)
        change(item, end=time(11), place="Room B")
        assert self.kinds(world.dialogue, before) == [
            ("moved", True, {"time"}),
            ("moved", False, {"time", "place"}),
        ]

    def test_other_words_have_changed_it(self, world, item):
        before = freeze(world.dialogue)
        change(item, title="Who uses it")
        assert self.kinds(world.dialogue, before) == [("changed", False, {"title"})]

    def test_moderator_notes_concern_nobody(self, world, item):
        before = freeze(world.dialogue)
        change(item, moderator_notes="Ask the chief first.")
        found = changes(before, freeze(world.dialogue))
        assert [each.fields for each in found] == [("notes",)]
        assert affected(found) == {}

    def test_somebody_who_leaves_is_concerned_and_who_stays_is_not(self, world, item, speaker):
        other = make.PersonFactory(programme=world.programme)
        extra = make.AppearanceFactory(item=item, person=other)
        before = freeze(world.dialogue)
        extra.delete()
        found = changes(before, freeze(world.dialogue))
        assert set(affected(found)) == {other.pk}

    def test_a_cancelled_item_concerns_who_was_in_it(self, world, item, speaker):
        keeps_the_day = make.AgendaItemFactory(
            part=item.part, date=FIRST, start=time(9), end=time(10)
        )
        before = freeze(world.dialogue)
        item.delete()
        found = changes(before, freeze(world.dialogue))
        assert [each.kind for each in found] == ["cancelled"]
        assert set(affected(found)) == {speaker.pk}
        assert for_everybody(found) == []
        assert keeps_the_day.pk

    def test_another_zone_moves_everything(self, world, item):
        before = freeze(world.dialogue)
        world.dialogue.timezone = "Africa/Lagos"
        world.dialogue.save()
        assert {fields for _k, _d, (fields,) in self.kinds(world.dialogue, before)} == {"zone"}

    def test_freezing_takes_as_many_queries_however_much_there_is(self, world, item):
        counts = []
        for _round in range(2):
            with CaptureQueriesContext(connection) as queries:
                freeze(world.dialogue)
            counts.append(len(queries))
            for _number in range(2):
                make.AppearanceFactory(item=make.AgendaItemFactory(part=item.part, date=SECOND))
        assert counts[0] == counts[1] == 4


class TestReleasing:
    def test_versions_are_counted_and_never_made_of_the_same(self, world, item, convenor):
        assert release(world.dialogue, by=convenor).number == 1
        with pytest.raises(AgendaUnchanged):
            release(world.dialogue, by=convenor)
        change(item, title="Who uses it")
        assert release(world.dialogue, by=convenor).number == 2
        assert world.dialogue.agenda_releases.last().snapshot["items"][0]["title"] == "Who owns it"

    def test_what_was_not_looked_at_is_not_released(self, world, item, convenor):
        seen = mark_of(0, digest_of(freeze(world.dialogue)))
        change(item, title="Who uses it")
        with pytest.raises(AgendaChangedMeanwhile):
            release_agenda(world.dialogue, seen=seen, by=convenor)
        assert not AgendaRelease.objects.exists()

    def test_each_is_told_once_what_concerns_them_and_nobody_else_is(
        self, world, item, speaker, convenor
    ):
        listener = make.PersonFactory(programme=world.programme, email="lisa@example.org")
        make.ParticipationFactory(dialogue=world.dialogue, person=listener, status="registered")
        release(world.dialogue)
        assert len(mails_to("sara@example.org")) == len(mails_to("lisa@example.org")) == 1
        change(item, text="Bring the map.")
        made = release(world.dialogue, note="Only small things.")
        _first, second = mails_to("sara@example.org")
        assert "“Who owns it”" in second.body
        assert "text" in second.body
        assert "Only small things." in second.body
        assert len(mails_to("lisa@example.org")) == 1
        assert [row.person for row in made.notices.all()] == [speaker]

    def test_who_takes_part_is_told_when_a_day_is_dropped(self, world, item):
        listener = make.PersonFactory(programme=world.programme, email="lisa@example.org")
        make.ParticipationFactory(dialogue=world.dialogue, person=listener, status="registered")
        day = make.AgendaDayFactory(dialogue=world.dialogue, date=SECOND)
        release(world.dialogue)
        day.delete()
        release(world.dialogue)
        (_first, last) = mails_to("lisa@example.org")
        assert "No longer a day of the dialogue: Tuesday 13 January 2026" in last.body
        assert "METHOD:CANCEL" in last.calendar

    @pytest.mark.parametrize("why", ["address", "contact"])
    def test_who_cannot_be_told_is_named_to_the_team(self, world, item, speaker, why):
        if why == "address":
            change(speaker, email="")
        else:
            make.ConsentFactory(person=speaker, kind="contacted", given=False)
        notice = release(world.dialogue).notices.get()
        assert notice.mail is None
        assert notice.problem
        assert not Mail.objects.exists()

    def test_who_declined_hears_of_nothing_but_what_is_cancelled(self, world, item, speaker):
        make.ParticipationFactory(dialogue=world.dialogue, person=speaker, status="declined")
        release(world.dialogue)
        assert not Mail.objects.exists()
        item.delete()
        release(world.dialogue)
        (mail,) = mails_to("sara@example.org")
        assert "Cancelled: “Who owns it”" in mail.body

    def test_a_personal_link_in_the_mail_is_the_way_to_the_agenda(self, world, item, speaker):
        part = make.ParticipationFactory(
            dialogue=world.dialogue, person=speaker, status="registered"
        )
        link = make.PersonalLinkFactory(purpose="attend")
        make.RegistrationFactory(participation=part, link=link)
        change(item, title="Who owns {link}")
        release(world.dialogue, note="{link}")
        (mail,) = mails_to("sara@example.org")
        assert mail.link == link
        assert mail.body.count("{link}") == 1

    def test_it_is_written_in_their_language(self, world, item, speaker):
        change(speaker, languages=["fr"])
        change(item, title="À qui la terre ?")
        release(world.dialogue)
        (mail,) = mails_to("sara@example.org")
        assert "lundi 12 janvier 2026" in mail.body


class TestTwoEntriesMadeOne:
    @pytest.fixture
    def twin(self, world, speaker):
        return make.PersonFactory(programme=world.programme, name=speaker.name)

    def test_nobody_is_told_that_they_joined_what_they_were_in(
        self, world, item, speaker, twin, convenor
    ):
        release(world.dialogue)
        end = make.PersonFactory(programme=world.programme, email="sara@example.org")
        merge(twin, speaker, by=convenor)
        merge(end, twin, by=convenor)
        with pytest.raises(AgendaUnchanged):
            release(world.dialogue)
        change(item, title="Who uses it")
        release(world.dialogue)
        body = mails_to("sara@example.org")[-1].body
        assert "Changed: “Who uses it”" in body
        assert "part of" not in body

    def test_taken_apart_again_each_is_whom_they_were(self, world, item, speaker, twin, convenor):
        first = release(world.dialogue)
        made = merge(twin, speaker, by=convenor)
        assert people_in(facts_of(first)) == {twin.pk}
        undo_merge(made, by=convenor)
        assert facts_of(first) == freeze(world.dialogue)


class TestThePage:
    def url(self, world, name="releases", *args):
        return reverse(f"convening:{name}", args=[world.dialogue.slug, *args])

    def test_it_says_what_is_new_and_whom_it_concerns_before_it_is_released(
        self, sign_in, convenor, world, item, speaker
    ):
        client = sign_in(convenor)
        release(world.dialogue)
        change(item, start=time(8))
        page = client.get(self.url(world))
        assert "Before: 09:00–10:00, Town hall" in page.text
        assert "Sara Speaker" in page.text
        assert "Release version 2 and tell 1 person" in page.text
        seen = page.context["form"]["seen"].value()
        done = client.post(self.url(world, "release_make"), {"seen": seen, "note": "Earlier.\x07"})
        assert done["Location"] == self.url(world, "release", 2)
        assert world.dialogue.agenda_releases.first().note == "Earlier."
        assert "Version 2 is the agenda as it stands" in client.get(self.url(world)).text

    def test_a_second_click_or_a_change_meanwhile_releases_nothing(
        self, sign_in, convenor, world, item
    ):
        client = sign_in(convenor)
        seen = client.get(self.url(world)).context["form"]["seen"].value()
        change(item, title="Who uses it")
        stale = client.post(self.url(world, "release_make"), {"seen": seen})
        assert stale.status_code == 409
        assert "has changed meanwhile" in stale.text
        assert "Release version 1" in stale.text
        fresh = stale.context["form"]["seen"].value()
        assert client.post(self.url(world, "release_make"), {"seen": fresh}).status_code == 302
        again = client.post(self.url(world, "release_make"), {"seen": fresh})
        assert again.status_code == 409
        assert AgendaRelease.objects.count() == 1

    @pytest.mark.parametrize("posted", [{}, {"seen": "x" * 101}, {"seen": "1:0", "note": "\x00"}])
    def test_bad_input_is_refused(self, sign_in, convenor, world, item, posted):
        answer = sign_in(convenor).post(self.url(world, "release_make"), posted)
        assert answer.status_code in (200, 409)
        assert not AgendaRelease.objects.exists()

    def test_any_two_versions_are_compared(self, sign_in, convenor, world, item):
        for title in ("Two", "Three"):
            release(world.dialogue)
            change(item, title=title)
        release(world.dialogue)
        client = sign_in(convenor)
        page = client.get(self.url(world, "release", 3), {"with": "1"})
        assert "From version 1 to 3" in page.text
        assert "From version 2 to 3" in client.get(self.url(world, "release", 3)).text
        odd = client.get(self.url(world, "release", 3), {"with": "9' or 1"})
        assert "From version 2 to 3" in odd.text
        assert client.get(self.url(world, "release", 9)).status_code == 404

    def test_its_queries_do_not_grow(self, sign_in, convenor, world, item):
        client = sign_in(convenor)
        counts = []
        for _round in range(2):
            with CaptureQueriesContext(connection) as queries:
                client.get(self.url(world))
            counts.append(len(queries))
            for _number in range(2):
                row = make.AgendaItemFactory(part=item.part, date=FIRST, start=time(11))
                make.AppearanceFactory(
                    item=row, person=make.PersonFactory(programme=world.programme)
                )
        assert counts[0] == counts[1]


def test_two_who_release_at_once_make_one_version(transactional_db, world, item, speaker):
    seen = mark_of(0, digest_of(freeze(world.dialogue)))

    def click(_number):
        try:
            return release_agenda(world.dialogue, seen=seen, by=None).number
        except Refusal:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(click, range(2)))
    assert sorted(made, key=str) == [1, None]
    assert len(mails_to("sara@example.org")) == 1
