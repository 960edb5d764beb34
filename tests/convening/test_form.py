"""The registration form as convenors build it."""

from django.urls import reverse

from convening.form_engine import answers_in_words, questions_of
from convening.models import FormQuestion
from convening.services import form as services
from tests import factories as make


def url(world, page="form", *args):
    return reverse(f"convening:{page}", args=[world.dialogue.slug, *args])


def test_a_form_is_built_of_ready_made_parts_and_own_questions(client, world, convenor):
    client.force_login(convenor)
    for key in ("travel", "diet", "travel"):
        client.post(url(world, "form_add"), {"known_section": key})
    rows = FormQuestion.objects.filter(section__dialogue=world.dialogue)
    assert rows.filter(key="passport-number").get().depends_on.key == "needs-visa"
    section = services.sections_of(world.dialogue).first()
    posted = {"label": "Shoes?", "kind": "choice", "options": ["40", "41"]}
    assert client.post(url(world, "form_question_new", section.pk), posted).status_code == 302
    for page in ("form", "form_preview"):
        assert "Shoes?" in client.get(url(world, page)).content.decode()


def test_a_condition_that_cannot_be_met_is_refused(client, world, convenor):
    client.force_login(convenor)
    services.add_known_section(world.dialogue, "sponsorship")
    asks = FormQuestion.objects.get(key="needs-sponsorship")
    answer = client.post(url(world, "form_move", "question", asks.pk), {"to": "down"}, follow=True)
    assert "must be asked before it" in answer.content.decode()
    client.post(url(world, "form_remove", "question", asks.pk))
    assert FormQuestion.objects.get(pk=asks.pk).is_asked
    posted = {"label": "X", "kind": "short", "depends_on": asks.pk, "depends_values": ["perhaps"]}
    answer = client.post(url(world, "form_question_new", asks.section_id), posted)
    assert answer.status_code == 200
    assert not FormQuestion.objects.filter(label="X").exists()


def test_answers_to_what_was_taken_out_stay_readable(world):
    section = make.FormSectionFactory(dialogue=world.dialogue)
    question = make.FormQuestionFactory(section=section, key="shoes", label="Shoes?")
    services.remove_question(question)
    assert answers_in_words(world.dialogue, {"shoes": "41"}) == [("Shoes? (no longer asked)", "41")]


def test_two_editors_of_a_question_are_told(client, world, convenor):
    client.force_login(convenor)
    question = make.FormQuestionFactory(section__dialogue=world.dialogue, label="Old?")
    posted = {"label": "Mine?", "kind": "short", "version": 1}
    page = url(world, "form_question", question.pk)
    assert client.post(page, posted).status_code == 302
    assert client.post(page, posted | {"label": "Theirs?"}).status_code == 409


def test_a_form_of_another_dialogue_is_taken_over(world):
    other = make.DialogueFactory(initiative=world.dialogue.initiative)
    services.add_known_section(other, "sponsorship")
    assert services.take_over(world.dialogue, source=other) == 2
    assert services.take_over(world.dialogue, source=other) == 0
    asked = questions_of(world.dialogue)[0].questions
    assert asked[1].depends_on == "needs-sponsorship"
