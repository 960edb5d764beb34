"""Endorsing a version by personal link: read it, answer, change the answer. A GET changes nothing."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.exceptions import Refusal
from core.links import by_link, opens
from dialogues.parts.forms import typed
from roadmaps.forms.versions import AnswerForm
from roadmaps.models import Endorsement
from roadmaps.naming import Names
from roadmaps.services import endorsing as service
from roadmaps.telling import Teller
from roadmaps.views.updates_by_link import in_language, languages

THANKS = "thanks"


@opens("endorse")
def endorse_address(link):
    """Where a link of purpose “endorse” leads."""
    return reverse("roadmaps:endorse_by_link", args=[link.key])


@require_http_methods(["GET", "HEAD", "POST"])
@by_link("endorse")
def endorse_by_link(request, link):
    """What the version says, and what the member who holds the link says of it."""
    rows = Endorsement.objects.select_related(
        "version__roadmap__dialogue", "member__person", "member__learning_group"
    )
    endorsement = get_object_or_404(rows, link=link)
    request.in_dialogue = endorsement.version.roadmap.dialogue
    member = endorsement.member
    wishes = [member.learning_group.language, *member.person.languages]
    return in_language(request, wishes, lambda language: _page(request, endorsement, language))


def _page(request, endorsement, language):
    version, status, problem = endorsement.version, 200, ""
    form = AnswerForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            service.answer(
                version, endorsement.member, via=Endorsement.Via.LINK, **form.cleaned_data
            )
        except Refusal as refusal:
            problem, status = str(refusal), 409
        else:
            return redirect(f"{request.path}?{THANKS}=1")
    roadmap, snapshot = version.roadmap, version.snapshot
    # Whoever holds the link is told no protected name, their own apart.
    teller = Teller(Names(knows_protected=False), snapshot)
    context = {
        "version": version,
        "roadmap": roadmap,
        "group": endorsement.member.learning_group,
        "form": form,
        "problem": problem,
        # What they answered is not shown: links are passed on, and phones are shared.
        "has_answered": endorsement.state != Endorsement.State.ASKED,
        "answered_on": endorsement.answered_on,
        "thanks": THANKS in request.GET,
        "vision": snapshot.get("vision", []),
        "summary": snapshot.get("summary", ""),
        "themes": teller.themes(snapshot),
        "languages": languages(language),
    }
    return render(request, "roadmaps/endorse_by_link.html", context, status=status)
