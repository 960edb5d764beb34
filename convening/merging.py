"""What becomes of answers, sponsorship and messages when two entries of the register become one."""

from django.utils.translation import ngettext_lazy

STATES = ("declined", "refused", "requested", "offered", "accepted", "paid")


def answers_of_both(plan, stays, goes):
    """Both were asked to one dialogue: what either answered is kept, and the better place in the line."""
    _become(plan, stays, "answers", {**goes.answers, **stays.answers})
    earliest = min(filter(None, (stays.waiting_since, goes.waiting_since)), default=None)
    _become(plan, stays, "waiting_since", earliest)
    latest = max(filter(None, (stays.offer_until, goes.offer_until)), default=None)
    _become(plan, stays, "offer_until", latest)
    return False


def furthest_sponsorship(plan, stays, goes):
    """Both are sponsored for the same: what has come further holds, with its fund and its money."""
    if STATES.index(goes.state) > STATES.index(stays.state):
        # The state last: the database asks of what is offered that it has a fund.
        for name in ("fund_id", "amount", "paid_amount", "paid_on", "state"):
            _become(plan, stays, name, getattr(goes, name))
    return False


def _become(plan, row, name, value):
    """Note the change, and let the plan see it: what was blank is not to be filled a second time."""
    plan.change(row, name, value)
    setattr(row, name, value)


WORDS = (
    (
        "convening.AgendaNotice.person",
        ngettext_lazy("%(number)d notice of an agenda", "%(number)d notices of agendas", "number"),
    ),
    (
        "convening.Fund.funder",
        ngettext_lazy("%(number)d fund", "%(number)d funds", "number"),
    ),
    (
        "convening.Quota.partner",
        ngettext_lazy("%(number)d quota of places", "%(number)d quotas of places", "number"),
    ),
)
SETTLERS = (
    ("convening.Registration", answers_of_both),
    ("convening.Sponsorship", furthest_sponsorship),
)
