"""Rearranging an agenda: what follows moves along, strands by themselves, and nothing of others is lost."""

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.exceptions import StaleVersion
from dialogues.agenda import NO_DAY, agenda_of
from dialogues.agenda_checks import warnings
from dialogues.agenda_editing import Board
from dialogues.exceptions import AgendaMoved, PastMidnight
from dialogues.models import AgendaDay, AgendaItem
from dialogues.naming import Naming
from dialogues.services import agenda as services
from tests import factories as make

MONDAY, TUESDAY = date(2026, 1, 12), date(2026, 1, 13)


def clock(text):
    return time.fromisoformat(text) if text else None


@pytest.fixture
def plan(world):
    """`plan("A 09:00-10:00", "B 10:00-10:30 @Room B", …)` draws up a day of these items."""

    def drawn(*lines, day=MONDAY, part=None):
        part = part or world.dialogue.agenda_parts.first()
        part = part or make.AgendaPartFactory(dialogue=world.dialogue, title="")
        since = part.items.count()
        return [_item(part, day, since + place, line) for place, line in enumerate(lines)]

    return drawn


def _item(part, day, position, line):
    line, _at, parallel = line.partition(" @")
    title, _space, span = line.partition(" ")
    start, _dash, end = span.partition("-")
    return make.AgendaItemFactory(
        part=part,
        date=day,
        position=position,
        title=title,
        start=clock(start),
        end=clock(end),
        parallel=parallel,
    )


def told(dialogue, day=MONDAY):
    """The day's items in the order of the page, as `plan` takes them."""
    slots = Board(dialogue).days.get(day.isoformat(), [])
    rows = [AgendaItem.objects.get(pk=slot.pk) for slot in slots]
    return [
        row.title
        + (f" {row.start:%H:%M}" if row.start else "")
        + (f"-{row.end:%H:%M}" if row.end else "")
        + (f" @{row.parallel}" if row.parallel else "")
        for row in rows
    ]


def step(dialogue, item, way, *, push=True):
    seen = Board(dialogue).marks()
    return services.step_item(dialogue, item.pk, way=way, seen=seen, push=push)


def move(dialogue, item, day, *, part=None, before=None, push=True):
    return services.move_item(
        dialogue,
        item.pk,
        day=day.isoformat(),
        part=(part or item.part).pk,
        before=before and before.pk,
        seen=Board(dialogue).marks(),
        push=push,
    )


def retime(item, start, end, *, push=True):
    item.refresh_from_db()
    item.start, item.end = clock(start), clock(end)
    fields = ["title", "start", "end", "parallel"]
    return services.change_item(item, based_on=item.version, fields=fields, push=push)


# Times -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("push", "expected"),
    [
        (True, ["A 09:00-10:30", "B 10:30-11:30", "lunch 12:30-13:30"]),
        (False, ["A 09:00-10:30", "B 10:00-11:00", "lunch 12:00-13:00"]),
    ],
)
def test_what_follows_a_longer_item_moves_along_or_stays(world, plan, push, expected):
    first, *_rest = plan("A 09:00-10:00", "B 10:00-11:00", "lunch 12:00-13:00")
    plan("T 10:00-11:00", day=TUESDAY)
    assert retime(first, "09:00", "10:30", push=push) == (2 if push else 0)
    assert told(world.dialogue) == expected
    assert told(world.dialogue, TUESDAY) == ["T 10:00-11:00"]


def test_items_without_times_keep_their_place_and_get_none(world, plan):
    first, *_rest = plan("A 09:00-10:00", "note", "B 10:00-11:00", "C 11:00")
    retime(first, "09:30", "10:30")
    assert told(world.dialogue) == ["A 09:30-10:30", "note", "B 10:30-11:30", "C 11:30"]


def test_a_longer_session_moves_its_strand_and_the_rest_only_as_far_as_all_strands_end(world, plan):
    a, *_rest = plan(
        *("A 09:00-10:00 @1", "B 09:00-10:20 @2", "A2 10:00-10:10 @1"),
        *("lunch 11:00-12:00", "C 12:00-13:00 @2"),
    )
    retime(a, "09:00", "10:05")  # strand 1 ends at 10:15 now, before strand 2 does
    assert told(world.dialogue)[2:] == [
        "A2 10:05-10:15 @1",
        "lunch 11:00-12:00",
        "C 12:00-13:00 @2",
    ]
    retime(a, "09:00", "10:30")  # and now at 10:40, twenty minutes after strand 2
    assert told(world.dialogue)[1:] == [
        *("B 09:00-10:20 @2", "A2 10:30-10:40 @1", "lunch 11:20-12:20", "C 12:20-13:20 @2"),
    ]


