"""Roadmaps and their actions, found from the search box."""

from django.utils.translation import gettext as _

from core.search import Findings, Found, first
from dialogues.veil import holding_for
from roadmaps.models import Action, Roadmap


def find_roadmaps(user, words):
    """Roadmaps that `user` may see, and actions in them."""
    visible = Roadmap.objects.visible_to(user)
    roadmaps = visible.select_related("learning_group")
    yield Findings(
        label=_("Roadmaps"),
        rows=[
            Found(row.title, row.get_absolute_url(), str(row.learning_group or ""))
            for row in first(holding_for(user, roadmaps, words, "title", "learning_group__name"))
        ],
    )
    actions = Action.objects.filter(theme__roadmap__in=visible).select_related("theme__roadmap")
    yield Findings(
        label=_("Actions"),
        rows=[
            Found(
                row.title,
                row.get_absolute_url(),
                row.theme.roadmap.title,
            )
            for row in first(holding_for(user, actions, words, "title", "text"))
        ],
    )
