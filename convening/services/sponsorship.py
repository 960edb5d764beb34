"""Who pays for whose coming: asked for, offered, accepted, paid; each step once, and with its trail."""

from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from convening.exceptions import (
    AnsweredMeanwhile,
    CurrencyStands,
    FundInUse,
    SponsoredAlready,
)
from convening.models import Fund, MailKind, Sponsorship, SponsorshipStep
from convening.services.owed import owe
from core.services import save_version
from dialogues.models import Participation

State = Sponsorship.State
# From which states each can be come to.
STEPS = {
    State.OFFERED: (State.REQUESTED, State.REFUSED, State.DECLINED),
    State.ACCEPTED: (State.OFFERED,),
    State.PAID: (State.OFFERED, State.ACCEPTED),
    State.REFUSED: (State.REQUESTED, State.OFFERED),
    State.DECLINED: (State.REQUESTED, State.OFFERED, State.ACCEPTED),
    State.REQUESTED: (State.REFUSED, State.DECLINED),
}
COUNTS = (State.OFFERED, State.ACCEPTED, State.PAID)


@transaction.atomic
def ask_for(participation, *, what, amount=Decimal(0), note="", by):
    """Ask that something be paid for somebody; the Sponsorship, as requested.

    Atomic. Raises SponsoredAlready if it was asked for them before.
    """
    try:
        with transaction.atomic():
            sponsorship = Sponsorship.objects.create(
                participation=participation, what=what, amount=amount, note=note
            )
    except IntegrityError:
        raise SponsoredAlready from None
    _note(sponsorship, by)
    return sponsorship


@transaction.atomic
def offer(sponsorships, *, fund, by, amount=None, at=None):
    """Offer to pay `sponsorships` from `fund`, each its own amount, or `amount` for each; how many.

    Atomic: all of them, or, where one has moved on meanwhile, AnsweredMeanwhile and none. Each person is
    told once.
    """
    at = at or timezone.now()
    told = {}
    for sponsorship in sponsorships:
        fields = {"fund": fund} if amount is None else {"fund": fund, "amount": amount}
        _move(sponsorship, State.OFFERED, by=by, **fields)
        told[sponsorship.participation_id] = sponsorship.participation
    for participation in told.values():
        _keep_tick(participation)
        owe(participation, MailKind.SPONSORSHIP, key=f"{at.timestamp():.0f}")
    return len(sponsorships)


@transaction.atomic
def take_step(sponsorship, *, to, by, **fields):
    """Bring one sponsorship to the state `to`, with further `fields` (amount, paid_amount, paid_on, fund).

    Atomic; raises AnsweredMeanwhile unless it is in a state from which that can be come to.
    """
    _move(sponsorship, to, by=by, **fields)
    _keep_tick(sponsorship.participation)
    return sponsorship


def _move(sponsorship, to, *, by, **fields):
    rows = Sponsorship.objects.filter(pk=sponsorship.pk, state__in=STEPS[State(to)])
    changes = {"state": to, "version": F("version") + 1, "updated_at": timezone.now()}
    if not rows.update(**changes, **fields):
        raise AnsweredMeanwhile
    sponsorship.refresh_from_db()
    _note(sponsorship, by)


def _note(sponsorship, by):
    SponsorshipStep.objects.create(
        sponsorship=sponsorship,
        state=sponsorship.state,
        amount=sponsorship.paid_amount
        if sponsorship.paid_amount is not None
        else sponsorship.amount,
        by=by,
    )


def _keep_tick(participation):
    """The place counts as sponsored as long as something is offered, accepted or paid."""
    rows = Sponsorship.objects.filter(participation=participation, state__in=COUNTS)
    is_sponsored = rows.exists()
    rows = Participation.objects.filter(pk=participation.pk, sponsored=not is_sponsored)
    rows.update(sponsored=is_sponsored)
    participation.sponsored = is_sponsored


@transaction.atomic
def answer_sponsorship(registration, *, accepts, by=None):
    """Take somebody's answer to all that is offered to them: what is in `accepts`, ids, they accept, the
    rest they do not take up. Atomic; what is not offered (any more) is left as it is."""
    offered = Sponsorship.objects.select_for_update().filter(
        participation=registration.participation_id, state=State.OFFERED
    )
    for sponsorship in offered.order_by("pk"):
        to = State.ACCEPTED if sponsorship.pk in accepts else State.DECLINED
        _move(sponsorship, to, by=by)
    _keep_tick(registration.participation)


def let_go(participation, *, by=None):
    """What somebody who does not come asked for or was offered is free for others; what was paid stays
    paid."""
    rows = Sponsorship.objects.filter(participation=participation, state__in=STEPS[State.DECLINED])
    for sponsorship in rows.order_by("pk"):
        _move(sponsorship, State.DECLINED, by=by)
    _keep_tick(participation)


# Funds -------------------------------------------------------------------------------------------
def add_fund(fund):
    """Store a new fund."""
    fund.save(force_insert=True)
    return fund


@transaction.atomic
def change_fund(fund, *, based_on, fields):
    """Save `fields` of a fund that was edited from version `based_on`.

    Atomic; raises StaleVersion, and CurrencyStands if something is promised or paid in its currency.
    """
    held = Fund.objects.select_for_update().filter(pk=fund.pk).first()
    if held is not None and held.currency != fund.currency and held.sponsorships.exists():
        raise CurrencyStands(held.currency)
    return save_version(fund, based_on=based_on, fields=fields)


@transaction.atomic
def delete_fund(fund):
    """Delete a fund. Atomic; raises FundInUse if anything is or was to be paid from it."""
    held = Fund.objects.select_for_update().filter(pk=fund.pk).first()
    if held is None:
        return
    if held.sponsorships.exists():
        raise FundInUse
    held.delete()
