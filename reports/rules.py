"""Who may do what with reports; what each kind of report asks for is in the registry (reports.kinds)."""

import rules

from accounts.roles import Role
from dialogues.rules import convenes_programme, is_convenor, is_note_taker
from dialogues.standing import standing_of
from reports import kinds
from roadmaps.rules import convenes_its_group
from roadmaps.sources import belongs_to

is_of_the_team = is_convenor | is_note_taker


@rules.predicate
def is_published(user, printing):
    return printing.is_open and printing.edition == "public"


@rules.predicate
def takes_part_in_it(user, printing):
    """For editions for participants: `user` takes part in the dialogue, or in one of the initiative."""
    if not printing.is_open or printing.edition != "participants":
        return False
    return type(printing).objects.shared_with(user).filter(pk=printing.pk).exists()


@rules.predicate
def may_print(user, report):
    return kinds.may_print(user, report)


@rules.predicate
def may_print_it(user, printing):
    return kinds.may_print(user, printing.report)


@rules.predicate
def convenes_what_it_is_of(user, printing):
    """Progress reports are published as periods; what is of a register or a group is for these alone."""
    report = printing.report
    if report.roadmap_version is not None:
        return convenes_its_group(user, report.roadmap_version.roadmap)
    if report.stakeholder_map or report.briefing_version or report.group_meeting or report.period:
        return False
    return is_convenor(user, kinds.offer_of(report).belongs_to(report))


@rules.predicate
def is_of_its_group(user, roadmap):
    return belongs_to(user, roadmap)


rules.add_perm("reports.request_printing", is_of_the_team)
rules.add_perm("reports.print_roadmap", is_of_its_group)
rules.add_perm("reports.change_report", is_of_the_team)
rules.add_perm("reports.print_report", may_print)
rules.add_perm("reports.view_printing", is_published | takes_part_in_it | may_print_it)
rules.add_perm("reports.retry_printing", may_print_it)
rules.add_perm("reports.publish_report", is_convenor)
rules.add_perm("reports.publish_printing", convenes_what_it_is_of)


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


@rules.predicate
def is_asked_for_it(user, section):
    return type(section).objects.asked_of(user).filter(pk=section.pk).exists()


@rules.predicate
def runs_its_period(user, section):
    return is_convenor(user, section.period.initiative)


rules.add_perm("reports.view_section", is_asked_for_it | runs_its_period)
rules.add_perm("reports.take_section", runs_its_period)
# Its words may name somebody whom administrators must not know.
rules.add_perm("reports.change_house_style", convenes_programme)
rules.add_perm("reports.run_periods", is_convenor)
rules.add_perm("reports.change_period", runs_its_initiative)
rules.add_perm("reports.view_period", runs_its_initiative | (is_donor_of_it & is_open_to_donors))