def test_what_would_run_past_midnight_moves_nothing(world, plan):
    first, *_rest = plan("A 20:00-21:00", "B 21:00-23:30")
    with pytest.raises(PastMidnight, match="“B” would run past midnight"):
        retime(first, "20:00", "21:30")
    assert told(world.dialogue) == ["A 20:00-21:00", "B 21:00-23:30"]
    retime(first, "20:00", "21:30", push=False)
    assert told(world.dialogue) == ["A 20:00-21:30", "B 21:00-23:30"]


def test_an_item_with_another_start_stands_where_that_puts_it(world, plan):
    first, *_rest = plan("A 09:00-10:00", "B 10:00-11:00", "C 11:00-12:00")
    retime(first, "10:30", "11:00", push=False)
    assert told(world.dialogue) == ["B 10:00-11:00", "A 10:30-11:00", "C 11:00-12:00"]


# Moving ------------------------------------------------------------------------------------------
def test_within_a_day_items_change_places_and_times(world, plan):
    _a, b, _c, _d = plan("A 09:00-10:00", "B 10:00-10:30", "C 10:30-11:30", "D 14:00-15:00")
    step(world.dialogue, b, "up")
    assert told(world.dialogue)[:2] == ["B 09:00-09:30", "A 09:30-10:30"]
    step(world.dialogue, b, "down")
    step(world.dialogue, b, "down")
    assert told(world.dialogue) == [
        *("A 09:00-10:00", "C 10:00-11:00", "B 11:00-11:30", "D 14:00-15:00")
    ]
    assert step(world.dialogue, b, "up", push=False) == 0
    assert told(world.dialogue)[1:3] == ["B 10:00-10:30", "C 10:00-11:00"]


def test_to_another_day_it_fits_in_and_what_it_leaves_closes_up(world, plan):
    _a, b, _c = plan("A 09:00-10:00", "B 10:00-10:30", "C 10:30-11:30")
    x, y = plan("X 09:00-10:00", "Y 10:00-11:00", day=TUESDAY)
    assert move(world.dialogue, b, TUESDAY, before=y) == 2
    assert told(world.dialogue) == ["A 09:00-10:00", "C 10:00-11:00"]
    assert told(world.dialogue, TUESDAY) == ["X 09:00-10:00", "B 10:00-10:30", "Y 10:30-11:30"]
    assert move(world.dialogue, b, MONDAY, push=False) == 0
    assert told(world.dialogue, TUESDAY) == ["X 09:00-10:00", "Y 10:30-11:30"]
    assert told(world.dialogue)[-1] == "B 11:00-11:30"
    x.refresh_from_db()
    assert x.version == 1


def test_step_by_step_it_goes_through_parts_and_days(world, plan):
    morning = make.AgendaPartFactory(dialogue=world.dialogue, position=0)
    evening = make.AgendaPartFactory(dialogue=world.dialogue, position=1)
    plan("A 09:00-10:00", part=morning)
    (b,) = plan("B 18:00-19:00", part=evening)
    AgendaDay.objects.create(dialogue=world.dialogue, date=TUESDAY)
    step(world.dialogue, b, "up")
    b.refresh_from_db()
    assert (b.part, b.date) == (morning, MONDAY)
    step(world.dialogue, b, "down")
    b.refresh_from_db()
    assert (b.part, b.date) == (morning, TUESDAY)
    assert step(world.dialogue, b, "down") is None


def test_a_day_by_number_is_left_for_a_date(world, plan):
    (a,) = plan("A 09:00-10:00", day=None)
    AgendaItem.objects.update(day_number=2)
    move(world.dialogue, a, TUESDAY)
    a.refresh_from_db()
    assert (a.date, a.day_number) == (TUESDAY, None)


def jumbled(number):
    """Numbers in no order, the same each time."""
    while True:
        number = (number * 1_103_515_245 + 12_345) % 2**31
        yield number >> 8


@pytest.mark.once
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_is_moved_nothing_comes_to_overlap_and_nothing_gets_shorter(
    world, plan, convenor, seed
):
    lines = (
        *("welcome 08:00-09:00", "a 09:00-09:45 @A", "b 09:00-09:15 @B", "c 09:15-09:50 @B"),
        *("coffee 09:50-10:10", "d 10:20-11:00 @B", "e 10:20-10:30 @A", "lunch 11:00-12:00"),
    )
    items = [*plan(*lines), *plan(*lines, day=TUESDAY)]
    numbers = jumbled(seed)

    def choice(options):
        return options[next(numbers) % len(options)]

    def lengths():
        slots = [slot for day in Board(world.dialogue).days.values() for slot in day]
        return {slot.pk: slot.length for slot in slots}

    before = lengths()
    for _turn in range(20):
        item = choice(items)
        if choice((True, False)):
            step(world.dialogue, item, choice(("up", "down")))
        else:
            day = choice((MONDAY, TUESDAY))
            move(world.dialogue, item, day, before=choice([None, *items]))
    assert lengths() == before
    days = agenda_of(world.dialogue, Naming(world.dialogue, convenor))
    assert [told.text for told in warnings(days, world.dialogue) if "begins at" in told.text] == []


