"""Inviting people to an advisory group: by mail, or with a personal link that is handed over."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core.exceptions import Refusal
from core.links import address_of, issue
from dialogues.forms.advisers import InvitationsForm
from dialogues.mail.advisers import invitation
from dialogues.models import Seat
from dialogues.services.advisers import INVITABLE, invite, link_for
from dialogues.views.advisers import context_below, seat_to_change, seats_of, to_change
from stakeholders.naming import name_for

State = Seat.State


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def advisers_invite(request, slug):
    """Invite all who have not been invited yet, having read who they are."""
    initiative = to_change(request, slug)
    seats = [seat for seat in seats_of(initiative) if seat.state == State.NOMINATED]
    return _invite(request, initiative, seats, _("Invite to the advisory group"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def adviser_invite(request, slug, pk):
    """Invite one person, or remind them, having read the mail. Who gets no mail gets a link by hand."""
    initiative, seat = seat_to_change(request, slug, pk)
    who = name_for(request.user, seat.person)
    title = _("Remind %(who)s") if seat.state == State.INVITED else _("Invite %(who)s")
    return _invite(request, initiative, [seat], title % {"who": who})


def _invite(request, initiative, seats, title):
    today = timezone.localdate()
    seats = [seat for seat in seats if seat.state in INVITABLE and not seat.is_over(today)]
    form = InvitationsForm(
        request.POST if request.method == "POST" else None,
        seats=seats,
        label_of=lambda seat: _whom_and_how(request.user, seat),
    )
    if request.method == "POST" and form.is_valid():
        invited, refused = _invite_each(initiative, form.chosen, by=request.user)
        for refusal in refused:
            messages.warning(request, refusal)
        by_mail = [seat for seat in invited if seat.gets_mail]
        if by_mail:
            messages.success(request, _sent(len(by_mail)))
        by_hand = [seat for seat in invited if not seat.gets_mail]
        if by_hand:
            return _hand_over(request, initiative, by_hand)
        return redirect("dialogues:advisers", slug=initiative.slug)
    by_mail = [seat for seat in seats if seat.gets_mail]
    context = context_below(
        request,
        initiative,
        title=title,
        form=form,
        seats=seats,
        one=seats[0] if len(seats) == 1 else None,
        by_mail=by_mail,
        preview=_preview(initiative, by_mail, by=request.user),
    )
    return render(request, "dialogues/advisers_invite.html", context)


def _whom_and_how(user, seat):
    """Who is invited, and where the mail goes."""
    way = seat.person.email or _("no e-mail address: you hand the link over yourself")
    if seat.person.email and not seat.gets_mail:
        way = _("wants no mail: you hand the link over yourself")
    group = f", {seat.group.name}" if seat.group else ""
    return f"{name_for(user, seat.person)}{group} ({way})"


def _preview(initiative, seats, *, by):
    """The mail that the first of `seats` would get."""
    for seat in seats:
        seat.initiative = initiative
        return invitation(seat, by=by, is_again=seat.invited_at is not None)
    return None


def _invite_each(initiative, seats, *, by):
    """Invite one after the other; the seats that were, and why others were not."""
    invited, refused = [], []
    for seat in seats:
        seat.initiative = initiative
        try:
            invited.append(invite(seat, seen=seat.invited_at, by=by))
        except Refusal as refusal:
            refused.append(str(refusal))
    return invited, refused


def _sent(count):
    return ngettext(
        "%(count)d invitation is on its way by mail.",
        "%(count)d invitations are on their way by mail.",
        count,
    ) % {"count": count}


def _hand_over(request, initiative, seats):
    """The page that shows fresh personal links, this once."""
    rows = [
        {
            "name": name_for(request.user, seat.person),
            "phone": seat.person.phone,
            "address": address_of(issue(seat.link)),
            "until": seat.link.expires_at,
        }
        for seat in seats
    ]
    context = context_below(request, initiative, rows=rows)
    return render(request, "dialogues/advisers_link.html", context)


@login_required
@require_POST
def adviser_link(request, slug, pk):
    """Show a fresh copy of somebody's personal link, once."""
    initiative, seat = seat_to_change(request, slug, pk)
    try:
        link_for(seat)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("dialogues:adviser_edit", slug=slug, pk=pk)
    return _hand_over(request, initiative, [seat])
