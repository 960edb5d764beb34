"""Two entries of the register who were both asked to one dialogue."""

from datetime import UTC, datetime

import pytest

from convening.models import CheckIn, Registration, Sponsorship
from stakeholders.services.merging import merge, undo_merge
from tests import factories as make

EARLY, LATE = datetime(2026, 1, 2, tzinfo=UTC), datetime(2026, 1, 9, tzinfo=UTC)


@pytest.fixture
def pair(world):
    return [make.PersonFactory(programme=world.programme) for _number in range(2)]


@pytest.fixture
def both(world, pair):
    """Both take part; the one that goes has answered, is sponsored, and was there."""
    kept, gone = (
        make.ParticipationFactory(dialogue=world.dialogue, person=person) for person in pair
    )
    gone.status = "attended"
    gone.save()
    make.RegistrationFactory(participation=kept, answers={"diet": ["fish"]}, waiting_since=LATE)
    make.RegistrationFactory(
        participation=gone, answers={"diet": ["halal"], "access": "Stairs"}, waiting_since=EARLY
    )
    fund = make.FundFactory(programme=world.programme)
    make.SponsorshipFactory(participation=kept)
    make.SponsorshipFactory(
        participation=gone,
        state="paid",
        fund=fund,
        amount=60,
        paid_amount=55,
        paid_on=LATE.date(),
    )
    make.CheckInFactory(participation=gone)
    return kept, gone


def test_what_either_answered_was_paid_or_attended_is_kept(convenor, pair, both):
    merge(*pair, by=convenor)
    [registration] = Registration.objects.all()
    assert registration.participation == both[0]
    assert registration.participation.status == "attended"
    assert registration.answers == {"diet": ["fish"], "access": "Stairs"}
    assert registration.waiting_since == EARLY
    [paid] = Sponsorship.objects.all()
    assert (paid.state, paid.amount, paid.paid_amount) == ("paid", 60, 55)
    assert CheckIn.objects.get().participation == both[0]


def test_taken_apart_again_each_has_what_was_theirs(convenor, pair, both):
    before = [list(model.objects.order_by("pk").values()) for model in (Registration, CheckIn)]
    undo_merge(merge(*pair, by=convenor), by=convenor)
    after = [list(model.objects.order_by("pk").values()) for model in (Registration, CheckIn)]
    drop = {"version", "updated_at"}
    plain = [
        [{name: value for name, value in row.items() if name not in drop} for row in rows]
        for rows in (*before, *after)
    ]
    assert plain[:2] == plain[2:]
    assert sorted(Sponsorship.objects.values_list("state", flat=True)) == ["paid", "requested"]