# Putting in, taking out --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("push", "expected"),
    [
        (True, ["A 09:00-10:00", "new 10:00-10:45", "B 10:45-11:15", "C 12:15-13:00"]),
        (False, ["A 09:00-10:00", "new 10:00-10:45", "B 10:30-11:00", "C 12:00-12:45"]),
    ],
)
def test_a_new_item_goes_to_its_time_and_takes_only_the_room_it_lacks(world, plan, push, expected):
    plan("A 09:00-10:00", "B 10:30-11:00", "C 12:00-12:45")
    item = AgendaItem(title="new", start=time(10), end=time(10, 45))
    services.add_item(world.dialogue, item, day=MONDAY.isoformat(), part=None, push=push)
    assert told(world.dialogue) == expected


def test_the_first_item_of_all_gets_a_part_to_stand_in(world):
    item = AgendaItem(title="first")
    services.add_item(world.dialogue, item, day=NO_DAY, part=None, push=True)
    assert world.dialogue.agenda_parts.get().items.get() == item


def test_what_follows_a_removed_item_moves_up(world, plan):
    _a, b, _c = plan("A 09:00-10:00", "B 10:00-10:30", "C 11:00-12:00")
    assert services.remove_item(b, based_on=1, push=True) == 1
    assert told(world.dialogue) == ["A 09:00-10:00", "C 10:30-11:30"]


# Two at once -------------------------------------------------------------------------------------
def test_whoever_starts_from_another_order_moves_nothing(world, plan):
    a, b, _c = plan("A 09:00-10:00", "B 10:00-11:00", "C 11:00-12:00")
    (t,) = plan("T 09:00-10:00", day=TUESDAY)
    seen = Board(world.dialogue).marks()
    step(world.dialogue, b, "up")
    before = told(world.dialogue)
    for act in (
        lambda: services.step_item(world.dialogue, a.pk, way="down", seen=seen, push=True),
        lambda: services.move_item(
            world.dialogue,
            t.pk,
            day=MONDAY.isoformat(),
            part=t.part_id,
            before=None,
            seen=seen,
            push=True,
        ),
        lambda: services.remove_day(world.dialogue, MONDAY.isoformat(), to="", seen=seen),
    ):
        with pytest.raises(AgendaMoved):
            act()
    with pytest.raises(StaleVersion):
        services.remove_item(b, based_on=1, push=True)
    assert told(world.dialogue) == before
    # What happens on another day does not matter.
    plan("U 10:00-11:00", day=TUESDAY)
    seen = Board(world.dialogue).marks()
    retime(t, "08:00", "09:00")
    services.step_item(world.dialogue, a.pk, way="up", seen=seen, push=True)


def test_an_item_saved_meanwhile_shows_both_and_is_not_overwritten(world, plan, sign_in, convenor):
    (a,) = plan("A 09:00-10:00")
    desk = sign_in(convenor)
    address = reverse("dialogues:agenda_item_edit", args=[world.dialogue.slug, a.pk])
    form = desk.get(address).context["form"]
    AgendaItem.objects.update(title="Theirs", version=2)
    sent = {"title": "Mine", "start": "09:00", "minutes": "60", "end": "10:00", "push": "on"}
    sent |= {name: form.initial[name] for name in ("version", "base")}
    page = desk.post(address, sent)
    assert page.status_code == 409
    text = page.content.decode()
    assert "Mine" in text
    assert "Theirs" in text
    assert AgendaItem.objects.get().title == "Theirs"


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"end": "10:30", "push": "on"}, ["A 09:00-10:30", "B 10:30-11:00"]),
        ({"end": "10:30"}, ["A 09:00-10:30", "B 10:00-10:30"]),
        ({"date": TUESDAY.isoformat(), "end": "10:30", "push": "on"}, ["B 10:00-10:30"]),
    ],
)
def test_the_form_of_everything_moves_what_follows_too(
    world, plan, sign_in, convenor, sent, expected
):
    a, _b = plan("A 09:00-10:00", "B 10:00-10:30")
    make.AgendaDayFactory(dialogue=world.dialogue, date=TUESDAY)
    desk, args = sign_in(convenor), [world.dialogue.slug, "agenda-items", a.pk]
    address = reverse("dialogues:part_edit", args=args)
    form = desk.get(address).context["form"]
    data = {"title": "A", "date": MONDAY.isoformat(), "start": "09:00"} | sent
    data |= {name: form.initial[name] for name in ("version", "base")}
    page = desk.post(address, data, follow=True)
    assert told(world.dialogue) == expected
    moved = expected == ["A 09:00-10:30", "B 10:30-11:00"]
    assert ("1 other item has another time now." in page.text) is moved


