"""What every page's frame needs."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

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
    """`navigation`: the top level entries this visitor may open."""
    known = getattr(request, "user", None) is not None and request.user.is_authenticated
    return {
        "navigation": [
            {"label": label, "url": reverse(name), "current": request.path.startswith(prefix)}
            for label, name, prefix, public in ENTRIES
            if known or public
        ]
    }
