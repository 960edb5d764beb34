"""Initiatives on a timeline: those of one programme, and all that the viewer may know of."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dialogues.models import Initiative
from dialogues.timeline import chart_of
from dialogues.views.calendar import ways_to_see
from stakeholders.models import Programme


@require_safe
def timeline(request):
    """All initiatives that the viewer may know of."""
    initiatives = Initiative.objects.visible_to(request.user).order_by("title", "pk")
    context = {
        "chart": chart_of(request.user, initiatives),
        "title": _("Dialogues"),
        "tabs": ways_to_see("timeline"),
    }
    return render(request, "dialogues/timeline.html", context)


@login_required
@require_safe
def programme_timeline(request, slug):
    """The initiatives of a programme that the viewer may know of."""
    shown = get_object_or_404(Programme.objects.visible_to(request.user), slug=slug)
    initiatives = shown.initiatives.visible_to(request.user).order_by("title", "pk")
    context = {
        "chart": chart_of(request.user, initiatives),
        "title": _("Timeline"),
        "kicker": shown.title,
        "crumbs": [
            {"label": _("Programmes"), "url": reverse("dialogues:programme_list")},
            {"label": shown.title, "url": reverse("dialogues:programme", args=[shown.slug])},
        ],
    }
    return render(request, "dialogues/timeline.html", context)
