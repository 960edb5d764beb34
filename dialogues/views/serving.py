"""The invitation to serve, as who is invited reads and answers it: through a personal link, or signed in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.exceptions import Refusal
from core.links import by_link, opens
from dialogues.advisory import reviews_waiting
from dialogues.forms.advisers import OwnAnswerForm
from dialogues.models import Seat
from dialogues.services.advisers import ANSWERABLE, PURPOSE, record_answer


def _related(seats):
    return seats.select_related(
        "initiative__programme", "group", "person__user", "link", "appointment"
    )


@opens(PURPOSE)
def link_address(link):
    """Where a personal link that invites to serve leads."""
    return reverse("dialogues:adviser_by_link", args=[link.key])


@require_http_methods(["GET", "HEAD", "POST"])
@by_link(PURPOSE)
def adviser_by_link(request, link):
    """Read and answer an invitation without an account."""
    seat = get_object_or_404(_related(Seat.objects.filter(state__in=ANSWERABLE)), link=link)
    return _answer(request, seat, link_address(link), template="core/link_frame.html")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def adviser_mine(request, slug):
    """Read and answer one's own invitation, signed in; the initiative itself may not be open yet."""
    own = _related(Seat.objects.of(request.user).current().filter(state__in=ANSWERABLE))
    seat = get_object_or_404(own, initiative__slug=slug)
    address = reverse("dialogues:adviser_mine", args=[slug])
    return _answer(request, seat, address, template="base.html")


def _answer(request, seat, address, *, template):
    sent = request.POST if request.method == "POST" else None
    form = OwnAnswerForm(sent, initial={"answer": seat.answer})
    if request.method == "POST" and form.is_valid():
        try:
            record_answer(seat, **form.cleaned_data)
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _thanks(seat))
        return redirect(address)
    serves = seat.state == Seat.State.ACCEPTED
    waiting = reviews_waiting(seat.initiative, [seat.person_id]) if serves else {}
    context = {
        "frame": template,
        "seat": seat,
        "initiative": seat.initiative,
        "form": form,
        "is_answered": seat.answered_at is not None,
        "serves": serves,
        "waiting": waiting.get(seat.person_id),
        "today": timezone.localdate(),
        "may_see": request.user.has_perm("dialogues.view_preparation", seat.initiative),
    }
    return render(request, "dialogues/advisers_serve.html", context)


def _thanks(seat):
    if seat.state == Seat.State.ACCEPTED:
        return _("Thank you. You serve in the advisory group.")
    return _("Thank you for telling us. Your answer is kept.")
