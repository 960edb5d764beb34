"""Somebody's own agenda by their personal link: the latest version, their own items marked."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from convening.facts_now import facts_of
from convening.models import Registration
from convening.released import PersonTold, read
from convening.views.agenda_public import OWN, calendar_answer
from core.links import by_link
from dialogues.veil import veil_for
from dialogues.when import when_in_words, where_in_words, zone_in_words


def _found(link):
    """The registration that `link` is for, with what its pages show, and the latest release."""
    rows = Registration.objects.select_related(
        "participation__person", "participation__dialogue__initiative"
    )
    registration = get_object_or_404(rows, link=link)
    dialogue = registration.participation.dialogue
    return registration, dialogue, dialogue.agenda_releases.first()


@require_safe
@by_link("attend")
def agenda_by_link(request, link):
    """The agenda for who was given the link, their own items marked, or these alone."""
    registration, dialogue, release = _found(link)
    person = registration.participation.person_id
    only_own = request.GET.get("only") == OWN
    days = release and read(
        facts_of(release),
        PersonTold(dialogue, person),
        veil=veil_for(request.user),
        own={person},
        only_own=only_own,
    )
    request.in_dialogue = dialogue
    context = {
        "registration": registration,
        "current": "agenda",
        "dialogue": dialogue,
        "when": when_in_words(dialogue),
        "where": where_in_words(dialogue),
        "zone": zone_in_words(dialogue),
        "release": release,
        "days": days,
        "only_own": only_own,
    }
    return render(request, "convening/agenda_by_link.html", context)


@require_safe
@by_link("attend")
def agenda_by_link_ics(request, link):
    """The same as a calendar file."""
    registration, _dialogue, release = _found(link)
    if release is None:
        raise Http404
    own = {registration.participation.person_id} if request.GET.get("only") == OWN else None
    return calendar_answer(release, own)
