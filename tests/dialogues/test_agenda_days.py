"""The days of an agenda, what a new agenda begins from, and what an agenda is warned of."""

from datetime import date, time

import pytest
from django.urls import reverse

from dialogues.agenda import agenda_of
from dialogues.agenda_checks import warnings
from dialogues.agenda_editing import Board
from dialogues.agenda_templates import outline_of, outline_of_kind
from dialogues.models import AgendaDay, AgendaItem, Appearance, Kind
from dialogues.naming import Naming
from dialogues.services.agenda import begin
from tests import factories as make

MONDAY, TUESDAY, LATE = date(2026, 1, 12), date(2026, 1, 13), date(2026, 2, 20)


@pytest.fixture
def part(world):
    return make.AgendaPartFactory(dialogue=world.dialogue, title="Morning")


@pytest.fixture
def desk(sign_in, convenor):
    return sign_in(convenor)


@pytest.fixture
def address(world):
    return lambda name, *args: reverse(f"dialogues:{name}", args=[world.dialogue.slug, *args])


@pytest.fixture
def warned(world, convenor):
    """What the convenor is warned of, as sentences."""

    def told():
        days = agenda_of(world.dialogue, Naming(world.dialogue, convenor))
        return [found.text for found in warnings(days, world.dialogue)]

    return told


def item(part, span, day=MONDAY, **more):
    start, _dash, end = span.partition("-")
    times = [time.fromisoformat(text) if text else None for text in (start, end)]
    return make.AgendaItemFactory(part=part, date=day, start=times[0], end=times[1], **more)


# Days --------------------------------------------------------------------------------------------
def test_a_day_may_lie_anywhere_and_is_read_with_its_place_and_transport(
    desk, address, participant, sign_in
):
    sent = {
        "date": str(LATE),
        "title": "One look back",
        "place": "Obuasi",
        "transport": "Bus at 7\x00",
    }
    page = desk.post(address("agenda_day_add"), sent, follow=True)
    assert "Friday 20 February 2026 lies outside the dialogue" in page.content.decode()
    text = sign_in(participant).get(address("dialogue_agenda")).content.decode()
    for words in ("Friday 20 February 2026", "One look back", "Obuasi", "Bus at 7"):
        assert words in text
    assert "lies outside" not in text


def test_there_is_one_day_on_a_date(desk, address, world):
    AgendaDay.objects.create(dialogue=world.dialogue, date=MONDAY)
    page = desk.post(address("agenda_day_add"), {"date": str(MONDAY)})
    assert "There is a day on this date already" in page.content.decode()
    assert desk.get(address("agenda_day_add")).context["form"].initial["date"] == TUESDAY


def test_items_go_along_with_their_day(desk, address, part):
    moved, stays = item(part, "09:00-10:00"), item(part, "09:00-10:00", TUESDAY)
    there = address("agenda_day_edit", str(MONDAY))
    assert "It has 1 item." in desk.get(there).content.decode()
    desk.post(there, {"date": str(TUESDAY), "title": ""})
    moved.refresh_from_db()
    assert moved.date == MONDAY  # there is a day on that date
    page = desk.post(there, {"date": str(LATE), "title": "Later"}, follow=True)
    assert "1 item went along to the new date." in page.content.decode()
    moved.refresh_from_db()
    stays.refresh_from_db()
    assert (moved.date, moved.start, stays.date) == (LATE, time(9), TUESDAY)
    assert AgendaDay.objects.get().title == "Later"


def test_a_day_saved_meanwhile_is_not_overwritten(desk, address, world):
    AgendaDay.objects.create(dialogue=world.dialogue, date=MONDAY, title="First", version=2)
    there = address("agenda_day_edit", str(MONDAY))
    sent = {"date": str(MONDAY), "title": "Mine", "version": "1", "base": "{}"}
    assert desk.post(there, sent).status_code == 409
    assert AgendaDay.objects.get().title == "First"


@pytest.mark.parametrize(("to", "left"), [(str(TUESDAY), 2), ("remove", 1)])
def test_a_day_goes_once_it_was_said_where_its_items_go(desk, address, world, part, to, left):
    AgendaDay.objects.create(dialogue=world.dialogue, date=MONDAY)
    item(part, "09:00-10:00", title="Moves or goes")
    item(part, "09:00-10:00", TUESDAY)
    there = address("agenda_day_remove", str(MONDAY))
    page = desk.get(there)
    assert "It has 1 item." in page.content.decode()
    seen = Board(world.dialogue).marks()
    assert desk.post(there, {"to": to, "seen": "old"}).status_code == 409
    assert desk.post(there, {"to": to, "seen": seen}).status_code == 302
    assert list(AgendaItem.objects.values_list("date", flat=True)) == [TUESDAY] * left
    assert not AgendaDay.objects.exists()
    assert desk.get(there).status_code == 404


