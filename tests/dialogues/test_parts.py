"""The parts of dialogues and initiatives: added, edited, moved, deleted, by those who may."""

import pytest
from django.urls import reverse

from dialogues.models import (
    AgendaItem,
    Contribution,
    GroupPosition,
    KeyMessage,
    Question,
    Session,
)
from dialogues.parts.registry import KINDS
from tests import factories as make


def add_url(dialogue, kind, under=None):
    address = reverse("dialogues:part_add", args=[dialogue.slug, kind])
    return f"{address}?under={under}" if under else address


def edit_url(dialogue, kind, part):
    return reverse("dialogues:part_edit", args=[dialogue.slug, kind, part.pk])


def fields_of(response):
    """What the form on a page would send if nothing were typed."""
    form = response.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, False)}


@pytest.fixture
def desk(sign_in, convenor):
    return sign_in(convenor)


def test_a_new_part_stands_last_and_one_returns_to_it(desk, world):
    make.KeyMessageFactory(dialogue=world.dialogue, text="First")
    response = desk.post(add_url(world.dialogue, "key-messages"), {"text": "Second"})
    added = KeyMessage.objects.get(text="Second")
    assert response.url.endswith(f"/outcomes/#key-messages-{added.pk}")
    assert [message.text for message in world.dialogue.key_messages.all()] == ["First", "Second"]


def test_another_one_can_be_added_at_once(desk, world):
    part = make.AgendaPartFactory(dialogue=world.dialogue)
    here = add_url(world.dialogue, "agenda-items", part.pk)
    response = desk.post(here, {"title": "Opening", "again": "yes"})
    assert response.url == here


def test_what_is_wrong_is_said_next_to_the_field_and_what_was_typed_is_kept(desk, world):
    part = make.AgendaPartFactory(dialogue=world.dialogue)
    typed = {"title": "Opening", "start": "25:00", "end": "09:00"}
    page = desk.post(add_url(world.dialogue, "agenda-items", part.pk), typed)
    assert page.status_code == 200
    assert "start" in page.context["form"].errors
    assert "25:00" in page.content.decode()
    assert not AgendaItem.objects.exists()


def test_an_item_does_not_end_before_it_starts(desk, world):
    part = make.AgendaPartFactory(dialogue=world.dialogue)
    typed = {"title": "Opening", "start": "10:00", "end": "09:00"}
    page = desk.post(add_url(world.dialogue, "agenda-items", part.pk), typed)
    assert "end" in page.context["form"].errors


def test_a_text_of_two_hundred_thousand_characters_is_refused_with_its_limit(desk, world):
    page = desk.post(add_url(world.dialogue, "key-messages"), {"text": "x" * 200_000})
    assert "50000" in str(page.context["form"].errors["text"])
    assert not KeyMessage.objects.exists()


def test_control_characters_are_left_out(desk, world):
    desk.post(add_url(world.dialogue, "key-messages"), {"text": "One\x00 two\x0b three"})
    assert KeyMessage.objects.get().text == "One two three"


def test_a_script_is_printed_as_text(desk, world):
    words = "<script>alert(1)</script> ![x](http://example.org/x.png)"
    desk.post(add_url(world.dialogue, "key-messages"), {"text": words})
    page = desk.get(reverse("dialogues:dialogue_outcomes", args=[world.dialogue.slug]))
    text = page.content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text
    assert "<img" not in text


def test_a_question_gets_a_key_of_its_own(desk, world):
    for _number in range(2):
        desk.post(add_url(world.dialogue, "questions"), {"text": "Who takes part?"})
    keys = sorted(Question.objects.values_list("key", flat=True))
    assert keys == ["who-takes-part", "who-takes-part-2"]


def test_two_rapporteurs_who_save_the_same_text_lose_nothing(client, world, rapporteur, convenor):
    session = make.SessionFactory(dialogue=world.dialogue)
    note = make.ContributionFactory(session=session, text="As it was")
    here = edit_url(world.dialogue, "contributions", note)
    client.force_login(rapporteur, backend="django.contrib.auth.backends.ModelBackend")
    before = fields_of(client.get(here))
    client.post(here, before | {"text": "What the first one typed"})
    page = client.post(here, before | {"text": "What the second one typed"})
    assert page.status_code == 409
    shown = page.content.decode()
    assert "What the first one typed" in shown
    assert "What the second one typed" in shown
    note.refresh_from_db()
    assert note.text == "What the first one typed"
    both = "What the first one typed, what the second one typed"
    client.post(here, fields_of(page) | {"text": both})
    note.refresh_from_db()
    assert note.text == both


