"""Places: given under a lock, waited for in order, offered for a time, and never more than there are."""

import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from convening.exceptions import AnsweredMeanwhile, AnswersClosed, NoPlaceLeft
from convening.models import Plan, Registration
from convening.room import HOLDS_A_PLACE, Room
from convening.services import places
from dialogues.models import Participation
from tests import factories as make

pytestmark = pytest.mark.django_db
Status, Via = Participation.Status, Registration.Via
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def minutes(number):
    return NOON + timedelta(minutes=number)


@pytest.fixture
def plan(world):
    world.dialogue.starts_on = world.dialogue.ends_on = datetime(2026, 6, 1, tzinfo=UTC).date()
    world.dialogue.save()
    return make.PlanFactory(dialogue=world.dialogue, capacity=2, offer_hours=24)


def somebody(plan, *, status="invited", group=None, held_by=None, **person):
    programme = plan.dialogue.initiative.programme
    row = make.PersonFactory(programme=programme, held_by=held_by, **person)
    return make.ParticipationFactory(dialogue=plan.dialogue, person=row, status=status, group=group)


def standing(*people):
    rows = Participation.objects.in_bulk([row.pk for row in people])
    return [rows[row.pk].status for row in people]


def line(plan):
    rows = Registration.objects.filter(participation__dialogue=plan.dialogue).waiting()
    return list(rows.values_list("participation_id", flat=True))


def test_who_comes_first_gets_the_places_and_the_others_wait_in_order(plan):
    people = [somebody(plan) for _one in range(4)]
    for number, row in enumerate(people):
        places.accept(row, at=minutes(number))
    assert standing(*people) == ["registered", "registered", "waiting", "waiting"]
    assert line(plan) == [people[2].pk, people[3].pk]


def test_saying_yes_twice_keeps_the_turn_and_the_place(plan):
    first, second, third, fourth = people = [somebody(plan) for _one in range(4)]
    for number, row in enumerate(people):
        places.accept(row, at=minutes(number))
    assert places.accept(first, at=minutes(9)) == "registered"
    assert places.accept(third, at=minutes(9), answers={"diet": "none"}) == "waiting"
    assert line(plan) == [third.pk, fourth.pk]
    assert second.pk not in line(plan)
    assert Registration.objects.get(participation=third).answers == {"diet": "none"}


def test_a_place_given_back_is_offered_to_who_waited_longest_and_kept_for_them(plan):
    first, _second, third, fourth = people = [somebody(plan) for _one in range(4)]
    for number, row in enumerate(people):
        places.accept(row, at=minutes(number))
    places.decline(first, reason="Ill", at=minutes(10))
    assert standing(first, third, fourth) == ["declined", "offered", "waiting"]
    late = somebody(plan)
    assert places.accept(late, at=minutes(11)) == "waiting"
    assert places.accept(third, at=minutes(12)) == "registered"


def test_an_offer_that_passes_goes_to_the_next_and_its_holder_to_the_end(plan):
    first, _second, third, fourth = people = [somebody(plan) for _one in range(4)]
    for number, row in enumerate(people):
        places.accept(row, at=minutes(number))
    places.decline(first, at=minutes(10))
    assert places.end_offers(at=minutes(20)) == 0
    assert places.end_offers(at=minutes(10) + timedelta(hours=24)) == 1
    assert standing(third, fourth) == ["waiting", "offered"]
    assert line(plan) == [third.pk]


def test_who_comes_after_their_offer_ended_goes_to_the_end_of_the_list(plan):
    first, _second, third, fourth = people = [somebody(plan) for _one in range(4)]
    for number, row in enumerate(people):
        places.accept(row, at=minutes(number))
    places.decline(first, at=minutes(10))
    # The clock has not run yet.
    assert places.accept(third, at=minutes(10) + timedelta(hours=25)) == "waiting"
    assert standing(fourth) == ["offered"]
    assert line(plan) == [third.pk]


def test_after_the_last_day_only_an_offer_can_be_taken(plan):
    Plan.objects.update(answer_by=NOON.date())
    first, second, third = people = [somebody(plan) for _one in range(3)]
    for number, row in enumerate(people):
        places.accept(row, at=minutes(number))
    later = NOON + timedelta(days=2)
    with pytest.raises(AnswersClosed):
        places.decline(second, at=later)
    places.decline(first, via=Via.STAFF, at=later)
    assert places.accept(third, at=later + timedelta(hours=1)) == "registered"
    with pytest.raises(AnswersClosed):
        places.accept(somebody(plan), at=later)


def test_without_a_waiting_list_who_comes_late_is_told_and_nothing_is_written(plan):
    Plan.objects.update(keeps_waiting_list=False, capacity=0)
    late = somebody(plan)
    with pytest.raises(NoPlaceLeft):
        places.accept(late, answers={"diet": "none"})
    assert standing(late) == ["invited"]
    assert not Registration.objects.exists()


def test_quotas_hold_for_groups_and_partners_and_do_not_block_the_others(plan, world):
    Plan.objects.update(capacity=4)
    make.QuotaFactory(dialogue=world.dialogue, group=world.miners, most=1)
    make.QuotaFactory(dialogue=world.dialogue, partner=world.partner_body, most=1)
    miners = [somebody(plan, group=world.miners) for _one in range(2)]
    brought = [somebody(plan, held_by=world.partner_body) for _one in range(2)]
    others = [somebody(plan) for _one in range(3)]
    for number, row in enumerate([*miners, *brought, *others]):
        places.accept(row, at=minutes(number))
    assert standing(*miners, *brought) == ["registered", "waiting", "registered", "waiting"]
    assert standing(*others) == ["registered", "registered", "waiting"]
    places.decline(others[0], at=minutes(20))
    # The first two in the line may not have it: their quotas are full.
    assert standing(miners[1], brought[1], others[2]) == ["waiting", "waiting", "offered"]


