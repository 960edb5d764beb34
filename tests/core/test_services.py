"""Writes that every application makes in the same way."""

import pytest

from core.exceptions import Gone
from core.services import move, save_version
from tests import factories as make


def test_what_was_deleted_meanwhile_is_not_moved(world):
    siblings = world.programme.groups.all()
    gone = make.GroupFactory(programme=world.programme, name="Traders", key="traders", position=9)
    siblings.filter(pk=gone.pk).delete()
    order = list(siblings)
    assert move(gone, siblings, up=True) is False
    assert list(siblings.all()) == order


def test_the_last_one_has_nobody_to_change_places_with(world):
    first, last = world.programme.groups.all()
    assert move(last, world.programme.groups.all(), up=False) is False
    assert move(last, world.programme.groups.all(), up=True) is True
    assert list(world.programme.groups.all()) == [last, first]


def test_what_was_deleted_while_it_was_saved_is_gone(db):
    programme = make.ProgrammeFactory()
    type(programme).objects.filter(pk=programme.pk).delete()
    with pytest.raises(Gone):
        save_version(programme, based_on=programme.version, fields=["title"])
