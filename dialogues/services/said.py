"""Taking down what was said. A speaker is stored only where the rule of the dialogue lets it be."""

from django.db import transaction

from core.services import next_position, save_version
from dialogues.exceptions import SpeakerDidNotAgree
from dialogues.models import Contribution, Dialogue


@transaction.atomic
def take_down(contribution, *, by):
    """Store a new contribution after those that stand beside it; `by` is who noted it. Atomic.

    Raises SpeakerDidNotAgree if it names a speaker whom the dialogue's rule keeps out.
    """
    _decide_attribution(contribution)
    beside = Contribution.objects.filter(
        session_id=contribution.session_id, parent_id=contribution.parent_id
    )
    contribution.noted_by = by
    contribution.position = next_position(beside)
    contribution.save()
    return contribution


@transaction.atomic
def correct(contribution, *, based_on, fields):
    """Save a contribution that was edited from version `based_on`. Atomic.

    Raises SpeakerDidNotAgree as `take_down` does, and StaleVersion if someone else saved it first.
    """
    _decide_attribution(contribution)
    return save_version(contribution, based_on=based_on, fields=[*fields, "on_the_record"])


def _decide_attribution(contribution):
    """Settle whether these words are on the record, by the rule that holds at this moment.

    The dialogue's row is locked until the words are stored, so that a rule which changes meanwhile
    waits, and no speaker stays behind under the new one.
    """
    rows = Dialogue.objects.select_for_update().only("attribution")
    dialogue = rows.get(pk=contribution.session.dialogue_id)
    contribution.on_the_record = not dialogue.is_chatham_house
    named = contribution.speaker_id is not None
    if named and not (contribution.on_the_record or contribution.attributed):
        raise SpeakerDidNotAgree()
