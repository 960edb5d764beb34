"""Registering people one after another: a form that keeps the hands on the keys, and who came of it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from convening.alike import alike, found_in_register, known_to
from convening.exceptions import LimitReached, NoPlaceLeft, RegisteredAlready
from convening.forms.registering import LISTED_WORDING, NEW, RegisterForm
from convening.frame import REGISTER, convening_frame, convening_or_404
from convening.models import Registration
from convening.services.registering import may_undo, register, take_back
from core.exceptions import Refusal
from core.permissions import require
from core.text import as_key
from dialogues.models import Participation
from dialogues.parts.forms import typed
from dialogues.standing import standing_of

Status, Via = Participation.Status, Registration.Via
SHOWN = 20


def _told(status):
    return {
        Status.REGISTERED: _("%(name)s is registered."),
        Status.REQUESTED: _("%(name)s is on the list and awaits a convenor’s approval."),
        Status.WAITING: _("No place is free for %(name)s, who is on the waiting list now."),
    }.get(status, _("%(name)s is on the list."))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def register_people(request, slug):
    """Register one person, and be ready for the next; who was registered last stands below."""
    dialogue = convening_or_404(request, slug)
    require(request.user, REGISTER, dialogue)
    context = convening_frame(request, dialogue, "register")
    form = RegisterForm(
        typed(request),
        user=request.user,
        dialogue=dialogue,
        initial={
            "group": as_key(request.GET.get("group")),
            "organisation": request.GET.get("organisation", "")[:300],
        },
    )
    found = []
    if request.method == "POST" and form.is_valid():
        found = _likenesses(request, dialogue, form)
        if not found:
            try:
                participation = _register(request, dialogue, form)
            except (LimitReached, NoPlaceLeft, RegisteredAlready) as refusal:
                form.add_error(None, str(refusal))
            else:
                return _next(request, dialogue, participation, context["naming"], form)
    partner = standing_of(request.user).partner_of.get(dialogue.pk)
    context |= {
        "form": form,
        "found": [found_in_register(person, why, context["naming"]) for person, why in found],
        # Who has the same address or number most likely is the same: Enter says so.
        "is_likely": bool(found) and not {"email", "phone"}.isdisjoint(found[0][1]),
        "new": NEW,
        "rows": _rows(request, dialogue, context["naming"]),
        "sheet_url": _sheet_url(request.user, dialogue),
        "only_own": partner is not None and not context["can_change"],
    }
    status = 422 if form.errors or found else 200
    return render(request, "convening/register.html", context, status=status)


def _sheet_url(user, dialogue):
    if not user.has_perm("stakeholders.add_import"):
        return ""
    return f"{reverse('stakeholders:import_add')}?for=dialogue:{dialogue.pk}"


def _likenesses(request, dialogue, form):
    """Whom they may be, unless it was said; empty if nobody is like them."""
    if request.POST.get("same"):
        return []
    cleaned = form.cleaned_data
    return alike(
        request.user,
        dialogue,
        name=cleaned["name"],
        email=cleaned["email"],
        phone=cleaned["phone"],
        organisation=cleaned["organisation"],
    )


def _register(request, dialogue, form):
    cleaned, user = form.cleaned_data, request.user
    convenes = user.has_perm("convening.convene", dialogue)
    same, person = request.POST.get("same", ""), None
    if same and same != NEW:
        person = known_to(user, dialogue).select_related("group").filter(pk=as_key(same)).first()
        if person is None:
            raise Http404
    return register(
        dialogue,
        by=user,
        person=person,
        person_fields=form.person_fields(),
        group=cleaned["group"],
        sponsored=cleaned["sponsored"],
        listed=cleaned["listed"],
        wording=str(LISTED_WORDING),
        held_by_id=None if convenes else standing_of(user).partner_of[dialogue.pk],
        via=Via.STAFF if convenes else Via.PARTNER,
    )


def _next(request, dialogue, participation, naming, form):
    name = naming.name(participation.person)
    text = _told(participation.status) % {"name": name}
    tell = messages.warning if participation.status == Status.WAITING else messages.success
    tell(request, text)
    # Who comes next mostly stands for the same, and comes from the same place.
    group, organisation = form.cleaned_data["group"], form.cleaned_data["organisation"]
    kept = {"group": group.pk} if group is not None else {}
    kept |= {"organisation": organisation} if organisation else {}
    query = f"?{urlencode(kept)}" if kept else ""
    return redirect(reverse("convening:register", args=[dialogue.slug]) + query)


def _rows(request, dialogue, naming):
    """Who was registered last, as far as the viewer may see them."""
    rows = Participation.objects.visible_to(request.user, dialogue)
    rows = rows.select_related("person__organisation", "group", "registration")
    return [
        {
            "participation": row,
            "name": naming.name(row.person),
            "role": naming.role(row.person),
            "organisation": naming.organisation(row.person),
            "is_pseudonym": not naming.knows(row.person),
            "can_undo": may_undo(row, getattr(row, "registration", None), request.user),
        }
        for row in rows.order_by("-pk")[:SHOWN]
    ]


@login_required
@require_POST
def register_undo(request, slug, pk):
    """Take somebody off again who was registered a moment ago."""
    dialogue = convening_or_404(request, slug)
    require(request.user, REGISTER, dialogue)
    rows = Participation.objects.visible_to(request.user, dialogue)
    participation = get_object_or_404(rows.select_related("person", "dialogue"), pk=pk)
    name = convening_frame(request, dialogue, "register")["naming"].name(participation.person)
    try:
        take_back(participation, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(name)s is off the list again.") % {"name": name})
    return redirect("convening:register", slug=slug)
