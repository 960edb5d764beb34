"""The frame of an initiative: how it is fetched, its header, and the tabs that a viewer may open.

A tab's view begins with

    initiative = initiative_or_404(request, slug)
    require_tab(request.user, initiative, "advisers")

and renders a template that extends `dialogues/initiative_frame.html` with
`initiative_frame(request, initiative, "advisers") | {…}`; the template fills the blocks `tab_title` and
`content`.
"""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dialogues.models import Initiative, PaperKind

PREPARATION = "dialogues.view_preparation"

# key -> label, URL name, what follows the initiative in the address, the permission that opens it
TABS = {
    "overview": (_("Overview"), "initiative", (), None),
    "course": (_("Course"), "stages", (), PREPARATION),
    "concept-note": (_("Concept note"), "paper", (PaperKind.CONCEPT_NOTE.value,), PREPARATION),
    "advisers": (_("Advisory group"), "advisers", (), PREPARATION),
    "scoping-paper": (_("Scoping paper"), "paper", (PaperKind.SCOPING_PAPER.value,), PREPARATION),
    "map": (_("Stakeholder map"), "initiative_map", (), "dialogues.view_stakeholder_map"),
    "fault-lines": (_("Fault lines"), "fault_lines", (), None),
    "surveys": (_("Statements"), "surveys", (), PREPARATION),
    "balance": (_("Balance"), "initiative_balance", (), PREPARATION),
    "budget": (_("Budget"), "initiative_budget", (), "dialogues.view_budget"),
    "team": (_("Team"), "initiative_team", (), "dialogues.appoint"),
}


def add_tab(key, label, name, permission):
    """Let a higher room show a tab: `name` is that of an address that takes the initiative's slug, with its
    application."""
    TABS[key] = (label, name, (), permission)


def initiative_or_404(request, slug):
    """The initiative at `slug` with its programme and its map; 404 for strangers."""
    rows = Initiative.objects.visible_to(request.user).select_related(
        "programme", "stakeholder_map"
    )
    return get_object_or_404(rows, slug=slug)


def may_open(user, initiative, key):
    """True if `user`, who may see `initiative`, may open its tab `key` too."""
    permission = TABS[key][3]
    return permission is None or user.has_perm(permission, initiative)


def require_tab(user, initiative, key):
    """Raise PermissionDenied (403) unless `user` may open the tab `key` of `initiative`."""
    if not may_open(user, initiative, key):
        raise PermissionDenied(TABS[key][0])


def tab_url(initiative, key):
    """The address of the tab `key`."""
    _label, name, more, _permission = TABS[key]
    name = name if ":" in name else f"dialogues:{name}"
    return reverse(name, args=[initiative.slug, *more])


def initiative_frame(request, initiative, current):
    """What `dialogues/initiative_frame.html` shows, for the tab `current`; asks nothing of the database."""
    user = request.user
    # For who veils names in finished pages: nothing of another programme is told on these.
    request.knows_everybody = user.has_perm("dialogues.see_identities", initiative)
    return {
        "initiative": initiative,
        "can_change": user.has_perm("dialogues.change_initiative", initiative),
        "crumbs": [{"label": _("Initiatives"), "url": reverse("dialogues:initiative_list")}],
        "tabs": [
            {"label": label, "url": tab_url(initiative, key), "current": key == current}
            for key, (label, *_rest) in TABS.items()
            if may_open(user, initiative, key)
        ],
    }


def crumbs_to(initiative, *further):
    """The way to a page below an initiative; `further` are pairs of label and address."""
    return [
        {"label": _("Initiatives"), "url": reverse("dialogues:initiative_list")},
        {"label": initiative.title, "url": initiative.get_absolute_url()},
        *({"label": label, "url": url} for label, url in further),
    ]
