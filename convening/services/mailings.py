"""Mailings: one mail to several people of a dialogue, looked at before it is sent, and sent once.

Who gets it is fixed when it is drafted, and asked again when it is sent: who declined, answered or said
that they want no mail in between is left out, and the mailing says so.
"""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from convening.exceptions import MailingChanged, MailingGone, NobodyToWriteTo
from convening.mail import Writer, language_of, mail_to, texts_of
from convening.models import Mailing, Message
from convening.recipients import bouncing, in_state, problem_of, with_people
from convening.services.links import attend_links, registered
from core.models import Mail
from core.outbox import cancel, post_many
from core.services import save_version
from dialogues.models import Participation

State = Mailing.State
BATCH = 500
AGAIN = ("failed", "bounced", "left-out")


@transaction.atomic
def draft(dialogue, *, kind, participations, by, reminder=None):
    """A Mailing of `kind` to `participations` (of `dialogue`), to be looked at; nothing is sent.

    Atomic. Its texts are the programme's, else ours, in each language of who gets it. Raises
    NobodyToWriteTo if there is nobody.
    """
    keys = [row.pk for row in participations]
    rows = with_people(dialogue.participations.filter(pk__in=keys), dialogue)
    if not rows:
        raise NobodyToWriteTo
    texts = texts_of(dialogue.initiative.programme_id, kind)
    spoken = {language_of(row.person) for row in rows}
    mailing = Mailing.objects.create(
        dialogue=dialogue,
        kind=kind,
        texts={code: text for code, text in texts.items() if code in spoken},
        made_by=by,
        reminder=reminder,
    )
    bounced = bouncing(dialogue)
    Message.objects.bulk_create(
        [
            Message(
                mailing=mailing,
                participation=row,
                kind=kind,
                problem=problem_of(row, kind, bounced=bounced),
            )
            for row in rows
        ],
        batch_size=BATCH,
    )
    return mailing


@transaction.atomic
def change_text(mailing, *, language, subject, body, based_on):
    """Other words for one language of a draft.

    Raises MailingGone if it is no draft any more, StaleVersion if somebody saved meanwhile.
    """
    _locked(mailing)
    mailing.texts = {**mailing.texts, language: {"subject": subject, "body": body}}
    return save_version(mailing, based_on=based_on, fields=["texts"])


@transaction.atomic
def drop(mailing):
    """Do not send a draft. Raises MailingGone if it was sent or dropped meanwhile."""
    rows = Mailing.objects.filter(pk=mailing.pk, state=State.DRAFT)
    if not rows.update(state=State.DROPPED, updated_at=timezone.now()):
        raise MailingGone


@transaction.atomic
def send(mailing, *, by, seen=None, at=None):
    """Put a draft into the outbox, a mail for each person; how many those were.

    Atomic compare-and-set: of any number of people who press, one sends it, and the others get
    MailingGone. `seen` is the version that was looked at: raises MailingChanged if it is another now.
    """
    mailing, at = _locked(mailing), at or timezone.now()
    if seen is not None and mailing.version != seen:
        raise MailingChanged
    messages = {row.participation_id: row for row in mailing.messages.filter(problem="")}
    rows = _recipients(mailing, messages)
    bounced = bouncing(mailing.dialogue)
    willing = []
    for row in rows:
        messages[row.pk].problem = problem_of(row, mailing.kind, bounced=bounced)
        if not messages[row.pk].problem:
            willing.append(row)
    sent = _post(mailing, willing, messages)
    Message.objects.bulk_update(messages.values(), ["mail", "problem"], batch_size=BATCH)
    Mailing.objects.filter(pk=mailing.pk).update(
        state=State.SENT, sent_at=at, sent_by=by, updated_at=at, version=F("version") + 1
    )
    return sent


@transaction.atomic
def stop(mailing):
    """Take those mails of a mailing that still wait out of the outbox; how many they were."""
    mails = Mail.objects.filter(message__mailing=mailing)
    return cancel(Mail.objects.filter(pk__in=mails.values("pk")), reason=_("Stopped by the team."))


@transaction.atomic
def send_again(mailing):
    """Write anew to those of a sent mailing whom it did not reach and whom it can reach now; how many.

    That is: who had no address and has one, whose address came back and is another now, and whose mail
    failed. Each attempt is a mail of its own in the outbox, made once.
    """
    mailing = Mailing.objects.select_for_update().get(pk=mailing.pk)
    if mailing.state != State.SENT:
        raise MailingGone
    lost = [row for state in AGAIN for row in unreached(mailing, state)]
    messages = {row.participation_id: row for row in lost}
    rows = _recipients(mailing, messages)
    bounced = bouncing(mailing.dialogue)
    able = [row for row in rows if _can_be_reached(row, messages[row.pk], mailing.kind, bounced)]
    again = {row.pk: messages[row.pk] for row in able}
    sent = _post(mailing, able, again)
    for message in again.values():
        message.problem = ""
    Message.objects.bulk_update(again.values(), ["mail", "problem"], batch_size=BATCH)
    return sent


def unreached(mailing, state):
    """The messages of a mailing at `state`, with their mails."""
    return in_state(mailing.messages, state).select_related("mail")


def _can_be_reached(row, message, kind, bounced):
    if problem_of(row, kind, bounced=bounced):
        return False
    mail = message.mail
    return mail is None or mail.bounced_at is None or mail.to_email != row.person.email


def _locked(mailing):
    rows = Mailing.objects.select_for_update(of=("self",))
    row = rows.select_related("dialogue__initiative").filter(pk=mailing.pk).first()
    if row is None or row.state != State.DRAFT:
        raise MailingGone
    return row


def _recipients(mailing, messages):
    rows = Participation.objects.filter(messages__mailing=mailing, pk__in=list(messages))
    return with_people(rows, mailing.dialogue)


def _post(mailing, rows, messages):
    """Write to each of `rows` and note it in their message; how many mails that made."""
    registered(rows)
    if any("{link}" in text["body"] for text in mailing.texts.values()):
        attend_links([row.registration for row in rows], mailing.dialogue)
    writer = Writer(mailing.dialogue, mailing.texts)
    posts = [mail_to(row, writer, key=_key_of(mailing, row, messages[row.pk])) for row in rows]
    mails = post_many(posts)
    for row, mail in zip(rows, mails, strict=True):
        messages[row.pk].mail = mail
        if mail is None:
            messages[row.pk].problem = "no-address"
    return sum(mail is not None for mail in mails)


def _key_of(mailing, row, message):
    before = f":after-{message.mail_id or 0}" if mailing.state == State.SENT else ""
    return f"mailing:{mailing.pk}:{row.pk}{before}"
