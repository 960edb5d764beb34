"""Who may do what with reports."""

import rules

from dialogues.rules import is_convenor, is_note_taker

is_of_the_team = is_convenor | is_note_taker


@rules.predicate
def is_published(user, printing):
    return printing.published_at is not None


@rules.predicate
def is_of_its_team(user, printing):
    return is_of_the_team(user, printing.report.dialogue)


@rules.predicate
def convenes_its_dialogue(user, printing):
    return is_convenor(user, printing.report.dialogue)


rules.add_perm("reports.request_printing", is_of_the_team)
rules.add_perm("reports.change_report", is_of_the_team)
rules.add_perm("reports.view_printing", is_published | is_of_its_team)
rules.add_perm("reports.retry_printing", is_of_its_team)
rules.add_perm("reports.publish_report", is_convenor)
rules.add_perm("reports.publish_printing", convenes_its_dialogue)
