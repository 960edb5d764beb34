"""Who may do what with reports; what each kind of report asks for is in the registry (reports.kinds)."""

import rules

from accounts.roles import Role
from dialogues.rules import is_convenor, is_note_taker
from dialogues.standing import standing_of
from reports import kinds

is_of_the_team = is_convenor | is_note_taker


@rules.predicate
def is_published(user, printing):
    return printing.published_at is not None


@rules.predicate
def may_print(user, report):
    return kinds.may_print(user, report)


@rules.predicate
def may_print_it(user, printing):
    return kinds.may_print(user, printing.report)


@rules.predicate
def convenes_its_dialogue(user, printing):
    dialogue = printing.report.dialogue
    return dialogue is not None and is_convenor(user, dialogue)


rules.add_perm("reports.request_printing", is_of_the_team)
rules.add_perm("reports.change_report", is_of_the_team)
rules.add_perm("reports.print_report", may_print)
rules.add_perm("reports.view_printing", is_published | may_print_it)
rules.add_perm("reports.retry_printing", may_print_it)
rules.add_perm("reports.publish_report", is_convenor)
rules.add_perm("reports.publish_printing", convenes_its_dialogue)


# Periods, and what donors read -------------------------------------------------------------------
@rules.predicate
def is_donor_of_it(user, period):
    standing, initiative = standing_of(user), period.initiative
    return initiative.programme_id in standing.ids("programme", Role.DONOR) or (
        initiative.pk in standing.ids("initiative", Role.DONOR)
    )


@rules.predicate
def is_open_to_donors(user, period):
    return period.is_open


@rules.predicate
def runs_its_initiative(user, period):
    return is_convenor(user, period.initiative)


rules.add_perm("reports.run_periods", is_convenor)
rules.add_perm("reports.change_period", runs_its_initiative)
rules.add_perm("reports.view_period", runs_its_initiative | (is_donor_of_it & is_open_to_donors))
