"""Roadmaps: what a Learning and Leadership Group set out to change, and how far it has come."""

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Max, Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.countries import country_name
from core.paging import page_of
from roadmaps.contexts import RoadmapReader
from roadmaps.models import Action, Roadmap
from roadmaps.querysets import FINISHED


@login_required
@require_safe
def roadmap_list(request):
    """Every roadmap that the viewer may see, with how many of its actions are done and late."""
    late = Q(themes__actions__due__lt=timezone.localdate()) & ~Q(
        themes__actions__status__in=FINISHED
    )
    done = Q(themes__actions__status=Action.Status.DONE)
    rows = (
        Roadmap.objects.visible_to(request.user)
        .select_related("learning_group")
        .annotate(
            action_count=Count("themes__actions", distinct=True),
            done_count=Count("themes__actions", filter=done, distinct=True),
            late_count=Count("themes__actions", filter=late, distinct=True),
            last_update=Max("themes__actions__updates__date"),
        )
    )
    return render(
        request,
        "roadmaps/roadmap_list.html",
        {"page": page_of(request, rows.order_by("title", "pk"))},
    )


@login_required
@require_safe
def roadmap(request, pk):
    """A roadmap: its vision, its actions by theme with all that belongs to them, and its group."""
    rows = Roadmap.objects.visible_to(request.user).select_related(
        "dialogue__initiative",
        "learning_group__host",
        "learning_group__convenor_person",
        "learning_group__convenor_organisation",
        "learning_group__dialogue",
    )
    shown = get_object_or_404(rows, pk=pk)
    request.knows_everybody = request.user.has_perm("dialogues.see_identities", shown.dialogue)
    request.in_dialogue = shown.dialogue
    view = RoadmapReader(shown, request.user).read()
    group = shown.learning_group
    context = {
        "roadmap": shown,
        "view": view,
        "group_facts": [
            (_("Country"), country_name(group.country)),
            (_("Host"), group.host.full_name if group.host else ""),
            (_("Convenor"), view.convenor),
        ]
        if group
        else [],
        "dialogue_url": _dialogue_url(request.user, shown.dialogue),
        "crumbs": [{"label": _("Roadmaps"), "url": reverse("roadmaps:roadmap_list")}],
    }
    return render(request, "roadmaps/roadmap.html", context)


def _dialogue_url(user, dialogue):
    if user.has_perm("dialogues.view_dialogue", dialogue):
        return dialogue.get_absolute_url()
    return ""
