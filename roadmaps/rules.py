"""Who may do what with roadmaps."""

import rules

from dialogues.rules import is_administrator, is_convenor
from dialogues.standing import standing_of


@rules.predicate
def convenes_roadmap(user, roadmap):
    return is_convenor(user, roadmap.dialogue)


@rules.predicate
def sits_in_group(user, roadmap):
    group = roadmap.learning_group
    return group is not None and group.members.filter(person__in=standing_of(user).people).exists()


@rules.predicate
def is_public(user, roadmap):
    return roadmap.is_public


rules.add_perm(
    "roadmaps.view_roadmap", is_public | is_administrator | convenes_roadmap | sits_in_group
)
