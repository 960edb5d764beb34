"""The registry of kinds: complete, and of one mind with the rules."""

import pytest

from accounts.roles import Role
from reports.kinds import KINDS, may_print
from reports.models import KINDS_OF, Edition, Format, Printing, ReportKind
from reports.progress.services import report_of_period
from reports.services import (
    report_of,
    report_of_briefing,
    report_of_map,
    report_of_meeting,
    report_of_participation,
    report_of_release,
    report_of_roadmap,
    report_of_version,
)
from tests import factories as make


def test_every_kind_is_in_the_registry():
    assert set(KINDS) == set(ReportKind.values)


@pytest.mark.parametrize("kind", ReportKind.values)
def test_what_a_kind_offers_exists(kind):
    offer = KINDS[kind]
    assert set(offer.editions) <= set(Edition.values)
    assert set(offer.formats) <= set(Format.values)
    assert all(callable(offer.writer(file_format)) for file_format in offer.formats)
    with pytest.raises(ValueError, match="not a snapshot"):
        offer.thaw({"format": "something else"})


@pytest.fixture
def printings(world):
    """A printing of each kind in the world, and of each in another programme."""
    made = []
    for initiative in (world.initiative, make.InitiativeFactory()):
        dialogue = initiative.dialogues.first() or make.DialogueFactory(initiative=initiative)
        reports = [report_of(dialogue, kind) for kind in KINDS_OF["dialogue"]]
        reports += [
            report_of_participation(make.ParticipationFactory(dialogue=dialogue)),
            report_of_release(make.AgendaReleaseFactory(dialogue=dialogue)),
        ]
        for kind in ("concept-note", "scoping-paper"):
            version = make.PaperVersionFactory(
                paper=make.PaperFactory(initiative=initiative, kind=kind)
            )
            reports += [report_of_version(version, what) for what in (kind, "comments")]
        shown = make.StakeholderMapFactory(programme=initiative.programme, is_shared=True)
        initiative.stakeholder_map = shown
        initiative.save()
        version = make.BriefingVersionFactory(briefing__map=shown)
        reports += [report_of_map(shown), report_of_briefing(version)]
        group = make.LearningGroupFactory(programme=initiative.programme, dialogue=dialogue)
        reports.append(report_of_meeting(make.MeetingFactory(learning_group=group)))
        roadmap = make.RoadmapFactory(dialogue=dialogue, learning_group=group)
        reports.append(report_of_roadmap(make.RoadmapVersionFactory(roadmap=roadmap)))
        reports.append(report_of_period(make.PeriodFactory(initiative=initiative)))
        made += [make.PrintingFactory(report=report, edition="internal") for report in reports]
    return made


def test_who_may_ask_for_a_printing_sees_it_in_lists(cast, printings):
    for name, user in cast.items():
        listed = set(Printing.objects.visible_to(user))
        allowed = {printing for printing in printings if may_print(user, printing.report)}
        assert listed == allowed, name
        assert listed == {
            each for each in printings if user.has_perm("reports.view_printing", each)
        }


@pytest.mark.parametrize("role", [Role.CONVENOR, Role.ADVISER])
def test_a_role_in_the_initiative_opens_what_it_prepares(world, printings, stranger, role):
    make.AppointmentFactory(user=stranger, role=role, initiative=world.initiative)
    kinds = {printing.report.kind for printing in Printing.objects.visible_to(stranger)}
    papers = {"concept-note", "scoping-paper"}
    assert kinds == (papers if role == Role.ADVISER else set(ReportKind.values))
