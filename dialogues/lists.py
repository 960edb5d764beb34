"""Lists of initiatives and dialogues: what they are narrowed by, their order, and what goes with a row."""

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    Min,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    When,
)

from dialogues.models import Dialogue, Stage
from dialogues.when import TONES, progress_of, when_in_words, where_in_words

AHEAD, HELD, CANCELLED = 0, 1, 2  # in this order they are listed


def upcoming_first(dialogues, *, today):
    """What is ahead or under way on `today` by date, then what has been held, the latest first, then what
    was cancelled; `is_held` of each row is AHEAD (0), HELD or CANCELLED."""
    is_ahead = Q(ends_on__gte=today, cancelled_at__isnull=True)
    was_cancelled = Q(cancelled_at__isnull=False)
    return dialogues.annotate(
        is_held=Case(
            When(was_cancelled, then=CANCELLED),
            When(is_ahead, then=AHEAD),
            default=HELD,
            output_field=IntegerField(),
        ),
        ahead_on=Case(When(is_ahead, then=F("starts_on"))),
    ).order_by("is_held", F("ahead_on").asc(nulls_last=True), "-starts_on", "title", "pk")


def row_of(dialogue):
    """A dialogue as a line of a list."""
    progress = progress_of(dialogue)
    return {
        "dialogue": dialogue,
        "when": when_in_words(dialogue),
        "where": where_in_words(dialogue),
        "progress": progress,
        "tone": TONES[progress],
    }


def with_outline(initiatives, user, *, today):
    """Initiatives with the number of dialogues that `user` may see, the next one's day, and open stages."""
    visible = Dialogue.objects.visible_to(user).filter(initiative=OuterRef("pk")).order_by()
    count = visible.values("initiative").annotate(number=Count("pk")).values("number")
    ahead = visible.filter(ends_on__gte=today, cancelled_at__isnull=True).values("initiative")
    next_on = ahead.annotate(first=Min("starts_on")).values("first")
    open_stages = Prefetch("stages", Stage.objects.open(), to_attr="open_stages")
    return (
        initiatives.select_related("programme")
        .annotate(dialogue_count=Subquery(count), next_on=Subquery(next_on))
        .prefetch_related(open_stages)
    )
