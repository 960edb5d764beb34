"""Who may do what with reports."""

import rules

from accounts.roles import NOTE_TAKERS, Role
from dialogues.standing import ids_of, standing_of


@rules.predicate
def convenes(user, dialogue):
    return standing_of(user).has(ids_of(dialogue), Role.CONVENOR)


@rules.predicate
def is_of_the_team(user, dialogue):
    standing, ids = standing_of(user), ids_of(dialogue)
    return standing.has(ids, Role.CONVENOR) or standing.has({"dialogue": dialogue.pk}, *NOTE_TAKERS)


@rules.predicate
def is_published(user, printing):
    return printing.published_at is not None


@rules.predicate
def is_of_its_team(user, printing):
    return is_of_the_team(user, printing.report.dialogue)


@rules.predicate
def convenes_its_dialogue(user, printing):
    return convenes(user, printing.report.dialogue)


rules.add_perm("reports.request_printing", is_of_the_team)
rules.add_perm("reports.change_report", is_of_the_team)
rules.add_perm("reports.view_printing", is_published | is_of_its_team)
rules.add_perm("reports.retry_printing", is_of_its_team)
rules.add_perm("reports.publish_report", convenes)
rules.add_perm("reports.publish_printing", convenes_its_dialogue)