def test_what_was_typed_into_something_deleted_meanwhile_is_given_back(desk, world):
    message = make.KeyMessageFactory(dialogue=world.dialogue)
    here = edit_url(world.dialogue, "key-messages", message)
    before = fields_of(desk.get(here))
    message.delete()
    page = desk.post(here, before | {"text": "An hour’s work"})
    assert page.status_code == 404
    assert "An hour’s work" in page.content.decode()
    assert desk.get(here).status_code == 404
    under = add_url(world.dialogue, "points", 1)
    page = desk.post(under, {"text": "A point under a note that is gone", "kind": "point"})
    assert page.status_code == 404
    assert "A point under a note that is gone" in page.content.decode()


def test_a_save_without_a_version_is_refused_and_the_text_kept(desk, world):
    message = make.KeyMessageFactory(dialogue=world.dialogue, text="As it was")
    page = desk.post(edit_url(world.dialogue, "key-messages", message), {"text": "Typed"})
    assert page.status_code == 200
    assert page.context["form"].non_field_errors()
    assert "Typed" in page.content.decode()
    message.refresh_from_db()
    assert message.text == "As it was"


def test_a_part_moves_up_and_down_among_its_own(desk, world):
    first, second = (make.AgendaPartFactory(dialogue=world.dialogue, position=n) for n in (0, 1))
    make.AgendaPartFactory(position=0)
    address = reverse("dialogues:part_move", args=[world.dialogue.slug, "agenda-parts", second.pk])
    desk.post(address, {"direction": "up"})
    assert list(world.dialogue.agenda_parts.all()) == [second, first]
    desk.post(address, {"direction": "down"})
    assert list(world.dialogue.agenda_parts.all()) == [first, second]
    assert desk.get(address).status_code == 405


def test_what_goes_with_a_part_is_said_before_it_goes(desk, world):
    session = make.SessionFactory(dialogue=world.dialogue)
    note = make.ContributionFactory(session=session)
    point = make.ContributionFactory(session=session, parent=note)
    make.ContributionFactory(session=session, parent=point)
    address = reverse("dialogues:part_delete", args=[world.dialogue.slug, "contributions", note.pk])
    assert "The 2 points under it." in desk.get(address).content.decode()
    assert Contribution.objects.count() == 3
    response = desk.post(address)
    assert response.status_code == 302
    assert not Contribution.objects.exists()
    assert Session.objects.filter(pk=session.pk).exists()


def test_a_position_is_held_once_by_a_group(desk, world):
    fault_line = make.FaultLineFactory(initiative=world.initiative)
    address = reverse("dialogues:initiative_part_add", args=[world.initiative.slug, "positions"])
    typed = {"group": world.miners.pk, "text": "Ours."}
    desk.post(f"{address}?under={fault_line.pk}", typed)
    page = desk.post(f"{address}?under={fault_line.pk}", typed)
    assert "group" in page.context["form"].errors
    assert GroupPosition.objects.count() == 1


def test_a_part_of_another_dialogue_is_not_found(desk, world):
    other = make.DialogueFactory(initiative=world.initiative)
    message = make.KeyMessageFactory(dialogue=other)
    part = make.AgendaPartFactory(dialogue=other)
    for name in ("part_edit", "part_delete"):
        address = reverse(
            f"dialogues:{name}", args=[world.dialogue.slug, "key-messages", message.pk]
        )
        assert desk.get(address).status_code == 404
    move = reverse("dialogues:part_move", args=[world.dialogue.slug, "key-messages", message.pk])
    assert desk.post(move, {"direction": "up"}).status_code == 404
    assert desk.get(add_url(world.dialogue, "agenda-items", part.pk)).status_code == 404
    for under in ("", "x", "9" * 30):
        here = add_url(world.dialogue, "agenda-items") + f"?under={under}"
        assert desk.get(here).status_code == 404


def test_a_forged_choice_from_elsewhere_is_an_error_of_the_form(desk, world):
    elsewhere = make.DialogueFactory()
    session = make.SessionFactory(dialogue=world.dialogue)
    forged = {
        "question": make.QuestionFactory(dialogue=elsewhere).pk,
        "group": make.GroupFactory().pk,
        "speaker": make.PersonFactory().pk,
    }
    typed = {"kind": "point", "text": "Words", **forged}
    page = desk.post(add_url(world.dialogue, "contributions", session.pk), typed)
    assert set(page.context["form"].errors) == set(forged)
    other_session = make.SessionFactory(dialogue=elsewhere)
    typed = {"title": "Synthesis", "synthesises": [other_session.pk]}
    page = desk.post(add_url(world.dialogue, "sessions"), typed)
    assert set(page.context["form"].errors) == {"synthesises"}


