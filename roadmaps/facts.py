"""What roadmaps tell the gates of an initiative (dialogues.facts)."""

from django.db.models import OuterRef
from django.urls import reverse

from dialogues.facts import number_of
from roadmaps.models import Action, LearningGroup, Membership, Roadmap


def roadmap_facts(today):
    """Groups with their members, roadmaps with their actions, of all dialogues of an initiative."""
    of_dialogue, of_roadmap = "dialogue__initiative", "theme__roadmap__dialogue__initiative"
    of_member = "learning_group__dialogue__initiative"
    actions = Action.objects.filter(**{of_roadmap: OuterRef("pk")})
    unled = actions.filter(lead_person__isnull=True, lead_organisation__isnull=True)
    groups = LearningGroup.objects.filter(**{of_dialogue: OuterRef("pk")})
    roadmaps = Roadmap.objects.filter(**{of_dialogue: OuterRef("pk")})
    members = Membership.objects.current(on=today).filter(**{of_member: OuterRef("pk")})
    return {
        "learning_groups": number_of(groups, of_dialogue),
        "learning_members": number_of(members, of_member),
        "roadmaps": number_of(roadmaps, of_dialogue),
        "actions": number_of(actions, of_roadmap),
        "actions_unled": number_of(unled, of_roadmap),
        "actions_unfinished": number_of(actions.unfinished(), of_roadmap),
    }


def roadmaps_url(initiative):
    """Where the roadmaps of `initiative` are found."""
    return reverse("roadmaps:roadmap_list")
