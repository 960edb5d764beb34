"""One person's answer: what they said, noted for them, and the link by which they say it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from convening.form_engine import answers_in_words, missing
from convening.forms.invitations import AnswerForm
from convening.frame import CONVENE, VIEW_ANSWERS, convening_frame, convening_or_404
from convening.models import Registration
from convening.services import links, places
from core.exceptions import Refusal
from core.links import address_of
from core.permissions import require
from dialogues.hand_over import pattern_of
from dialogues.models import Participation
from dialogues.naming import Naming


def _fetched(request, slug, pk, permission=VIEW_ANSWERS):
    dialogue = convening_or_404(request, slug)
    require(request.user, permission, dialogue)
    rows = Participation.objects.visible_to(request.user, dialogue).select_related(
        "person__organisation", "group", "registration__link", "registration__answered_by"
    )
    found = get_object_or_404(rows, pk=pk)
    found.dialogue = dialogue
    return dialogue, found


@login_required
def answer(request, slug, pk):
    """Where somebody stands; who phoned is answered for here, also after the last day."""
    dialogue, found = _fetched(request, slug, pk)
    if request.method == "POST" and not Naming(dialogue, request.user).knows(found.person):
        # Whoever may not know somebody does not answer for them.
        raise PermissionDenied
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _note(found, form.cleaned_data, request.user)
        except Refusal as refusal:
            form.add_error("answer", str(refusal))
        else:
            messages.success(request, _("Noted."))
            return redirect(request.path)
    context = convening_frame(request, dialogue, "answers")
    naming = context["naming"]
    registration = getattr(found, "registration", None)
    told = registration.answers if registration else {}
    knows = naming.knows(found.person)
    found.refresh_from_db(fields=["status"])
    context |= {
        "participation": found,
        "registration": registration,
        "name": naming.name(found.person),
        "organisation": naming.organisation(found.person),
        "has_address": bool(found.person.email),
        "form": form if knows else None,
        "knows": knows,
        "answers": answers_in_words(dialogue, told, mask=not naming.sees_identities)
        if knows
        else [],
        "missing": [question.label for question in missing(dialogue, told)] if knows else [],
        "sponsorships": found.sponsorships.order_by("what") if knows else [],
        "sent": found.messages.select_related("mail", "mailing").order_by("-pk")[:20]
        if naming.sees_identities
        else [],
        "runs": request.user.has_perm(CONVENE, dialogue),
        "cancel_url": reverse("convening:answers", args=[slug]),
    }
    return render(request, "convening/answer.html", context)


def _note(participation, said, user):
    via = Registration.Via.STAFF
    if not user.has_perm(CONVENE, participation.dialogue):
        via = Registration.Via.PARTNER
    if said["answer"] == "yes":
        places.accept(participation, via=via, by=user)
    else:
        places.decline(participation, reason=said["reason"], via=via, by=user)


@login_required
@require_POST
def answer_link(request, slug, pk):
    """Make a personal link to hand over, and show it this once."""
    dialogue, found = _fetched(request, slug, pk, CONVENE)
    registration = places.registration_of(found)
    address = address_of(links.hand_over(registration))
    context = convening_frame(request, dialogue, "answers")
    context |= {
        "address": address,
        "pattern": pattern_of(address),
        "name": context["naming"].name(found.person),
        "back_url": reverse("convening:answer", args=[slug, pk]),
    }
    response = render(request, "convening/answer_link.html", context)
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def answer_link_revoke(request, slug, pk):
    """Take a personal link back, with all its copies."""
    _dialogue, found = _fetched(request, slug, pk, CONVENE)
    registration = getattr(found, "registration", None)
    if registration is not None and links.take_back(registration):
        messages.success(request, _("The link opens nothing any more. A new one can be made."))
    return redirect("convening:answer", slug=slug, pk=pk)