def test_only_those_who_may_change_a_part_reach_its_pages(cast, world, sign_in):
    message = make.KeyMessageFactory(dialogue=world.dialogue)
    session = make.SessionFactory(dialogue=world.dialogue)
    answers = {}
    for name, user in cast.items():
        client = sign_in(user)
        answers[name] = (
            client.get(edit_url(world.dialogue, "key-messages", message)).status_code,
            client.get(add_url(world.dialogue, "contributions", session.pk)).status_code,
        )
    assert answers == {
        "convenor": (200, 200),
        "partner": (403, 403),
        "rapporteur": (403, 200),
        "adviser": (403, 403),
        "donor": (404, 404),
        "participant": (403, 403),
        "llg_member": (404, 404),
        "administrator": (403, 403),
        "stranger": (404, 404),
        "visitor": (302, 302),
    }


def test_a_kind_answers_only_under_what_it_belongs_to(desk, world):
    assert desk.get(add_url(world.dialogue, "fault-lines")).status_code == 404
    assert desk.get(add_url(world.dialogue, "nothing-of-the-kind")).status_code == 404
    address = reverse("dialogues:initiative_part_add", args=[world.initiative.slug, "questions"])
    assert desk.get(address).status_code == 404


@pytest.fixture
def one_of_each(world):
    """One part of each kind, by its key."""
    part = make.AgendaPartFactory(dialogue=world.dialogue)
    item = make.AgendaItemFactory(part=part)
    annex = make.AnnexFactory(dialogue=world.dialogue)
    annex_item = make.AgendaItemFactory(part=None, annex=annex)
    person = make.PersonFactory(programme=world.programme)
    session = make.SessionFactory(dialogue=world.dialogue)
    note = make.ContributionFactory(session=session)
    fault_line = make.FaultLineFactory(initiative=world.initiative)
    return {
        "questions": make.QuestionFactory(dialogue=world.dialogue),
        "background": world.dialogue.background.create(heading="Background"),
        "materials": world.dialogue.materials.create(title="Flyer"),
        "key-messages": make.KeyMessageFactory(dialogue=world.dialogue),
        "action-points": make.ActionPointFactory(dialogue=world.dialogue),
        "agenda-parts": part,
        "agenda-items": item,
        "appearances": make.AppearanceFactory(item=item, person=person),
        "annexes": annex,
        "annex-items": annex_item,
        "annex-people": make.AppearanceFactory(
            item=annex_item, person=None, name="Guest", acts_as="presenter"
        ),
        "sessions": session,
        "contributions": note,
        "points": make.ContributionFactory(session=session, parent=note),
        "fault-lines": fault_line,
        "positions": fault_line.positions.create(group=world.miners, text="Ours."),
    }


@pytest.mark.parametrize("key", KINDS)
def test_every_kind_is_edited_moved_and_deleted(desk, world, one_of_each, key):
    kind, part = KINDS[key], one_of_each[key]
    prefix, root = "", world.dialogue
    if kind.scope == "initiative":
        prefix, root = "initiative_", world.initiative
    address = reverse(f"dialogues:{prefix}part_edit", args=[root.slug, key, part.pk])
    page = desk.get(address)
    assert page.status_code == 200
    values = fields_of(page)
    assert desk.post(address, values).status_code == 302
    move = reverse(f"dialogues:{prefix}part_move", args=[root.slug, key, part.pk])
    assert desk.post(move, {"direction": "up"}).status_code == 302
    delete = reverse(f"dialogues:{prefix}part_delete", args=[root.slug, key, part.pk])
    assert desk.get(delete).status_code == 200
    assert desk.post(delete).status_code == 302
    assert not kind.model.objects.filter(pk=part.pk).exists()


@pytest.mark.parametrize("key", KINDS)
def test_every_form_asks_a_bounded_number_of_queries(
    desk, world, one_of_each, key, django_assert_max_num_queries
):
    kind, part = KINDS[key], one_of_each[key]
    prefix, root = "", world.dialogue
    if kind.scope == "initiative":
        prefix, root = "initiative_", world.initiative
    address = reverse(f"dialogues:{prefix}part_edit", args=[root.slug, key, part.pk])
    with django_assert_max_num_queries(12):
        desk.get(address)
