"""Pages of places: how many there are, who waits for one, and whose registration awaits a yes."""

from copy import copy

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convening.alike import twice_on_list
from convening.answers_list import moment
from convening.filled import filled, groups_of, partners_of
from convening.forms.places import PlanForm, ReasonForm
from convening.frame import CONVENE, convening_frame, convening_or_404
from convening.models import Registration
from convening.room import Room
from convening.services import places as services
from core.exceptions import Refusal, StaleVersion
from core.paging import page_of
from core.permissions import require
from core.text import as_key
from dialogues.models import Participation
from dialogues.parts.forms import typed
from dialogues.presets import preset_of

Status = Participation.Status
MOST_PAIRS = 20
MOMENTS = ("waiting_since", "offer_until", "answered_at")
either = require_http_methods(["GET", "HEAD", "POST"])


def _opened(request, slug):
    dialogue = convening_or_404(request, slug)
    require(request.user, CONVENE, dialogue)
    return dialogue, convening_frame(request, dialogue, "places")


@login_required
@either
def places(request, slug):
    """How many places there are and how they are filled; what is changed here is said in one form."""
    dialogue, context = _opened(request, slug)
    plan = services.plan_of(dialogue)
    plan.dialogue = dialogue
    groups, partners = list(groups_of(dialogue)), list(partners_of(dialogue))
    form = PlanForm(
        typed(request),
        instance=plan,
        groups=groups,
        partners=partners,
        preset=preset_of(dialogue),
    )
    if request.method == "POST" and form.is_valid():
        try:
            offers = _save(plan, form, sure="sure" in request.POST)
        except StaleVersion as stale:
            stale.current.dialogue = dialogue
            form.meet(stale.current)
        else:
            if offers is None:
                messages.success(request, _("Saved."))
                return redirect("convening:places", slug=slug)
            context["offers"] = offers
    # As it is stored: what was typed and not saved is in the form alone.
    stored = services.plan_of(dialogue)
    stored.dialogue = dialogue
    whole, by_group, by_partner = filled(stored, groups=groups, partners=partners, name=_("In all"))
    pairs = twice_on_list(dialogue)
    context |= {
        "form": form,
        "whole": whole,
        "by_group": by_group,
        "by_partner": by_partner,
        "over": [row for row in (whole, *by_group, *by_partner) if row.over],
        "pairs": [_pair(one, other, context["naming"]) for one, other in pairs[:MOST_PAIRS]],
        "more_pairs": max(0, len(pairs) - MOST_PAIRS),
    }
    return render(request, "convening/places.html", context, status=409 if form.conflict else 200)


def _save(plan, form, *, sure):
    """Save what was typed; None, or, where mails would go to several people and nobody has said that this
    is meant, how many places it would offer, with nothing saved."""
    change = {
        "based_on": form.based_on,
        "fields": form.model_fields,
        "quotas": form.quotas(),
    }
    if not sure:
        offers = services.offers_of_change(copy(plan), **change)
        if offers > 1:
            return offers
    services.change_plan(plan, **change)
    return None


def _pair(one, other, naming):
    address = reverse("stakeholders:person_merge", args=[one.pk])
    return {
        "names": [naming.label(person) for person in (one, other)],
        "url": f"{address}?with={other.pk}",
    }


# The waiting list --------------------------------------------------------------------------------
@login_required
@require_safe
def waiting(request, slug):
    """The waiting list in its order, and the offers that are kept."""
    dialogue, context = _opened(request, slug)
    rows = Registration.objects.filter(participation__dialogue=dialogue)
    rows = rows.select_related("participation__person__organisation", "participation__group")
    page = page_of(request, rows.waiting())
    naming, now = context["naming"], timezone.now()
    offered = rows.filter(participation__status=Status.OFFERED).order_by("offer_until", "pk")
    context |= {
        "page": page,
        "rows": [
            _line(row, naming) | {"place": place}
            for place, row in enumerate(page, start=page.start_index())
        ],
        "offers": [
            _line(row, naming) | {"is_over": bool(row.offer_until and row.offer_until <= now)}
            for row in offered[:200]
        ],
    }
    return render(request, "convening/waiting.html", context)


def _line(registration, naming):
    participation = registration.participation
    person = participation.person
    return {
        "registration": registration,
        "participation": participation,
        **{name: _clock(getattr(registration, name), naming) for name in MOMENTS},
        "name": naming.name(person),
        "role": naming.role(person),
        "organisation": naming.organisation(person),
        "is_pseudonym": not naming.knows(person),
    }


def _clock(at, naming):
    return moment(at, naming.dialogue) if at else ""