@pytest.mark.parametrize("key", ["2026-13-45", "day-x", "junk", "day-" + "9" * 400])
def test_a_day_that_is_none_is_not_there(desk, address, key):
    assert desk.get(address("agenda_day_edit", key)).status_code == 404
    assert desk.post(address("agenda_item_add", key), {"title": "x"}).status_code == 400


def test_the_full_form_takes_a_planned_day_outside_and_a_parallel_session(
    desk, address, world, part
):
    there = reverse("dialogues:part_add", args=[world.dialogue.slug, "agenda-items"])
    there = f"{there}?under={part.pk}&date={LATE}"
    assert f'value="{LATE}"' in desk.get(there).content.decode()
    sent = {"title": "Look back", "date": str(LATE), "parallel": "Room B"}
    assert "add a day to the agenda" in desk.post(there, sent).content.decode()
    AgendaDay.objects.create(dialogue=world.dialogue, date=LATE)
    assert desk.post(there, sent).status_code == 302
    assert AgendaItem.objects.get().parallel == "Room B"


# What it begins from -----------------------------------------------------------------------------
@pytest.mark.once
@pytest.mark.parametrize(
    ("kind", "last", "days", "parts"),
    [
        (Kind.FIELD, 15, 4, ["In the field", "In the room"]),
        (Kind.FIELD, 12, 1, [""]),
        (Kind.FIELD, 14, 3, ["In the field", "In the room"]),
        (Kind.THEMATIC, 15, 2, [""]),
        (Kind.TECHNICAL, 13, 2, [""]),
        (Kind.SCOPING, 15, 1, [""]),
    ],
)
def test_a_kind_has_its_usual_agenda(world, convenor, kind, last, days, parts):
    world.dialogue.kind = kind
    world.dialogue.ends_on = date(2026, 1, last)
    world.dialogue.save()
    number = begin(world.dialogue, outline_of_kind(world.dialogue))
    shown = agenda_of(world.dialogue, Naming(world.dialogue, convenor))
    assert len(shown) == days
    assert list(world.dialogue.agenda_parts.values_list("title", flat=True)) == parts
    assert number == sum(len(day.items) for day in shown)
    assert all(day.planned for day in shown)
    assert bool(shown[0].planned.transport) == (parts != [""])
    # Nothing of it would be warned of.
    assert warnings(shown, world.dialogue) == []


def test_an_earlier_agenda_is_taken_over_on_the_days_of_this_one(world, desk, address):
    earlier = make.DialogueFactory(
        initiative=world.initiative,
        slug="earlier",
        starts_on=date(2025, 5, 1),
        ends_on=date(2025, 5, 3),
    )
    AgendaDay.objects.create(dialogue=earlier, date=date(2025, 5, 3), place="Old site")
    part = make.AgendaPartFactory(dialogue=earlier, title="Taken part")
    question = make.QuestionFactory(dialogue=earlier)
    row = item(part, "09:00-10:00", date(2025, 5, 1), question=question, parallel="Room A")
    item(part, "10:00-11:00", date(2025, 5, 3))
    person = make.PersonFactory(programme=world.programme)
    make.AppearanceFactory(item=row, person=person, perspective="From the pit")

    assert "earlier" in desk.get(address("agenda_begin")).content.decode()
    there = address("agenda_take_over", "earlier")
    assert "Take over 2 items" in desk.get(there).content.decode()
    desk.post(there, {"with_people": "on"})
    taken = AgendaItem.objects.filter(part__dialogue=world.dialogue)
    assert [row.date for row in taken] == [MONDAY, date(2026, 1, 14)]
    assert (taken[0].parallel, taken[0].question) == ("Room A", None)
    assert taken[0].appearances.get().perspective == "From the pit"
    days = AgendaDay.objects.filter(dialogue=world.dialogue)
    assert [(day.date, day.place) for day in days] == [
        (MONDAY, ""),
        (date(2026, 1, 14), "Old site"),
    ]

    # What there is stays as it is.
    text = desk.post(there, {}, follow=True).content.decode()
    assert "has an agenda already" in text
    assert taken.count() == 2


def test_more_days_than_this_dialogue_has_follow_one_another(world):
    long = make.DialogueFactory(
        initiative=world.initiative, starts_on=date(2025, 5, 1), ends_on=date(2025, 5, 30)
    )
    part = make.AgendaPartFactory(dialogue=long)
    for number in (1, 20):
        item(part, "09:00", date(2025, 5, number))
    outline = outline_of(long, world.dialogue, with_people=False)
    assert [day["date"] for day in outline.days] == [MONDAY, TUESDAY]


