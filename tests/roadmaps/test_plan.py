"""Planning: a roadmap begun, its vision and themes, actions with all that belongs to them."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from roadmaps.models import Action, Roadmap, Theme, Topic
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


def sent(action_or_theme, **values):
    """What a browser sends of an action's form."""
    is_action = isinstance(action_or_theme, Action)
    theme = action_or_theme.theme if is_action else action_or_theme
    base = {"theme": theme.pk, "title": "Map the pits", "weight": "1", "status": "planned"}
    if is_action:
        base["version"] = action_or_theme.version
    return base | values


def errors_of(answer):
    assert answer.status_code == 200
    return answer.context["form"].errors


def test_a_roadmap_is_begun_for_a_dialogue_and_for_a_group(desk, world, llg_member):
    group = Roadmap.objects.get().learning_group
    page = desk.get(url("roadmap_new") + f"?dialogue={world.dialogue.slug}")
    assert page.context["form"].initial["learning_group"] == group.pk
    given = {"dialogue": world.dialogue.pk, "title": "Second", "learning_group": group.pk}
    for query in (f"?dialogue={world.dialogue.slug}", f"?group={group.pk}"):
        answer = desk.post(url("roadmap_new") + query, given | {"agreed": "5 February 2014"})
        made = Roadmap.objects.latest("pk")
        assert answer.url == url("plan", made.pk)
        assert (made.learning_group, made.agreed) == (group, date(2014, 2, 5))


def test_who_does_not_convene_begins_none(sign_in, llg_member, stranger, world):
    group = Roadmap.objects.get().learning_group
    client = sign_in(llg_member)
    assert client.get(url("roadmap_new")).status_code == 403
    assert client.get(url("roadmap_new") + f"?group={group.pk}").status_code == 403
    client = sign_in(stranger)
    for query in (f"?group={group.pk}", f"?dialogue={world.dialogue.slug}", "?group=x"):
        assert client.get(url("roadmap_new") + query).status_code == 404


def test_a_keeper_changes_the_words_but_not_whose_it_is(sign_in, llg_member, roadmap):
    roadmap.learning_group.members.update(keeps_roadmap=True)
    client = sign_in(llg_member)
    given = {"title": "Kept", "version": 1, "is_public": "on", "learning_group": ""}
    assert client.post(url("roadmap_edit", roadmap.pk), given).status_code == 302
    roadmap.refresh_from_db()
    assert (roadmap.title, roadmap.is_public) == ("Kept", False)
    assert roadmap.learning_group is not None


def test_the_vision_is_written_line_by_line(desk, roadmap):
    address = url("vision_edit", roadmap.pk)
    given = {
        "version": 1,
        "vision-0-order": "2",
        "vision-0-was": "Pits are closed by force",
        "vision-0-becomes": "Pits are licensed",
        "vision-1-order": "1",
        "vision-1-was": "Nobody maps them",
        "vision-1-becomes": "All are mapped",
        "vision-2-was": "",
        "vision-2-becomes": "",
    }
    assert desk.post(address, given).status_code == 302
    first, second = roadmap.vision.all()
    assert (first.was, second.becomes) == ("Nobody maps them", "Pits are licensed")
    given = {"version": 2, "vision-0-key": first.pk, "vision-0-order": "1", "vision-0-was": "New"}
    desk.post(address, given)
    assert [(line.pk, line.was) for line in roadmap.vision.all()] == [(first.pk, "New")]
    late = desk.post(address, {"version": 1, "vision-0-was": "Mine"})
    assert late.status_code == 409
    assert "New" in late.content.decode()
    assert "Mine" in late.content.decode()


