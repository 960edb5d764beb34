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
from convening.services.messages import tell
from dialogues.models import Dialogue, Participation

Status = Participation.Status
Via = Registration.Via
HOLDS_A_PLACE = (Status.REGISTERED, Status.ATTENDED, Status.OFFERED)
BY_THEMSELVES = (Via.LINK, Via.SIGNED_IN)
MAIL_OF = {
    Status.REGISTERED: MailKind.CONFIRMED,
    Status.REQUESTED: MailKind.REQUESTED,
    Status.WAITING: MailKind.WAITING,
    Status.DECLINED: MailKind.DECLINED,
}


def plan_of(dialogue):
    """The Plan of `dialogue`; one with nothing limited is stored if there is none."""
    return Plan.objects.get_or_create(dialogue=dialogue)[0]


def registration_of(participation):
    """The Registration of `participation`; stored if there is none."""
    return Registration.objects.get_or_create(participation=participation)[0]


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


@transaction.atomic
def accept(participation, *, answers=None, via=Via.LINK, by=None, at=None):
    """Take somebody's yes; the Status it brings them to: registered, waiting, or requested.

    `answers` are those to the dialogue's form, if it was filled in. Who holds a place keeps it, and who
    waits keeps their turn: saying yes twice changes nothing but the answers. Atomic. Raises
    AnswersClosed for who answers by themselves after the last day, NoPlaceLeft where every place is
    taken and no list is kept; then nothing is written.
    """
    at = at or timezone.now()
    plan = lock(participation.dialogue_id)
    participation.refresh_from_db(fields=["status", "group"])
    if via in BY_THEMSELVES and not takes_answers(plan, at=at):
        raise AnswersClosed
    status, registration = participation.status, registration_of(participation)
    before = status
    if status not in (Status.REGISTERED, Status.ATTENDED):
        status = _where_to(plan, participation, registration, at=at)
    _write(participation, registration, status, answers=answers, via=via, by=by, at=at)
    if status != before and status in MAIL_OF:
        tell(participation, MAIL_OF[status], key=f"{status}:{at:%s}")
    if before == Status.OFFERED and status != Status.REGISTERED:
        offer_places(plan, at=at)
    return status


def _where_to(plan, participation, registration, *, at):
    status = participation.status
    if status == Status.OFFERED and registration.offer_until and registration.offer_until > at:
        return Status.REGISTERED
    if status in (Status.REQUESTED, Status.WAITING):
        return status
    if plan.needs_approval and registration.approved_at is None:
        return Status.REQUESTED
    return _seat(plan, participation)


def _seat(plan, participation):
    """Registered if there is a place that nobody waits for, else waiting. Raises NoPlaceLeft."""
    rows = plan.dialogue.participations.exclude(pk=participation.pk)
    waits = rows.filter(status=Status.WAITING)
    if has_room(plan, participation) and not _somebody_first(plan, waits, participation):
        return Status.REGISTERED
    if not plan.keeps_waiting_list:
        raise NoPlaceLeft
    return Status.WAITING


def _somebody_first(plan, waits, participation):
    """True if somebody waits who could take the place that `participation` asks for."""
    return any(has_room(plan, other) for other in waits.select_related("person")[:50])


def has_room(plan, participation):
    """True if one more place is free in all, and within the quotas that count `participation`.

    To be asked under the lock (`lock`).
    """
    rows = plan.dialogue.participations.exclude(pk=participation.pk)
    held = rows.filter(status__in=HOLDS_A_PLACE)
    if plan.capacity is not None and held.count() >= plan.capacity:
        return False
    for quota in plan.dialogue.quotas.all():
        if quota.group_id and quota.group_id == participation.group_id:
            if held.filter(group=quota.group_id).count() >= quota.most:
                return False
        elif quota.partner_id and quota.partner_id == participation.person.held_by_id:
            if held.filter(person__held_by=quota.partner_id).count() >= quota.most:
                return False
    return True


def lock(dialogue_id):
    """The Plan of a dialogue, locked until the transaction ends; one is stored if there is none."""
    Plan.objects.get_or_create(dialogue_id=dialogue_id)
    rows = Plan.objects.select_for_update(of=("self",)).select_related("dialogue")
    return rows.get(dialogue_id=dialogue_id)


@transaction.atomic
def decline(participation, *, reason="", via=Via.LINK, by=None, at=None):
    """Take somebody's no, with their reason; a place they held goes to who waits longest.

    Atomic and idempotent. Raises AnswersClosed for who answers by themselves after the last day.
    """
    at = at or timezone.now()
    plan = lock(participation.dialogue_id)
    participation.refresh_from_db(fields=["status", "group"])
    if via in BY_THEMSELVES and not takes_answers(plan, at=at):
        raise AnswersClosed
    before, registration = participation.status, registration_of(participation)
    registration.reason = reason
    registration.save(update_fields=["reason", "updated_at"])
    _write(participation, registration, Status.DECLINED, answers=None, via=via, by=by, at=at)
    if before != Status.DECLINED:
        tell(participation, MailKind.DECLINED, key=f"declined:{at:%s}")
    if before in HOLDS_A_PLACE:
        offer_places(plan, at=at)


