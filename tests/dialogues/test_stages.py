"""Stages: opened, closed and left out once, with a reason."""

import pytest
from django.urls import reverse

from dialogues.exceptions import StageMoved
from dialogues.services.initiatives import MOVES, move_stage
from dialogues.stages import BLUEPRINTS, REGISTRY
from tests import factories as make


@pytest.fixture
def stage(world):
    return make.StageFactory(initiative=world.initiative, kind="scoping-paper")


@pytest.fixture
def url(stage):
    return reverse("dialogues:stage_move", args=[stage.initiative.slug, stage.kind])


def decided(move, seen="ahead", reason="The advisers agree."):
    return {"move": move, "state": seen, "reason": reason}


def test_a_stage_goes_from_ahead_to_open_to_done_and_tells_by_whom(sign_in, convenor, stage, url):
    client = sign_in(convenor)
    client.post(url, decided("open"))
    client.post(url, decided("close", seen="open", reason="Reviewed by all."))
    stage.refresh_from_db()
    assert stage.state == "done"
    assert stage.opened_on == stage.closed_on
    assert (stage.decided_by, stage.reason) == (convenor, "Reviewed by all.")


def test_nothing_is_decided_without_a_reason(sign_in, convenor, stage, url):
    page = sign_in(convenor).post(url, decided("drop", reason="  "))
    assert list(page.context["form"].errors) == ["reason"]
    stage.refresh_from_db()
    assert stage.state == "ahead"


def test_a_stage_is_opened_only_once(stage, convenor):
    move_stage(stage, move="open", seen="ahead", by=convenor, reason="First.")
    with pytest.raises(StageMoved):
        move_stage(stage, move="open", seen="ahead", by=convenor, reason="Second.")
    stage.refresh_from_db()
    assert stage.reason == "First."


def test_who_comes_second_is_told_and_keeps_what_they_typed(sign_in, convenor, stage, url):
    move_stage(stage, move="open", seen="ahead", by=convenor, reason="First.")
    page = sign_in(convenor).post(url, decided("drop", reason="No money for it."))
    assert page.status_code == 409
    assert "has been moved meanwhile" in page.text
    assert "No money for it." in page.text
    assert [key for key, _label in page.context["form"].fields["move"].choices] == ["close", "drop"]
    stage.refresh_from_db()
    assert stage.state == "open"


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("seen", ["ahead", "open", "done", "dropped"])
def test_only_moves_that_there_are_can_be_made(stage, convenor, move, seen):
    stage.state = seen
    stage.save()
    if seen in MOVES[move].before:
        assert move_stage(stage, move=move, seen=seen, by=convenor, reason="So be it.").state == (
            MOVES[move].after
        )
    else:
        with pytest.raises(StageMoved):
            move_stage(stage, move=move, seen=seen, by=convenor, reason="So be it.")


@pytest.mark.parametrize(
    ("who", "status"), [("adviser", 403), ("rapporteur", 403), ("stranger", 404)]
)
def test_only_a_convenor_decides(sign_in, cast, stage, url, who, status):
    assert sign_in(cast[who]).post(url, decided("open")).status_code == status
    stage.refresh_from_db()
    assert stage.state == "ahead"


def test_a_stage_of_another_initiative_is_not_found_there(sign_in, convenor, world, stage):
    other = make.InitiativeFactory(programme=world.programme)
    address = reverse("dialogues:stage_move", args=[other.slug, stage.kind])
    assert sign_in(convenor).get(address).status_code == 404


def test_the_next_action_opens_the_first_stage_then_asks_for_a_dialogue(sign_in, convenor, world):
    page = reverse("dialogues:initiative", args=[world.initiative.slug])
    client = sign_in(convenor)
    first = make.StageFactory(initiative=world.initiative, kind="field-dialogues")
    assert client.get(page).context["action"]["label"] == "Open: Field dialogues"
    first.state = "open"
    first.save()
    assert client.get(page).context["action"]["label"] == "Add a dialogue"


def test_a_stage_that_left_the_registry_still_shows(sign_in, convenor, world):
    make.StageFactory(initiative=world.initiative, kind="learning-fair")
    page = sign_in(convenor).get(reverse("dialogues:initiative", args=[world.initiative.slug]))
    assert "Learning fair" in page.text


def test_blueprints_choose_from_the_registry():
    for _label, kinds in BLUEPRINTS.values():
        assert set(kinds) <= set(REGISTRY)
