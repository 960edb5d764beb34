"""Who may do what with Learning and Leadership Groups and roadmaps."""

import rules

from dialogues.rules import convenes_programme, is_administrator, is_convenor
from dialogues.standing import standing_of
from roadmaps.standing import group_standing_of


@rules.predicate
def founded_group(user, group):
    """Convenes the programme of the group, or the dialogue that endorsed it."""
    return convenes_programme(user, group.programme) or (
        group.dialogue_id is not None and is_convenor(user, group.dialogue)
    )


@rules.predicate
def convenes_group(user, group):
    if group.pk in group_standing_of(user).convenes:
        return True
    return not group.is_passed_on and founded_group(user, group)


@rules.predicate
def is_inside(user, group):
    """Sits in the group, convenes it, or is offered to convene it."""
    return group.pk in group_standing_of(user).inside


@rules.predicate
def keeps_minutes(user, group):
    return group.pk in group_standing_of(user).keeps


@rules.predicate
def is_public(user, obj):
    return obj.is_public


@rules.predicate
def convenes_dialogue(user, roadmap):
    return is_convenor(user, roadmap.dialogue)


@rules.predicate
def runs_roadmap(user, roadmap):
    """Its group's convenors and keepers; the dialogue's convenors until the group was passed on."""
    own = group_standing_of(user)
    if roadmap.learning_group_id in own.keeps | own.convenes:
        return True
    group = roadmap.learning_group
    return (group is None or not group.is_passed_on) and is_convenor(user, roadmap.dialogue)


@rules.predicate
def convenes_its_group(user, roadmap):
    """Its group's convenors; the dialogue's convenors where there is no group, or it was not passed on."""
    if roadmap.learning_group_id in group_standing_of(user).convenes:
        return True
    group = roadmap.learning_group
    return (group is None or not group.is_passed_on) and is_convenor(user, roadmap.dialogue)


@rules.predicate
def has_a_seat(user, roadmap):
    return roadmap.learning_group_id in group_standing_of(user).sits_in


@rules.predicate
def is_inside_its_group(user, roadmap):
    return roadmap.learning_group_id in group_standing_of(user).inside


@rules.predicate
def leads_action(user, action):
    return action.lead_person_id in standing_of(user).people


@rules.predicate
def moves_roadmap_of(user, action):
    roadmap = action.theme.roadmap
    return has_a_seat(user, roadmap) or runs_roadmap(user, roadmap)


# The page of a group; `inside` is what it does not tell everybody.
rules.add_perm("roadmaps.view_group", is_public | is_administrator | founded_group | is_inside)
rules.add_perm("roadmaps.inside_group", is_administrator | founded_group | is_inside)
# What it shares with others, and says to them.
rules.add_perm("roadmaps.speak_for_group", founded_group | is_inside)
rules.add_perm("roadmaps.convene_group", convenes_group)
# Meetings: agenda, presence, minutes.
rules.add_perm("roadmaps.take_minutes", convenes_group | keeps_minutes)
# Who convenes it now. Founders take it back by another way, where nobody is left who does.
rules.add_perm("roadmaps.pass_on", convenes_group)

rules.add_perm(
    "roadmaps.view_roadmap",
    is_public | is_administrator | convenes_dialogue | is_inside_its_group,
)
rules.add_perm("roadmaps.change_roadmap", runs_roadmap)
# Who lets everybody read a version of it.
rules.add_perm("roadmaps.publish_roadmap", convenes_its_group)
# Values of indicators.
rules.add_perm("roadmaps.measure", has_a_seat | runs_roadmap)
# Updates: whoever leads the action, sits in the group, or runs the roadmap.
rules.add_perm("roadmaps.update_action", leads_action | moves_roadmap_of)
# Who protected members are: their programme’s convenors know it, whoever the group was passed on to.
rules.add_perm("roadmaps.know_members", founded_group)
