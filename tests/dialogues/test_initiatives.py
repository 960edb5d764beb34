"""Initiatives: the list, the page, and how they are begun and changed."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.exceptions import StaleVersion
from dialogues.exceptions import TitleTaken
from dialogues.initiative_frame import tab_url
from dialogues.models import Appointment, Attestation, Dialogue, Initiative
from dialogues.services.initiatives import change_initiative, create_initiative
from dialogues.services.stages import decide
from stakeholders.models import Programme
from tests import factories as make
from tests.benchmarks.life import fill_up

MOST_QUERIES = 12


@pytest.fixture
def url(world):
    return reverse("dialogues:initiative", args=[world.initiative.slug])


@pytest.fixture
def edit_url(world):
    return reverse("dialogues:initiative_edit", args=[world.initiative.slug])


def filled_in(**changes):
    """What a browser sends for an initiative."""
    return {
        "title": "Water and tailings",
        "issue": "Who may use the river.",
        "purpose": "",
        "blueprint": "country",
        "budget_amount": "",
        "budget_currency": "",
        "budget_note": "",
        "outcome_areas": ["Trust", "", " Practice ", ""],
        "preconditions": ["", ""],
        "impact_factors": [""],
        "policy_processes": [""],
        **changes,
    }


def edited(client, url, **changes):
    """What the browser sends after somebody opened the form at `url` and changed something."""
    form = client.get(url).context["form"]
    sent = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    sent = {name: value for name, value in sent.items() if value is not False}
    return sent | changes


class TestTheList:
    def test_a_visitor_sees_public_initiatives_alone(self, client, world):
        make.InitiativeFactory(title="Open ground", is_public=True)
        page = client.get(reverse("dialogues:initiative_list"))
        assert "Open ground" in page.text
        assert world.initiative.title not in page.text

    def test_somebody_without_any_is_told_what_will_stand_there(self, sign_in, stranger):
        page = sign_in(stranger).get(reverse("dialogues:initiative_list"))
        assert "No initiative to see yet" in page.text

    def test_words_and_programme_narrow_it(self, sign_in, convenor, world):
        make.InitiativeFactory(programme=world.programme, title="Mercury")
        make.InitiativeFactory(title="Elsewhere", is_public=True)
        client, address = sign_in(convenor), reverse("dialogues:initiative_list")
        page = client.get(address, {"q": "MERC", "programme": world.programme.slug})
        assert [row.title for row in page.context["page"]] == ["Mercury"]
        assert "No initiative matches" in client.get(address, {"q": "nowhere"}).text

    def test_a_filter_that_makes_no_sense_is_left_out(self, sign_in, convenor, world):
        page = sign_in(convenor).get(
            reverse("dialogues:initiative_list"), {"programme": "' OR 1=1", "page": "no"}
        )
        assert world.initiative.title in page.text

    def test_it_counts_only_the_dialogues_that_the_viewer_may_see(self, client, world):
        opened = make.InitiativeFactory(is_public=True)
        make.DialogueFactory(initiative=opened, is_public=True)
        make.DialogueFactory(initiative=opened, is_public=False)
        page = client.get(reverse("dialogues:initiative_list"))
        assert page.context["page"][0].dialogue_count == 1

    def test_it_takes_as_many_queries_for_three_as_for_one(
        self, sign_in, convenor, world, django_assert_max_num_queries
    ):
        client, address = sign_in(convenor), reverse("dialogues:initiative_list")
        make.StageFactory(initiative=world.initiative, state="open")
        client.get(address)
        with CaptureQueriesContext(connection) as one:
            client.get(address)
        for _number in range(2):
            more = make.InitiativeFactory(programme=world.programme)
            make.StageFactory(initiative=more, state="open")
            make.DialogueFactory(initiative=more)
        with django_assert_max_num_queries(MOST_QUERIES) as three:
            client.get(address)
        assert len(three) == len(one)


class TestThePage:
    def test_a_stranger_does_not_learn_that_it_exists(self, sign_in, stranger, url):
        assert sign_in(stranger).get(url).status_code == 404

    def test_the_convenor_sees_the_budget_and_an_adviser_does_not(
        self, sign_in, convenor, adviser, world, url
    ):
        Initiative.objects.update(budget_amount=98765, budget_currency="GBP")
        assert "98,765" in sign_in(convenor).get(url).text
        page = sign_in(adviser).get(url)
        assert page.status_code == 200
        assert "98,765" not in page.text

    def test_the_public_does_not_read_why_a_stage_was_decided_nor_its_gate(
        self, client, sign_in, adviser, convenor, world, url
    ):
        Initiative.objects.update(is_public=True)
        stage = make.StageFactory(initiative=world.initiative, kind="summary")
        decide(stage, move="open", seen="ahead:0", by=convenor, reason="The minister asked us.")
        page = client.get(url)
        assert "Summary and recommendations" in page.text
        assert "The minister asked us." not in page.text
        assert "The report of every dialogue is published" not in page.text
        page = sign_in(adviser).get(url)
        assert "The minister asked us." in page.text
        assert "The report of every dialogue is published" in page.text

    def test_it_says_what_is_missing_for_the_next_gate_where_to_mend_it_and_who_acts(
        self, sign_in, convenor, adviser, world, url
    ):
        stage = make.StageFactory(
            initiative=world.initiative, kind="advisory-group", state="open", lead=adviser
        )
        page = sign_in(convenor).get(url)
        (gate,) = page.context["gates"]
        assert [row["key"] for row in gate["missing"]] == ["groups-advised", "group-works"]
        assert gate["missing"][0]["url"] == tab_url(world.initiative, "advisers")
        assert "Artisanal miners; Mining companies" in page.text
        assert "Ada Adviser has to act" in page.text
        attest_url = reverse(
            "dialogues:stage_attest", args=[world.initiative.slug, stage.key, "group-works"]
        )
        assert attest_url in page.text
        assert attest_url not in sign_in(adviser).get(url).text

    def test_the_next_action_follows_from_the_course(self, sign_in, convenor, world, url):
        client = sign_in(convenor)

        def offered():
            return client.get(url).context["action"]["label"]

        first = make.StageFactory(initiative=world.initiative, kind="learning-events")
        assert offered() == "Open: Shared learning"
        decide(first, move="open", seen="ahead:0", by=convenor, reason="Go.")
        assert offered() == "Add a dialogue"
        ahead = timezone.localdate() + timedelta(9)
        event = make.DialogueFactory(
            initiative=world.initiative, kind="learning-event", starts_on=ahead, ends_on=ahead
        )
        assert offered() == "See what is missing: Shared learning"
        Dialogue.objects.filter(pk=event.pk).update(starts_on="2026-01-01", ends_on="2026-01-02")
        make.KeyMessageFactory(dialogue=event)
        assert offered() == "Decide on: Shared learning"

    def test_it_says_how_many_have_been_heard_on_a_fault_line(self, sign_in, convenor, world, url):
        fault_line = make.FaultLineFactory(initiative=world.initiative)
        make.GroupPositionFactory(fault_line=fault_line, group=world.miners)
        page = sign_in(convenor).get(url)
        assert "1 of 2 groups heard" in page.text
        assert fault_line.get_absolute_url() in page.text

    def test_dialogues_stand_in_order_what_is_ahead_first(self, sign_in, convenor, world, url):
        today = timezone.localdate()
        soon = make.DialogueFactory(
            initiative=world.initiative,
            starts_on=today + timedelta(9),
            ends_on=today + timedelta(9),
        )
        later = make.DialogueFactory(
            initiative=world.initiative,
            starts_on=today + timedelta(90),
            ends_on=today + timedelta(91),
        )
        old = make.DialogueFactory(
            initiative=world.initiative, starts_on=date(2020, 1, 1), ends_on=date(2020, 1, 1)
        )
        page = sign_in(convenor).get(url)
        shown = [row["dialogue"] for row in page.context["dialogues"]]
        assert shown == [soon, later, world.dialogue, old]

    def test_of_many_dialogues_the_first_are_shown_and_the_rest_linked(
        self, sign_in, convenor, world, url
    ):
        for number in range(20):
            make.DialogueFactory(initiative=world.initiative, starts_on=date(2025, 1, number + 1))
        page = sign_in(convenor).get(url, {"page": "2"})
        assert len(page.context["dialogues"]) == 20
        assert "All 21 dialogues" in page.text
        assert f"/dialogues/?initiative={world.initiative.slug}" in page.text

    def test_a_participant_finds_their_own_dialogue_there_and_no_other(
        self, sign_in, participant, world, url
    ):
        make.DialogueFactory(initiative=world.initiative, title="Behind closed doors")
        page = sign_in(participant).get(url)
        assert world.dialogue.title in page.text
        assert "Behind closed doors" not in page.text

    def test_script_in_a_text_prints_as_text(self, sign_in, convenor, url):
        Initiative.objects.update(issue="<script>alert(1)</script> ![x](file:///etc/passwd)")
        page = sign_in(convenor).get(url)
        assert "<script>alert" not in page.text
        assert "<img" not in page.text

    def test_it_takes_as_many_queries_for_three_of_everything_as_for_one(
        self, sign_in, convenor, world, url, django_assert_max_num_queries
    ):
        client = sign_in(convenor)
        self.fill(world, 1)
        client.get(url)
        with CaptureQueriesContext(connection) as one:
            client.get(url)
        self.fill(world, 2)
        with django_assert_max_num_queries(MOST_QUERIES) as three:
            client.get(url)
        assert len(three) == len(one)

    @staticmethod
    def fill(world, number):
        for _number in range(number):
            make.DialogueFactory(initiative=world.initiative)
            line = make.FaultLineFactory(initiative=world.initiative)
            group = make.GroupFactory(programme=world.programme)
            make.GroupPositionFactory(fault_line=line, group=group)
            stage = make.StageFactory(
                initiative=world.initiative,
                kind="field-dialogues",
                key=f"stage-{line.pk}",
                state="open",
                lead=make.UserFactory(),
            )
            Attestation.objects.create(
                stage=stage,
                criterion="read-back",
                met=True,
                reason="Yes.",
                attested_by=make.UserFactory(),
            )
            decide(stage, move="not-yet", seen="open:0", by=make.UserFactory(), reason="Wait.")

    @pytest.mark.parametrize("who", ["convenor", "adviser", "participant", "visitor"])
    def test_a_large_one_takes_at_most_twelve_queries(
        self, sign_in, cast, world, url, who, django_assert_max_num_queries
    ):
        fill_up(world)
        client = sign_in(cast[who])
        client.get(url)
        with django_assert_max_num_queries(MOST_QUERIES):
            assert client.get(url).status_code == 200


class TestBeginning:
    def test_it_starts_with_the_stages_of_its_course_and_its_lines_in_order(
        self, sign_in, convenor, world
    ):
        sent = filled_in(programme=world.programme.pk)
        page = sign_in(convenor).post(reverse("dialogues:initiative_add"), sent)
        begun = Initiative.objects.get(title="Water and tailings")
        assert page.url == f"/initiatives/{begun.slug}/"
        assert begun.slug == "water-and-tailings"
        assert begun.outcome_areas == ["Trust", "Practice"]
        assert begun.preconditions == []
        assert [stage.kind for stage in begun.stages.all()][:2] == ["concept-note", "fundraising"]

    def test_its_first_stage_is_open_and_that_is_recorded(self, world, convenor):
        begun = Initiative(programme=world.programme, title="New")
        create_initiative(begun, by=convenor, blueprint="workshop")
        states = [stage.state for stage in begun.stages.all()]
        assert states == ["open", "ahead", "ahead"]
        first = begun.stages.first()
        assert first.opened_on
        decision = first.decisions.get()
        assert (decision.move, decision.decided_by) == ("open", convenor)

    def test_who_convenes_only_an_initiative_becomes_the_convenor_of_the_new_one(
        self, world, adviser
    ):
        begun = Initiative(programme=world.programme, title="New")
        create_initiative(begun, by=adviser, blueprint="workshop")
        assert Appointment.objects.get(initiative=begun).user == adviser
        assert adviser.has_perm("dialogues.change_initiative", begun)

    def test_the_only_programme_is_chosen_already(self, sign_in, convenor, world):
        page = sign_in(convenor).get(reverse("dialogues:initiative_add"))
        assert page.context["form"]["programme"].value() == world.programme.pk

    def test_the_programmes_usual_course_is_chosen_already(self, sign_in, convenor, world):
        address = reverse("dialogues:initiative_add")
        Programme.objects.update(blueprint="country")
        client = sign_in(convenor)
        assert client.get(address).context["form"]["blueprint"].value() == "country"
        other = make.ProgrammeFactory(blueprint="workshop")
        make.AppointmentFactory(user=convenor, role="convenor", programme=other)
        page = client.get(address, {"programme": other.pk})
        assert page.context["form"]["blueprint"].value() == "workshop"
        for strange in ("", "x", "9" * 20):
            page = client.get(address, {"programme": strange})
            assert page.context["form"]["blueprint"].value() == "series"

    def test_nobody_begins_one_in_a_programme_they_do_not_run(self, sign_in, convenor):
        elsewhere = make.ProgrammeFactory()
        page = sign_in(convenor).post(
            reverse("dialogues:initiative_add"), filled_in(programme=elsewhere.pk)
        )
        assert "programme" in page.context["form"].errors
        assert not Initiative.objects.filter(programme=elsewhere).exists()

    @pytest.mark.parametrize("who", ["stranger", "rapporteur", "donor"])
    def test_who_runs_nothing_is_refused(self, sign_in, cast, who):
        assert sign_in(cast[who]).get(reverse("dialogues:initiative_add")).status_code == 403

    def test_a_visitor_is_led_to_the_door(self, client):
        assert client.get(reverse("dialogues:initiative_add")).status_code == 302

    def test_what_was_typed_is_kept_and_the_mistake_is_named_at_its_field(
        self, sign_in, convenor, world
    ):
        sent = filled_in(programme=world.programme.pk, budget_amount="-5", title="")
        page = sign_in(convenor).post(reverse("dialogues:initiative_add"), sent)
        assert {"title", "budget_amount"} <= set(page.context["form"].errors)
        assert "Who may use the river." in page.text
        assert ">Trust</textarea>" in page.text

    def test_a_budget_needs_its_currency(self, sign_in, convenor, world):
        # It is read as people write it, as the amounts of budget lines are.
        sent = filled_in(programme=world.programme.pk, budget_amount="1,250,000")
        page = sign_in(convenor).post(reverse("dialogues:initiative_add"), sent)
        assert list(page.context["form"].errors) == ["budget_currency"]

    def test_two_of_one_title_in_a_programme_are_refused_at_the_field(
        self, sign_in, convenor, world
    ):
        sent = filled_in(programme=world.programme.pk, title=world.initiative.title)
        page = sign_in(convenor).post(reverse("dialogues:initiative_add"), sent)
        assert page.status_code == 200
        assert page.context["form"].errors
        assert Initiative.objects.count() == 1

    def test_the_database_has_the_last_word_on_titles(self, world, convenor):
        twin = Initiative(programme=world.programme, title=world.initiative.title)
        with pytest.raises(TitleTaken):
            create_initiative(twin, by=convenor, blueprint="series")

    def test_an_address_that_is_a_page_of_its_own_is_not_given_away(self, world, convenor):
        begun = Initiative(programme=world.programme, title="New")
        assert create_initiative(begun, by=convenor, blueprint="series").slug == "new-2"


class TestChanging:
    def test_a_new_title_does_not_change_the_address(self, sign_in, convenor, world, edit_url):
        client = sign_in(convenor)
        page = client.post(edit_url, edited(client, edit_url, title="Land for all"))
        assert page.status_code == 302
        world.initiative.refresh_from_db()
        assert (world.initiative.title, world.initiative.slug) == ("Land for all", "access-to-land")

    def test_the_title_of_another_initiative_is_refused_at_the_field(
        self, sign_in, convenor, world, edit_url
    ):
        make.InitiativeFactory(programme=world.programme, title="Taken")
        client = sign_in(convenor)
        page = client.post(edit_url, edited(client, edit_url, title="Taken"))
        assert list(page.context["form"].errors) == ["title"]

    @pytest.mark.parametrize(
        ("who", "status"), [("adviser", 403), ("partner", 403), ("stranger", 404)]
    )
    def test_only_a_convenor_changes_it(self, sign_in, cast, edit_url, who, status):
        assert sign_in(cast[who]).get(edit_url).status_code == status

    def test_a_save_without_a_version_is_refused(self, sign_in, convenor, world, edit_url):
        client = sign_in(convenor)
        sent = edited(client, edit_url, title="Sneaked in")
        del sent["version"]
        page = client.post(edit_url, sent)
        assert "without the version" in page.text
        world.initiative.refresh_from_db()
        assert world.initiative.title == "Access to land"

    def test_the_second_of_two_who_save_is_shown_both_texts_and_asked(
        self, sign_in, convenor, world, edit_url
    ):
        client = sign_in(convenor)
        sent = edited(client, edit_url, issue="What the second one wrote.")
        self.save(world, issue="What the first one wrote.")
        page = client.post(edit_url, sent)
        assert page.status_code == 409
        assert "What the first one wrote." in page.text
        assert page.text.count("What the second one wrote.") == 2
        world.initiative.refresh_from_db()
        assert world.initiative.issue == "What the first one wrote."

    def test_having_seen_both_the_second_one_may_save(self, sign_in, convenor, world, edit_url):
        client = sign_in(convenor)
        sent = edited(client, edit_url, issue="Second.")
        self.save(world, issue="First.")
        form = client.post(edit_url, sent).context["form"]
        again = sent | {"version": form["version"].value(), "base": form["base"].value()}
        assert client.post(edit_url, again | {"issue": "First. Second."}).status_code == 302
        world.initiative.refresh_from_db()
        assert world.initiative.issue == "First. Second."

    def test_what_only_the_other_one_changed_is_taken_over(
        self, sign_in, convenor, world, edit_url
    ):
        client = sign_in(convenor)
        sent = edited(client, edit_url, issue="Mine.")
        self.save(world, purpose="Theirs.", outcome_areas=["Trust"], is_public=True)
        form = client.post(edit_url, sent).context["form"]
        assert form["purpose"].value() == "Theirs."
        assert form["outcome_areas"].value() == ["Trust"]
        assert form["is_public"].value()
        assert form["issue"].value() == "Mine."
        assert form.conflicts == []

    @staticmethod
    def save(world, **changes):
        """Somebody else saves, from the version that stands."""
        now = Initiative.objects.get(pk=world.initiative.pk)
        for name, value in changes.items():
            setattr(now, name, value)
        change_initiative(now, based_on=now.version, fields=list(changes))

    def test_a_stale_save_writes_nothing(self, world):
        self.save(world, issue="First.")
        stale = world.initiative
        stale.issue = "Second."
        with pytest.raises(StaleVersion):
            change_initiative(stale, based_on=1, fields=["issue"])
        assert Initiative.objects.get().issue == "First."