def test_themes_are_added_under_a_shared_theme_moved_and_deleted(desk, world, theme):
    roadmap = theme.roadmap
    desk.post(url("theme_new", roadmap.pk), {"title": "Money", "topic_name": " Finance "})
    made = Theme.objects.get(title="Money")
    assert (made.topic.name, made.topic.programme) == ("Finance", world.programme)
    desk.post(url("theme_edit", theme.pk), {"title": "Land", "topic_name": "FINANCE", "version": 1})
    assert Topic.objects.count() == 1
    desk.post(url("theme_move", made.pk), {"direction": "up"})
    assert list(roadmap.themes.all()) == [made, theme]
    make.ActionFactory(theme=made)
    page = desk.get(url("theme_delete", made.pk))
    assert "1 action is deleted with it" in page.content.decode()
    desk.post(url("theme_delete", made.pk), {"seen": "0"})
    assert roadmap.themes.count() == 2, "more was there than was seen"
    desk.post(url("theme_delete", made.pk), {"seen": "1"})
    assert list(roadmap.themes.all()) == [theme]


def test_a_theme_with_reported_actions_stays_and_parts_elsewhere_survive(desk, theme):
    parent = make.ActionFactory(theme=theme)
    other = make.ThemeFactory(roadmap=theme.roadmap)
    part = make.ActionFactory(theme=other, parent=parent)
    update = make.ActionUpdateFactory(action=parent)
    desk.post(url("theme_delete", theme.pk), {"seen": "1"})
    assert Theme.objects.filter(pk=theme.pk).exists()
    update.delete()
    desk.post(url("theme_delete", theme.pk), {"seen": "1"})
    part.refresh_from_db()
    assert part.parent is None


def test_an_action_is_added_in_one_row(desk, world, theme):
    address, prefix = url("plan", theme.roadmap_id), f"t{theme.pk}"
    row = {"theme": theme.pk, f"{prefix}-title": "Map", f"{prefix}-due": "2026-05-01"}
    answer = desk.post(address, row | {f"{prefix}-lead": "partner body"})
    assert answer.status_code == 302
    made = Action.objects.get()
    assert (made.lead_organisation, made.due) == (world.partner_body, date(2026, 5, 1))
    desk.post(address, row | {f"{prefix}-lead": "Lena Leader"})
    assert Action.objects.latest("pk").lead_person.name == "Lena Leader"
    refused = desk.post(address, row | {f"{prefix}-lead": "Nobody Known"})
    assert refused.status_code == 200
    assert "Nobody who can be chosen here is called “Nobody Known”" in refused.content.decode()
    assert 'value="Map"' in refused.content.decode()
    strange = make.ThemeFactory()
    assert desk.post(address, {"theme": strange.pk}).status_code == 404


def test_the_full_form_keeps_all_that_belongs_to_an_action(desk, world, theme):
    roadmap = theme.roadmap
    first = make.ActionFactory(theme=theme, title="First")
    result = make.ResultFactory(roadmap=roadmap)
    member = roadmap.learning_group.members.get().person
    given = sent(
        theme,
        text="How **so**",
        lead_person=member.pk,
        start="2026-01-01",
        due="2026-06-01",
        status="in-progress",
        progress="40",
        parent=first.pk,
        weight="3",
        result=result.pk,
        cost="1000.50",
        currency="ghs",
    )
    given |= {
        "needs-0-action": first.pk,
        "supporters-0-organisation": world.ngo.pk,
        "supporters-1-person": member.pk,
        "milestones-0-title": "Half",
        "milestones-0-due": "2026-03-01",
        "milestones-0-done": "on",
        "payments-0-organisation": world.ngo.pk,
        "payments-0-amount": "600",
        "payments-0-state": "secured",
        "payments-1-payer": "A donor",
        "payments-1-state": "sought",
    }
    answer = desk.post(url("action_new", theme.pk), given)
    assert answer.status_code == 302
    made = Action.objects.get(title="Map the pits")
    assert (made.lead_person, made.parent, made.progress, made.currency) == (
        member,
        first,
        40,
        "GHS",
    )
    assert list(made.needs.all()) == [first]
    assert [row.organisation or row.person for row in made.supporters.all()] == [world.ngo, member]
    half = made.milestones.get()
    assert (half.done, half.done_on is not None) == (True, True)
    assert [row.state for row in made.payments.all()] == ["secured", "sought"]
    # Changed: rows keep their identity, and what is not sent stays.
    again = sent(made, status="done", progress="90", currency="GHS", cost="500")
    again |= {"milestones-0-key": half.pk, "milestones-0-title": "Half of it"}
    answer = desk.post(url("action_edit", made.pk), again, follow=True)
    assert "more than the cost of" in answer.content.decode()
    made.refresh_from_db()
    assert (made.status, made.progress) == ("in-progress", 40), "updates move them"
    assert made.milestones.get().pk == half.pk
    assert made.payments.count() == 2


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"start": "2026-05-02", "due": "2026-05-01"}, "due"),
        ({"progress": "101"}, "progress"),
        ({"weight": "0"}, "weight"),
        ({"cost": "-1", "currency": "GHS"}, "cost"),
        ({"cost": "5"}, "currency"),
        ({"currency": "G1S"}, "currency"),
        ({"payments-0-payer": "X", "payments-0-amount": "1e400"}, "payments"),
        ({"payments-0-amount": "5", "currency": "GHS"}, "payments"),
        ({"milestones-0-due": "31 February 2026"}, "milestones"),
        ({"title": "\x00"}, "title"),
        ({"due": "2026-02-31"}, "due"),
    ],
)
def test_bad_input_is_explained_where_it_is_entered(desk, theme, given, field):
    assert field in errors_of(desk.post(url("action_new", theme.pk), sent(theme, **given)))
    assert not Action.objects.exists()


