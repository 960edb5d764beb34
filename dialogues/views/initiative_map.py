"""The stakeholder map of an initiative: the drawing, what is missing, and the choice of a map."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.exceptions import Refusal
from core.permissions import require
from dialogues.forms.mapping import MapChoice
from dialogues.initiative_frame import (
    initiative_frame,
    initiative_or_404,
    require_tab,
    tab_url,
)
from dialogues.services.mapping import leave_map, start_map, use_map
from stakeholders.exceptions import MapTitleTaken
from stakeholders.forms.mapping import MapForm
from stakeholders.maps.drawing import draw
from stakeholders.maps.reading import read_map
from stakeholders.models import StakeholderMap

TAB = "map"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def initiative_map(request, slug):
    """The map of an initiative; without one yet, the way to begin or to choose one."""
    initiative = initiative_or_404(request, slug)
    require_tab(request.user, initiative, TAB)
    if request.method == "POST":
        require(request.user, "dialogues.change_initiative", initiative)
    if initiative.stakeholder_map is None:
        return _without(request, initiative)
    if request.method == "POST" and "leave" in request.POST:
        leave_map(initiative)
        messages.success(request, _("The map stays among those of the programme."))
        return redirect(tab_url(initiative, TAB))
    shown = initiative.stakeholder_map
    facts = read_map(shown, user=request.user)
    context = initiative_frame(request, initiative, TAB) | {
        "map": shown,
        "facts": facts,
        "drawing": draw(facts) if facts.placed else "",
        "action": {"url": shown.get_absolute_url(), "label": _("Open the map")},
    }
    return render(request, "dialogues/initiative_map.html", context)


def _without(request, initiative):
    maps = StakeholderMap.objects.run_by(request.user).filter(
        programme=initiative.programme_id, initiative__isnull=True
    )
    data = request.POST if request.method == "POST" else None
    chooses = data is not None and "map" in data
    choice = MapChoice(data if chooses else None, maps=maps)
    form = MapForm(None if chooses else data, initial={"title": initiative.title})
    if data is not None and _done(request, initiative, choice if chooses else form):
        return redirect(initiative.stakeholder_map)
    context = initiative_frame(request, initiative, TAB) | {
        "form": form,
        "choice": choice if maps.exists() else None,
    }
    return render(request, "dialogues/initiative_map.html", context)


def _done(request, initiative, form):
    if not form.is_valid():
        return False
    given = form.cleaned_data
    try:
        if "map" in given:
            use_map(initiative, given["map"])
        else:
            start_map(initiative, **given)
    except MapTitleTaken as taken:
        form.add_error("title", str(taken))
        return False
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("The initiative has its map."))
    return True
