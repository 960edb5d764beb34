"""The frames of a group and of a roadmap: how each is fetched, its header, and the pages under it.

A page's view begins with

    roadmap = roadmap_or_404(request, pk)                 # 404 for strangers
    require(request.user, "roadmaps.change_roadmap", roadmap)  # 403
    context = roadmap_frame(request, roadmap, "timeline") | {…}

and renders a template that extends `roadmaps/roadmap_frame.html`; for a group likewise, with
`roadmaps/group_frame.html`. Both fill the blocks `tab_title` and `page`.
"""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from roadmaps.models import LearningGroup, Roadmap
from roadmaps.naming import names_for_group, names_for_roadmap

INSIDE, RUN = "roadmaps.inside_group", "roadmaps.change_roadmap"

# key -> label, URL name, the permission to open it (None: whoever sees the roadmap)
ROADMAP_PAGES = {
    "overview": (_("Roadmap"), "roadmaps:roadmap", None),
    "board": (_("Board"), "roadmaps:board", None),
    "timeline": (_("Timeline"), "roadmaps:timeline", None),
    "progress": (_("Progress"), "roadmaps:progress", None),
    "indicators": (_("Indicators"), "roadmaps:indicators", None),
    "framework": (_("Logical framework"), "roadmaps:framework", None),
    "versions": (_("Versions"), "roadmaps:versions", None),
    "reminders": (_("Reminders"), "roadmaps:reminders", RUN),
}
# key -> label, URL name, the permission to open it (None: whoever sees the group)
GROUP_PAGES = {
    "about": (_("The group"), "roadmaps:group", None),
    "members": (_("Members"), "roadmaps:members", INSIDE),
    "meetings": (_("Meetings"), "roadmaps:meetings", INSIDE),
    "lessons": (_("Lessons"), "roadmaps:group_lessons", INSIDE),
    "handing-over": (_("Convening rights"), "roadmaps:handing_over", INSIDE),
}


def roadmap_or_404(request, pk):
    """The roadmap `pk` with its dialogue and group; 404 for strangers."""
    rows = Roadmap.objects.visible_to(request.user).select_related(
        "dialogue__initiative__programme",
        "learning_group__programme",
        "learning_group__dialogue__initiative",
        "learning_group__host",
        "learning_group__convenor_person",
        "learning_group__convenor_organisation",
    )
    return get_object_or_404(rows, pk=pk)


def roadmap_frame(request, roadmap, current):
    """What `roadmaps/roadmap_frame.html` shows for the page `current`; asks nothing of the database."""
    user = request.user
    # For who veils names in finished pages.
    request.knows_everybody = user.has_perm("dialogues.see_identities", roadmap.dialogue)
    request.in_dialogue = roadmap.dialogue
    return {
        "roadmap": roadmap,
        "names": names_for_roadmap(user, roadmap),
        "can_change": user.has_perm(RUN, roadmap),
        "crumbs": [{"label": _("Roadmaps"), "url": reverse("roadmaps:roadmap_list")}],
        "pages": _pages(ROADMAP_PAGES, user, roadmap, current),
    }


def group_or_404(request, pk):
    """The group `pk` with its programme, host and convenor; 404 for strangers."""
    rows = LearningGroup.objects.visible_to(request.user).select_related(
        "programme",
        "dialogue__initiative__programme",
        "host",
        "convenor_person",
        "convenor_organisation",
    )
    return get_object_or_404(rows, pk=pk)


def group_frame(request, group, current):
    """What `roadmaps/group_frame.html` shows for the page `current`; asks nothing of the database."""
    user = request.user
    request.knows_everybody = user.has_perm("roadmaps.know_members", group)
    return {
        "group": group,
        "names": names_for_group(user, group),
        "can_convene": user.has_perm("roadmaps.convene_group", group),
        "crumbs": [{"label": _("Groups"), "url": reverse("roadmaps:group_list")}],
        "pages": _pages(GROUP_PAGES, user, group, current),
    }


def _pages(pages, user, obj, current):
    found = []
    for key, (label, name, permission) in pages.items():
        if permission is not None and not user.has_perm(permission, obj):
            continue
        url = reverse(name, args=[obj.pk])
        found.append({"label": label, "url": url, "current": key == current})
    return found