def test_approval_comes_before_a_place(plan, convenor):
    Plan.objects.update(needs_approval=True, capacity=1)
    first, second = somebody(plan), somebody(plan)
    assert places.accept(first) == "requested"
    assert places.accept(second) == "requested"
    assert places.approve(first, by=convenor) == "registered"
    assert places.approve(second, by=convenor) == "waiting"
    with pytest.raises(AnsweredMeanwhile):
        places.approve(second, by=convenor)


def test_fewer_places_than_are_taken_throw_nobody_out(plan, world):
    people = [somebody(plan, status="registered") for _one in range(2)]
    plan.capacity = 1
    places.change_plan(plan, based_on=plan.version, fields=["capacity"])
    assert standing(*people) == ["registered", "registered"]
    assert places.accept(somebody(plan)) == "waiting"


def test_more_places_are_offered_to_who_waits(plan, world):
    waits = somebody(plan)
    [somebody(plan, status="registered") for _one in range(2)]
    places.accept(waits, at=minutes(1))
    plan.capacity = 3
    places.change_plan(plan, based_on=plan.version, fields=["capacity"], at=minutes(2))
    assert standing(waits) == ["offered"]


def test_nothing_is_offered_once_the_dialogue_is_over(plan, world):
    waits = somebody(plan, status="waiting")
    make.RegistrationFactory(participation=waits, waiting_since=NOON)
    places.end_offers(at=datetime(2026, 6, 2, tzinfo=UTC))
    assert standing(waits) == ["waiting"]
    places.end_offers(at=NOON)
    assert standing(waits) == ["offered"]


def test_the_first_in_line_is_who_was_put_there(plan):
    Plan.objects.update(capacity=0)
    people = [somebody(plan) for _one in range(3)]
    for number, row in enumerate(people):
        places.accept(row, at=minutes(number))
    places.put_first(people[2])
    assert line(plan) == [people[2].pk, people[0].pk, people[1].pk]
    with pytest.raises(NoPlaceLeft):
        places.offer_now(people[0])


def test_an_answer_takes_the_same_few_queries_however_many_wait(
    plan, django_assert_max_num_queries
):
    for number in range(6):
        places.accept(somebody(plan), at=minutes(number))
    late = Participation.objects.select_related("person", "dialogue").get(pk=somebody(plan).pk)
    with django_assert_max_num_queries(14):
        places.accept(late)


def test_without_the_lock_two_who_look_at_once_both_find_the_last_place(plan):
    """A control: why places are given under a lock. tests/convening/test_rush.py is the same with it."""
    Plan.objects.update(capacity=1)
    plan.refresh_from_db()
    people = [somebody(plan), somebody(plan)]
    looked = [Room(plan, without=row.pk) for row in people]
    for row, room in zip(people, looked, strict=True):
        if room.fits(row.group_id, row.person.held_by_id):
            Participation.objects.filter(pk=row.pk).update(status="registered")
    assert standing(*people) == ["registered", "registered"]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["accept", "decline", "approve", "refuse", "clock", "capacity", "offer"]),
        st.integers(0, 5),
    ),
    max_size=14,
)


@given(steps=STEPS, approval=st.booleans(), keeps=st.booleans())
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_happens_no_more_hold_a_place_than_there_are(
    plan, convenor, steps, approval, keeps
):
    Participation.objects.all().delete()
    Plan.objects.update(capacity=2, needs_approval=approval, keeps_waiting_list=keeps)
    make.QuotaFactory._meta.model.objects.all().delete()
    group = plan.dialogue.initiative.programme.groups.first()
    make.QuotaFactory(dialogue=plan.dialogue, group=group, most=1)
    people = [somebody(plan, group=group if number % 2 else None) for number in range(6)]
    most, at = 2, NOON
    for step, number in steps:
        at += timedelta(hours=5)
        before = line(plan)
        row = Participation.objects.select_related("person", "dialogue").get(pk=people[number].pk)
        with contextlib.suppress(AnsweredMeanwhile, NoPlaceLeft):
            most = _take_step(plan, step, number, row, convenor, at, most)
        held = plan.dialogue.participations.filter(status__in=HOLDS_A_PLACE)
        assert held.count() <= most
        assert held.filter(group=group).count() <= 1
        assert plan.dialogue.participations.count() == len(people)
        _require_order(before, line(plan))
        waits = set(
            plan.dialogue.participations.filter(status="waiting").values_list("pk", flat=True)
        )
        assert waits == set(line(plan))


def _take_step(plan, step, number, row, convenor, at, most):
    if step == "accept":
        places.accept(row, at=at)
    elif step == "decline":
        places.decline(row, at=at)
    elif step == "approve":
        places.approve(row, by=convenor, at=at)
    elif step == "refuse":
        places.refuse(row, by=convenor, at=at)
    elif step == "offer":
        places.offer_now(row, at=at)
    elif step == "clock":
        places.end_offers(at=at + timedelta(hours=12 * number))
    else:
        # Only upwards: what happens to those above a lower number is a test of its own.
        fresh = Plan.objects.select_related("dialogue").get(pk=plan.pk)
        fresh.capacity = most = most + number % 2
        places.change_plan(fresh, based_on=fresh.version, fields=["capacity"], at=at)
    return most


def _require_order(before, after):
    """Who still waits stands in the order in which they stood, before those who came later."""
    stayed = [pk for pk in after if pk in before]
    if len(stayed) == len(after) or not stayed:
        return
    came = [pk for pk in after if pk not in before]
    assert after == stayed + came
