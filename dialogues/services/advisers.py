"""Seats in the advisory group: who is asked to serve, what they answer, when they go."""

from datetime import datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.exceptions import Gone
from core.links import make_link, revoke
from core.models import Mail, PersonalLink
from core.outbox import cancel, post
from core.services import save_version
from dialogues.exceptions import HasSeatAlready, SeatMoved, TermOver
from dialogues.mail.advisers import invitation
from dialogues.models import Seat
from dialogues.survey_people import reachable
from dialogues.terms import appoint_to, dismiss_from
from stakeholders.models import Person
from stakeholders.naming import name_on_mail

PURPOSE = "advise"
WITHOUT_TERM = timedelta(days=365)  # for so long the link of a seat without a last day opens

State = Seat.State
INVITABLE = (State.NOMINATED, State.INVITED, State.DECLINED, State.LEFT)
ANSWERABLE = (State.INVITED, State.ACCEPTED, State.DECLINED)
# By telephone somebody may say yes before anything was sent to them.
ANSWERABLE_BY_HAND = (State.NOMINATED, *ANSWERABLE)


def serving(initiative):
    """The seats of those who serve on the advisory group today."""
    return initiative.seats.serving()


def add_seat(seat):
    """Put somebody on the advisory group's list, for the constituency that the register gives them
    unless another was chosen. Atomic; raises HasSeatAlready."""
    if seat.group_id is None:
        body = seat.person.organisation
        seat.group_id = seat.person.group_id or (body and body.group_id)
    try:
        with transaction.atomic():
            seat.save(force_insert=True)
    except IntegrityError as clash:
        raise HasSeatAlready from clash
    return seat


@transaction.atomic
def change_seat(seat, *, based_on, fields):
    """Save what was changed; the seat's link ends with its term. Atomic; raises StaleVersion.

    Of whom serves again because a term that was over is prolonged, the role of adviser is theirs again.
    """
    today = timezone.localdate()
    ended = Seat.objects.filter(pk=seat.pk, state=State.ACCEPTED, ends_on__lt=today).exists()
    save_version(seat, based_on=based_on, fields=fields)
    if ended and not seat.is_over(today):
        appoint_to(seat)
    if seat.link_id:
        PersonalLink.objects.filter(pk=seat.link_id).update(expires_at=_link_ends(seat))
    return seat


@transaction.atomic
def invite(seat, *, seen, by=None):
    """Invite somebody to serve, by mail if they can be written to, or remind them; the seat as it is now.

    `seen` is when the seat had last been invited as far as the asker knew, so that one press of a
    button sends one mail; `by` is the user whom the mail names for questions. Atomic; raises
    SeatMoved if somebody invited or answered meanwhile, TermOver if the term has ended.
    """
    now = timezone.now()
    _refuse_if_over(seat)
    link = _open_link(seat)
    _move(
        seat,
        before=INVITABLE,
        seen={"invited_at": seen},
        state=State.INVITED,
        link=link,
        invited_at=now,
        answered_at=None,
        answer="",
        left_on=None,
        left_reason="",
    )
    if reachable(Person.objects.filter(pk=seat.person_id)).exists():
        cancel(Mail.objects.filter(link=link))
        post(
            key=f"advise:{seat.pk}:{now.isoformat()}",
            to_email=seat.person.email,
            to_name=name_on_mail(seat.person),
            link=link,
            **invitation(seat, by=by, is_again=seen is not None),
        )
    return seat


@transaction.atomic
def record_answer(seat, *, accepts, answer="", by_hand=False):
    """Take down whether somebody serves, in their own words; they may change their mind.

    Somebody with an account who accepts gets the role of adviser, unless they have it; who declines
    loses the one that came with the seat. `by_hand` is for an answer that a convenor was told. Atomic;
    raises SeatMoved if the seat waits for no answer, TermOver if the term has ended.
    """
    now = timezone.now()
    _refuse_if_over(seat)
    _move(
        seat,
        before=ANSWERABLE_BY_HAND if by_hand else ANSWERABLE,
        state=State.ACCEPTED if accepts else State.DECLINED,
        answered_at=now,
        answer=answer,
    )
    if accepts:
        appoint_to(seat)
    else:
        dismiss_from(seat)
    if seat.link_id:
        # Whoever has answered is asked no more.
        cancel(Mail.objects.filter(link=seat.link_id))
    return seat


@transaction.atomic
def leave(seat, *, left_on, reason):
    """End somebody's service, or an invitation, on a day and for a reason; their link opens nothing more.

    Atomic; raises SeatMoved if the seat has ended already or nobody was invited yet.
    """
    _move(seat, before=ANSWERABLE, state=State.LEFT, left_on=left_on, left_reason=reason)
    dismiss_from(seat)
    if seat.link_id:
        revoke(seat.link)
        cancel(Mail.objects.filter(link=seat.link_id))
    return seat


@transaction.atomic
def take_off(seat):
    """Take somebody who was never invited off the list. Atomic; raises SeatMoved if they were."""
    deleted, _rows = Seat.objects.filter(pk=seat.pk, state=State.NOMINATED).delete()
    if not deleted:
        raise _moved(seat)


@transaction.atomic
def link_for(seat):
    """The personal link of a seat that may still be answered. Raises SeatMoved and TermOver."""
    _refuse_if_over(seat)
    link = _open_link(seat)
    _move(seat, before=ANSWERABLE, link=link)
    return link


def _refuse_if_over(seat):
    if seat.is_over(timezone.localdate()):
        raise TermOver


def _move(seat, *, before, seen=None, **changes):
    """Compare-and-set: write `changes` if the seat is in one of the states `before`. Raises SeatMoved."""
    rows = Seat.objects.filter(pk=seat.pk, state__in=before, **_as_lookups(seen or {}))
    if not rows.update(updated_at=timezone.now(), **changes):
        raise _moved(seat)
    for name, value in changes.items():
        setattr(seat, name, value)


def _moved(seat):
    """Why the seat could not be moved: what stands now, or that it was taken off the list."""
    now = Seat.objects.filter(pk=seat.pk).first()
    return Gone() if now is None else SeatMoved(now)


def _as_lookups(values):
    return {
        f"{name}__isnull" if value is None else name: True if value is None else value
        for name, value in values.items()
    }


def _link_ends(seat):
    """When the link of a seat ends: with the last day of the term."""
    if seat.ends_on is None:
        return timezone.now() + WITHOUT_TERM
    midnight = datetime.combine(seat.ends_on + timedelta(days=1), time.min)
    return timezone.make_aware(midnight)


def _open_link(seat):
    """The seat's link if it still opens, with the term's end as its own; a new one otherwise."""
    ends = _link_ends(seat)
    if seat.link_id and PersonalLink.objects.valid().filter(pk=seat.link_id).update(
        expires_at=ends
    ):
        return seat.link
    return make_link(PURPOSE, expires_at=ends)
