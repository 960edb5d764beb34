"""Versions of a roadmap: frozen, compared, told to each reader as far as they may know."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from roadmaps.models import Roadmap, VisionLine
from roadmaps.services.versions import make_version
from roadmaps.versions import changes, checksum_of, freeze
from tests import factories as make


def url(name, *args):
    return reverse(f"roadmaps:{name}", args=args)


@pytest.fixture
def roadmap(llg_member):
    return Roadmap.objects.get()


@pytest.fixture
def theme(roadmap):
    return make.ThemeFactory(roadmap=roadmap, title="Land")


@pytest.fixture
def desk(sign_in, convenor):
    return sign_in(convenor)


def told(before, after):
    return {(change.kind, change.what, change.title) for change in changes(before, after)}


def test_a_version_freezes_the_plan_and_what_changed_is_looked_at_before(desk, roadmap, theme):
    action = make.ActionFactory(theme=theme, title="Map the pits", due=date(2026, 5, 1))
    page = desk.get(url("version_new", roadmap.pk))
    assert "Map the pits" in page.content.decode()
    seen = page.context["form"].initial["seen"]
    answer = desk.post(url("version_new", roadmap.pk), {"seen": seen, "note": "The first"})
    first = roadmap.versions.get()
    assert answer.url == url("version", first.pk)
    assert (first.number, first.note) == (1, "The first")
    assert first.checksum == seen == checksum_of(first.snapshot)
    # Nothing has changed: refused, on the page and in a POST of the past.
    assert "Nothing has changed" in desk.get(url("version_new", roadmap.pk)).content.decode()
    desk.post(url("version_new", roadmap.pk), {"seen": seen})
    assert roadmap.versions.count() == 1
    action.title = "Map all pits"
    action.save()
    stale = desk.post(url("version_new", roadmap.pk), {"seen": seen, "note": "Kept words"})
    assert "Somebody changed the roadmap meanwhile" in stale.content.decode()
    assert "Kept words" in stale.content.decode()
    desk.post(url("version_new", roadmap.pk), {"seen": stale.context["form"].data["seen"]})
    second = roadmap.versions.get(number=2)
    words = desk.get(url("version", second.pk)).content.decode()
    assert "<del>Map the pits</del>" in words
    assert "<ins>Map all pits</ins>" in words
    first.refresh_from_db()
    assert checksum_of(first.snapshot) == first.checksum


def test_progress_makes_no_new_version(roadmap, theme):
    action = make.ActionFactory(theme=theme)
    before = freeze(roadmap)
    action.status, action.progress = "in-progress", 50
    action.save()
    assert freeze(roadmap) == before


def test_every_kind_of_change_is_told(roadmap, theme, world):
    other = make.ThemeFactory(roadmap=roadmap, title="Money", position=1)
    stays, goes, moves = (
        make.ActionFactory(theme=theme, title=title, position=place)
        for place, title in enumerate(("Stays", "Goes", "Moves"))
    )
    last = make.ActionFactory(theme=theme, title="Last", position=4)
    line = VisionLine.objects.create(roadmap=roadmap, was="Closed", becomes="Licensed")
    before = freeze(roadmap)
    goes.delete()
    moves.theme = other
    moves.save()
    stays.position, stays.lead_organisation, stays.due = 9, world.ngo, date(2026, 1, 1)
    stays.save()
    stays.needs.add(last)
    make.ActionFactory(theme=other, title="Comes")
    line.becomes = "Licensed and mapped"
    line.save()
    theme.position = 5
    theme.save()
    assert told(before, freeze(roadmap)) == {
        ("changed", "vision", "Licensed and mapped"),
        ("moved", "themes", ""),
        ("added", "action", "Comes"),
        ("removed", "action", "Goes"),
        ("moved", "action", "Moves"),
        ("changed", "action", "Stays"),
        ("moved", "actions", "Land"),
    }
    [stayed] = [row for row in changes(before, freeze(roadmap)) if row.title == "Stays"]
    assert stayed.facts == [
        ("lead", None, ["body", world.ngo.pk]),
        ("due", "", "2026-01-01"),
        ("needs", [], ["Last"]),
    ]


def test_each_reader_is_told_no_more_than_they_may_know(
    desk, sign_in, world, llg_member, convenor, roadmap, theme
):
    hidden = make.PersonFactory(programme=world.programme, name="Hidden Hero", protected=True)
    make.ActionFactory(theme=theme, lead_person=hidden)
    made = make_version(roadmap, seen=checksum_of(freeze(roadmap)))
    assert "Hidden Hero" not in str(made.snapshot)
    assert "Hidden Hero" in desk.get(url("version", made.pk)).content.decode()
    client = sign_in(llg_member)
    assert "Hidden Hero" not in client.get(url("version", made.pk)).content.decode()
    hidden.delete()
    words = sign_in(convenor).get(url("version", made.pk)).content.decode()
    assert "somebody who is no longer in the register" in words


def test_any_two_versions_are_compared(desk, roadmap, theme):
    for number in range(3):
        make.ActionFactory(theme=theme, title=f"Action of {number}")
        make_version(roadmap, seen=checksum_of(freeze(roadmap)))
    address = url("version_compare", roadmap.pk)
    words = desk.get(address + "?one=1&other=3").content.decode()
    assert "Action of 1" in words
    assert "Action of 2" in words
    assert "Action of 1" not in desk.get(address).content.decode()
    assert "Both say the same" in desk.get(address + "?one=2&other=2").content.decode()
    for odd in ("?one=9&other=1", "?one=99999999999999999999"):
        assert desk.get(address + odd).status_code in (200, 404)


def test_a_stranger_meets_no_version_and_a_member_makes_none(
    sign_in, stranger, llg_member, roadmap
):
    made = make_version(roadmap, seen=checksum_of(freeze(roadmap)))
    client = sign_in(llg_member)
    assert client.get(url("version_new", roadmap.pk)).status_code == 403
    client = sign_in(stranger)
    for address in (url("versions", roadmap.pk), url("version", made.pk)):
        assert client.get(address).status_code == 404


def test_a_version_asks_as_much_of_one_action_as_of_three(desk, roadmap, theme, world):
    def queries(address):
        with CaptureQueriesContext(connection) as found:
            assert desk.get(address).status_code == 200
        return len(found)

    def grow():
        person = make.PersonFactory(programme=world.programme)
        make.ActionFactory(theme=theme, lead_person=person)
        return make_version(roadmap, seen=checksum_of(freeze(roadmap)))

    grow()
    first = grow()
    queries(url("version", first.pk))
    few = [queries(url("version", first.pk)), queries(url("versions", roadmap.pk))]
    last = [grow(), grow()][-1]
    assert [queries(url("version", last.pk)), queries(url("versions", roadmap.pk))] == few
