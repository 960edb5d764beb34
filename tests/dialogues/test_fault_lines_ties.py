"""What a fault line is tied to, and who may follow its trail from the scoping paper to the roadmap."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dialogues.models import ActionPoint, Contribution, FaultLine, KeyMessage, Passage
from dialogues.services.fault_lines import change_ties
from dialogues.trail_steps import inside
from tests import factories as make


@pytest.fixture
def line(world):
    return make.FaultLineFactory(initiative=world.initiative, title="Whose ground?")


@pytest.fixture
def session(world):
    return make.SessionFactory(dialogue=world.dialogue, title="Plenary")


@pytest.fixture
def notes(session, world):
    return [
        make.ContributionFactory(session=session, text=f"Note {letter}", group=world.miners)
        for letter in "abc"
    ]


@pytest.fixture
def version(world):
    paper = make.PaperFactory(initiative=world.initiative)
    return make.PaperVersionFactory(paper=paper)


@pytest.fixture
def desk(sign_in, convenor):
    return sign_in(convenor)


def address_of(name, world, line, query=""):
    return reverse(f"dialogues:{name}", args=[world.initiative.slug, line.pk]) + query


@pytest.fixture
def tie_url(world, line):
    return address_of("fault_line_tie", world, line, f"?dialogue={world.dialogue.slug}")


def words_of(response):
    return " ".join(response.content.decode().split())


class TestTies:
    def test_one_chooses_a_dialogue_of_the_initiative(self, desk, world, line, notes):
        elsewhere = make.DialogueFactory(title="Elsewhere")
        line.contributions.add(*notes[:2])
        text = words_of(desk.get(address_of("fault_line_tie", world, line)))
        assert "Tarkwa dialogue" in text
        assert "2 notes tied" in text
        assert "Elsewhere" not in text
        for slug in (elsewhere.slug, "nothing", "no%00thing", "x" * 300):
            query = f"?dialogue={slug}"
            assert desk.get(address_of("fault_line_tie", world, line, query)).status_code == 404

    def test_what_is_ticked_is_tied_and_what_is_unticked_is_not(
        self, desk, world, line, notes, tie_url
    ):
        question = make.QuestionFactory(dialogue=world.dialogue)
        message = make.KeyMessageFactory(dialogue=world.dialogue)
        point = make.ActionPointFactory(dialogue=world.dialogue)
        line.contributions.add(notes[0])
        sent = {
            "contributions": [notes[1].pk],
            "was-contributions": [notes[0].pk],
            "questions": [question.pk],
            "key_messages": [message.pk],
            "action_points": [point.pk],
        }
        assert "4 tied, 1 untied" in words_of(desk.post(tie_url, sent, follow=True))
        assert list(line.contributions.all()) == [notes[1]]
        assert (line.questions.get(), line.key_messages.get()) == (question, message)
        assert line.action_points.get() == point

    def test_what_somebody_else_tied_meanwhile_stays(self, desk, line, notes, tie_url):
        line.contributions.add(notes[2])
        desk.post(tie_url, {"contributions": [notes[0].pk]})
        assert set(line.contributions.all()) == {notes[0], notes[2]}

    def test_what_is_of_elsewhere_is_an_error_and_ties_nothing(self, desk, line, notes, tie_url):
        other = make.ContributionFactory()
        for forged in (other.pk, "9" * 20, "x", "\x00"):
            page = desk.post(tie_url, {"contributions": [notes[0].pk, forged]})
            assert page.status_code == 200
            assert "contributions" in page.context["form"].errors
        assert not line.contributions.exists()
        desk.post(tie_url, {"was-contributions": ["9" * 20, "x"]})

    def test_125_notes_come_in_pages_that_can_be_searched(self, desk, session, line, tie_url):
        Contribution.objects.bulk_create(
            Contribution(session=session, text=f"Said {number:03}", position=number)
            for number in range(125)
        )
        found = desk.get(tie_url)
        assert found.context["page"].paginator.num_pages == 3
        assert len(found.context["sections"][-1]["boxes"]) == 50
        assert "Said 124" in words_of(desk.get(f"{tie_url}&page=3"))
        (box,) = desk.get(f"{tie_url}&q=Said+07&q=Said+077").context["sections"][-1]["boxes"]
        assert box["text"] == "Said 077"
        assert "No note matches." in words_of(desk.get(f"{tie_url}&tied=on"))
        assert desk.get(f"{tie_url}&session=99999999999999999999&q=%00").status_code == 200
        assert "Said 001" in words_of(desk.get(f"{tie_url}&session={session.pk}"))

    def test_a_page_of_notes_keeps_the_ties_of_the_others(self, desk, session, line, tie_url):
        many = [make.ContributionFactory(session=session) for _ in range(60)]
        line.contributions.add(many[55])
        desk.post(f"{tie_url}&page=1", {"contributions": [many[0].pk]})
        assert set(line.contributions.all()) == {many[0], many[55]}

    def test_three_notes_ask_no_more_queries_than_one(self, desk, session, line, notes, tie_url):
        Contribution.objects.exclude(pk=notes[0].pk).delete()
        desk.get(tie_url)
        with CaptureQueriesContext(connection) as one:
            desk.get(tie_url)
        for _ in range(2):
            parent = make.ContributionFactory(session=session)
            make.ContributionFactory(session=session, parent=parent)
        with CaptureQueriesContext(connection) as more:
            desk.get(tie_url)
        assert len(more) == len(one)

    def test_one_tie_is_undone_from_the_page(self, desk, world, line, notes):
        line.contributions.add(notes[0])
        address = address_of("fault_line_untie", world, line)
        sent = {"kind": "contributions", "row": notes[0].pk}
        assert "Untied" in words_of(desk.post(address, sent, follow=True))
        assert not line.contributions.exists()
        assert "not tied" in words_of(desk.post(address, sent, follow=True))
        for forged in ({"kind": "initiative"}, {"row": "9" * 20}, {"row": "x"}):
            assert desk.post(address, {**sent, **forged}).status_code == 404
        assert Contribution.objects.count() == 3

    def test_only_convenors_tie(self, sign_in, adviser, rapporteur, stranger, world, line, tie_url):
        untie = address_of("fault_line_untie", world, line)
        for user, status in ((adviser, 403), (rapporteur, 403), (stranger, 404)):
            assert sign_in(user).get(tie_url).status_code == status
            assert sign_in(user).post(untie).status_code == status


class TestPassages:
    def add(self, world, **query):
        asked = {"kind": "scoping-paper", "version": 1, "block": "first", **query}
        words = "&".join(f"{name}={value}" for name, value in asked.items())
        return reverse("dialogues:passage_add", args=[world.initiative.slug]) + f"?{words}"

    def test_a_paragraph_is_tied_to_a_fault_line(self, desk, world, line, version):
        page = desk.get(self.add(world))
        assert "First paragraph." in words_of(page)
        response = desk.post(self.add(world), {"fault_line": line.pk})
        assert response.url == line.get_absolute_url()
        kept = Passage.objects.get()
        assert (kept.fault_line, kept.paper, kept.block, kept.quote) == (
            *(line, version.paper, "first", "First paragraph."),
        )
        text = words_of(desk.get(line.get_absolute_url()))
        assert "First paragraph." in text
        address = reverse(
            "dialogues:paper_review", args=[world.initiative.slug, "scoping-paper", 1]
        )
        assert f'href="{address}?at=first#b-first"' in text
        assert "Tied already to:" in words_of(desk.get(self.add(world)))

    def test_a_paragraph_becomes_a_new_fault_line(self, desk, world, version):
        desk.post(self.add(world, block="second"), {"title": "Who pays?"})
        made = FaultLine.objects.get()
        assert (made.title, made.text, made.status) == (
            *("Who pays?", "Second paragraph.", "surfaced"),
        )
        assert made.passages.get().block == "second"

    @pytest.mark.parametrize(
        ("sent", "field"),
        [
            ({}, "fault_line"),
            ({"fault_line": "own", "title": "Who pays?"}, "title"),
            ({"fault_line": "other"}, "fault_line"),
            ({"fault_line": "9" * 20}, "fault_line"),
            ({"title": "x" * 301}, "title"),
        ],
    )
    def test_what_cannot_be_is_explained(self, desk, world, line, version, sent, field):
        keys = {"own": line.pk, "other": make.FaultLineFactory().pk}
        if "fault_line" in sent:
            sent = {**sent, "fault_line": keys.get(sent["fault_line"], sent["fault_line"])}
        page = desk.post(self.add(world), sent)
        assert set(page.context["form"].errors) == {field}
        assert not Passage.objects.exists()

    def test_the_same_paragraph_is_tied_once(self, desk, world, line, version):
        desk.post(self.add(world), {"fault_line": line.pk})
        page = desk.post(self.add(world), {"fault_line": line.pk})
        assert "tied to that fault line already" in words_of(page)
        assert Passage.objects.count() == 1

    def test_a_paragraph_that_is_not_there_is_not_found(self, desk, world, version):
        make.PaperVersionFactory(number=7)  # of another initiative
        for wrong in (
            *({"block": "third"}, {"version": 7}, {"version": "9" * 20}, {"version": "9" * 12}),
            *({"version": ""}, {"kind": "concept-note"}, {"kind": "%00"}, {"block": ""}),
        ):
            assert desk.get(self.add(world, **wrong)).status_code == 404, wrong

    def test_a_passage_is_untied(self, desk, sign_in, adviser, world, line, version):
        passage = Passage.objects.create(fault_line=line, paper=version.paper, block="first")
        elsewhere = Passage.objects.create(
            fault_line=make.FaultLineFactory(), paper=version.paper, block="first"
        )
        slug = world.initiative.slug
        address = reverse("dialogues:passage_remove", args=[slug, elsewhere.pk])
        assert desk.post(address).status_code == 404
        address = reverse("dialogues:passage_remove", args=[slug, passage.pk])
        assert desk.get(address).status_code == 405
        assert desk.post(address).status_code == 302
        assert not line.passages.exists()
        assert sign_in(adviser).post(address).status_code == 403


class TestTrail:
    @pytest.fixture
    def whole(self, world, line, session, notes, version):
        """A fault line with something at each step."""
        Passage.objects.create(
            fault_line=line, paper=version.paper, block="first", quote="Passage of the paper"
        )
        survey = make.SurveyFactory(initiative=world.initiative)
        make.StatementFactory(survey=survey, fault_line=line, texts={"en": "Statement of land"})
        line.questions.add(make.QuestionFactory(dialogue=world.dialogue, text="Question of land?"))
        line.contributions.add(notes[0])
        line.key_messages.add(
            make.KeyMessageFactory(dialogue=world.dialogue, text="Message of land")
        )
        line.action_points.add(
            make.ActionPointFactory(dialogue=world.dialogue, title="Point of land")
        )
        roadmap = make.RoadmapFactory(dialogue=world.dialogue, title="Roadmap of land")
        action = make.ActionFactory(theme__roadmap=roadmap, title="Action of land")
        action.fault_lines.add(line)
        return line

    WORDS = {
        "paper": "Passage of the paper",
        "statement": "Statement of land",
        "question": "Question of land?",
        "note": "Note a",
        "message": "Message of land",
        "point": "Point of land",
        "action": "Action of land",
    }

    @pytest.mark.parametrize(
        ("who", "reads"),
        [
            ("convenor", set(WORDS)),
            ("adviser", {"paper", "statement", "question", "message", "point"}),
            ("rapporteur", {"question", "note", "message", "point"}),
            ("participant", {"question", "message", "point"}),
            ("partner", {"question", "message", "point"}),
            ("administrator", {"question", "action"}),
        ],
    )
    def test_each_reads_what_they_may_read_where_it_stands(self, cast, sign_in, whole, who, reads):
        text = words_of(sign_in(cast[who]).get(whole.get_absolute_url()))
        assert {key for key, words in self.WORDS.items() if words in text} == reads

    def test_the_public_reads_the_questions_of_public_dialogues(
        self, sign_in, visitor, world, whole
    ):
        world.initiative.is_public = True
        world.initiative.save()
        text = words_of(sign_in(visitor).get(whole.get_absolute_url()))
        assert not any(words in text for words in self.WORDS.values())
        world.dialogue.is_public = True
        world.dialogue.save()
        text = words_of(sign_in(visitor).get(whole.get_absolute_url()))
        assert [words for words in self.WORDS.values() if words in text] == ["Question of land?"]

    def test_speakers_are_not_shown(self, desk, world, whole, notes):
        speaker = make.PersonFactory(programme=world.programme, name="Sia Speaker")
        Contribution.objects.update(speaker=speaker, on_the_record=True)
        text = words_of(desk.get(whole.get_absolute_url()))
        assert "Note a" in text
        assert "Sia Speaker" not in text

    def test_protected_names_in_what_was_said_are_veiled(self, sign_in, rapporteur, world, whole):
        make.PersonFactory(programme=world.programme, name="Pia Protected", protected=True)
        KeyMessage.objects.update(text="Pia Protected asked for the map")
        text = words_of(sign_in(rapporteur).get(whole.get_absolute_url()))
        assert "asked for the map" in text
        assert "Pia Protected" not in text

    def test_who_is_inside_is_who_may_open_the_outcomes(self, cast, world):
        make.KeyMessageFactory(dialogue=world.dialogue)
        for name, user in cast.items():
            may = any(
                user.has_perm(permission, world.dialogue)
                for permission in ("dialogues.view_people", "dialogues.take_notes")
            )
            found = KeyMessage.objects.filter(inside(user, "dialogue__")).exists()
            assert found == may, name

    def test_three_of_each_ask_no_more_queries_than_one(self, desk, world, whole, session, version):
        desk.get(whole.get_absolute_url())
        with CaptureQueriesContext(connection) as one:
            desk.get(whole.get_absolute_url())
        survey = make.SurveyFactory(initiative=world.initiative)
        for number in range(2):
            dialogue = make.DialogueFactory(initiative=world.initiative)
            whole.questions.add(make.QuestionFactory(dialogue=dialogue))
            whole.contributions.add(
                make.ContributionFactory(session__dialogue=dialogue, group=world.companies)
            )
            whole.key_messages.add(make.KeyMessageFactory(dialogue=dialogue))
            whole.action_points.add(make.ActionPointFactory(dialogue=dialogue))
            make.StatementFactory(survey=survey, fault_line=whole)
            Passage.objects.create(fault_line=whole, paper=version.paper, block=f"b{number}")
            make.ActionFactory(theme__roadmap__dialogue=dialogue).fault_lines.add(whole)
        with CaptureQueriesContext(connection) as three:
            desk.get(whole.get_absolute_url())
        assert len(three) == len(one) <= 20

    def test_many_notes_come_in_pages(self, desk, session, line):
        Contribution.objects.bulk_create(
            Contribution(session=session, text=f"Said {number:03}", position=number)
            for number in range(125)
        )
        change_ties(line, {"contributions": (list(Contribution.objects.all()), [])})
        text = words_of(desk.get(line.get_absolute_url() + "?page=3"))
        assert "Said 124" in text
        assert "Said 000" not in text

    def test_what_is_deleted_leaves_the_trail(self, desk, whole):
        ActionPoint.objects.all().delete()
        assert "Point of land" not in words_of(desk.get(whole.get_absolute_url()))
