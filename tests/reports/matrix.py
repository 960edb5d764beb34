"""A report of each kind about one meeting, with something in all of them that is labelled."""

from datetime import date, time
from decimal import Decimal

from convening.models import Sponsorship
from convening.releases import digest_of, freeze
from reports import services
from reports.models import KINDS_OF, Period
from reports.progress.services import begin_period, report_of_period
from roadmaps.services.versions import make_version
from roadmaps.versions import checksum_of
from roadmaps.versions import freeze as freeze_plan
from tests import factories as make
from tests.reports.meetings import meeting
from tests.reports.papers import comments_on, concept_note


def reports_in(language):
    """The reports of a meeting that is held in `language`, by kind; what a kind asks for is there."""
    return reports_of(meeting(language=language), language)


def reports_of(found, language):
    """The reports of the meeting `found` (tests.reports.meetings.meeting), by kind."""
    dialogue, initiative = found.dialogue, found.dialogue.initiative
    reports = {kind: services.report_of(dialogue, kind) for kind in KINDS_OF["dialogue"]}
    note = concept_note(initiative)
    comments_on(note, 4)
    scoping = make.PaperVersionFactory(
        paper=make.PaperFactory(initiative=initiative, kind="scoping-paper")
    )
    for version, kind in (
        (note.version, "concept-note"),
        (note.version, "comments"),
        (scoping, "scoping-paper"),
    ):
        reports[kind] = services.report_of_version(version, kind)
    shown = _map_of(found)
    briefing = make.BriefingFactory(map=shown, group=found.miners)
    version = make.BriefingVersionFactory(
        briefing=briefing, gains="A say.", risks="None.", ask="Come."
    )
    snapshot = freeze(dialogue)
    release = make.AgendaReleaseFactory(
        dialogue=dialogue, number=1, snapshot=snapshot, digest=digest_of(snapshot)
    )
    return reports | {
        "stakeholder-map": services.report_of_map(shown),
        "briefing": services.report_of_briefing(version),
        "agenda": services.report_of_release(release),
        "invitation-letter": services.report_of_participation(_paid_for(found)),
        "minutes": services.report_of_meeting(_meeting_of_the_group(found, language)),
        "progress-report": report_of_period(_period_of(initiative)),
        "roadmap": services.report_of_roadmap(_roadmap_of(dialogue)),
    }


def _paid_for(found):
    part = found.dialogue.participations.get(person=found.people.presenter)
    fund = make.FundFactory(programme=found.programme, title="Travel fund")
    Sponsorship.objects.create(participation=part, fund=fund, what="travel", state="accepted")
    return part


def _map_of(found):
    shown = make.StakeholderMapFactory(
        programme=found.programme, question="Who decides?", country="DE"
    )
    found.dialogue.initiative.stakeholder_map = shown
    found.dialogue.initiative.save()
    one = make.StakeholderFactory(map=shown, organisation=found.body, engagement="involve")
    make.AssessmentFactory(
        stakeholder=one, influence=20, interest=70, position="opposed", formality="informal"
    )
    return shown


def _meeting_of_the_group(found, language):
    group = make.LearningGroupFactory(programme=found.programme, language=language, quorum=2)
    member = make.MembershipFactory(learning_group=group, person=found.people.chair)
    held = make.MeetingFactory(learning_group=group, number=3, starts_at=time(9, 30), chair=member)
    held.presences.create(member=member, state="present")
    item = make.MeetingItemFactory(meeting=held, title="Licences", kind="matter-arising")
    make.DecisionFactory(meeting=held, item=item, text="Write", how="consensus")
    return held


def _period_of(initiative):
    line = initiative.budget_lines.create(category="travel", planned=Decimal(1000))
    line.entries.create(
        amount=250, what="Bus", committed_on=date(2026, 1, 5), spent_on=date(2026, 2, 3)
    )
    return begin_period(
        Period(
            initiative=initiative,
            title="2026",
            starts_on=date(2026, 1, 1),
            ends_on=date(2026, 6, 30),
            activities="We met.",
        )
    )


def _roadmap_of(dialogue):
    roadmap = make.RoadmapFactory(dialogue=dialogue, title="The way")
    make.ActionFactory(
        theme=make.ThemeFactory(roadmap=roadmap), status="done", due=date(2026, 9, 1)
    )
    return make_version(roadmap, seen=checksum_of(freeze_plan(roadmap)))