def _write(participation, registration, status, *, answers, via, by, at):
    if participation.status != status:
        participation.status = status
        participation.save(update_fields=["status", "updated_at"])
    registration.via, registration.answered_at, registration.answered_by = via, at, by
    registration.waiting_since = (
        (registration.waiting_since or at) if status == Status.WAITING else None
    )
    registration.offer_until = registration.offer_until if status == Status.OFFERED else None
    if answers is not None:
        registration.answers, registration.draft = answers, {}
    registration.save()


def offer_places(plan, *, at=None):
    """Offer every free place to who has waited longest and fits the quotas; how many were offered.

    To be called under the lock (`lock`), inside the caller's transaction.
    """
    at = at or timezone.now()
    offered = 0
    rows = Registration.objects.filter(participation__dialogue=plan.dialogue_id).waiting()
    for registration in rows.select_related("participation__person", "participation__dialogue"):
        participation = registration.participation
        if not has_room(plan, participation):
            continue
        participation.status = Status.OFFERED
        participation.save(update_fields=["status", "updated_at"])
        registration.offer_until = at + timedelta(hours=plan.offer_hours)
        registration.save(update_fields=["offer_until", "updated_at"])
        tell(participation, MailKind.OFFER, key=f"offer:{at:%s}")
        offered += 1
    return offered


@transaction.atomic
def approve(participation, *, by, at=None):
    """Say yes to somebody who registered; the Status that brings them to. Atomic; raises
    AnsweredMeanwhile unless they await approval, NoPlaceLeft where there is none and no list."""
    at = at or timezone.now()
    plan = lock(participation.dialogue_id)
    participation.refresh_from_db(fields=["status", "group"])
    if participation.status != Status.REQUESTED:
        raise AnsweredMeanwhile
    registration = registration_of(participation)
    registration.approved_at, registration.approved_by = at, by
    status = _seat(plan, participation)
    registration.waiting_since = at if status == Status.WAITING else None
    registration.save()
    participation.status = status
    participation.save(update_fields=["status", "updated_at"])
    tell(participation, MAIL_OF[status], key=f"{status}:{at:%s}")
    return status


@transaction.atomic
def refuse(participation, *, by, reason="", at=None):
    """Say no to somebody who registered or waits. Atomic; raises AnsweredMeanwhile if they do neither."""
    at = at or timezone.now()
    plan = lock(participation.dialogue_id)
    participation.refresh_from_db(fields=["status", "group"])
    if participation.status not in (Status.REQUESTED, Status.WAITING, Status.OFFERED):
        raise AnsweredMeanwhile
    freed = participation.status == Status.OFFERED
    registration = registration_of(participation)
    registration.reason = reason
    _write(participation, registration, Status.DECLINED, answers=None, via=Via.STAFF, by=by, at=at)
    tell(participation, MailKind.REFUSED, key=f"refused:{at:%s}")
    if freed:
        offer_places(plan, at=at)


@transaction.atomic
def change_plan(plan, *, based_on, fields, quotas=None, at=None):
    """Save `fields` of a plan that was edited from version `based_on`, and `quotas`: `{("group" or
    "partner", id): most}`, which replace those there were. Places that become free are offered.

    Atomic; raises StaleVersion if somebody saved it meanwhile.
    """
    from core.services import save_version

    Plan.objects.select_for_update().get(pk=plan.pk)
    save_version(plan, based_on=based_on, fields=fields)
    if quotas is not None:
        Quota.objects.filter(dialogue=plan.dialogue_id).delete()
        Quota.objects.bulk_create(
            Quota(dialogue_id=plan.dialogue_id, most=most, **{f"{kind}_id": key})
            for (kind, key), most in quotas.items()
        )
    offer_places(lock(plan.dialogue_id), at=at)
    return plan


def end_offers(*, at=None):
    """End offers whose time is over, each dialogue in a transaction of its own, and offer the places
    again; how many ended. Who let an offer pass goes to the end of the list."""
    at = at or timezone.now()
    over = Registration.objects.filter(participation__status=Status.OFFERED, offer_until__lte=at)
    ended = 0
    for dialogue in Dialogue.objects.filter(participations__registration__in=over).distinct():
        ended += _end_offers_of(dialogue, over, at)
    return ended


@transaction.atomic
def _end_offers_of(dialogue, over, at):
    plan = lock(dialogue.pk)
    rows = list(over.filter(participation__dialogue=dialogue).select_related("participation"))
    for registration in rows:
        participation = registration.participation
        participation.status = Status.WAITING
        participation.save(update_fields=["status", "updated_at"])
        registration.waiting_since, registration.offer_until = at, None
        registration.save(update_fields=["waiting_since", "offer_until", "updated_at"])
        tell(participation, MailKind.OFFER_ENDED, key=f"offer-ended:{at:%s}")
    offer_places(plan, at=at)
    return len(rows)
