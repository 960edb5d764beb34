"""Endorsing a version: members are asked, answer signed in, or have said it in person."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core.exceptions import Refusal
from core.permissions import require
from dialogues.parts.forms import typed
from dialogues.standing import standing_of
from roadmaps.endorsing import to_ask
from roadmaps.forms.versions import AnswerForm, RecordForm
from roadmaps.frame import RUN
from roadmaps.models import Endorsement, Membership
from roadmaps.services import endorsing as service
from roadmaps.views.versions import latest_of, version_frame, version_or_404

either = require_http_methods(["GET", "HEAD", "POST"])


def _to_run(request, pk):
    version = version_or_404(request, pk)
    require(request.user, RUN, version.roadmap)
    return version


@login_required
@either
def endorsing(request, pk):
    """Ask the members who were not asked yet, having seen how many and who has no address."""
    version = _to_run(request, pk)
    reach, beyond, asked = to_ask(version)
    if request.method == "POST":
        try:
            sent = service.ask(version, members=[*reach, *beyond], by=request.user)
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        else:
            words = ngettext(
                "%(number)d member is asked by mail.", "%(number)d members are asked by mail.", sent
            )
            messages.success(request, words % {"number": sent})
        return redirect("roadmaps:version", pk=pk)
    context = version_frame(request, version)
    names = context["names"]
    context |= {
        "reach": [names.of(seat.person) for seat in reach],
        "beyond": [names.of(seat.person) for seat in beyond],
        "asked": len(asked),
        "is_last": latest_of(version) == version.number,
        "cancel_url": reverse("roadmaps:version", args=[pk]),
        "consequences": _what_happens(reach, beyond),
    }
    return render(request, "roadmaps/endorsing.html", context)


def _what_happens(reach, beyond):
    words = ngettext(
        "%(number)d mail with a personal link goes out at once.",
        "%(number)d mails, each with a personal link, go out at once.",
        len(reach),
    )
    found = [words % {"number": len(reach)}]
    if beyond:
        words = ngettext(
            "%(number)d member cannot be written to: record what they say in person.",
            "%(number)d members cannot be written to: record what they say in person.",
            len(beyond),
        )
        found.append(words % {"number": len(beyond)})
    return found


@login_required
@either
def endorse_record(request, pk, member):
    """Record what a member said in person."""
    version = _to_run(request, pk)
    group = version.roadmap.learning_group
    rows = Membership.objects.current().select_related("person")
    seat = get_object_or_404(rows.filter(learning_group=group), pk=member)
    form = RecordForm(typed(request), group=group, version=version)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        facts = {"on": asked["answered_on"], "meeting": asked["meeting"]}
        if _answered(request, version, seat, form, Endorsement.Via.PERSON, **facts):
            return redirect("roadmaps:version", pk=pk)
    context = version_frame(request, version)
    context |= {
        "form": form,
        "heading": _("What %(who)s said") % {"who": context["names"].of(seat.person)},
        "cancel_url": reverse("roadmaps:version", args=[pk]),
    }
    return render(request, "roadmaps/endorse_form.html", context)


@login_required
@either
def endorse_mine(request, pk):
    """Endorse a version signed in, as a member; an answer can be changed until there is a newer one."""
    version = version_or_404(request, pk)
    rows = Membership.objects.current().filter(person__in=standing_of(request.user).people)
    seat = get_object_or_404(rows.filter(learning_group=version.roadmap.learning_group_id))
    given = version.endorsements.filter(member=seat).first()
    form = AnswerForm(typed(request), initial=said_before(given))
    posted = request.method == "POST" and form.is_valid()
    if posted and _answered(request, version, seat, form, Endorsement.Via.ACCOUNT):
        return redirect("roadmaps:version", pk=pk)
    context = version_frame(request, version)
    context |= {
        "form": form,
        "heading": _("Your answer"),
        "cancel_url": reverse("roadmaps:version", args=[pk]),
    }
    return render(request, "roadmaps/endorse_form.html", context)


def said_before(given):
    """What a form shows of the answer that stands."""
    if given is None or given.state == Endorsement.State.ASKED:
        return {}
    return {"state": given.state, "reservation": given.reservation, "shown": given.shown}


def _answered(request, version, seat, form, via, **facts):
    asked = form.cleaned_data
    words = {name: asked[name] for name in ("state", "reservation", "shown")}
    try:
        service.answer(version, seat, via=via, by=request.user, **words, **facts)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("The answer is recorded."))
    return True
