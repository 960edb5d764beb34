"""The convening rights of a group pass on: offered, taken up or not, and never lost.

Whoever convenes a group offers its rights to a body and to somebody there with an account. Until that
person takes them up nothing changes. The founders, who convened it before, read on; they take the rights
back where nobody is left who could use them, so that a group is never locked out of itself.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone

from roadmaps.exceptions import (
    LastConvenor,
    NoAccount,
    OfferedAlready,
    OfferMoved,
    StillConvened,
)
from roadmaps.models import GroupConvenor, HandOver, LearningGroup

State = HandOver.State


@transaction.atomic
def offer(hand_over, *, by):
    """Offer the rights of a group, as the unsaved `hand_over` says. Atomic; raises OfferedAlready while
    another offer stands, NoAccount if whoever is to convene has no account."""
    if hand_over.to_person_id and not hand_over.to_person.user_id:
        raise NoAccount
    _lock(hand_over.learning_group_id)
    hand_over.offered_by = by
    try:
        with transaction.atomic():
            hand_over.save(force_insert=True)
    except IntegrityError as clash:
        raise OfferedAlready from clash
    return hand_over


@transaction.atomic
def answer(hand_over, *, takes, words, by):
    """Take up the rights that were offered, or decline them. Whoever convened the group by an earlier
    passing on stops with it; the group's host becomes the body that they passed to.

    Atomic; raises OfferMoved if the offer was answered or withdrawn meanwhile.
    """
    group = _lock(hand_over.learning_group_id)
    state = State.TAKEN if takes else State.DECLINED
    _move(hand_over, state, answered_by=by, answered_at=timezone.now(), answer=words)
    if not takes:
        return
    _end_all(group)
    if hand_over.to_organisation_id is None:
        _let_founders(group)
        return
    GroupConvenor.objects.create(learning_group=group, user=by, hand_over=hand_over, named_by=by)
    LearningGroup.objects.filter(pk=group.pk).update(
        is_passed_on=True, host=hand_over.to_organisation_id
    )


@transaction.atomic
def withdraw(hand_over, *, by):
    """Withdraw an offer that nobody answered yet. Atomic; raises OfferMoved."""
    _lock(hand_over.learning_group_id)
    _move(hand_over, State.WITHDRAWN, answered_by=by, answered_at=timezone.now())


@transaction.atomic
def name_convenor(group, *, user, by):
    """Have `user` convene the group beside those who do. Atomic; idempotent."""
    _lock(group.pk)
    last = group.hand_overs.filter(state=State.TAKEN).last()
    GroupConvenor.objects.get_or_create(
        learning_group=group, user=user, ended_at=None, defaults={"named_by": by, "hand_over": last}
    )


@transaction.atomic
def end_convenor(convenor):
    """End somebody's convening. Atomic; raises LastConvenor if nobody else could go on."""
    group = _lock(convenor.learning_group_id)
    others = _at_work(group).exclude(pk=convenor.pk)
    if not others.exists():
        raise LastConvenor
    GroupConvenor.objects.filter(pk=convenor.pk, ended_at__isnull=True).update(
        ended_at=timezone.now()
    )


@transaction.atomic
def take_back(group, *, words, by):
    """The founders convene the group again, because nobody is left who could. Atomic; raises
    StillConvened while somebody with an account that works does."""
    group = _lock(group.pk)
    if not group.is_passed_on or _at_work(group).exists():
        raise StillConvened
    now = timezone.now()
    group.hand_overs.filter(state=State.OFFERED).update(state=State.WITHDRAWN, answered_at=now)
    HandOver.objects.create(
        learning_group=group,
        state=State.TAKEN,
        note=words,
        offered_by=by,
        answered_by=by,
        answered_at=now,
    )
    _end_all(group)
    _let_founders(group)


def is_deserted(group):
    """True if the group was passed on and nobody is left whose account works."""
    return group.is_passed_on and not _at_work(group).exists()


def _at_work(group):
    return GroupConvenor.objects.filter(
        learning_group=group, ended_at__isnull=True, user__is_active=True
    )


def _lock(pk):
    return LearningGroup.objects.select_for_update().get(pk=pk)


def _move(hand_over, state, **values):
    rows = HandOver.objects.filter(pk=hand_over.pk, state=State.OFFERED)
    if not rows.update(state=state, **values):
        raise OfferMoved


def _end_all(group):
    rows = GroupConvenor.objects.filter(learning_group=group, ended_at__isnull=True)
    rows.update(ended_at=timezone.now())


def _let_founders(group):
    LearningGroup.objects.filter(pk=group.pk).update(is_passed_on=False)
