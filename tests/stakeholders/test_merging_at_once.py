"""Two people who work on the same entries in the same moment: neither loses what the other did."""

from threading import Barrier, Thread

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import OperationalError, connection

from stakeholders.exceptions import MergeMoved
from stakeholders.models import Merge, Person
from stakeholders.services.merging import merge
from stakeholders.services.register import change_person
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*actions):
    """What each of `actions` came to, all of them begun in the same moment, each on its own connection."""
    ready = Barrier(len(actions))
    ends = [None] * len(actions)

    def run(place, action):
        ready.wait(timeout=10)
        try:
            action()
            ends[place] = "done"
        except (MergeMoved, OperationalError, ObjectDoesNotExist) as refusal:
            ends[place] = type(refusal).__name__
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return ends


def test_of_two_merges_of_one_entry_at_once_one_is_done(world, convenor):
    gone, first, second = make.PersonFactory.create_batch(3, programme=world.programme)
    part = make.ParticipationFactory(dialogue=world.dialogue, person=gone)
    ends = at_once(
        lambda: merge(first, gone, by=convenor), lambda: merge(second, gone, by=convenor)
    )
    assert ends.count("done") == 1
    part.refresh_from_db()
    assert part.person_id == Merge.objects.get().kept
    assert Person.objects.filter(pk__in=[first.pk, second.pk]).count() == 2


def test_two_that_swallow_each_other_at_once_leave_one(world, convenor):
    one, other = make.PersonFactory.create_batch(2, programme=world.programme)
    ends = at_once(lambda: merge(one, other, by=convenor), lambda: merge(other, one, by=convenor))
    assert ends.count("done") == 1
    assert Person.objects.filter(pk__in=[one.pk, other.pk]).count() == 1


def test_an_edit_at_the_moment_of_a_merge_is_kept_or_told(world, convenor):
    kept, gone = make.PersonFactory.create_batch(2, programme=world.programme)
    _merged, edited = at_once(
        lambda: merge(kept, gone, by=convenor), lambda: change_person(gone, phone="+233 77")
    )
    # Edited first: the merge took it over. Merged first: there was nothing left to edit, and it said so.
    kept.refresh_from_db()
    assert (edited == "done") == (kept.phone == "+233 77")
