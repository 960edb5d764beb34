"""Places: how they are taken, waited for, offered and given back.

Every change of who holds a place happens under the lock of the dialogue's Plan row, so that however
many people answer at once, no more get a place than there are (security.md). Who holds a place:
those registered, those who attended, and those to whom one is offered until the offer ends.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from convening.exceptions import AnsweredMeanwhile, AnswersClosed, NoPlaceLeft
from convening.models import MailKind, Plan, Quota, Registration
from convening.room import HOLDS_A_PLACE, Room, waiting_kinds
from convening.services.owed import owe
from convening.services.sponsorship import let_go
from core.services import save_version
from dialogues.models import Dialogue, Participation

Status = Participation.Status
Via = Registration.Via
BY_THEMSELVES = (Via.LINK, Via.SIGNED_IN)
MAIL_OF = {
    Status.REGISTERED: MailKind.CONFIRMED,
    Status.REQUESTED: MailKind.REQUESTED,
    Status.WAITING: MailKind.WAITING,
    Status.DECLINED: MailKind.DECLINED,
}
# What an answer writes: a link or a draft that is saved at the same moment by another is left alone.
WRITTEN = (
    *("via", "answered_at", "answered_by", "reason"),
    *("waiting_since", "offer_until", "updated_at"),
)
# Where each step may begin.
MAY_BE_REFUSED = (Status.REQUESTED, Status.WAITING, Status.OFFERED)


def plan_of(dialogue):
    """The Plan of `dialogue`; one with nothing limited is stored if there is none."""
    return Plan.objects.get_or_create(dialogue=dialogue)[0]


def registration_of(participation):
    """The Registration of `participation`, with its link; stored if there is none."""
    rows = Registration.objects.select_related("link")
    return rows.get_or_create(participation=participation)[0]


def closes_at(plan):
    """The first moment at which answers are no longer taken; None if they always are."""
    dialogue = plan.dialogue
    day = plan.answer_by
    if day is None:
        return None
    zone = ZoneInfo(dialogue.timezone)
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone)


def takes_answers(plan, *, at=None):
    """True while people may answer, and change their minds, by themselves."""
    end = closes_at(plan)
    if plan.dialogue.is_cancelled:
        return False
    return end is None or (at or timezone.now()) < end


def lock(dialogue_id):
    """The Plan of a dialogue, locked until the transaction ends; one is stored if there is none."""
    rows = Plan.objects.select_for_update(of=("self",)).select_related("dialogue")
    plan = rows.filter(dialogue_id=dialogue_id).first()
    if plan is None:
        Plan.objects.get_or_create(dialogue_id=dialogue_id)
        plan = rows.get(dialogue_id=dialogue_id)
    return plan


def has_room(plan, participation):
    """True if one more place is free in all, and within the quotas that count `participation`.

    To be asked under the lock (`lock`).
    """
    room = Room(plan, without=participation.pk)
    return room.fits(participation.group_id, participation.person.held_by_id)


# Answers -----------------------------------------------------------------------------------------
@transaction.atomic
def accept(participation, *, answers=None, via=Via.LINK, by=None, at=None):
    """Take somebody's yes; the Status it brings them to: registered, waiting, or requested.

    `answers` are those to the dialogue's form, if it was filled in. Who holds a place keeps it, and who
    waits keeps their turn: saying yes twice changes nothing but the answers. Atomic. Raises
    AnsweredMeanwhile if they were taken off the list, AnswersClosed for who answers by themselves after
    the last day (an offer is open for as long as it is kept), NoPlaceLeft where every place is taken
    and no list is kept; then nothing is written.
    """
    arrived = at or timezone.now()
    plan, registration, at = _locked(participation, at)
    _require_open(plan, participation, registration, via, arrived)
    before = participation.status
    status = before
    if before not in (Status.REGISTERED, Status.ATTENDED):
        status = _where_to(plan, participation, registration, at=arrived)
    _write(participation, registration, status, answers=answers, via=via, by=by, at=at)
    if status != before:
        _tell(participation, MAIL_OF[status], status, at)
    if before == Status.OFFERED and status != Status.REGISTERED:
        offer_places(plan, at=at)
    return status


@transaction.atomic
def decline(participation, *, reason="", via=Via.LINK, by=None, at=None):
    """Take somebody's no, with their reason; a place they held goes to who waits longest.

    Atomic and idempotent. Raises AnsweredMeanwhile and AnswersClosed as `accept` does.
    """
    arrived = at or timezone.now()
    plan, registration, at = _locked(participation, at)
    _require_open(plan, participation, registration, via, arrived)
    before = participation.status
    registration.reason = reason
    _write(participation, registration, Status.DECLINED, answers=None, via=via, by=by, at=at)
    if before != Status.DECLINED:
        _tell(participation, MailKind.DECLINED, "declined", at)
    if before in HOLDS_A_PLACE:
        offer_places(plan, at=at)


def _locked(participation, at):
    """The plan under its lock, the registration, and the moment; `participation` as it stands by now.

    The moment is that at which the lock was got: so the waiting list is in the order in which answers
    were decided on, whichever process took them in.
    """
    plan = lock(participation.dialogue_id)
    try:
        participation.refresh_from_db(fields=["status", "group"])
    except Participation.DoesNotExist:
        raise AnsweredMeanwhile from None
    registration = registration_of(participation)
    registration.participation = participation
    Dialogue._meta.get_field("plan").set_cached_value(participation.dialogue, plan)
    return plan, registration, at or timezone.now()


def _require_open(plan, participation, registration, via, arrived):
    if via not in BY_THEMSELVES or takes_answers(plan, at=arrived):
        return
    if plan.dialogue.is_cancelled or not _is_offered(participation, registration, arrived):
        raise AnswersClosed


def _is_offered(participation, registration, at):
    """True if a place is kept for them still."""
    until = registration.offer_until
    return participation.status == Status.OFFERED and until is not None and until > at


def _where_to(plan, participation, registration, *, at):
    status = participation.status
    if _is_offered(participation, registration, at):
        return Status.REGISTERED
    if status in (Status.REQUESTED, Status.WAITING):
        return status
    if plan.needs_approval and registration.approved_at is None:
        return Status.REQUESTED
    return _seat(plan, participation)


def _seat(plan, participation):
    """Registered if there is a place that nobody waits for, else waiting. Raises NoPlaceLeft."""
    group, partner = participation.group_id, participation.person.held_by_id
    room = Room(plan, without=participation.pk)
    if room.fits(group, partner) and not _somebody_first(plan, room, participation):
        return Status.REGISTERED
    if not plan.keeps_waiting_list:
        raise NoPlaceLeft(room.limit_reached(group, partner) or "all")
    return Status.WAITING


def _somebody_first(plan, room, participation):
    """True if somebody waits who could take the place that `participation` asks for."""
    if not room.is_limited:
        return False
    return any(room.fits(*kind) for kind in waiting_kinds(plan, without=participation.pk))


def _write(participation, registration, status, *, answers, via, by, at):
    before = participation.status
    if before != status:
        participation.status = status
        participation.save(update_fields=["status", "updated_at"])
    registration.via, registration.answered_at, registration.answered_by = via, at, by
    _keep_in_step(registration, before, status, at)
    if answers is not None:
        registration.answers, registration.draft = answers, {}
    registration.save(update_fields=WRITTEN if answers is None else (*WRITTEN, "answers", "draft"))
    if status == Status.DECLINED and before != status:
        let_go(participation, by=by)


def _keep_in_step(registration, before, status, at):
    """The dates of waiting and of an offer as `status` needs them; a turn in the line is kept only by who
    stays in it."""
    if status != Status.WAITING:
        registration.waiting_since = None
    elif before != Status.WAITING or registration.waiting_since is None:
        registration.waiting_since = at
    if status != Status.OFFERED:
        registration.offer_until = None


def _tell(participation, kind, word, at):
    owe(participation, kind, key=f"{word}:{at:%Y%m%dT%H%M%S%f}")


# Offers ------------------------------------------------------------------------------------------
def offer_places(plan, *, at=None):
    """Offer every free place to who has waited longest and fits the quotas; how many were offered.

    To be called under the lock (`lock`), inside the caller's transaction. Nothing is offered once the
    dialogue is over or cancelled.
    """
    at = at or timezone.now()
    if plan.dialogue.is_cancelled or plan.dialogue.ends_on < at.date():
        return 0
    line = Registration.objects.filter(participation__dialogue=plan.dialogue_id).waiting()
    room = Room(plan)
    if room.is_full:
        return 0
    kinds = ("pk", "participation__group_id", "participation__person__held_by_id")
    chosen = []
    for pk, group, partner in line.values_list(*kinds):
        if room.is_full:
            break
        if room.fits(group, partner):
            room.take(group, partner)
            chosen.append(pk)
    for registration in _with_people(line.filter(pk__in=chosen)):
        _offer(plan, registration, at)
    return len(chosen)


def _with_people(registrations):
    return registrations.select_related(
        "link", "participation__person", "participation__dialogue__initiative__programme"
    )


def _offer(plan, registration, at):
    participation = registration.participation
    participation.status = Status.OFFERED
    participation.save(update_fields=["status", "updated_at"])
    registration.offer_until = at + timedelta(hours=plan.offer_hours)
    registration.save(update_fields=["offer_until", "updated_at"])
    _tell(participation, MailKind.OFFER, "offer", at)


@transaction.atomic
def offer_now(participation, *, at=None):
    """Offer a place to somebody on the waiting list before their turn; until when it is kept.

    Atomic; raises AnsweredMeanwhile unless they wait, and NoPlaceLeft where none is free for them.
    """
    plan, registration, at = _locked(participation, at)
    if participation.status != Status.WAITING:
        raise AnsweredMeanwhile
    if not has_room(plan, participation):
        raise NoPlaceLeft
    registration.participation = participation
    _offer(plan, registration, at)
    return registration.offer_until


@transaction.atomic
def put_first(participation):
    """Put somebody at the head of the waiting list. Atomic; raises AnsweredMeanwhile unless they wait."""
    plan, registration, _at = _locked(participation, None)
    if participation.status != Status.WAITING:
        raise AnsweredMeanwhile
    line = Registration.objects.filter(participation__dialogue=plan.dialogue_id).waiting()
    first = line.exclude(pk=registration.pk).first()
    if first is not None:
        earliest = first.waiting_since or timezone.now()
        registration.waiting_since = earliest - timedelta(seconds=1)
        registration.save(update_fields=["waiting_since", "updated_at"])


def end_offers(*, at=None):
    """End offers whose time is over, each dialogue in a transaction of its own, and offer what is free to
    who waits; how many ended. Who let an offer pass goes to the end of the list."""
    at = at or timezone.now()
    over = Registration.objects.filter(participation__status=Status.OFFERED, offer_until__lte=at)
    # A place may have become free without anybody being here to see: somebody was erased, or merged.
    waited_for = Dialogue.objects.filter(
        participations__status=Status.WAITING, ends_on__gte=at.date(), cancelled_at=None
    )
    ids = set(over.values_list("participation__dialogue_id", flat=True))
    ids |= set(waited_for.values_list("pk", flat=True))
    return sum(_end_offers_of(pk, over, at) for pk in sorted(ids))


@transaction.atomic
def _end_offers_of(dialogue_id, over, at):
    plan = lock(dialogue_id)
    rows = list(_with_people(over.filter(participation__dialogue=dialogue_id).order_by("pk")))
    for registration in rows:
        participation = registration.participation
        participation.status = Status.WAITING
        participation.save(update_fields=["status", "updated_at"])
        registration.waiting_since, registration.offer_until = at, None
        registration.save(update_fields=["waiting_since", "offer_until", "updated_at"])
        _tell(participation, MailKind.OFFER_ENDED, "offer-ended", at)
    offer_places(plan, at=at)
    return len(rows)


# What convenors decide ---------------------------------------------------------------------------
@transaction.atomic
def approve(participation, *, by, at=None):
    """Say yes to somebody who registered; the Status that brings them to. Atomic; raises
    AnsweredMeanwhile unless they await approval, NoPlaceLeft where there is none and no list."""
    plan, registration, at = _locked(participation, at)
    if participation.status != Status.REQUESTED:
        raise AnsweredMeanwhile
    status = _seat(plan, participation)
    registration.approved_at, registration.approved_by = at, by
    registration.waiting_since = at if status == Status.WAITING else None
    registration.save(update_fields=["approved_at", "approved_by", "waiting_since", "updated_at"])
    participation.status = status
    participation.save(update_fields=["status", "updated_at"])
    _tell(participation, MAIL_OF[status], status, at)
    return status


@transaction.atomic
def refuse(participation, *, by, reason="", at=None):
    """Say no to somebody who registered or waits. Atomic; raises AnsweredMeanwhile if they do neither."""
    plan, registration, at = _locked(participation, at)
    if participation.status not in MAY_BE_REFUSED:
        raise AnsweredMeanwhile
    freed = participation.status == Status.OFFERED
    registration.reason = reason
    _write(participation, registration, Status.DECLINED, answers=None, via=Via.STAFF, by=by, at=at)
    _tell(participation, MailKind.REFUSED, "refused", at)
    if freed:
        offer_places(plan, at=at)


@transaction.atomic
def approve_many(participations, *, by, at=None):
    """Approve several in the order in which they answered: `{Status: how many}`, with "moved" for those
    whom somebody decided on meanwhile and "full" for those without a place or a list. Atomic."""
    rows = participations.filter(status=Status.REQUESTED).select_related("person", "dialogue")
    done = {Status.REGISTERED: 0, Status.WAITING: 0, "moved": 0, "full": 0}
    for participation in rows.order_by("registration__answered_at", "pk"):
        try:
            with transaction.atomic():
                done[approve(participation, by=by, at=at)] += 1
        except AnsweredMeanwhile:
            done["moved"] += 1
        except NoPlaceLeft:
            done["full"] += 1
    return done


@transaction.atomic
def refuse_many(participations, *, by, reason="", at=None):
    """Refuse several; how many it was. Atomic; those decided on meanwhile are passed over."""
    number = 0
    for participation in participations.filter(status=Status.REQUESTED).order_by("pk"):
        try:
            refuse(participation, by=by, reason=reason, at=at)
        except AnsweredMeanwhile:
            continue
        number += 1
    return number


@transaction.atomic
def change_plan(plan, *, based_on, fields, quotas=None, at=None):
    """Save `fields` of a plan that was edited from version `based_on`, and `quotas`: `{("group" or
    "partner", id): most}`, which replace those there were. Places that become free are offered; who holds
    a place keeps it, also where there are fewer places than before.

    How many were offered. Atomic; raises StaleVersion if somebody saved it meanwhile.
    """
    Plan.objects.select_for_update().get(pk=plan.pk)
    save_version(plan, based_on=based_on, fields=fields)
    if quotas is not None:
        Quota.objects.filter(dialogue=plan.dialogue_id).delete()
        Quota.objects.bulk_create(
            Quota(dialogue_id=plan.dialogue_id, most=most, **{f"{kind}_id": key})
            for (kind, key), most in quotas.items()
        )
    return offer_places(lock(plan.dialogue_id), at=at)


@transaction.atomic
def offers_of_change(plan, **change):
    """How many places `change_plan` would offer; nothing is changed."""
    number = change_plan(plan, **change)
    transaction.set_rollback(True)
    return number
