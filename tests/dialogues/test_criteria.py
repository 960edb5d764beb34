"""Criteria of gates: what is computed from the data, each way that it can turn out; and the registry."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dialogues.criteria import CRITERIA, judged, mark_of
from dialogues.facts import Facts
from dialogues.initiative_frame import TABS
from dialogues.models import Comment, Dialogue, Initiative, Kind, PaperKind, ReviewRound
from dialogues.outlines import PRECONDITIONS, SELECTION
from dialogues.services.initiatives import create_initiative
from dialogues.stages import BLUEPRINTS, PHASES, REGISTRY
from tests import factories as make

MOST_QUERIES = 6


@pytest.fixture
def gate(world):
    """`gate(criterion)`: how a criterion of the first kind of stage that has it is judged now."""
    stages = {}

    def found(key, /, **fields):
        kind = next(kind.key for kind in REGISTRY.values() if key in kind.criteria)
        kind = fields.pop("kind", kind)
        name = (kind, *fields.values())
        if name not in stages:
            stages[name] = make.StageFactory(initiative=world.initiative, kind=kind, **fields)
        rows = judged(stages[name], Facts(world.initiative), [])
        return next(row for row in rows if row.criterion.key == key)

    return found


def scored(*criteria, score=3):
    return {key: {"score": score, "reason": "So it is."} for key in criteria}


def held(world, kind, **changes):
    days = {"starts_on": date(2025, 3, 1), "ends_on": date(2025, 3, 2)}
    return make.DialogueFactory(initiative=world.initiative, kind=kind, **(days | changes))


class TestPapers:
    def test_a_concept_note_counts_once_it_is_approved(self, world, gate):
        assert "No concept note" in gate("concept-note-approved").detail
        note = make.PaperFactory(
            initiative=world.initiative, kind=PaperKind.CONCEPT_NOTE, state="submitted"
        )
        row = gate("concept-note-approved")
        assert (row.met, row.detail) == (False, "It is: Submitted.")
        version = make.PaperVersionFactory(paper=note, number=2)
        version.decisions.create(step="approved", taken_at=timezone.now())
        row = gate("concept-note-approved")
        assert (row.met, row.detail) == (True, "Version 2 was approved.")
        note.state = "draft"  # the next version is being written; what was approved stays so
        note.save()
        assert gate("concept-note-approved").met

    def test_preconditions_are_scored_and_none_is_low(self, world, gate):
        first, *others = PRECONDITIONS
        assert not gate("preconditions-met").met
        note = make.PaperFactory(
            initiative=world.initiative, kind=PaperKind.CONCEPT_NOTE, scores=scored(*others)
        )
        label = str(PRECONDITIONS[first].label)
        assert gate("preconditions-met").detail == f"Not scored yet: {label}."
        note.scores |= scored(first, score=1)
        note.save()
        assert gate("preconditions-met").detail == f"Below 2 of 4: {label}."
        note.scores |= scored(first, score=2)
        note.save()
        assert gate("preconditions-met").met

    @pytest.mark.parametrize(
        "scores", [{}, [], {"significance": None}, {"significance": {"score": None}}]
    )
    def test_scores_that_say_nothing_count_as_none(self, world, gate, scores):
        make.PaperFactory(
            initiative=world.initiative, kind=PaperKind.CONCEPT_NOTE, scores=scores or {}
        )
        assert not gate("selection-scored").met

    def test_a_low_selection_score_is_no_obstacle_if_it_was_given(self, world, gate):
        make.PaperFactory(
            initiative=world.initiative,
            kind=PaperKind.CONCEPT_NOTE,
            scores=scored(*SELECTION, score=0),
        )
        assert gate("selection-scored").met

    def test_a_scoping_paper_is_written_reviewed_and_every_comment_answered(self, world, gate):
        keys = ("scoping-version", "scoping-reviewed", "comments-answered")
        assert [gate(key).met for key in keys] == [False, False, False]
        paper = make.PaperFactory(initiative=world.initiative)
        version = make.PaperVersionFactory(paper=paper)
        assert [gate(key).met for key in keys] == [True, False, False]
        make.ReviewRoundFactory(version=version)
        comment = make.CommentFactory(version_of=version)
        assert gate("scoping-reviewed").detail == "A review is under way."
        assert gate("comments-answered").detail == "1 comment has no answer yet."
        ReviewRound.objects.update(due_on=timezone.localdate() - timedelta(1))
        assert [gate(key).met for key in keys] == [True, True, False]
        Comment.objects.filter(pk=comment.pk).update(disposition="declined", response="Beside it.")
        assert [gate(key).met for key in keys] == [True, True, True]

    def test_papers_of_another_initiative_do_not_count(self, world, gate):
        other = make.InitiativeFactory(programme=world.programme)
        make.PaperFactory(initiative=other, kind=PaperKind.CONCEPT_NOTE, state="approved")
        make.PaperVersionFactory(paper=make.PaperFactory(initiative=other))
        assert not gate("concept-note-approved").met
        assert not gate("scoping-version").met


class TestGroups:
    def test_every_group_needs_an_adviser_who_serves(self, world, gate):
        common = {"initiative": world.initiative}
        make.SeatFactory(**common, group=world.miners, state="accepted")
        seat = make.SeatFactory(**common, group=world.companies, state="invited")
        assert gate("groups-advised").detail == "Nobody serves for: Mining companies."
        seat.state = "accepted"
        seat.save()
        assert gate("groups-advised").met

    def test_without_groups_nothing_is_balanced(self, world, gate):
        world.programme.groups.all().delete()
        assert not gate("groups-advised").met
        assert not gate("no-group-silent").met

    def test_two_sides_must_be_heard_on_each_fault_line(self, world, gate):
        assert "No fault line" in gate("fault-lines-heard").detail
        first = make.FaultLineFactory(initiative=world.initiative, title="Who pays?")
        second = make.FaultLineFactory(initiative=world.initiative)
        for line in (first, second):
            make.GroupPositionFactory(fault_line=line, group=world.miners)
        make.GroupPositionFactory(fault_line=second, group=world.companies)
        assert "Who pays?" in gate("fault-lines-heard").detail
        assert gate("no-group-silent").met
        make.GroupPositionFactory(fault_line=first, group=world.companies)
        assert gate("fault-lines-heard").met

    def test_a_group_that_is_silent_everywhere_is_named(self, world, gate):
        line = make.FaultLineFactory(initiative=world.initiative)
        make.GroupPositionFactory(fault_line=line, group=world.miners)
        elsewhere = make.FaultLineFactory(
            initiative=make.InitiativeFactory(programme=world.programme)
        )
        make.GroupPositionFactory(fault_line=elsewhere, group=world.companies)
        assert gate("no-group-silent").detail == "Not heard on any: Mining companies."


class TestDialogues:
    def test_they_were_held_and_none_is_ahead(self, world, gate):
        row = gate("meetings-held", kind="field-dialogues")
        assert not row.met
        assert "/dialogues/new/" in row.url
        one = held(world, "field")
        assert gate("meetings-held", kind="field-dialogues").met
        soon = timezone.localdate() + timedelta(3)
        ahead = held(world, "field", title="Next", starts_on=soon, ends_on=soon)
        assert gate("meetings-held", kind="field-dialogues").url == ahead.get_absolute_url()
        Dialogue.objects.filter(pk=ahead.pk).update(cancelled_at=timezone.now())
        assert gate("meetings-held", kind="field-dialogues").met
        Dialogue.objects.filter(pk=one.pk).update(kind="learning-event")
        assert not gate("meetings-held", kind="field-dialogues").met

    def test_what_was_held_needs_key_messages(self, world, gate):
        assert not gate("messages-written", kind="field-dialogues").met
        one = held(world, "field", title="Tarkwa")
        row = gate("messages-written", kind="field-dialogues")
        assert (row.met, row.detail) == (False, "Still missing for: Tarkwa.")
        assert row.url.endswith(f"/{one.slug}/outcomes/")
        make.KeyMessageFactory(dialogue=one)
        assert gate("messages-written", kind="field-dialogues").met

    def test_action_points_need_an_owner_of_any_kind(self, world, gate):
        one = held(world, "thematic")
        point = make.ActionPointFactory(dialogue=one)
        make.ActionPointFactory(dialogue=one, owner_organisation=world.ngo)
        assert gate("actions-owned").detail == "1 action point has no owner."
        point.owner_text = "The district"
        point.save()
        assert gate("actions-owned").met

    def test_a_second_round_begins_with_its_own_dialogues(self, world, gate):
        held(world, "field")
        again = {"kind": "field-dialogues", "key": "field-dialogues-2"}
        assert not gate("meetings-held", **again).met
        again |= {"key": "field-dialogues-3", "opened_on": date(2025, 3, 2)}
        assert gate("meetings-held", **again).met


class TestWhatFollows:
    def test_reports_of_all_that_was_held_are_published(self, world, gate):
        world.dialogue.delete()
        assert "No dialogue has been held" in gate("reports-published").detail
        one = held(world, "field")
        assert gate("reports-published").detail == "1 dialogue has no published report."
        report = make.ReportFactory(dialogue=one)
        printing = make.PrintingFactory(report=report, state="ready")
        assert not gate("reports-published").met
        printing.published_at = timezone.now()
        printing.save()
        assert gate("reports-published").met

    def test_a_group_has_members_and_a_roadmap_leads_and_ends(self, world, gate):
        keys = ("learning-group-formed", "roadmap-exists", "roadmap-led", "roadmap-finished")

        def met():
            return [gate(key).met for key in keys]

        assert met() == [False] * 4
        group = make.LearningGroupFactory(programme=world.programme, dialogue=world.dialogue)
        assert gate("learning-group-formed").detail == "It has 0 members."
        make.MembershipFactory(learning_group=group)
        roadmap = make.RoadmapFactory(dialogue=world.dialogue)
        assert met() == [True, True, False, False]
        action = make.ActionFactory(theme=make.ThemeFactory(roadmap=roadmap))
        assert gate("roadmap-led").detail == "1 has no lead."
        action.lead_organisation = world.ngo
        action.save()
        assert met() == [True, True, True, False]
        action.status = "done"
        action.save()
        assert met() == [True] * 4

    def test_a_budget_has_lines(self, world, gate):
        assert not gate("budget-planned").met
        make.BudgetLineFactory(initiative=world.initiative)
        assert gate("budget-planned").detail == "It has 1 line."

    def test_targets_are_set(self, world, gate):
        assert not gate("targets-set").met
        make.TargetFactory(initiative=world.initiative, gender="woman")
        assert gate("targets-set").detail == "1 is set."


def test_all_gates_together_ask_the_database_a_few_times(world):
    stages = [
        make.StageFactory(initiative=world.initiative, kind=kind, state="open") for kind in REGISTRY
    ]
    with CaptureQueriesContext(connection) as caught:
        facts = Facts(world.initiative)
        rows = [row for stage in stages for row in judged(stage, facts, [])]
    assert {row.criterion.key for row in rows} == set(CRITERIA)
    assert len(caught) <= MOST_QUERIES
    assert mark_of(rows).split() == sorted(row.criterion.key for row in rows if not row.met)


class TestTheRegistry:
    def test_its_words_lead_somewhere(self):
        kinds = set(Kind.values)
        assert len(REGISTRY) >= 12
        for kind in REGISTRY.values():
            assert set(kind.criteria) <= set(CRITERIA)
            assert set(kind.opens) <= set(REGISTRY)
            assert set(kind.pages) <= set(TABS)
            assert set(kind.dialogue_kinds) <= kinds
            assert kind.phase in PHASES
            assert kind.asks
            assert kind.criteria
        used = {key for kind in REGISTRY.values() for key in kind.criteria}
        assert used == set(CRITERIA)
        assert kinds == {key for kind in REGISTRY.values() for key in kind.dialogue_kinds}

    def test_no_stage_takes_the_address_of_the_form(self):
        assert "new" not in REGISTRY

    @pytest.mark.parametrize("blueprint", BLUEPRINTS)
    def test_blueprints_choose_from_it(self, world, convenor, blueprint):
        begun = Initiative(programme=world.programme, title="Begun")
        create_initiative(begun, by=convenor, blueprint=blueprint)
        kinds = [stage.kind for stage in begun.stages.all()]
        assert tuple(kinds) == BLUEPRINTS[blueprint][1]
        assert set(kinds) <= set(REGISTRY)
