"""The matrix of fault lines, the page of one, and what became of it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.exceptions import Gone
from dialogues.divides import Mark, mark_of
from dialogues.exceptions import FaultLineMoved
from dialogues.models import FaultLine, FaultLineMoment, GroupPosition
from dialogues.services.fault_lines import note_moment
from tests import factories as make


def matrix_of(initiative, query=""):
    return reverse("dialogues:fault_lines", args=[initiative.slug]) + query


@pytest.fixture
def line(world):
    return make.FaultLineFactory(
        initiative=world.initiative, title="Whose ground?", text="Law and *custom*."
    )


@pytest.fixture
def position(line, world):
    return make.GroupPositionFactory(
        fault_line=line,
        group=world.miners,
        text="Ours since our grandmothers.",
        stance="against",
        strength=3,
        interests="Safe income",
        sources="Hearing in Prestea",
    )


@pytest.fixture
def moment_url(world, line):
    return reverse("dialogues:fault_line_moment", args=[world.initiative.slug, line.pk])


@pytest.fixture
def desk(sign_in, convenor):
    return sign_in(convenor)


def words_of(response):
    return " ".join(response.content.decode().split())


class TestMatrix:
    def test_it_says_who_stands_where_and_who_is_silent(self, desk, world, line, position):
        make.GroupPositionFactory(fault_line=line, group=world.companies, stance="for", strength=1)
        make.GroupFactory(programme=world.programme, name="Traditional authorities")
        page = desk.get(matrix_of(world.initiative))
        text = words_of(page)
        for words in (
            "Against: not negotiable",
            "For: open to be persuaded",
            "Not yet heard",
            "Views divide",
            "1 for, 1 against, 1 not heard",
        ):
            assert words in text
        assert [column.silent for column in page.context["columns"]] == [0, 0, 1]

    def test_an_empty_one_says_what_will_stand_there(self, desk, world):
        assert "No fault line yet" in words_of(desk.get(matrix_of(world.initiative)))

    def test_strength_is_not_told_outside(self, sign_in, visitor, world, line, position):
        world.initiative.is_public = True
        world.initiative.save()
        text = words_of(sign_in(visitor).get(matrix_of(world.initiative)))
        assert "Against" in text
        assert "negotiable" not in text
        assert "Strength not noted" not in text

    def test_it_is_narrowed_by_status_silence_and_division(self, desk, world, line, position):
        divided = make.FaultLineFactory(initiative=world.initiative, status="narrowed")
        make.GroupPositionFactory(fault_line=divided, group=world.miners, stance="mixed")
        silent = make.FaultLineFactory(initiative=world.initiative)
        asked = {
            "?status=narrowed": [divided],
            "?show=divided": [divided],
            f"?silent={world.miners.pk}": [silent],
            "?sort=divided": [divided, line, silent],
            "?sort=silent": [silent, line, divided],
            "?status=nonsense&silent=99999999999999999999&sort=%00": [line, divided, silent],
        }
        for query, expected in asked.items():
            page = desk.get(matrix_of(world.initiative, query))
            assert {row.fault_line for row in page.context["page"]} == set(expected), query
            if "sort=divided" in query:
                assert page.context["page"][0].fault_line == divided

    def test_a_filter_that_finds_nothing_says_so(self, desk, world, line):
        text = words_of(desk.get(matrix_of(world.initiative, "?status=bridged")))
        assert "No fault line matches" in text

    def test_three_ask_no_more_queries_than_one(self, desk, world, line, position):
        desk.get(matrix_of(world.initiative))
        with CaptureQueriesContext(
            connection,
        ) as one:
            desk.get(matrix_of(world.initiative))
        for _ in range(2):
            other = make.FaultLineFactory(initiative=world.initiative)
            for group in (world.miners, world.companies):
                make.GroupPositionFactory(fault_line=other, group=group, stance="for")
        with CaptureQueriesContext(connection) as three:
            desk.get(matrix_of(world.initiative))
        assert len(three) == len(one) <= 12

    def test_only_convenors_arrange_and_add(self, sign_in, convenor, adviser, world, line):
        make.FaultLineFactory(initiative=world.initiative)
        assert "Move down" in words_of(sign_in(convenor).get(matrix_of(world.initiative)))
        text = words_of(sign_in(adviser).get(matrix_of(world.initiative)))
        assert "Move down" not in text
        assert "Add a fault line" not in text

    def test_moving_one_comes_back_to_the_matrix(self, desk, world, line):
        other = make.FaultLineFactory(initiative=world.initiative, position=1)
        address = reverse(
            "dialogues:initiative_part_move", args=[world.initiative.slug, "fault-lines", other.pk]
        )
        response = desk.post(address, {"direction": "up"})
        assert response.url == matrix_of(world.initiative) + f"#fault-lines-{other.pk}"
        assert list(world.initiative.fault_lines.all()) == [other, line]


class TestPage:
    def test_who_prepares_reads_all_of_it(self, sign_in, adviser, line, position):
        line.evidence_gaps = "Nobody has measured the river."
        line.save()
        text = words_of(sign_in(adviser).get(line.get_absolute_url()))
        for words in (
            *("<em>custom</em>", "Ours since our grandmothers.", "Against: not negotiable"),
            *("Safe income", "Hearing in Prestea", "Nobody has measured the river."),
            *("Not yet heard", "Mining companies", "In the scoping paper", "On the roadmap"),
        ):
            assert words in text

    def test_others_read_question_status_and_positions_only(
        self, sign_in, visitor, participant, convenor, world, line, position
    ):
        line.evidence_gaps = "Nobody has measured the river."
        line.save()
        note_moment(
            line,
            by=convenor,
            seen="surfaced",
            status="narrowed",
            on=date(2026, 1, 20),
            text="Moved",
        )
        world.initiative.is_public = True
        world.initiative.save()
        for user in (visitor, participant):
            text = words_of(sign_in(user).get(line.get_absolute_url()))
            for words in ("Whose ground?", "Narrowed", "Ours since our grandmothers.", "Against"):
                assert words in text
            for words in (
                *("negotiable", "Safe income", "Hearing in Prestea", "measured the river"),
                *("Moved", "What became of it", "In the scoping paper", "As a statement"),
            ):
                assert words not in text

    def test_that_of_another_initiative_is_not_found(self, desk, world):
        other = make.FaultLineFactory()
        address = reverse("dialogues:fault_line", args=[world.initiative.slug, other.pk])
        assert desk.get(address).status_code == 404
        address = reverse("dialogues:fault_line", args=[world.initiative.slug, 10**19])
        assert desk.get(address).status_code == 404

    def test_a_group_that_was_not_heard_is_one_click_from_being_heard(self, desk, world, line):
        text = desk.get(line.get_absolute_url()).content.decode()
        address = reverse(
            "dialogues:initiative_part_add", args=[world.initiative.slug, "positions"]
        )
        query = f"?under={line.pk}&amp;group={world.companies.pk}"
        assert address + query in text
        page = desk.get(address + query.replace("&amp;", "&"))
        assert page.context["form"]["group"].value() == str(world.companies.pk)

    def test_a_script_in_a_text_does_no_harm(self, desk, line, position):
        line.text = position.interests = "<script>alert(1)</script>"
        line.save()
        position.save()
        assert "<script>alert" not in desk.get(line.get_absolute_url()).content.decode()


class TestTexts:
    def edit(self, world, part, kind):
        return reverse(
            "dialogues:initiative_part_edit", args=[world.initiative.slug, kind, part.pk]
        )

    def test_a_position_keeps_stance_strength_interests_and_sources(self, desk, world, line):
        address = reverse(
            "dialogues:initiative_part_add", args=[world.initiative.slug, "positions"]
        )
        typed = {
            "group": world.miners.pk,
            "stance": "mixed",
            "strength": "2",
            "text": "Some.",
            "interests": "Roads",
            "sources": "Letter",
        }
        response = desk.post(f"{address}?under={line.pk}", typed)
        kept = GroupPosition.objects.get()
        assert (kept.stance, kept.strength, kept.interests, kept.sources) == (
            *("mixed", 2, "Roads", "Letter"),
        )
        assert response.url == f"{line.get_absolute_url()}#positions-{kept.pk}"

    def test_strength_without_a_stance_is_explained(self, desk, world, line):
        address = reverse(
            "dialogues:initiative_part_add", args=[world.initiative.slug, "positions"]
        )
        typed = {"group": world.miners.pk, "strength": "2"}
        page = desk.post(f"{address}?under={line.pk}", typed)
        assert set(page.context["form"].errors) == {"stance"}

    @pytest.mark.parametrize("forged", [{"stance": "sideways"}, {"strength": "4"}])
    def test_a_forged_stance_is_an_error_of_the_form(self, desk, world, line, forged):
        address = reverse(
            "dialogues:initiative_part_add", args=[world.initiative.slug, "positions"]
        )
        page = desk.post(f"{address}?under={line.pk}", {"group": world.miners.pk, **forged})
        assert set(forged) <= set(page.context["form"].errors)

    def test_two_who_edit_a_position_both_keep_their_text(self, desk, world, position):
        address = self.edit(world, position, "positions")
        form = desk.get(address).context["form"]
        sent = {
            **{name: form[name].value() or "" for name in form.fields},
            "text": "Mine",
            "stance": "for",
        }
        GroupPosition.objects.filter(pk=position.pk).update(
            text="Theirs", version=position.version + 1
        )
        page = desk.post(address, sent)
        assert page.status_code == 409
        text = words_of(page)
        assert "Mine" in text
        assert "Theirs" in text
        assert GroupPosition.objects.get().text == "Theirs"

    def test_editing_does_not_change_the_status(self, desk, world, line):
        address = self.edit(world, line, "fault-lines")
        form = desk.get(address).context["form"]
        assert "status" not in form.fields
        values = {name: form[name].value() or "" for name in form.fields}
        desk.post(address, {**values, "title": "Changed", "status": "bridged"})
        line.refresh_from_db()
        assert (line.title, line.status) == ("Changed", "surfaced")


class TestMoments:
    typed = {"status": "narrowed", "seen": "surfaced", "text": "The *miners* moved."}

    def test_the_status_changes_with_a_day_and_words(
        self, desk, convenor, world, line, position, moment_url
    ):
        typed = {**self.typed, "on": "2026-01-15", "dialogue": world.dialogue.pk}
        assert desk.post(moment_url, typed).url == line.get_absolute_url()
        line.refresh_from_db()
        assert line.status == "narrowed"
        moment = FaultLineMoment.objects.get()
        assert (moment.dialogue, moment.noted_by) == (world.dialogue, convenor)
        assert moment.stances == {str(world.miners.pk): ["against", 3]}
        text = words_of(desk.get(line.get_absolute_url()))
        assert "The <em>miners</em> moved." in text
        assert "15 January 2026" in text
        assert "Tarkwa dialogue" in text

    def test_one_sees_how_stances_moved(self, desk, convenor, world, line, position):
        note_moment(
            line, by=convenor, seen="surfaced", status="contested", on=date(2026, 1, 1), text="A"
        )
        GroupPosition.objects.update(stance="mixed", strength=1)
        track = desk.get(line.get_absolute_url()).context["movement"].tracks[0]
        assert track.steps == [(Mark("against", 3), False), (Mark("mixed", 1), True)]

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"text": ""}, "text"),
            ({"text": "x" * 10_001}, "text"),
            ({"on": "yesterday"}, "on"),
            ({"on": ""}, "on"),
            ({"on": "2026-01-11", "dialogue": "own"}, "on"),
            ({"status": "solved"}, "status"),
            ({"dialogue": "9" * 20}, "dialogue"),
            ({"dialogue": "other"}, "dialogue"),
        ],
    )
    def test_what_cannot_be_is_explained(self, desk, world, line, moment_url, wrong, field):
        keys = {"own": world.dialogue.pk, "other": make.DialogueFactory().pk}
        sent = {**self.typed, "on": "2026-01-15", **wrong}
        sent["dialogue"] = keys.get(sent.get("dialogue"), sent.get("dialogue", ""))
        page = desk.post(moment_url, sent)
        assert page.status_code == 200
        assert set(page.context["form"].errors) == {field}
        assert not FaultLineMoment.objects.exists()

    def test_of_what_was_deleted_nothing_is_noted(self, convenor, line):
        FaultLine.objects.all().delete()
        with pytest.raises(Gone):
            note_moment(
                line, by=convenor, seen="surfaced", status="parked", on=date(2026, 1, 1), text="A"
            )

    def test_a_day_to_come_is_a_plan(self, desk, line, moment_url):
        ahead = timezone.localdate() + timedelta(days=2)
        page = desk.post(moment_url, {**self.typed, "on": ahead.isoformat()})
        assert "This day lies ahead" in words_of(page)
        assert "The *miners* moved." in words_of(page)

    def test_who_was_overtaken_keeps_the_words_and_is_told(self, desk, line, moment_url):
        FaultLine.objects.update(status="parked")
        sent = {**self.typed, "on": "2026-01-15"}
        page = desk.post(moment_url, sent)
        assert page.status_code == 409
        text = words_of(page)
        assert "it is now “Parked”" in text
        assert "The *miners* moved." in text
        assert not FaultLineMoment.objects.exists()
        again = {**sent, "seen": page.context["form"]["seen"].value()}
        assert desk.post(moment_url, again).status_code == 302
        line.refresh_from_db()
        assert line.status == "narrowed"

    def test_the_service_refuses_a_status_that_is_not_there(self, convenor, line):
        with pytest.raises(FaultLineMoved):
            note_moment(
                line, by=convenor, seen="parked", status="bridged", on=date(2026, 1, 1), text="A"
            )

    def test_what_is_noted_of_the_past_changes_neither_status_nor_stances(
        self, desk, convenor, line, position, moment_url
    ):
        note_moment(
            line, by=convenor, seen="surfaced", status="bridged", on=date(2026, 2, 1), text="Done"
        )
        sent = {**self.typed, "seen": "bridged", "on": "2025-06-01"}
        page = desk.post(moment_url, sent, follow=True)
        assert "the status stays “Bridged”" in words_of(page)
        line.refresh_from_db()
        assert line.status == "bridged"
        assert FaultLineMoment.objects.get(on=date(2025, 6, 1)).stances == {}

    def test_only_convenors_note_them(self, sign_in, adviser, stranger, moment_url):
        assert sign_in(adviser).get(moment_url).status_code == 403
        assert sign_in(stranger).get(moment_url).status_code == 404

    def test_three_moments_ask_no_more_queries_than_one(self, desk, convenor, line, position):
        def note():
            dialogue = make.DialogueFactory(initiative=line.initiative)
            make.UserFactory()
            FaultLineMoment.objects.create(
                fault_line=line,
                dialogue=dialogue,
                noted_by=make.UserFactory(),
                on=date(2026, 1, 2),
                status="contested",
                text="A",
                stances={str(position.group_id): ["for", 1]},
            )

        note()
        desk.get(line.get_absolute_url())
        with CaptureQueriesContext(connection) as one:
            desk.get(line.get_absolute_url())
        note()
        note()
        with CaptureQueriesContext(connection) as three:
            desk.get(line.get_absolute_url())
        assert len(three) == len(one)


def test_a_stance_that_no_position_can_hold_counts_as_not_noted():
    assert mark_of("sideways", 7) == Mark("heard", None)
    assert mark_of("for", 7).density == "dashed"
