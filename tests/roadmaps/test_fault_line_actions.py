"""Tying a roadmap's actions to a fault line."""

import pytest
from django.urls import reverse

from tests import factories as make


@pytest.fixture
def line(world):
    return make.FaultLineFactory(initiative=world.initiative)


@pytest.fixture
def actions(world):
    theme = make.ThemeFactory(roadmap__dialogue=world.dialogue)
    return [make.ActionFactory(theme=theme, title=f"Action {letter}") for letter in "ab"]


@pytest.fixture
def address(line):
    return reverse("roadmaps:fault_line_actions", args=[line.pk])


def test_actions_are_tied_and_untied(sign_in, convenor, line, actions, address):
    line.actions.add(actions[0])
    desk = sign_in(convenor)
    assert "Action b" in desk.get(address).content.decode()
    desk.post(address, {"actions": [actions[1].pk], "was-actions": [actions[0].pk]})
    assert list(line.actions.all()) == [actions[1]]


def test_an_action_of_elsewhere_is_an_error(sign_in, convenor, line, actions, address):
    desk = sign_in(convenor)
    for forged in (make.ActionFactory().pk, "9" * 20, "x"):
        page = desk.post(address, {"actions": [forged]})
        assert "actions" in page.context["form"].errors
    assert not line.actions.exists()


def test_only_convenors_tie_and_strangers_do_not_find_it(
    sign_in, convenor, adviser, stranger, address
):
    assert sign_in(convenor).get(address).status_code == 200
    assert sign_in(adviser).get(address).status_code == 403
    assert sign_in(stranger).get(address).status_code == 404


def test_an_initiative_without_a_roadmap_says_so(sign_in, convenor, address):
    assert "No roadmap has an action yet." in sign_in(convenor).get(address).content.decode()