def test_people_are_left_out_unless_wanted_and_stay_in_their_programme(
    world, desk, address, convenor
):
    foreign = make.DialogueFactory(slug="foreign")
    make.AppointmentFactory(user=convenor, role="convenor", dialogue=foreign)
    row = item(make.AgendaPartFactory(dialogue=foreign), "09:00")
    make.AppearanceFactory(item=row, person=None, name="Gideon Guest")
    there = address("agenda_take_over", "foreign")
    assert "belongs to another programme" in desk.get(there).content.decode()
    desk.post(there, {"with_people": "on"})
    assert Appearance.objects.count() == 1


def test_the_agenda_of_a_dialogue_that_one_does_not_run_is_not_there(desk, address):
    row = item(make.AgendaPartFactory(), "09:00")
    slug = row.part.dialogue.slug
    assert desk.get(address("agenda_take_over", slug)).status_code == 404
    assert slug not in desk.get(address("agenda_begin")).content.decode()


# Warnings ----------------------------------------------------------------------------------------
def test_gaps_overlaps_and_what_has_no_time_warn(world, part, warned):
    item(part, "09:00-10:00", title="First", position=1)
    item(part, "", title="Somewhere", position=2)
    item(part, "09:50-10:30", title="Second", position=3)
    item(part, "11:01-12:00", title="Third", position=4)
    AgendaDay.objects.create(dialogue=world.dialogue, date=TUESDAY)
    assert warned() == [
        "“Second” begins at 09:50, before “First” has ended.",
        "Nothing is planned from 10:30 to 11:01.",
        "“Somewhere” has no time, between others that have one.",
        "Nothing is planned for this day yet.",
    ]


def test_parallel_sessions_do_not_overlap_each_other_but_what_is_for_all(world, part, warned):
    for position, (span, word) in enumerate(
        [("09:00-10:00", "A"), ("09:00-10:30", "B"), ("10:00-10:30", "A"), ("10:30-11:00", "")]
    ):
        item(part, span, parallel=word, position=position)
    assert warned() == []
    item(part, "10:15-10:30", title="All", position=9)
    assert any(text.startswith("“All” begins at 10:15, before") for text in warned())


def test_who_declined_or_is_not_listed_is_pointed_out(world, part, warned):
    people = [make.PersonFactory(programme=world.programme, name=name) for name in ("Ama", "Kofi")]
    row = item(part, "09:00-10:00", title="Talk")
    for person in people:
        make.AppearanceFactory(item=row, person=person)
    make.ParticipationFactory(dialogue=world.dialogue, person=people[0], status="declined")
    assert warned() == [
        "Ama declined the dialogue, and is in “Talk”.",
        "On the agenda, but not on the list of people: Kofi.",
    ]
    world.dialogue.chair = people[1]
    assert len(warned()) == 1


def test_in_two_parallel_sessions_at_once_is_a_clash(world, part, warned):
    person = make.PersonFactory(programme=world.programme, name="Ama")
    make.ParticipationFactory(dialogue=world.dialogue, person=person)
    for word in ("A", "B"):
        row = item(part, "09:00-10:00", title=f"Room {word}", parallel=word)
        make.AppearanceFactory(item=row, person=person)
    assert warned() == ["Ama is in “Room A” and in “Room B” at 09:00."]


# Reading -----------------------------------------------------------------------------------------
def test_parallel_sessions_stand_side_by_side(world, part, convenor):
    item(part, "09:00-10:00", position=0)
    for position, word in enumerate(("A", "B", "A"), start=1):
        item(part, "10:00-11:00", parallel=word, position=position)
    item(part, "11:00-12:00", parallel="alone", position=8, day=TUESDAY)
    monday, tuesday = agenda_of(world.dialogue, Naming(world.dialogue, convenor))
    alone, beside = monday.sections[0].blocks
    assert "row" in alone
    assert [(strand.word, len(strand.items)) for strand in beside["strands"]] == [
        ("A", 2),
        ("B", 1),
    ]
    assert ["row" in block for block in tuesday.sections[0].blocks] == [True]


def test_days_come_by_date_whatever_the_order_of_the_parts(world, part, convenor):
    later = make.AgendaPartFactory(dialogue=world.dialogue, position=1)
    item(part, "09:00", TUESDAY)
    item(later, "09:00", MONDAY)
    days = agenda_of(world.dialogue, Naming(world.dialogue, convenor))
    assert [day.date for day in days] == [MONDAY, TUESDAY]


def test_an_empty_agenda_leads_its_convenors_to_the_templates(sign_in, convenor, partner, world):
    there = reverse("dialogues:dialogue_agenda", args=[world.dialogue.slug])
    begin = reverse("dialogues:agenda_begin", args=[world.dialogue.slug])
    assert begin in sign_in(convenor).get(there).text
    assert begin not in sign_in(partner).get(there).text
