"""From dialogue to roadmap: recommendations and action points become actions, and the trail is kept."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from roadmaps.models import Action, Recommendation, Roadmap, Source
from roadmaps.sources import sources_of
from tests import factories as make


def url(name, *args):
    return reverse(f"roadmaps:{name}", args=args)


@pytest.fixture
def roadmap(llg_member):
    return Roadmap.objects.get()


@pytest.fixture
def desk(sign_in, convenor):
    return sign_in(convenor)


@pytest.fixture
def point(world):
    owner = make.PersonFactory(programme=world.programme, name="Olga Owner")
    return make.ActionPointFactory(
        dialogue=world.dialogue, title="Publish the maps", owner_person=owner, due=date(2026, 8, 1)
    )


def test_a_recommendation_is_written_moved_and_deleted(desk, world):
    line = make.FaultLineFactory(initiative=world.initiative)
    session = make.SessionFactory(dialogue=world.dialogue)
    note = make.ContributionFactory(session=session, text="Maps are kept secret")
    elsewhere = make.ContributionFactory(text="Never to be offered")
    new = url("recommendation_new", world.initiative.slug)
    assert "Never to be offered" not in desk.get(new).content.decode()
    given = {
        "text": "Open the **cadastre**",
        "addressed_to": "Minerals Commission",
        "dialogue": world.dialogue.pk,
        "fault_lines": [line.pk],
        "contributions": [note.pk],
    }
    assert desk.post(new, given | {"contributions": [elsewhere.pk]}).status_code == 200
    assert desk.post(new, given).status_code == 302
    first = Recommendation.objects.get()
    assert list(first.contributions.all()) == [note]
    second = make.RecommendationFactory(initiative=world.initiative, position=1)
    desk.post(url("recommendation_move", second.pk), {"direction": "up"})
    assert list(world.initiative.recommendations.all()) == [second, first]
    page = desk.get(url("recommendation", first.pk)).content.decode()
    assert "Maps are kept secret" in page
    edit = url("recommendation_edit", first.pk)
    base = desk.get(edit).context["form"].initial["base"]
    changed = given | {"version": 1, "base": base}
    assert desk.post(edit, changed | {"text": "Theirs"}).status_code == 302
    late = desk.post(edit, changed | {"text": "Mine"})
    assert late.status_code == 409
    assert "Theirs" in late.content.decode()
    desk.post(url("recommendation_delete", first.pk))
    assert not Recommendation.objects.filter(pk=first.pk).exists()


def test_recommendations_are_for_who_prepares_the_initiative(
    sign_in, world, adviser, partner, stranger
):
    row = make.RecommendationFactory(initiative=world.initiative)
    slug = world.initiative.slug
    for user, read, write in ((adviser, 200, 403), (partner, 403, 403), (stranger, 404, 404)):
        client = sign_in(user)
        assert client.get(url("recommendations", slug)).status_code == read
        assert client.get(url("recommendation", row.pk)).status_code == read
        assert client.post(url("recommendation_new", slug)).status_code == write
        assert client.post(url("recommendation_delete", row.pk)).status_code == write


def test_several_become_actions_in_one_go(desk, world, roadmap, point):
    advice = make.RecommendationFactory(initiative=world.initiative, text="Open the *cadastre*")
    line = make.FaultLineFactory(initiative=world.initiative)
    advice.fault_lines.add(line)
    address = url("sources", roadmap.pk)
    picked = {"recommendations": [advice.pk], "action_points": [point.pk], "do": "make"}
    refused = desk.post(address, picked)
    assert "theme_title" in refused.context["form"].errors
    assert refused.content.decode().count("checked") == 2, "what was ticked stays ticked"
    assert desk.post(address, picked | {"theme_title": "Land"}).status_code == 302
    first, second = Action.objects.order_by("position")
    assert (first.title, list(first.fault_lines.all())) == ("Open the cadastre", [line])
    assert (second.title, second.lead_person, second.due) == (
        "Publish the maps",
        point.owner_person,
        date(2026, 8, 1),
    )
    assert second.theme.title == "Land"
    page = desk.get(address).content.decode()
    assert "2 of 2 have become actions" in page
    # The recommendation and the fault line lead to it.
    assert "Open the cadastre" in desk.get(url("recommendation", advice.pk)).content.decode()
    trail = desk.get(line.get_absolute_url()).content.decode()
    assert "Recommended" in trail
    assert "On the roadmap" in trail
    assert trail.count("cadastre") >= 2


def test_one_is_tied_to_an_action_that_is_there_once_and_untied(desk, roadmap, point):
    action = make.ActionFactory(theme=make.ThemeFactory(roadmap=roadmap))
    address = url("sources", roadmap.pk)
    given = {"action_points": [point.pk], "do": "tie", "action": action.pk}
    desk.post(address, given)
    desk.post(address, given)
    source = Source.objects.get()
    assert source.action_point == point
    assert "tick" in str(desk.post(address, {"do": "tie"}).context["form"].errors).lower()
    other = make.ActionFactory()
    assert desk.post(address, given | {"action": other.pk}).status_code == 200
    strange = Source.objects.create(action=other, action_point=point)
    assert desk.post(address, {"untie": strange.pk}).status_code == 404
    desk.post(address, {"untie": source.pk})
    assert list(Source.objects.all()) == [strange]


def test_nothing_of_another_initiative_or_of_a_dialogue_unseen_is_offered(
    sign_in, world, llg_member, roadmap, point
):
    roadmap.learning_group.members.update(keeps_roadmap=True)
    other = make.DialogueFactory(initiative=world.initiative)
    make.ActionPointFactory(dialogue=other, title="Said elsewhere")
    hidden = make.RecommendationFactory(
        initiative=world.initiative, dialogue=other, text="Not for them"
    )
    make.RecommendationFactory(initiative=world.initiative, text="For everybody")
    make.RecommendationFactory(text="Of another initiative")
    client = sign_in(llg_member)
    page = client.get(url("sources", roadmap.pk)).content.decode()
    assert "For everybody" in page
    assert "Publish the maps" in page
    for words in ("Said elsewhere", "Not for them", "Of another initiative"):
        assert words not in page
    picked = {"recommendations": [hidden.pk], "do": "make", "theme_title": "X"}
    assert client.post(url("sources", roadmap.pk), picked).status_code == 200
    assert not Action.objects.exists()


def test_an_action_tells_its_sources_to_who_may_see_them(
    world, convenor, llg_member, donor, stranger, roadmap, point
):
    action = make.ActionFactory(theme=make.ThemeFactory(roadmap=roadmap))
    advice = make.RecommendationFactory(initiative=world.initiative)
    session = make.SessionFactory(dialogue=world.dialogue)
    note = make.ContributionFactory(session=session)
    for source in ({"recommendation": advice}, {"action_point": point}, {"contribution": note}):
        Source.objects.create(action=action, **source)

    def told(user):
        rows = sources_of([action], user).get(action.pk, [])
        return [(row.text, bool(row.url)) for row in rows]

    everything = [(advice.text, True), ("Publish the maps", True), (note.text, True)]
    assert told(convenor) == everything
    assert told(llg_member) == [(advice.text, False), ("Publish the maps", False)]
    assert told(donor) == told(stranger) == []


def test_the_page_asks_as_much_of_one_as_of_three(desk, world, roadmap):
    def grow():
        advice = make.RecommendationFactory(initiative=world.initiative)
        point = make.ActionPointFactory(dialogue=world.dialogue)
        action = make.ActionFactory(theme=make.ThemeFactory(roadmap=roadmap))
        Source.objects.create(action=action, recommendation=advice)
        Source.objects.create(action=action, action_point=point)

    def queries():
        addresses = (
            url("sources", roadmap.pk),
            url("recommendations", world.initiative.slug),
        )
        counts = []
        for address in addresses:
            with CaptureQueriesContext(connection) as found:
                assert desk.get(address).status_code == 200
            counts.append(len(found))
        return counts

    grow()
    queries()
    few = queries()
    grow()
    grow()
    assert queries() == few
