"""What roadmaps add to the trail of a fault line: the recommendations and the actions that answer it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from dialogues.trail import Entry, Step
from roadmaps.models import Action, Recommendation, Roadmap
from roadmaps.sources import recommendation_url


def recommendations_on(user, fault_line, may_change):
    """The step of the initiative's recommendations, for those who prepare it. One query."""
    if not user.has_perm("dialogues.view_preparation", fault_line.initiative):
        return
    rows = Recommendation.objects.filter(fault_lines=fault_line).select_related("dialogue")
    address = reverse("roadmaps:recommendations", args=[fault_line.initiative.slug])
    yield Step(
        key="recommendations",
        title=_("Recommended"),
        empty=_("The recommendations of the initiative that answer it."),
        entries=[
            Entry(
                text=row.text,
                url=recommendation_url(row),
                label=_("Recommendation"),
                detail=row.addressed_to,
            )
            for row in rows.order_by("position", "pk")
        ],
        tie_url=address if may_change else "",
        tie_label=_("Recommendations"),
    )


def actions_on(user, fault_line, may_change):
    """The step of the roadmaps that `user` may see. One query."""
    seen = Roadmap.objects.visible_to(user).filter(dialogue__initiative=fault_line.initiative_id)
    rows = (
        Action.objects.filter(fault_lines=fault_line, theme__roadmap__in=seen.values("pk"))
        .select_related("theme__roadmap")
        .order_by("theme__roadmap__title", "theme__position", "position", "pk")
    )
    tie_url = reverse("roadmaps:fault_line_actions", args=[fault_line.pk]) if may_change else ""
    yield Step(
        key="roadmap",
        title=_("On the roadmap"),
        empty=_("The actions of a Learning and Leadership Group that answer it."),
        entries=[_entry(row) for row in rows],
        tie_url=tie_url,
        tie_label=_("Tie actions"),
    )


def _entry(action):
    roadmap = action.theme.roadmap
    return Entry(
        text=action.title,
        url=action.get_absolute_url(),
        label=roadmap.title,
        state=action.status,
        state_label=action.get_status_display(),
    )
