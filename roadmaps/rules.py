"""Who may do what with roadmaps."""

import rules

from accounts.roles import Role
from dialogues.standing import ids_of, standing_of


@rules.predicate
def convenes_roadmap(user, roadmap):
    return standing_of(user).has(ids_of(roadmap.dialogue), Role.CONVENOR)


@rules.predicate
def sits_in_group(user, roadmap):
    group = roadmap.learning_group
    return group is not None and group.members.filter(person__in=standing_of(user).people).exists()


@rules.predicate
def is_public(user, roadmap):
    return roadmap.is_public


@rules.predicate
def is_administrator(user, obj=None):
    return standing_of(user).is_administrator


rules.add_perm(
    "roadmaps.view_roadmap", is_public | is_administrator | convenes_roadmap | sits_in_group
)
