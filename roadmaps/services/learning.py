"""The learning space: lessons are shared, and others say whether they hold for them too."""

from django.db import transaction

from core.services import save_version
from roadmaps.models import LessonNote


@transaction.atomic
def share_lesson(lesson, *, ties, by):
    """Write a new lesson with its ties (`{"topics": rows, "actions": rows}`). Atomic."""
    lesson.programme_id = lesson.learning_group.programme_id
    lesson.by_user = by
    lesson.save(force_insert=True)
    _tie(lesson, ties)
    return lesson


@transaction.atomic
def change_lesson(lesson, *, based_on, fields, ties):
    """Save a lesson and its ties. Atomic; raises StaleVersion."""
    save_version(lesson, based_on=based_on, fields=fields)
    _tie(lesson, ties)
    return lesson


def _tie(lesson, ties):
    for name, rows in ties.items():
        getattr(lesson, name).set(rows)


def say_to(lesson, *, text, group, by):
    """Keep what somebody says to a lesson, in the name of their group if they have one."""
    return LessonNote.objects.create(lesson=lesson, text=text, learning_group=group, by_user=by)
