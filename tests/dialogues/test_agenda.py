"""The agenda and the annexes as each reader meets them."""

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dialogues.agenda import agenda_of
from dialogues.agenda_checks import clashes
from dialogues.models import Attribution
from dialogues.naming import Naming
from tests import factories as make


@pytest.fixture
def address(world):
    return reverse("dialogues:dialogue_agenda", args=[world.dialogue.slug])


@pytest.fixture
def morning(world):
    """A part with one item and somebody in it, on the first day."""
    part = make.AgendaPartFactory(dialogue=world.dialogue, title="Morning")
    item = make.AgendaItemFactory(
        part=part,
        title="Opening words",
        date=date(2026, 1, 12),
        start=time(9),
        end=time(10),
        format="plenary",
        moderator_notes="Keep to the hour.",
    )
    person = make.PersonFactory(programme=world.programme, name="Abena Speaker")
    make.AppearanceFactory(item=item, person=person, perspective="The view from the pit")
    return item


def text_of(page):
    return page.content.decode()


def test_it_stands_by_days_and_parts_with_its_times_and_zone(sign_in, convenor, address, morning):
    text = text_of(sign_in(convenor).get(address))
    for words in (
        *("Monday 12 January 2026", "Morning", "Opening words", "09:00–10:00", "Plenary"),
        *("Africa/Accra", "Abena Speaker", "The view from the pit"),
    ):
        assert words in text


def test_a_part_that_lasts_over_night_is_continued(world, convenor):
    part = make.AgendaPartFactory(dialogue=world.dialogue, title="In the field")
    for day in (12, 13):
        make.AgendaItemFactory(part=part, date=date(2026, 1, day), position=day)
    days = agenda_of(world.dialogue, Naming(world.dialogue, convenor))
    assert [day.label for day in days] == ["Monday 12 January 2026", "Tuesday 13 January 2026"]
    assert [day.sections[0].continued for day in days] == [False, True]


def test_a_part_without_items_is_there_to_be_filled(sign_in, convenor, address, world):
    make.AgendaPartFactory(dialogue=world.dialogue, title="Still empty")
    assert "Still empty" in text_of(sign_in(convenor).get(address))


def test_moderator_notes_are_for_those_who_take_notes(sign_in, cast, address, morning):
    readers = set()
    for name, user in cast.items():
        page = sign_in(user).get(address)
        if page.status_code == 200 and "Keep to the hour." in text_of(page):
            readers.add(name)
    assert readers == {"convenor", "rapporteur"}


def test_somebody_in_two_places_is_pointed_out_to_convenors_alone(
    sign_in, convenor, rapporteur, address, morning
):
    person = morning.appearances.get().person
    longer = make.AgendaItemFactory(
        part=morning.part, title="Elsewhere", date=morning.date, start=time(9, 30), end=time(11)
    )
    make.AppearanceFactory(item=longer, person=person)
    words = "Abena Speaker is in “Opening words” and in “Elsewhere” at 09:30."
    assert words in text_of(sign_in(convenor).get(address))
    assert words not in text_of(sign_in(rapporteur).get(address))


def test_items_that_follow_each_other_do_not_clash(world, convenor, morning):
    later = make.AgendaItemFactory(part=morning.part, date=morning.date, start=time(10))
    make.AppearanceFactory(item=later, person=morning.appearances.get().person)
    days = agenda_of(world.dialogue, Naming(world.dialogue, convenor))
    assert clashes(days, world.dialogue) == []


def test_a_long_item_clashes_with_all_that_lie_in_it(world, convenor, morning):
    person = morning.appearances.get().person
    for start, end in ((time(9, 10), time(9, 20)), (time(9, 40), time(9, 50))):
        item = make.AgendaItemFactory(part=morning.part, date=morning.date, start=start, end=end)
        make.AppearanceFactory(item=item, person=person)
    days = agenda_of(world.dialogue, Naming(world.dialogue, convenor))
    assert len(clashes(days, world.dialogue)) == 2


def test_a_day_outside_the_dialogue_and_an_end_before_its_start_are_pointed_out(world, convenor):
    part = make.AgendaPartFactory(dialogue=world.dialogue)
    make.AgendaItemFactory(part=part, date=date(2030, 1, 1))
    make.AgendaItemFactory(part=part, start=time(11), end=time(10))
    days = agenda_of(world.dialogue, Naming(world.dialogue, convenor))
    assert len(clashes(days, world.dialogue)) == 2


def test_under_the_rule_who_was_not_asked_is_not_named_to_others(
    sign_in, participant, convenor, world, address, morning
):
    world.dialogue.attribution = Attribution.CHATHAM_HOUSE
    world.dialogue.save()
    text = text_of(sign_in(participant).get(address))
    assert "Abena Speaker" not in text
    assert "The view from the pit" not in text
    assert "Abena Speaker" in text_of(sign_in(convenor).get(address))


def test_a_protected_person_is_a_pseudonym_to_all_but_the_convenors(
    sign_in, cast, address, morning
):
    person = morning.appearances.get().person
    person.protected = True
    person.save()
    knowing = set()
    for name, user in cast.items():
        page = sign_in(user).get(address)
        if "Abena Speaker" in text_of(page):
            knowing.add(name)
    assert knowing == {"convenor"}


def test_guests_of_an_annex_are_not_named_to_others_under_the_rule(
    sign_in, participant, rapporteur, world
):
    world.dialogue.attribution = Attribution.CHATHAM_HOUSE
    world.dialogue.save()
    annex = make.AnnexFactory(
        dialogue=world.dialogue, title="The day before", body="**Bold** words"
    )
    item = make.AgendaItemFactory(part=None, annex=annex, title="Mercury")
    make.AppearanceFactory(item=item, person=None, name="Gideon Guest", acts_as="presenter")
    address = reverse("dialogues:dialogue_annexes", args=[world.dialogue.slug])
    text = text_of(sign_in(participant).get(address))
    assert "Mercury" in text
    assert "<strong>Bold</strong>" in text
    assert "Presenter" in text
    assert "Gideon Guest" not in text
    assert "Gideon Guest" in text_of(sign_in(rapporteur).get(address))


def queries_of(client, address):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("who", ["convenor", "participant"])
@pytest.mark.parametrize("tab", ["dialogue_agenda", "dialogue_annexes"])
def test_three_items_ask_no_more_queries_than_one(sign_in, cast, world, tab, who):
    world.dialogue.attribution = Attribution.CHATHAM_HOUSE
    world.dialogue.save()

    def add():
        part = make.AgendaPartFactory(dialogue=world.dialogue)
        annex = make.AnnexFactory(dialogue=world.dialogue)
        question = make.QuestionFactory(dialogue=world.dialogue)
        for parent in ({"part": part}, {"part": None, "annex": annex}):
            item = make.AgendaItemFactory(question=question, date=date(2026, 1, 12), **parent)
            organisation = make.OrganisationFactory(programme=world.programme)
            person = make.PersonFactory(programme=world.programme, organisation=organisation)
            make.AppearanceFactory(item=item, person=person)

    add()
    client = sign_in(cast[who])
    address = reverse(f"dialogues:{tab}", args=[world.dialogue.slug])
    client.get(address)
    at_one = queries_of(client, address)
    add()
    add()
    assert queries_of(client, address) == at_one <= 12