def test_a_supporter_stands_once(desk, world, theme):
    twice = {f"supporters-{row}-organisation": world.ngo.pk for row in (0, 1)}
    found = errors_of(desk.post(url("action_new", theme.pk), sent(theme, **twice)))
    assert "stands here already" in str(found["supporters"])


def test_a_circle_is_named_of_waiting_and_of_parts(desk, theme):
    a, b = (make.ActionFactory(theme=theme, title=title) for title in "AB")
    b.needs.add(a)
    found = errors_of(
        desk.post(url("action_edit", a.pk), sent(a, title="A", **{"needs-0-action": b.pk}))
    )
    assert "“A” waits for “B” waits for “A”" in str(found["needs"])
    b.parent = a
    b.save()
    found = errors_of(desk.post(url("action_edit", a.pk), sent(a, title="A", parent=b.pk)))
    assert "“A” is part of “B” is part of “A”" in str(found["parent"])


def test_a_parent_of_another_roadmap_is_refused(desk, theme):
    other = make.ActionFactory()
    found = errors_of(desk.post(url("action_new", theme.pk), sent(theme, parent=other.pk)))
    assert "no other action of this roadmap" in str(found["parent"])


def test_of_many_actions_one_writes_the_title_or_the_number(desk, theme):
    Action.objects.bulk_create(
        Action(theme=theme, title=f"Pit of {number}") for number in range(100, 202)
    )
    named, numbered = Action.objects.get(title="Pit of 177"), Action.objects.get(title="Pit of 201")
    given = {"parent": "pit of 177", "needs-0-action": f"Pit #{numbered.pk}"}
    found = errors_of(desk.post(url("action_new", theme.pk), sent(theme, parent="Pit of")))
    assert "102 actions are meant by" in str(found["parent"])
    found = errors_of(desk.post(url("action_new", theme.pk), sent(theme, parent="Shaft")))
    assert "No other action of this roadmap" in str(found["parent"])
    assert desk.post(url("action_new", theme.pk), sent(theme, **given)).status_code == 302
    made = Action.objects.get(title="Map the pits")
    assert (made.parent, list(made.needs.all())) == (named, [numbered])
    shown = desk.get(url("action_edit", made.pk)).content.decode()
    assert f"Pit of 177 #{named.pk}" in shown
    plan = desk.get(url("plan", theme.roadmap_id)).content.decode()
    assert "Arrange its 103 actions" in plan


