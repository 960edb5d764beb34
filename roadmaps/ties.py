"""What ties the actions of a roadmap: what waits for what, what is part of what; circles in words."""

from django.utils.translation import gettext as _

from roadmaps.models import Action

WAITS, BELONGS = "waits", "belongs"


def needs_of(roadmap):
    """{pk: pks of what it waits for} of the roadmap's actions. One query."""
    through, edges = Action.needs.through.objects, {}
    rows = through.filter(from_action__theme__roadmap=roadmap).order_by("pk")
    for waiting, needed in rows.values_list("from_action_id", "to_action_id"):
        edges.setdefault(waiting, []).append(needed)
    return edges


def parents_of(roadmap):
    """{pk: [pk of what it is part of]} of the roadmap's actions. One query."""
    rows = Action.objects.filter(theme__roadmap=roadmap, parent__isnull=False).order_by()
    return {key: [parent] for key, parent in rows.values_list("pk", "parent_id")}


def circle_in_words(circle, kind):
    """“A waits for B, which waits for A”: the circle by its titles."""
    titles = Action.objects.in_bulk(circle)
    names = [f"“{titles[key].title}”" for key in circle]
    joint = _(" waits for ") if kind == WAITS else _(" is part of ")
    words = _("This goes round in a circle: %(way)s.")
    return words % {"way": joint.join(names)}
