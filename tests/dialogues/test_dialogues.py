"""Dialogues: the list, the overview, and how they are added, changed and put under another rule."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.exceptions import StaleVersion
from dialogues.exceptions import AttributionMoved, TitleTaken
from dialogues.frame import TABS, dialogue_or_404, frame, may_open
from dialogues.models import (
    Attribution,
    Background,
    Contribution,
    Convening,
    Dialogue,
    Initiative,
    Material,
)
from dialogues.services.dialogues import change_attribution, change_dialogue, create_dialogue
from tests import factories as make

MOST_QUERIES = 12
LIST = "/dialogues/"


@pytest.fixture
def url(world):
    return world.dialogue.get_absolute_url()


@pytest.fixture
def edit_url(world):
    return reverse("dialogues:dialogue_edit", args=[world.dialogue.slug])


@pytest.fixture
def add_url(world):
    return reverse("dialogues:dialogue_add") + f"?initiative={world.initiative.slug}"


def filled_in(**changes):
    """What a browser sends for a new dialogue."""
    return {
        "title": "Meeting at the Indaba",
        "kind": "workshop",
        "starts_on": "2014-02-05",
        "ends_on": "",
        "starts_at": "09:00",
        "ends_at": "12:30",
        "timezone": "Africa/Johannesburg",
        "language": "en",
        "venue": "Small hall",
        "city": "Cape Town",
        "country": "ZA",
        "attribution": "on-the-record",
        "participation": "invitation-only",
        **changes,
    }


def edited(client, url, **changes):
    """What the browser sends after somebody opened the form at `url` and changed something."""
    form = client.get(url).context["form"]
    sent = {}
    for name in form.fields:
        value = form[name].value()
        if value is None or value is False:
            continue
        sent[name] = value
    return sent | changes


def said_by(dialogue, person, *, attributed=False, on_the_record=True):
    session = make.SessionFactory(dialogue=dialogue)
    return make.ContributionFactory(
        session=session, speaker=person, attributed=attributed, on_the_record=on_the_record
    )


class TestTheList:
    def test_a_visitor_sees_public_dialogues_of_public_initiatives_alone(self, client, world):
        opened = make.InitiativeFactory(is_public=True)
        make.DialogueFactory(initiative=opened, title="Open doors", is_public=True)
        make.DialogueFactory(initiative=opened, title="Shut doors")
        make.DialogueFactory(title="Half open", is_public=True)
        page = client.get(LIST)
        assert "Open doors" in page.text
        assert "Shut doors" not in page.text
        assert "Half open" not in page.text

    def test_what_is_ahead_comes_first_then_what_was_held_last(self, sign_in, convenor, world):
        today = timezone.localdate()
        days = (today + timedelta(60), today + timedelta(6), date(2019, 5, 5), today)
        later, soon, old, now = (
            make.DialogueFactory(initiative=world.initiative, starts_on=day, ends_on=day)
            for day in days
        )
        page = sign_in(convenor).get(LIST)
        assert list(page.context["page"]) == [now, soon, later, world.dialogue, old]

    @pytest.mark.parametrize(
        "asked",
        [
            {"q": "cape MEETING"},
            {"kind": "technical"},
            {"country": "ZA"},
            {"initiative": "elsewhere"},
            {"year": "2014"},
        ],
    )
    def test_each_filter_narrows_it(self, sign_in, convenor, world, asked):
        other = make.InitiativeFactory(programme=world.programme, slug="elsewhere")
        found = make.DialogueFactory(
            initiative=other,
            title="Meeting",
            city="Cape Town",
            country="ZA",
            kind="technical",
            starts_on=date(2014, 2, 5),
            ends_on=date(2014, 2, 5),
        )
        assert list(sign_in(convenor).get(LIST, asked).context["page"]) == [found]

    def test_it_offers_no_filter_that_tells_of_dialogues_one_may_not_see(self, client, world):
        Dialogue.objects.update(country="GH")
        page = client.get(LIST)
        assert "Ghana" not in page.text
        assert world.initiative.title not in page.text

    def test_a_filter_that_makes_no_sense_is_left_out(self, sign_in, convenor, world):
        asked = {"year": "0x7de", "country": "'", "initiative": "none", "page": "-3", "q": "%"}
        assert sign_in(convenor).get(LIST, asked | {"q": ""}).status_code == 200
        assert "No dialogue matches" in sign_in(convenor).get(LIST, asked).text

    def test_it_takes_as_many_queries_for_three_as_for_one(
        self, sign_in, convenor, world, django_assert_max_num_queries
    ):
        client = sign_in(convenor)
        client.get(LIST)
        with CaptureQueriesContext(connection) as one:
            client.get(LIST)
        for number in range(2):
            initiative = make.InitiativeFactory(programme=world.programme)
            make.DialogueFactory(
                initiative=initiative, country="KE", starts_on=date(2020 + number, 1, 1)
            )
        with django_assert_max_num_queries(MOST_QUERIES) as three:
            client.get(LIST)
        assert len(three) == len(one)


class TestTheOverview:
    def test_a_stranger_does_not_learn_that_it_exists(self, sign_in, stranger, url):
        assert sign_in(stranger).get(url).status_code == 404

    def test_it_says_when_with_the_zone_and_the_rule_in_words(self, sign_in, convenor, world, url):
        Dialogue.objects.update(
            starts_at=time(9), ends_at=time(12, 30), attribution="chatham-house"
        )
        page = sign_in(convenor).get(url)
        assert "12–15 January 2026, 09:00–12:30" in page.text
        assert "Africa/Accra, UTC+0" in page.text
        assert "what was said may be used" in page.text

    def test_a_convenor_reads_what_is_missing_and_a_participant_does_not(
        self, sign_in, convenor, participant, url
    ):
        assert "Still missing" in sign_in(convenor).get(url).text
        assert "Still missing" not in sign_in(participant).get(url).text

    def test_nothing_is_missing_once_it_is_there(self, sign_in, convenor, world, url):
        Dialogue.objects.update(
            venue="Hall", introduction="Why.", summary_body="What.", next_steps="More."
        )
        Convening.objects.create(dialogue=world.dialogue, organisation=world.ngo)
        make.QuestionFactory(dialogue=world.dialogue)
        make.AgendaItemFactory(part__dialogue=world.dialogue)
        make.ParticipationFactory(dialogue=world.dialogue, person__programme=world.programme)
        make.ContributionFactory(session__dialogue=world.dialogue)
        make.KeyMessageFactory(dialogue=world.dialogue)
        page = sign_in(convenor).get(url)
        assert page.context["lacks"] == []
        assert page.context["header"]["action"]["label"] == "Print the report"

    def test_the_public_page_names_nobody(self, client, world, url):
        chair = make.PersonFactory(programme=world.programme, name="Grace Mollel", role="Director")
        world.initiative.is_public = True
        world.initiative.save()
        Dialogue.objects.update(is_public=True, chair=chair, facilitator=chair)
        page = client.get(url)
        assert page.status_code == 200
        assert "Grace" not in page.text
        assert "Director" not in page.text

    def test_script_in_a_text_prints_as_text(self, sign_in, convenor, world, url):
        Dialogue.objects.update(introduction="<script>alert(1)</script> [x](javascript:alert(1))")
        page = sign_in(convenor).get(url)
        assert "<script>alert" not in page.text
        assert 'href="javascript' not in page.text

    def test_it_takes_as_many_queries_for_three_of_everything_as_for_one(
        self, sign_in, convenor, world, url, django_assert_max_num_queries
    ):
        chair = make.PersonFactory(programme=world.programme, organisation=world.ngo)
        Dialogue.objects.update(chair=chair, facilitator=chair, host=world.ngo)
        client = sign_in(convenor)
        self.fill(world.dialogue, 1)
        client.get(url)
        with CaptureQueriesContext(connection) as one:
            client.get(url)
        self.fill(world.dialogue, 2)
        with django_assert_max_num_queries(MOST_QUERIES) as three:
            client.get(url)
        assert len(three) == len(one)

    @staticmethod
    def fill(dialogue, number):
        for _number in range(number):
            make.QuestionFactory(dialogue=dialogue)
            body = make.OrganisationFactory(programme=dialogue.initiative.programme)
            Convening.objects.create(dialogue=dialogue, organisation=body)
            Background.objects.create(dialogue=dialogue, heading="Law", body="Old.")
            Material.objects.create(dialogue=dialogue, title="Map")
            make.ContributionFactory(session__dialogue=dialogue)


class TestTheTabs:
    @pytest.mark.parametrize(
        ("who", "tabs"),
        [
            ("convenor", set(TABS)),
            ("rapporteur", set(TABS)),
            ("partner", set(TABS) - {"said"}),
            ("participant", set(TABS) - {"said", "convening"}),
            ("adviser", set(TABS) - {"said", "convening"}),
            ("administrator", {"overview", "reports"}),
            ("visitor", {"overview", "reports"}),
        ],
    )
    def test_each_sees_those_that_they_may_open(self, cast, world, who, tabs):
        assert {key for key in TABS if may_open(cast[who], world.dialogue, key)} == tabs

    @pytest.mark.parametrize(
        ("who", "label"),
        [
            ("convenor", "Take notes"),
            ("rapporteur", "Take notes"),
            ("participant", None),
        ],
    )
    def test_there_is_one_next_action_or_none(self, sign_in, cast, world, url, who, label):
        action = sign_in(cast[who]).get(url).context["header"]["action"]
        assert (action and action["label"]) == label


class TestTheFrame:
    @pytest.mark.parametrize("who", ["convenor", "participant", "visitor"])
    def test_it_asks_nothing_of_the_database(self, rf, cast, world, who, django_assert_num_queries):
        Dialogue.objects.update(is_public=True)
        Initiative.objects.update(is_public=True)
        request = rf.get("/")
        request.user = cast[who]
        dialogue = dialogue_or_404(request, world.dialogue.slug)
        with django_assert_num_queries(0):
            given = frame(request, dialogue, "overview")
        assert next(tab["current"] for tab in given["tabs"])


class TestAdding:
    def test_a_meeting_is_typed_in_with_its_convenors_in_order(
        self, sign_in, convenor, world, add_url
    ):
        chair = make.PersonFactory(programme=world.programme)
        order = [world.partner_body.pk, world.ngo.pk]
        sent = filled_in(convenors=[*order, ""], host=world.ngo.pk, chair=chair.pk)
        page = sign_in(convenor).post(add_url, sent, follow=True)
        added = Dialogue.objects.get(title="Meeting at the Indaba")
        assert page.redirect_chain[-1][0] == f"/dialogues/{added.slug}/"
        assert added.ends_on == added.starts_on == date(2014, 2, 5)
        assert (added.chair, added.host) == (chair, world.ngo)
        convenings = added.convenings.order_by("position")
        assert [row.organisation_id for row in convenings] == order
        assert "counts as held" in page.text

    def test_the_kind_that_the_open_stage_asks_for_is_chosen_already(
        self, sign_in, convenor, world, add_url
    ):
        def kind():
            return sign_in(convenor).get(add_url).context["form"]["kind"].value()

        assert kind() == "workshop"
        stage = make.StageFactory(
            initiative=world.initiative, kind="scoping-dialogue", key="scoping", state="open"
        )
        assert kind() == "scoping"
        stage.state = "done"
        stage.save()
        assert kind() == "workshop"

    def test_without_an_initiative_one_chooses_it_first(self, sign_in, convenor, world, add_url):
        page = sign_in(convenor).get(reverse("dialogues:dialogue_add"))
        assert f'href="{add_url}"' in page.text

    @pytest.mark.parametrize(
        ("who", "status"), [("adviser", 403), ("rapporteur", 403), ("stranger", 403)]
    )
    def test_who_runs_no_initiative_adds_none(self, sign_in, cast, add_url, who, status):
        assert sign_in(cast[who]).get(add_url).status_code == status

    def test_an_initiative_one_may_not_know_of_is_not_found(self, sign_in, convenor):
        hidden = make.InitiativeFactory()
        address = reverse("dialogues:dialogue_add") + f"?initiative={hidden.slug}"
        assert sign_in(convenor).get(address).status_code == 404

    def test_an_initiative_that_nobody_could_have_named_is_not_found(self, sign_in, convenor):
        address = reverse("dialogues:dialogue_add") + "?initiative=%00"
        assert sign_in(convenor).get(address).status_code == 404

    def test_nobody_of_another_programme_can_be_chosen(self, sign_in, convenor, add_url):
        sent = filled_in(chair=make.PersonFactory().pk, host=make.OrganisationFactory().pk)
        page = sign_in(convenor).post(add_url, sent)
        assert set(page.context["form"].errors) == {"chair", "host"}

    @pytest.mark.parametrize(
        ("field", "changes"),
        [
            ("ends_on", {"ends_on": "2014-02-04"}),
            ("ends_at", {"ends_at": "08:00"}),
            ("starts_at", {"starts_at": "25:00"}),
            ("starts_on", {"starts_on": "31 February 2014"}),
            ("timezone", {"timezone": "Africa/Atlantis"}),
            ("country", {"country": "Atlantis"}),
            ("language", {"language": "en uk!"}),
            ("part_of_ends", {"part_of_starts": "2014-02-05", "part_of_ends": "2014-02-03"}),
            ("title", {"title": " "}),
            ("kind", {"kind": "séance"}),
            ("title", {"title": "x" * 301}),
        ],
    )
    def test_each_mistake_is_named_at_its_field_and_what_was_typed_is_kept(
        self, sign_in, convenor, add_url, field, changes
    ):
        page = sign_in(convenor).post(add_url, filled_in(**changes))
        assert page.status_code == 200
        assert list(page.context["form"].errors) == [field]
        assert 'value="Small hall"' in page.text
        assert Dialogue.objects.count() == 1

    def test_days_hours_and_countries_can_be_typed_as_people_write_them(
        self, sign_in, convenor, add_url
    ):
        sent = filled_in(starts_on="5 February 2014", starts_at="9.00", country="south africa")
        sign_in(convenor).post(add_url, sent)
        added = Dialogue.objects.get(title="Meeting at the Indaba")
        assert (added.starts_on, added.starts_at) == (date(2014, 2, 5), time(9))
        assert added.country == "ZA"

    def test_the_same_meeting_is_not_added_twice(self, sign_in, convenor, add_url):
        client = sign_in(convenor)
        client.post(add_url, filled_in())
        page = client.post(add_url, filled_in())
        assert page.context["form"].errors
        assert Dialogue.objects.filter(title="Meeting at the Indaba").count() == 1

    def test_the_database_has_the_last_word_on_that(self, world):
        twin = Dialogue(
            initiative=world.initiative,
            title=world.dialogue.title,
            starts_on=world.dialogue.starts_on,
            ends_on=world.dialogue.ends_on,
        )
        with pytest.raises(TitleTaken):
            create_dialogue(twin, convenors=[])


class TestChanging:
    def test_all_that_was_there_is_there_after_an_unchanged_save(
        self, sign_in, convenor, world, edit_url
    ):
        Convening.objects.create(dialogue=world.dialogue, organisation=world.ngo)
        Dialogue.objects.update(
            starts_at=time(9, 15), host=world.ngo, introduction="One\n\ntwo", is_public=True
        )
        skipped = ("version", "updated_at")
        before = Dialogue.objects.filter(pk=world.dialogue.pk).values().get()
        client = sign_in(convenor)
        assert client.post(edit_url, edited(client, edit_url)).status_code == 302
        after = Dialogue.objects.filter(pk=world.dialogue.pk).values().get()
        assert {k: v for k, v in before.items() if k not in skipped} == {
            k: v for k, v in after.items() if k not in skipped
        }
        assert after["version"] == before["version"] + 1
        assert list(world.dialogue.convenors.all()) == [world.ngo]

    def test_the_rule_is_not_changed_in_passing(self, sign_in, convenor, world, edit_url):
        client = sign_in(convenor)
        client.post(edit_url, edited(client, edit_url, attribution="chatham-house"))
        world.dialogue.refresh_from_db()
        assert world.dialogue.attribution == Attribution.ON_THE_RECORD

    def test_lines_that_end_as_browsers_end_them_are_stored_plain(
        self, sign_in, convenor, world, edit_url
    ):
        client = sign_in(convenor)
        client.post(edit_url, edited(client, edit_url, introduction="One\r\ntwo\x0c"))
        world.dialogue.refresh_from_db()
        assert world.dialogue.introduction == "One\ntwo"

    def test_the_second_of_two_who_save_sees_both_lists_of_convenors(
        self, sign_in, convenor, world, edit_url
    ):
        client = sign_in(convenor)
        sent = edited(client, edit_url, convenors=[world.ngo.pk])
        change_dialogue(
            Dialogue.objects.get(pk=world.dialogue.pk),
            based_on=1,
            fields=["title"],
            convenors=[world.partner_body],
        )
        page = client.post(edit_url, sent)
        assert page.status_code == 409
        (conflict,) = page.context["form"].conflicts
        assert (conflict["mine"], conflict["theirs"]) == ("Convening NGO", "Partner Body")
        assert list(world.dialogue.convenors.all()) == [world.partner_body]

    def test_a_stale_save_leaves_the_convenors_as_they_are(self, world):
        with pytest.raises(StaleVersion):
            change_dialogue(world.dialogue, based_on=0, fields=["title"], convenors=[world.ngo])
        assert not world.dialogue.convenings.exists()

    def test_a_save_without_a_version_is_refused(self, sign_in, convenor, world, edit_url):
        client = sign_in(convenor)
        sent = edited(client, edit_url, title="Sneaked in")
        del sent["version"]
        assert "without the version" in client.post(edit_url, sent).text
        world.dialogue.refresh_from_db()
        assert world.dialogue.title == "Tarkwa dialogue"

    @pytest.mark.parametrize("who", ["rapporteur", "partner", "participant", "adviser"])
    def test_only_a_convenor_changes_it(self, sign_in, cast, edit_url, who):
        assert sign_in(cast[who]).get(edit_url).status_code == 403

    def test_the_form_takes_as_many_queries_for_three_people_as_for_one(
        self, sign_in, convenor, world, edit_url, django_assert_max_num_queries
    ):
        client = sign_in(convenor)
        make.PersonFactory(programme=world.programme, organisation=world.ngo)
        client.get(edit_url)
        with CaptureQueriesContext(connection) as one:
            client.get(edit_url)
        for _number in range(2):
            body = make.OrganisationFactory(programme=world.programme)
            make.PersonFactory(programme=world.programme, organisation=body)
            Convening.objects.create(dialogue=world.dialogue, organisation=body)
        with django_assert_max_num_queries(MOST_QUERIES) as three:
            client.get(edit_url)
        assert len(three) == len(one)


class TestAttribution:
    @pytest.fixture
    def rule_url(self, world):
        return reverse("dialogues:dialogue_attribution", args=[world.dialogue.slug])

    @pytest.fixture
    def person(self, world):
        return make.PersonFactory(programme=world.programme)

    def test_it_says_beforehand_how_many_speakers_are_forgotten(
        self, sign_in, convenor, world, person, rule_url
    ):
        said_by(world.dialogue, person)
        said_by(world.dialogue, person, attributed=True)
        page = sign_in(convenor).get(rule_url)
        assert "1 speaker who did not agree" in page.text
        assert Contribution.objects.filter(speaker=person).count() == 2

    def test_the_chatham_house_rule_forgets_who_did_not_agree(
        self, sign_in, convenor, world, person, rule_url
    ):
        dropped = said_by(world.dialogue, person)
        kept = said_by(world.dialogue, person, attributed=True)
        elsewhere = said_by(make.DialogueFactory(initiative=world.initiative), person)
        page = sign_in(convenor).post(rule_url, {"to": "chatham-house"}, follow=True)
        assert "1 speaker was deleted from the notes." in page.text
        for contribution in (dropped, kept, elsewhere):
            contribution.refresh_from_db()
        assert dropped.speaker is None
        assert (kept.speaker, elsewhere.speaker) == (person, person)
        assert not kept.on_the_record
        assert elsewhere.on_the_record
        world.dialogue.refresh_from_db()
        assert world.dialogue.is_chatham_house

    def test_a_note_opened_before_cannot_be_saved_over_it(self, world, person):
        dropped = said_by(world.dialogue, person)
        change_attribution(world.dialogue, to=Attribution.CHATHAM_HOUSE)
        before = dropped.version
        dropped.refresh_from_db()
        assert dropped.version == before + 1

    def test_on_the_record_brings_nobody_back(self, world, person):
        dropped = said_by(world.dialogue, person)
        change_attribution(world.dialogue, to=Attribution.CHATHAM_HOUSE)
        assert change_attribution(world.dialogue, to=Attribution.ON_THE_RECORD) == 0
        dropped.refresh_from_db()
        assert dropped.on_the_record
        assert dropped.speaker is None

    def test_the_rule_is_changed_only_once(self, world):
        change_attribution(world.dialogue, to=Attribution.CHATHAM_HOUSE)
        with pytest.raises(AttributionMoved):
            change_attribution(world.dialogue, to=Attribution.CHATHAM_HOUSE)

    def test_a_rule_that_there_is_not_changes_nothing(self, sign_in, convenor, world, rule_url):
        assert sign_in(convenor).post(rule_url, {"to": "anything goes"}).status_code == 200
        world.dialogue.refresh_from_db()
        assert world.dialogue.attribution == Attribution.ON_THE_RECORD

    @pytest.mark.parametrize("who", ["rapporteur", "partner", "participant"])
    def test_only_a_convenor_changes_it(self, sign_in, cast, rule_url, who):
        assert sign_in(cast[who]).post(rule_url, {"to": "chatham-house"}).status_code == 403