def _participation(dialogue, pk):
    rows = dialogue.participations.select_related("person__organisation", "dialogue")
    return get_object_or_404(rows, pk=pk)


@login_required
@require_POST
def waiting_move(request, slug, pk):
    """Offer somebody a place before their turn (`do=offer`), or put them first (`do=first`)."""
    dialogue, context = _opened(request, slug)
    participation = _participation(dialogue, pk)
    name = context["naming"].name(participation.person)
    steps = {"offer": services.offer_now, "first": services.put_first}
    told = {
        "offer": _("A place is offered to %(name)s."),
        "first": _("%(name)s is first on the waiting list."),
    }
    do = request.POST.get("do", "")
    if do not in steps:
        raise Http404
    try:
        steps[do](participation)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, told[do] % {"name": name})
    return redirect("convening:waiting", slug=slug)


@login_required
@either
def waiting_off(request, slug, pk):
    """Take somebody off the waiting list, or take an offer back, once that was confirmed."""
    dialogue, context = _opened(request, slug)
    participation = _participation(dialogue, pk)
    name = context["naming"].name(participation.person)
    form = ReasonForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.refuse(participation, by=request.user, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("%(name)s is off the list.") % {"name": name})
        return redirect("convening:waiting", slug=slug)
    context |= {
        "form": form,
        "people": [name],
        "number": 1,
        "cancel_url": reverse("convening:waiting", args=[slug]),
    }
    return render(request, "convening/waiting_off.html", context)


# Approval ----------------------------------------------------------------------------------------
@login_required
@either
def approval(request, slug):
    """Registrations that await a yes; several at once, and how many it was is said."""
    dialogue, context = _opened(request, slug)
    open_rows = dialogue.participations.filter(status=Status.REQUESTED)
    if request.method == "POST":
        return _decide(request, dialogue, context, open_rows)
    rows = Registration.objects.filter(participation__in=open_rows)
    rows = rows.select_related("participation__person__organisation", "participation__group")
    page = page_of(request, rows.order_by("answered_at", "pk"))
    context |= {"page": page, "rows": [_line(row, context["naming"]) for row in page]}
    return render(request, "convening/approval.html", context)


def _decide(request, dialogue, context, open_rows):
    keys = {as_key(value) for value in request.POST.getlist("people")[:500]} - {None}
    chosen = open_rows.filter(pk__in=keys)
    back = redirect("convening:approval", slug=dialogue.slug)
    if not keys:
        messages.error(request, _("Nobody was chosen: tick those whom you decide on."))
        return back
    approves = request.POST.get("do") == "approve"
    # To more than one, no mail goes that was not announced.
    if approves and ("sure" in request.POST or len(keys) == 1):
        _say_approved(request, services.approve_many(chosen, by=request.user))
        return back
    form = None if approves else ReasonForm(request.POST if "sure" in request.POST else None)
    if form is not None and form.is_bound and form.is_valid():
        number = services.refuse_many(chosen, by=request.user, reason=form.cleaned_data["reason"])
        text = ngettext("%(count)d refused.", "%(count)d refused.", number)
        messages.success(request, text % {"count": number})
        return back
    people = list(chosen.select_related("person__organisation"))
    context |= {
        "form": form,
        "approves": approves,
        "room": approves and _room_in_words(dialogue),
        "people": [context["naming"].name(row.person) for row in people],
        "number": len(people),
        "keys": [row.pk for row in people],
        "cancel_url": reverse("convening:approval", args=[dialogue.slug]),
    }
    return render(request, "convening/approval_decide.html", context)


def _room_in_words(dialogue):
    """How many places are free in all; empty where there is no such number."""
    room = Room(services.plan_of(dialogue))
    if room.capacity is None:
        return ""
    free = max(0, room.capacity - room.held)
    text = ngettext("%(count)d place is free.", "%(count)d places are free.", free)
    return text % {"count": free}


def _say_approved(request, done):
    registered, waits = done[Status.REGISTERED], done[Status.WAITING]
    said = [ngettext("%(count)d is registered.", "%(count)d are registered.", registered)]
    said[0] %= {"count": registered}
    for number, text in (
        (
            waits,
            ngettext(
                "For %(count)d there was no place: on the waiting list now.",
                "For %(count)d there was no place: they are on the waiting list now.",
                waits,
            ),
        ),
        (
            done["full"],
            ngettext(
                "For %(count)d there is neither a place nor a waiting list: not decided.",
                "For %(count)d there is neither a place nor a waiting list: not decided.",
                done["full"],
            ),
        ),
    ):
        if number:
            said.append(text % {"count": number})
    tell = messages.warning if waits or done["full"] else messages.success
    tell(request, " ".join(said))
