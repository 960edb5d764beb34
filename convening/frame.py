"""The frame of a dialogue's convening: what `frame` of dialogues says, and the pages under that tab.

A page's view begins with

    dialogue = convening_or_404(request, slug)            # 404 for strangers
    require(request.user, "convening.convene", dialogue)  # 403
    context = convening_frame(request, dialogue, "places") | {…}

and renders a template that extends `convening/frame.html`, which fills `tab_title` and `page`.
"""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dialogues.frame import dialogue_or_404, frame

CONVENE, VIEW_ANSWERS = "convening.convene", "convening.view_answers"
REGISTER, CHECK_IN = "dialogues.register_people", "convening.check_in"

# key -> label, URL name, the permission to open it
PAGES = {
    "answers": (_("Answers"), "convening:answers", VIEW_ANSWERS),
    "register": (_("Register people"), "convening:register", REGISTER),
    "places": (_("Places"), "convening:places", CONVENE),
    "form": (_("Form"), "convening:form", CONVENE),
    "sponsorship": (_("Sponsorship"), "convening:sponsorship", VIEW_ANSWERS),
    "mail": (_("Mail"), "convening:mail", CONVENE),
    "releases": (_("Released agendas"), "convening:releases", CONVENE),
    "door": (_("On the day"), "convening:door", CHECK_IN),
    "papers": (_("Papers"), "reports:day_papers", CONVENE),
}


def convening_or_404(request, slug):
    """The dialogue at `slug` with all that its frame shows; 404 for strangers."""
    return dialogue_or_404(request, slug)


def convening_frame(request, dialogue, current):
    """What `convening/frame.html` shows for the page `current`; asks nothing of the database."""
    # People are invited from the list of answers alone; elsewhere it is the next action.
    at = "convening" if current == "answers" else current
    context = frame(request, dialogue, "convening", at=at)
    user = request.user
    context["pages"] = [
        {"label": label, "url": reverse(name, args=[dialogue.slug]), "current": key == current}
        for key, (label, name, permission) in PAGES.items()
        if user.has_perm(permission, dialogue)
    ]
    return context