def test_two_editors_at_once_see_both_texts(desk, theme):
    action = make.ActionFactory(theme=theme, title="Before")
    page = desk.get(url("action_edit", action.pk)).context["form"]
    base = page.initial["base"]
    first = sent(action, title="Theirs", base=base) | {"milestones-0-title": "Their step"}
    assert desk.post(url("action_edit", action.pk), first).status_code == 302
    second = sent(action, title="Mine", base=base) | {"milestones-0-title": "My step"}
    answer = desk.post(url("action_edit", action.pk), second)
    assert answer.status_code == 409
    words = answer.content.decode()
    assert all(text in words for text in ("Theirs", "Mine", "Their step", "My step"))
    action.refresh_from_db()
    assert action.title == "Theirs"


def test_who_leads_and_has_left_the_group_is_told_with_the_day(desk, roadmap, theme):
    seat = roadmap.learning_group.members.get()
    action = make.ActionFactory(theme=theme, lead_person=seat.person)
    seat.left_on = date(2026, 1, 5)
    seat.save()
    for address in (url("plan", roadmap.pk), url("action_edit", action.pk)):
        words = desk.get(address).content.decode()
        assert "5 January 2026" in words
        assert "Lena Leader" in words
    make.MembershipFactory(learning_group=roadmap.learning_group, person=seat.person)
    assert "5 January 2026" not in desk.get(url("plan", roadmap.pk)).content.decode()


def test_once_reported_the_due_date_moves_by_updates_and_it_is_not_deleted(desk, theme):
    action = make.ActionFactory(theme=theme, due=date(2026, 1, 1))
    make.ActionUpdateFactory(action=action)
    late = sent(action, due="2027-01-01", start="2026-02-01")
    assert "It is due on" in str(errors_of(desk.post(url("action_edit", action.pk), late)))
    desk.post(url("action_edit", action.pk), sent(action, due="2027-01-01"))
    action.refresh_from_db()
    assert action.due == date(2026, 1, 1)
    desk.post(url("action_delete", action.pk))
    assert Action.objects.filter(pk=action.pk).exists()
    fresh = make.ActionFactory(theme=theme)
    part = make.ActionFactory(theme=theme, parent=fresh)
    desk.post(url("action_delete", fresh.pk))
    part.refresh_from_db()
    assert part.parent is None


def test_actions_move_up_down_and_to_another_theme(desk, theme):
    first, second = (
        make.ActionFactory(theme=theme, position=place, title=f"Action {place}") for place in (0, 1)
    )
    desk.post(url("action_move", second.pk), {"direction": "up"})
    assert list(theme.actions.all()) == [second, first]
    other = make.ThemeFactory(roadmap=theme.roadmap)
    desk.post(url("action_move", first.pk), {"theme": other.pk})
    assert other.actions.get() == first
    elsewhere = make.ThemeFactory()
    assert desk.post(url("action_move", first.pk), {"theme": elsewhere.pk}).status_code == 404


def test_a_keeper_may_choose_members_but_meets_no_protected_name(sign_in, llg_member, world, theme):
    roadmap = theme.roadmap
    group = roadmap.learning_group
    group.members.update(keeps_roadmap=True)
    hidden = make.PersonFactory(programme=world.programme, name="Hidden Hero", protected=True)
    make.MembershipFactory(learning_group=group, person=hidden)
    stranger = make.PersonFactory(programme=world.programme, name="Never Seen")
    action = make.ActionFactory(theme=theme, lead_person=hidden)
    client = sign_in(llg_member)
    for address in (
        url("plan", roadmap.pk),
        url("action_edit", action.pk),
        url("action_new", theme.pk),
    ):
        words = client.get(address).content.decode()
        assert "Lena Leader" in words
        assert "Hidden Hero" not in words
        assert stranger.name not in words
    refused = client.post(url("action_new", theme.pk), sent(theme, lead_person=stranger.pk))
    assert "lead_person" in errors_of(refused)


def queries(client, address):
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_the_plan_asks_as_much_of_one_action_as_of_three(desk, roadmap):
    def grow():
        theme = make.ThemeFactory(roadmap=roadmap)
        make.ActionFactory(theme=theme, due=date(2026, 1, 1) + timedelta(days=1))

    grow()
    address = url("plan", roadmap.pk)
    queries(desk, address)
    one = queries(desk, address)
    grow(), grow()
    assert queries(desk, address) == one
