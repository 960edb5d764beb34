"""Mails that are owed to single people of a dialogue, for what became of their place or is paid for them.

That one is owed is a row, written with the change it tells of, so that nobody who waits for the lock of the
places waits for the wording of a mail as well. A worker is woken to write it; if it dies, the clock's sweep
comes by.
"""

from functools import cache, partial

from django.db import transaction
from django.db.models import Max
from django.utils import translation

from convening.calendars import calendar_of_days
from convening.mail import Writer, mail_to, texts_of
from convening.models import MailKind, Message, OwedMail
from convening.recipients import NO_ADDRESS, REFUSED, with_people
from convening.services.links import attend_links, registered
from convening.tasks import write_owed as wake
from core.outbox import post_many
from dialogues.models import Dialogue, Participation
from dialogues.survey_languages import locale_of

AT_ONCE = 100  # mails that are written in one transaction
# Seconds for which notes are gathered: a hundred are written nearly as fast as one.
TOGETHER = 1


def owe(participation, kind, *, key):
    """Note that a mail of `kind` (MailKind) is owed to one person; `key` makes it once. To be called inside
    a transaction."""
    OwedMail.objects.create(participation=participation, kind=kind, key=key)
    transaction.on_commit(partial(wake.apply_async, countdown=TOGETHER), robust=True)


def write_owed():
    """Put all that is owed by now into the outbox, in the order in which it was noted; how many notes that
    was.

    Any number may do it at once: each note is taken by one of them.
    """
    done = 0
    rows = OwedMail.objects.order_by().values_list("participation__dialogue")
    for dialogue, last in list(rows.annotate(last=Max("pk"))):
        while number := _write_some(dialogue, last):
            done += number
    return done


@transaction.atomic
def _write_some(dialogue_id, last):
    locked = OwedMail.objects.select_for_update(skip_locked=True, of=("self",))
    rows = locked.filter(participation__dialogue=dialogue_id, pk__lte=last)
    owed = list(rows.order_by("pk")[:AT_ONCE])
    if not owed:
        return 0
    rows = Dialogue.objects.select_related("initiative__programme", "plan")
    dialogue = rows.get(pk=dialogue_id)
    people = {
        row.pk: row
        for row in with_people(
            Participation.objects.filter(pk__in={row.participation_id for row in owed}), dialogue
        )
    }
    registered(people.values())
    attend_links([row.registration for row in people.values()], dialogue)
    messages, posts = [], []
    write = _writer(dialogue)
    for note in owed:
        participation = people[note.participation_id]
        message = Message(participation=participation, kind=note.kind)
        message.problem = _problem_of(participation)
        if not message.problem:
            posts.append((message, write(note, participation)))
        messages.append(message)
    for (message, _mail), mail in zip(posts, post_many([row for _, row in posts]), strict=True):
        message.mail = mail
        message.problem = "" if mail else NO_ADDRESS
    Message.objects.bulk_create(messages)
    OwedMail.objects.filter(pk__in=[row.pk for row in owed]).delete()
    return len(owed)


def _problem_of(participation):
    if not participation.person.email:
        return NO_ADDRESS
    return REFUSED if participation.refuses else ""


def _writer(dialogue):
    """A function that composes a mail as `post_many` takes it; what is the same for all is read once."""

    @cache
    def writer_for(kind):
        return Writer(dialogue, texts_of(dialogue.initiative.programme_id, kind))

    @cache
    def days_in(language):
        with translation.override(locale_of(language)):
            return calendar_of_days(dialogue)

    def write(note, participation):
        writer = writer_for(note.kind)
        mail = mail_to(
            participation, writer, key=f"convening:{note.kind}:{participation.pk}:{note.key}"
        )
        if note.kind == MailKind.CONFIRMED:
            mail["calendar"] = days_in(writer.language_for(participation.person))
        return mail

    return write
