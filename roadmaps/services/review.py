"""A meeting walks through the roadmap: what is said of an action goes into the minutes as it is said."""

from django.db import transaction

from core.services import next_position
from roadmaps.exceptions import MeetingMoved
from roadmaps.models import Meeting, MeetingItem
from roadmaps.services.updates import write_update


@transaction.atomic
def speak_of(meeting, action, *, minutes, update=None, further=None):
    """Note what `meeting` said of `action`, under a point of its own, and move the action by `update` if
    there is one; the point. Spoken of again, the words stand below the first.

    Atomic; raises MeetingMoved unless the meeting is under way.
    """
    locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if locked.state != Meeting.State.OPEN:
        raise MeetingMoved
    item = MeetingItem.objects.filter(
        meeting=meeting, kind=MeetingItem.Kind.REVIEW, action=action
    ).first()
    if item is None:
        item = MeetingItem.objects.create(
            meeting=meeting,
            kind=MeetingItem.Kind.REVIEW,
            action=action,
            title=action.title,
            minutes=minutes,
            is_dealt_with=True,
            position=next_position(meeting.items),
        )
    elif minutes and minutes not in item.minutes:
        words = f"{item.minutes}\n\n{minutes}".strip()
        rows = MeetingItem.objects.filter(pk=item.pk)
        rows.update(minutes=words, version=item.version + 1)
    if update is not None:
        write_update(update, **(further or {}))
    return item
