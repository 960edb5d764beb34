"""What every page's frame needs."""

from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from core.navigation import shortened_for

# (label, url name, the address or addresses under which it is the current entry, for visitors too)
ENTRIES = (
    (_("My work"), "accounts:my_work", "/my-work/", False),
    (_("Initiatives"), "dialogues:initiative_list", "/initiatives/", True),
    (_("Dialogues"), "dialogues:dialogue_list", ("/dialogues/", "/calendar/"), False),
    (_("Stakeholders"), "stakeholders:person_list", "/stakeholders/", False),
    (_("Roadmaps"), "roadmaps:roadmap_list", "/roadmaps/", False),
    (_("Reports"), "reports:report_list", "/reports/", True),
)


def navigation(request):
    """`navigation`: the top level entries this visitor may open; found out when a page shows them."""
    return {"navigation": SimpleLazyObject(lambda: _entries(request))}


def _entries(request):
    user = getattr(request, "user", None)
    known = user is not None and user.is_authenticated
    entries = [entry for entry in ENTRIES if known or entry[-1]]
    if known:
        entries = shortened_for(user) or entries
    return [
        {"label": label, "url": reverse(name), "current": request.path.startswith(prefix)}
        for label, name, prefix, _public in entries
    ]
