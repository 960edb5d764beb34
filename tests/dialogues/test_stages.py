"""Stages: planned, opened and decided once, with a reason and the criteria as they stood."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.exceptions import Gone
from core.work import work_for
from dialogues.exceptions import (
    AttestedMeanwhile,
    CriteriaMoved,
    CriteriaUnmet,
    StageHasHistory,
    StageMoved,
    TooManyStages,
)
from dialogues.models import Attestation, Decision, Stage
from dialogues.services.stages import (
    MOST_STAGES,
    MOVES,
    add_stage,
    attest,
    attestation_mark,
    decide,
    remove_stage,
)
from tests import factories as make

TODAY = timezone.localdate
MOST_QUERIES = 12


@pytest.fixture
def stage(world):
    """A stage with one criterion that is computed and one that is attested."""
    return make.StageFactory(initiative=world.initiative, kind="advisory-group")


@pytest.fixture
def opened(stage):
    stage.state = "open"
    stage.save()
    return stage


def url_of(stage, page="stage_decide", *more):
    return reverse(f"dialogues:{page}", args=[stage.initiative.slug, stage.key, *more])


def sent(client, url, **changes):
    """What the browser sends after somebody opened the form at `url` and filled something in."""
    form = client.get(url).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in (values | changes).items() if value not in (None, False)}


def is_at(stage):
    stage.refresh_from_db()
    return stage.state


class TestDeciding:
    def test_a_stage_goes_from_ahead_to_open_to_done_and_tells_by_whom(
        self, sign_in, convenor, stage
    ):
        client, url = sign_in(convenor), url_of(stage)
        client.post(url, sent(client, url, move="open", reason="The advisers agree."))
        assert is_at(stage) == "open"
        asked = sent(client, url, move="go", reason="Good enough.", although="on")
        assert client.post(url, asked).status_code == 302
        assert is_at(stage) == "done"
        assert stage.opened_on == stage.closed_on == TODAY()
        made = stage.decisions.first()
        assert (made.move, made.before, made.after) == ("go", "open", "done")
        assert (made.decided_by, made.reason, made.unmet) == (convenor, "Good enough.", 2)

    @pytest.mark.parametrize("move", ["open", "drop"])
    def test_nothing_is_decided_without_a_reason(self, sign_in, convenor, stage, move):
        client, url = sign_in(convenor), url_of(stage)
        page = client.post(url, sent(client, url, move=move, reason=" \x00 "))
        assert list(page.context["form"].errors) == ["reason"]
        assert "Without a reason nothing is recorded." in page.text
        assert is_at(stage) == "ahead"
        assert not Decision.objects.exists()

    def test_a_gate_is_not_passed_silently_with_criteria_unmet(self, sign_in, convenor, opened):
        client, url = sign_in(convenor), url_of(opened)
        asked = sent(client, url, move="go", reason="We must go on.")
        page = client.post(url, asked)
        assert list(page.context["form"].errors) == ["although"]
        assert "Go although 2 criteria are not met" in page.text
        assert is_at(opened) == "open"
        with pytest.raises(CriteriaUnmet):
            decide(opened, move="go", seen="open:0", by=convenor, reason="!", mark=asked["mark"])

    def test_a_decision_keeps_the_criteria_as_they_stood(self, sign_in, convenor, opened):
        attest(opened, "group-works", met=True, reason="Terms of 3 May.", by=convenor, seen="")
        client, url = sign_in(convenor), url_of(opened)
        client.post(url, sent(client, url, move="not-yet", reason="Two groups are missing."))
        Attestation.objects.all().delete()
        computed, attested = opened.decisions.get().criteria
        assert computed["key"] == "groups-advised"
        assert (computed["computed"], computed["met"]) == (True, False)
        assert "Artisanal miners" in computed["detail"]
        assert attested == {
            "key": "group-works",
            "label": "The advisers have agreed how they work together",
            "computed": False,
            "met": True,
            "detail": "",
            "reason": "Terms of 3 May.",
            "by": "Connie Convenor",
        }
        page = client.get(url_of(opened, "stage"))
        assert "Terms of 3 May." in page.text
        assert is_at(opened) == "open"

    def test_if_the_criteria_changed_meanwhile_the_form_is_shown_again(
        self, sign_in, convenor, opened, world
    ):
        client, url = sign_in(convenor), url_of(opened)
        asked = sent(client, url, move="go", reason="Go on.", although="on")
        attest(opened, "group-works", met=True, reason="They have.", by=convenor, seen="")
        page = client.post(url, asked)
        assert page.status_code == 409
        assert "What is met has changed" in page.text
        assert "Go on." in page.text
        assert is_at(opened) == "open"
        form = page.context["form"]
        again = asked | {"mark": form["mark"].value()}
        assert client.post(url, again).status_code == 302
        assert opened.decisions.get().unmet == 1
        with pytest.raises(CriteriaMoved):
            decide(
                make.StageFactory(initiative=world.initiative, kind="summary", state="open"),
                move="go",
                seen="open:0",
                by=convenor,
                reason="Go.",
                mark="",
                although=True,
            )

    def test_a_go_opens_the_stages_that_were_chosen(self, sign_in, convenor, opened, world):
        paper = make.StageFactory(initiative=world.initiative, kind="scoping-paper")
        other = make.StageFactory(initiative=world.initiative, kind="summary")
        client, url = sign_in(convenor), url_of(opened)
        form = client.get(url).context["form"]
        assert [key for key, _label in form.fields["opens"].choices] == [paper.pk, other.pk]
        asked = sent(client, url, move="go", reason="Go.", although="on", opens=[paper.pk])
        # What comes next stands on the initiative's page.
        assert client.post(url, asked).url == world.initiative.get_absolute_url()
        assert (is_at(opened), is_at(paper), is_at(other)) == ("done", "open", "ahead")
        assert "Advisory group" in paper.decisions.get().reason

    def test_stages_of_elsewhere_are_not_opened_with_it(self, sign_in, convenor, opened):
        foreign = make.StageFactory()
        client, url = sign_in(convenor), url_of(opened)
        for key in (foreign.pk, "9" * 20, "x"):
            asked = sent(client, url, move="go", reason="Go.", although="on", opens=[key])
            assert "opens" in client.post(url, asked).context["form"].errors
        assert (is_at(opened), is_at(foreign)) == ("open", "ahead")

    def test_who_comes_second_is_told_and_keeps_what_they_typed(self, sign_in, convenor, stage):
        client, url = sign_in(convenor), url_of(stage)
        late = sent(client, url, move="drop", reason="No money for it.")
        decide(stage, move="open", seen="ahead:0", by=convenor, reason="First.")
        page = client.post(url, late)
        assert page.status_code == 409
        assert "Somebody has decided about this stage meanwhile" in page.text
        assert "No money for it." in page.text
        choices = [key for key, _label in page.context["form"].fields["move"].choices]
        assert choices == ["go", "not-yet", "no-go", "drop"]
        assert is_at(stage) == "open"

    def test_a_not_yet_that_one_has_not_seen_is_shown_first(self, convenor, opened):
        decide(opened, move="not-yet", seen="open:0", by=convenor, reason="Wait for the ministry.")
        with pytest.raises(StageMoved):
            decide(opened, move="no-go", seen="open:0", by=convenor, reason="It leads nowhere.")
        assert is_at(opened) == "open"

    def test_about_a_stage_that_was_removed_nothing_is_decided(self, convenor, opened):
        Stage.objects.filter(pk=opened.pk).delete()
        with pytest.raises(Gone):
            decide(opened, move="no-go", seen="open:0", by=convenor, reason="It leads nowhere.")

    @pytest.mark.parametrize("move", MOVES)
    @pytest.mark.parametrize("state", Stage.State.values)
    def test_only_moves_that_there_are_can_be_made(self, stage, convenor, move, state):
        Stage.objects.update(kind="unknown", state=state)
        stage.refresh_from_db()
        if state in MOVES[move].before:
            decide(stage, move=move, seen=f"{state}:0", by=convenor, reason="So be it.")
            assert is_at(stage) == MOVES[move].after
        else:
            with pytest.raises(StageMoved):
                decide(stage, move=move, seen=f"{state}:0", by=convenor, reason="So be it.")
            assert is_at(stage) == state

    def test_an_unknown_move_is_refused_at_the_field(self, sign_in, convenor, stage):
        client, url = sign_in(convenor), url_of(stage)
        page = client.post(url, sent(client, url, move="explode", reason="Why not."))
        assert list(page.context["form"].errors) == ["move"]

    def test_a_form_without_its_hidden_marks_counts_for_nothing(self, sign_in, convenor, stage):
        page = sign_in(convenor).post(url_of(stage), {"move": "open", "reason": "Go."})
        assert page.status_code == 409
        assert is_at(stage) == "ahead"

    def test_stages_may_be_open_side_by_side(self, convenor, world):
        for kind in ("scoping-paper", "field-dialogues"):
            one = make.StageFactory(initiative=world.initiative, kind=kind)
            decide(one, move="open", seen="ahead:0", by=convenor, reason="In parallel.")
        assert Stage.objects.open().count() == 2

    @pytest.mark.parametrize(
        ("who", "status"), [("adviser", 403), ("rapporteur", 403), ("stranger", 404)]
    )
    def test_only_a_convenor_decides(self, sign_in, cast, stage, who, status):
        asked = {"move": "open", "seen": "ahead:0", "reason": "Me!"}
        assert sign_in(cast[who]).post(url_of(stage), asked).status_code == status
        assert is_at(stage) == "ahead"

    @pytest.mark.parametrize("page", ["stage", "stage_decide", "stage_plan", "stage_remove"])
    def test_a_stage_of_another_initiative_is_not_found_there(
        self, sign_in, convenor, world, stage, page
    ):
        other = make.InitiativeFactory(programme=world.programme)
        address = reverse(f"dialogues:{page}", args=[other.slug, stage.key])
        assert sign_in(convenor).get(address).status_code == 404


class TestAttesting:
    def test_who_attests_says_why_and_may_think_again(self, sign_in, convenor, opened):
        client, url = sign_in(convenor), url_of(opened, "stage_attest", "group-works")
        page = client.post(url, sent(client, url, met="yes"))
        assert list(page.context["form"].errors) == ["reason"]
        client.post(url, sent(client, url, met="yes", reason="They signed on 3 May."))
        client.post(url, sent(client, url, met="no", reason="Two of them withdrew."))
        attestation = opened.attestations.get()
        assert (attestation.met, attestation.reason) == (False, "Two of them withdrew.")
        assert attestation.attested_by == convenor
        assert "Two of them withdrew." in client.get(url_of(opened, "stage")).text

    def test_the_second_of_two_sees_what_the_first_one_wrote(self, sign_in, convenor, opened):
        client, url = sign_in(convenor), url_of(opened, "stage_attest", "group-works")
        late = sent(client, url, met="no", reason="I doubt it.")
        attest(opened, "group-works", met=True, reason="Signed.", by=convenor, seen="")
        page = client.post(url, late)
        assert page.status_code == 409
        assert "Signed." in page.text
        assert "I doubt it." in page.text
        assert opened.attestations.get().met
        again = late | {"seen": page.context["form"]["seen"].value()}
        assert client.post(url, again).status_code == 302
        assert not opened.attestations.get().met

    def test_an_old_form_does_not_overwrite_either(self, convenor, opened):
        first = attest(opened, "group-works", met=True, reason="Yes.", by=convenor, seen="")
        mark = attestation_mark(first)
        attest(opened, "group-works", met=True, reason="Yes, again.", by=convenor, seen=mark)
        with pytest.raises(AttestedMeanwhile):
            attest(opened, "group-works", met=False, reason="No.", by=convenor, seen=mark)
        assert opened.attestations.get().reason == "Yes, again."

    @pytest.mark.parametrize("criterion", ["groups-advised", "money-secured", "nonsense"])
    def test_only_what_this_gate_leaves_to_people_is_attested(
        self, sign_in, convenor, opened, criterion
    ):
        assert sign_in(convenor).get(url_of(opened, "stage_attest", criterion)).status_code == 404

    def test_nothing_is_attested_after_the_gate(self, sign_in, convenor, opened):
        Stage.objects.update(state="done")
        client, url = sign_in(convenor), url_of(opened, "stage_attest", "group-works")
        assert client.get(url).status_code == 302
        with pytest.raises(StageMoved):
            attest(opened, "group-works", met=True, reason="Yes.", by=convenor, seen="")

    def test_script_in_a_reason_prints_as_text(self, sign_in, convenor, opened):
        text = "<script>alert(1)</script>"
        attest(opened, "group-works", met=True, reason=text, by=convenor, seen="")
        page = sign_in(convenor).get(url_of(opened, "stage"))
        assert "<script>alert" not in page.text


class TestPlanning:
    def test_a_stage_is_named_planned_and_given_to_somebody(
        self, sign_in, convenor, adviser, stage
    ):
        client, url = sign_in(convenor), url_of(stage, "stage_plan")
        until = TODAY() + timedelta(30)
        asked = sent(client, url, title="Second round", planned_until=until, lead=adviser.pk)
        assert client.post(url, asked).status_code == 302
        stage.refresh_from_db()
        assert (stage.title, stage.planned_until, stage.lead) == ("Second round", until, adviser)
        page = client.get(reverse("dialogues:stages", args=[stage.initiative.slug]))
        assert "Second round" in page.text
        assert "Ada Adviser" in page.text

    def test_an_end_before_the_start_is_explained_at_the_field(self, sign_in, convenor, stage):
        client, url = sign_in(convenor), url_of(stage, "stage_plan")
        begins = TODAY() + timedelta(30)
        asked = sent(client, url, planned_from=begins, planned_until=TODAY() + timedelta(3))
        page = client.post(url, asked)
        assert list(page.context["form"].errors) == ["planned_until"]
        assert "before the day on which it begins" in page.text

    def test_a_day_in_the_past_is_explained_when_it_is_set_and_kept_when_it_stands(
        self, sign_in, convenor, stage
    ):
        client, url = sign_in(convenor), url_of(stage, "stage_plan")
        yesterday = TODAY() - timedelta(1)
        page = client.post(url, sent(client, url, planned_until=yesterday))
        assert list(page.context["form"].errors) == ["planned_until"]
        Stage.objects.update(planned_until=yesterday)
        asked = sent(client, url, title="Late one")
        assert client.post(url, asked).status_code == 302

    @pytest.mark.parametrize("wrong", ["0", "9" * 20, "x", "-1"])
    def test_who_is_not_appointed_has_nothing_to_act_on(
        self, sign_in, convenor, stranger, donor, stage, wrong
    ):
        client, url = sign_in(convenor), url_of(stage, "stage_plan")
        for key in (wrong, stranger.pk, donor.pk):
            page = client.post(url, sent(client, url, lead=key))
            assert list(page.context["form"].errors) == ["lead"]

    def test_two_who_plan_at_once_lose_nothing(self, sign_in, convenor, stage):
        client, url = sign_in(convenor), url_of(stage, "stage_plan")
        first, late = sent(client, url, title="First"), sent(client, url, title="Second")
        client.post(url, first)
        page = client.post(url, late)
        assert page.status_code == 409
        assert "First" in page.text
        assert "Second" in page.text
        stage.refresh_from_db()
        assert stage.title == "First"

    def test_a_kind_may_come_twice_and_stands_with_its_phase(self, sign_in, convenor, world):
        for position, kind in enumerate(("concept-note", "field-dialogues", "summary")):
            make.StageFactory(initiative=world.initiative, kind=kind, position=position)
        client = sign_in(convenor)
        url = reverse("dialogues:stage_add", args=[world.initiative.slug])
        asked = sent(client, url, kind="field-dialogues", title="Second round")
        assert client.post(url, asked).status_code == 302
        keys = [stage.key for stage in world.initiative.stages.all()]
        assert keys == ["concept-note", "field-dialogues", "field-dialogues-2", "summary"]
        page = client.post(url, sent(client, url, kind="field-dialogues"))
        assert list(page.context["form"].errors) == ["title"]

    @pytest.mark.parametrize("kind", ["", "no-such-kind", "new"])
    def test_an_unknown_kind_is_refused_at_the_field(self, sign_in, convenor, world, kind):
        client = sign_in(convenor)
        url = reverse("dialogues:stage_add", args=[world.initiative.slug])
        page = client.post(url, sent(client, url, kind=kind))
        assert list(page.context["form"].errors) == ["kind"]
        assert not Stage.objects.exists()

    def test_there_is_an_end_to_stages(self, world):
        for _number in range(MOST_STAGES):
            add_stage(world.initiative, kind="field-dialogues")
        with pytest.raises(TooManyStages):
            add_stage(world.initiative, kind="field-dialogues")

    def test_the_order_is_the_convenors(self, sign_in, convenor, world, stage):
        other = add_stage(world.initiative, kind="scoping-paper")
        client = sign_in(convenor)
        client.post(url_of(other, "stage_move"), {"direction": "up"})
        assert list(world.initiative.stages.all()) == [other, stage]
        client.post(url_of(other, "stage_move"), {"direction": "down"})
        assert list(world.initiative.stages.all()) == [stage, other]
        assert client.get(url_of(other, "stage_move")).status_code == 405

    def test_only_a_stage_about_which_nothing_was_decided_is_removed(
        self, sign_in, convenor, stage
    ):
        client = sign_in(convenor)
        decide(stage, move="open", seen="ahead:0", by=convenor, reason="Go.")
        with pytest.raises(StageHasHistory):
            remove_stage(stage)
        page = client.post(url_of(stage, "stage_remove"), follow=True)
        assert "decisions are kept" in page.text
        other = add_stage(stage.initiative, kind="summary")
        client.post(url_of(other, "stage_remove"))
        assert list(stage.initiative.stages.all()) == [stage]


class TestThePages:
    def test_advisers_read_the_course_with_its_reasons_and_change_nothing(
        self, sign_in, adviser, convenor, stage
    ):
        decide(stage, move="open", seen="ahead:0", by=convenor, reason="The minister asked us.")
        client = sign_in(adviser)
        for page in ("stages", "stage"):
            args = [stage.initiative.slug] + [stage.key] * (page == "stage")
            answer = client.get(reverse(f"dialogues:{page}", args=args))
            assert "The minister asked us." in answer.text
            assert "/plan/" not in answer.text
        assert client.get(url_of(stage, "stage_plan")).status_code == 403
        assert client.post(url_of(stage, "stage_move")).status_code == 403

    @pytest.mark.parametrize("who", ["partner", "rapporteur", "participant", "administrator"])
    def test_others_do_not_read_it(self, sign_in, cast, stage, who):
        client = sign_in(cast[who])
        assert client.get(url_of(stage, "stage")).status_code == 403

    @pytest.mark.parametrize("page", ["stages", "stage", "stage_decide"])
    def test_pages_ask_as_often_for_three_as_for_one(
        self, sign_in, convenor, stage, page, django_assert_num_queries
    ):
        client = sign_in(convenor)
        args = [stage.initiative.slug] + [stage.key] * (page != "stages")
        url = reverse(f"dialogues:{page}", args=args)
        self.fill(stage, convenor, "scoping-dialogue")
        client.get(url)
        with CaptureQueriesContext(connection) as one:
            client.get(url)
        for kind in ("field-dialogues", "summary"):
            self.fill(stage, convenor, kind)
        with django_assert_num_queries(len(one)) as three:
            client.get(url)
        assert len(three) <= MOST_QUERIES

    @staticmethod
    def fill(stage, convenor, kind):
        more = make.StageFactory(
            initiative=stage.initiative, kind=kind, state="open", lead=make.UserFactory()
        )
        for row in (more, stage):
            Decision.objects.create(
                stage=row,
                move="open",
                before="ahead",
                after="open",
                decided_by=make.UserFactory(),
                decided_at=timezone.now(),
                reason="Go.",
            )
        Attestation.objects.create(
            stage=more, criterion="x", met=True, reason="Yes.", attested_by=make.UserFactory()
        )
        make.FaultLineFactory(initiative=stage.initiative)
        make.DialogueFactory(initiative=stage.initiative, kind="field")

    def test_a_stage_that_left_the_registry_still_shows(self, sign_in, convenor, world):
        old = make.StageFactory(initiative=world.initiative, kind="learning-fair", state="open")
        client = sign_in(convenor)
        for url in (world.initiative.get_absolute_url(), url_of(old, "stage"), url_of(old)):
            assert "Learning fair" in client.get(url).text


class TestMyWork:
    def test_gates_that_come_near_wait_for_the_lead_or_else_the_convenors(
        self, world, convenor, adviser, stranger
    ):
        soon = TODAY() + timedelta(7)
        common = {"initiative": world.initiative, "state": "open"}
        make.StageFactory(**common, kind="scoping-paper", lead=adviser, planned_until=soon)
        make.StageFactory(**common, kind="summary", planned_until=soon)
        make.StageFactory(**common, kind="follow-up", planned_until=soon + timedelta(60))
        make.StageFactory(
            **common, kind="learning-group", lead=adviser, planned_until=TODAY() - timedelta(1)
        )
        make.StageFactory(**common, kind="fundraising", lead=stranger)
        kinds = {"Gate to decide", "Stage to open"}

        def waits(user):
            user = User.objects.get(pk=user.pk)
            return {item.title.partition(":")[0] for item in work_for(user) if item.kind in kinds}

        assert waits(adviser) == {"Scoping paper", "Learning and Leadership Group"}
        assert waits(convenor) == {
            "Summary and recommendations",
            "Learning and Leadership Group",
        }
        assert waits(stranger) == set()

    def test_a_stage_that_was_to_begin_waits_to_be_opened(self, world, convenor):
        make.StageFactory(initiative=world.initiative, kind="summary", planned_from=TODAY())
        (item,) = [item for item in work_for(convenor) if item.kind == "Stage to open"]
        assert item.due == TODAY()
