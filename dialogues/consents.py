"""What dialogues take back when somebody refuses to be listed or quoted."""

from django.db.models import F
from django.utils import timezone
from django.utils.translation import ngettext

from dialogues.models import Contribution, Participation


def _listings(people):
    return Participation.objects.filter(person__in=people, listed=True)


def tell_listed(person):
    """What a refusal to be listed changes, in a sentence; none if it changes nothing."""
    return _told(
        _listings([person]).count(),
        lambda number: ngettext(
            "If they refuse to be listed, they leave the participants’ list of %(number)d dialogue.",
            "If they refuse to be listed, they leave the participants’ lists of %(number)d dialogues.",
            number,
        ),
    )


def unlist(people):
    """Take `people` off every participants' list."""
    _listings(people).update(listed=False, updated_at=timezone.now())


def _quotes(people):
    # Words said on the record are attributed by the rule of the dialogue, not by a consent.
    return Contribution.objects.filter(speaker__in=people, attributed=True, on_the_record=False)


def tell_quoted(person):
    """What a refusal to be quoted changes, in a sentence; none if it changes nothing."""
    return _told(
        _quotes([person]).count(),
        lambda number: ngettext(
            "If they refuse to be quoted, their name is removed from %(number)d contribution.",
            "If they refuse to be quoted, their name is removed from %(number)d contributions.",
            number,
        ),
    )


def unname(people):
    """Remove the speaker where naming one of `people` rested on their consent; the words stay.

    On the record the speaker stays, by the rule of the dialogue. But they no longer agree: should the
    dialogue come under the Chatham House Rule, they are forgotten with the others.
    """
    agreed = Contribution.objects.filter(speaker__in=people, attributed=True, on_the_record=True)
    agreed.update(attributed=False, version=F("version") + 1, updated_at=timezone.now())
    _quotes(people).update(
        speaker=None, attributed=False, version=F("version") + 1, updated_at=timezone.now()
    )


def _told(number, say):
    return [say(number) % {"number": number}] if number else []
