"""The frame of a dialogue: how it is fetched, its header, and the tabs that a viewer may open.

A tab's view begins with

    dialogue = dialogue_or_404(request, slug)
    require_tab(request.user, dialogue, "agenda")

and renders a template that extends `dialogues/dialogue_frame.html` with
`frame(request, dialogue, "agenda") | {…}`; the template fills the blocks `tab_title` and `content`.
"""

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dialogues.models import Contribution, Dialogue, KeyMessage
from dialogues.naming import Naming
from dialogues.when import (
    TONES,
    Progress,
    progress_of,
    when_in_words,
    where_in_words,
    zone_in_words,
)

# key -> label, URL name, the permissions of which one opens it (none: who may see the dialogue)
INSIDE = ("dialogues.view_people", "dialogues.take_notes")
TABS = {
    "overview": (_("Overview"), "dialogues:dialogue", ()),
    "agenda": (_("Agenda"), "dialogues:dialogue_agenda", INSIDE),
    "people": (_("People"), "dialogues:dialogue_people", INSIDE),
    # Pages of higher rooms, by the names of their addresses alone.
    "convening": (
        _("Convening"),
        "convening:hub",
        ("dialogues.change_dialogue", "dialogues.take_notes", "dialogues.register_people"),
    ),
    "balance": (
        _("Balance"),
        "dialogues:dialogue_balance",
        (*INSIDE, "dialogues.register_people"),
    ),
    "said": (_("What was said"), "dialogues:dialogue_said", ("dialogues.take_notes",)),
    "outcomes": (_("Outcomes"), "dialogues:dialogue_outcomes", INSIDE),
    "annexes": (_("Annexes"), "dialogues:dialogue_annexes", INSIDE),
    "reports": (_("Reports"), "reports:dialogue_reports", ()),
}


def dialogue_or_404(request, slug):
    """The dialogue at `slug` with all that its frame shows, in one query; 404 for strangers."""
    notes = Contribution.objects.filter(session__dialogue=OuterRef("pk"))
    messages = KeyMessage.objects.filter(dialogue=OuterRef("pk"))
    rows = (
        Dialogue.objects.visible_to(request.user)
        .with_preparation()
        .annotate(has_notes=Exists(notes), has_messages=Exists(messages))
        .select_related(
            "initiative__programme", "host", "chair__organisation", "facilitator__organisation"
        )
    )
    return get_object_or_404(rows, slug=slug)


def may_open(user, dialogue, key):
    """True if `user`, who may see `dialogue`, may open its tab `key` too."""
    permissions = TABS[key][2]
    return not permissions or any(user.has_perm(perm, dialogue) for perm in permissions)


def is_inside(user, dialogue):
    """True for those with a part in `dialogue`, who may know for instance why it was cancelled."""
    return any(user.has_perm(permission, dialogue) for permission in INSIDE)


def require_tab(user, dialogue, key):
    """Raise PermissionDenied (403) unless `user` may open the tab `key` of `dialogue`."""
    if not may_open(user, dialogue, key):
        raise PermissionDenied(TABS[key][1])


def frame(request, dialogue, current, *, at=None):
    """What `dialogues/dialogue_frame.html` shows, for the tab `current`; asks nothing of the database.

    `dialogue` is one that `dialogue_or_404` fetched. `at` names the tab whose next action the page offers
    itself, where that is not `current`.

    Besides `dialogue`, `initiative`, `header`, `crumbs` and `tabs` it holds what the viewer may do:
    `can_change`, `can_take_notes`, `can_register_people`, `sees_people`, `sees_identities`,
    `sees_budget`, whether they are `is_inside`, and
    `naming`, through which every person is shown.
    """
    user = request.user
    can = {
        "can_change": user.has_perm("dialogues.change_dialogue", dialogue),
        "can_take_notes": user.has_perm("dialogues.take_notes", dialogue),
        "can_register_people": user.has_perm("dialogues.register_people", dialogue),
        "sees_people": may_open(user, dialogue, "people"),
        "sees_identities": user.has_perm("dialogues.see_identities", dialogue),
    }
    # For who veils names in finished pages: nothing of another programme is told on these.
    request.knows_everybody = can["sees_identities"]
    request.in_dialogue = dialogue
    progress = progress_of(dialogue)
    return {
        "dialogue": dialogue,
        "initiative": dialogue.initiative,
        "naming": Naming(dialogue, user),
        "sees_budget": user.has_perm("dialogues.view_budget", dialogue),
        "is_inside": is_inside(user, dialogue),
        "progress": progress,
        "crumbs": crumbs_of(dialogue),
        "tabs": _tabs(user, dialogue, current),
        "header": {
            "title": dialogue.title,
            "kicker": dialogue.get_kind_display(),
            "when": f"{when_in_words(dialogue)} ({zone_in_words(dialogue)})",
            "where": where_in_words(dialogue),
            "state": progress.value,
            "state_label": progress.label,
            "tone": TONES[progress],
            "action": _next_action(dialogue, progress, at or current, can),
        },
        **can,
    }


def crumbs_of(dialogue):
    """The way to a dialogue: the list of initiatives and its own initiative."""
    return [
        {"label": _("Initiatives"), "url": reverse("dialogues:initiative_list")},
        {"label": dialogue.initiative.title, "url": dialogue.initiative.get_absolute_url()},
    ]


def _tabs(user, dialogue, current):
    return [
        {"label": label, "url": reverse(name, args=[dialogue.slug]), "current": key == current}
        for key, (label, name, _permissions) in TABS.items()
        if may_open(user, dialogue, key)
    ]


def _next_action(dialogue, progress, current, can):
    """The one thing to do next, for who may do it; None where there is none or one is there already."""
    if progress is Progress.CANCELLED:
        return None
    step = _next_step(dialogue, progress, can)
    if step is None:
        return None
    tab, label, icon, *straight_to = step
    if tab == current:
        return None
    [page] = straight_to or [TABS[tab][1]]
    return {"url": reverse(page, args=[dialogue.slug]), "label": label, "icon": icon}


def _next_step(dialogue, progress, can):
    """The tab of the next step, its label, its icon and, where it lies below the tab, its page."""
    if can["can_change"] and progress is not Progress.HELD:
        if not dialogue.agenda_count:
            return "agenda", _("Draw up the agenda"), "calendar", "dialogues:agenda_begin"
        if not dialogue.people_count:
            return "convening", _("Invite people"), "people", "convening:invite"
    if can["can_take_notes"]:
        if progress is Progress.AHEAD:
            return "agenda", _("See the agenda"), "calendar"
        if progress is Progress.UNDER_WAY or not dialogue.has_notes:
            return "said", _("Take notes"), "edit"
        if not dialogue.has_messages:
            return "outcomes", _("Draw it together"), "edit"
        return "reports", _("Print the report"), "print"
    if can["can_register_people"] and progress is Progress.AHEAD:
        return "people", _("Register people"), "people"
    if can["sees_people"] and progress is not Progress.HELD:
        return "agenda", _("Read the agenda"), "calendar"
    return None