# The pages ---------------------------------------------------------------------------------------
@pytest.fixture
def desk(sign_in, convenor):
    return sign_in(convenor)


@pytest.fixture
def address(world):
    return lambda name, *args: reverse(f"dialogues:{name}", args=[world.dialogue.slug, *args])


def test_up_and_down_are_plain_buttons_that_say_what_happened(world, plan, desk, address):
    _a, b = plan("A 09:00-10:00", "B 10:00-11:00")
    page = desk.get(address("agenda_edit"))
    sent = {"way": "up", "seen": page.context["marks"], "push": "yes"}
    page = desk.post(address("agenda_item_move", b.pk), sent, follow=True)
    text = page.content.decode()
    assert "Moved: “B” now begins at 09:00. 1 other item has another time now." in text
    assert f'id="agenda-items-{b.pk}"' in text
    assert "autofocus" in text
    page = desk.post(address("agenda_item_move", b.pk), sent)
    assert page.status_code == 409
    assert "Somebody has changed the agenda meanwhile" in page.content.decode()
    assert told(world.dialogue)[0] == "B 09:00-10:00"


def test_who_would_rather_choose_moves_by_a_form(world, plan, desk, address):
    (a,) = plan("A 09:00-10:00")
    plan("T 09:00-10:00", day=TUESDAY)
    there = address("agenda_item_move", a.pk)
    form = desk.get(there).context["form"]
    sent = {"where": f"{TUESDAY} {a.part_id}", "place": "first", "push": "on"}
    desk.post(there, sent | {"seen": form.initial["seen"]})
    assert told(world.dialogue, TUESDAY) == ["A 09:00-10:00", "T 09:00-10:00"] or told(
        world.dialogue, TUESDAY
    ) == ["A 09:00-10:00", "T 10:00-11:00"]


@pytest.mark.parametrize(
    "sent", [{"day": "junk", "part": "1"}, {"day": "2026-01-12", "part": "x"}, {"day": "day-x"}]
)
def test_a_place_that_is_none_is_a_bad_request(plan, desk, address, sent):
    (a,) = plan("A 09:00-10:00")
    assert desk.post(address("agenda_item_move", a.pk), sent).status_code == 400


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x", "minutes": "10"}, "start"),
        ({"title": "x", "start": "23:30", "minutes": "40"}, "minutes"),
        ({"title": "x", "start": "10:00", "end": "09:00"}, "end"),
        ({"title": "x", "start": "99"}, "start"),
    ],
)
def test_a_quick_item_that_cannot_be_comes_back_with_what_was_typed(
    world, plan, desk, address, sent, field
):
    plan("A 09:00-10:00")
    page = desk.post(address("agenda_item_add", str(MONDAY)), sent)
    shown = next(day for day in page.context["days"] if day["day"].key == str(MONDAY))
    assert field in shown["form"].errors
    assert AgendaItem.objects.count() == 1


def test_a_quick_item_is_added_by_its_end_too(world, plan, desk, address):
    plan("A 09:00-10:00")
    sent = {"title": "B\x00", "start": "9:30 am", "end": "10:15", "minutes": "", "push": "on"}
    desk.post(address("agenda_item_add", str(MONDAY)), sent)
    assert told(world.dialogue) == ["A 09:00-10:00", "B 09:30-10:15"]


def test_removing_an_item_says_who_goes_with_it(world, plan, desk, address):
    (a,) = plan("A 09:00-10:00")
    make.AppearanceFactory(item=a, person=make.PersonFactory(programme=world.programme))
    there = address("agenda_item_remove", a.pk)
    assert "The entry of 1 person in it goes too." in desk.get(there).content.decode()
    assert desk.post(there, {"version": "9"}).status_code == 409
    desk.post(there, {"version": "1", "push": "on"})
    assert not AgendaItem.objects.exists()


def test_an_item_of_another_dialogue_is_not_reached(desk, address):
    other = make.AgendaItemFactory()
    for name in ("agenda_item_edit", "agenda_item_move", "agenda_item_remove"):
        assert desk.get(address(name, other.pk)).status_code == 404


def test_twelve_items_ask_no_more_queries_than_one(world, plan, desk, address):
    def ask():
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(address("agenda_edit")).status_code == 200
        return len(queries)

    def add(day):
        (item,) = plan("A 09:00-10:00 @1", day=day)
        make.AppearanceFactory(item=item, person=make.PersonFactory(programme=world.programme))

    add(MONDAY)
    ask()
    at_one = ask()
    for day in (MONDAY, TUESDAY, TUESDAY):
        add(day)
    assert ask() == at_one <= 16
