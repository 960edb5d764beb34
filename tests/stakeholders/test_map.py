"""Stakeholder maps: who may read and change them, as of a day, dragged, filled in, compared."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from stakeholders.exceptions import RowsMoved
from stakeholders.forms.map_table import RowChange
from stakeholders.maps.reading import read_map
from stakeholders.models import Assessment, Stakeholder, StakeholderMap
from stakeholders.services.mapping import save_table
from tests import factories as make

EARLIER = date(2026, 1, 12)


@pytest.fixture
def shown(world):
    """The shared map of the world's initiative: two groups, a body, the partner's protected person."""
    shown = make.StakeholderMapFactory(
        programme=world.programme, title="Land in Ghana", slug="land", is_shared=True
    )
    world.initiative.stakeholder_map = shown
    world.initiative.save()
    return shown


@pytest.fixture
def miners(shown, world):
    row = make.StakeholderFactory(map=shown, group=world.miners, reached_by_text="Tell the chief")
    make.AssessmentFactory(stakeholder=row, on=EARLIER, influence=30, interest=80, note="Whynote")
    return row


@pytest.fixture
def hidden(shown, world):
    """A protected person whom the partner registered."""
    person = make.PersonFactory(
        programme=world.programme,
        name="Canary Nightingale",
        protected=True,
        held_by=world.partner_body,
        gender="woman",
    )
    row = make.StakeholderFactory(map=shown, person=person, plan="Plantedplan")
    make.AssessmentFactory(stakeholder=row, influence=20, interest=90)
    return row


@pytest.fixture
def other(shown, world):
    """An organisation that the partner does not know."""
    body = make.OrganisationFactory(programme=world.programme, name="Rival Plantedbody")
    row = make.StakeholderFactory(map=shown, organisation=body)
    make.AssessmentFactory(stakeholder=row, influence=90, interest=10)
    return row


def url(name, shown, *more):
    return reverse(f"stakeholders:{name}", args=[shown.slug, *more])


def text(response):
    return response.content.decode()


def place(client, shown, row, **data):
    row.refresh_from_db()
    data = {"version": row.version, "influence": 10, "interest": 20} | data
    return client.post(url("map_place", shown, row.pk), data)


# Who reads it -----------------------------------------------------------------------------------
def test_the_convenor_sees_all_and_what_is_missing(sign_in, convenor, shown, miners, hidden, other):
    page = text(sign_in(convenor).get(shown.get_absolute_url()))
    for told in ("Canary Nightingale", "Rival Plantedbody", "Tell the chief", "What is missing"):
        assert told in page
    assert "Mining companies" in page  # a group of whom nobody is on the map


@pytest.mark.parametrize("name", ["partner", "adviser"])
def test_who_reads_a_shared_map_finds_only_what_they_may_know(
    sign_in, cast, shown, miners, hidden, other, name
):
    client = sign_in(cast[name])
    for page in (
        text(client.get(shown.get_absolute_url())),
        text(client.get(reverse("dialogues:initiative_map", args=["access-to-land"]))),
        text(client.get(url("map_svg", shown))),
        text(client.get(url("map_compare", shown), {"then": "2026-01-12", "now": "2026-02-01"})),
    ):
        assert "Artisanal miners" in page
        assert ("Protected person" in page) == (name == "partner")
        for unknown in ("Canary", "Nightingale", "Plantedbody", "Plantedplan", "Tell the chief"):
            assert unknown not in page
        assert "Whynote" not in page
        assert "What is missing" not in page
    assert client.get(url("map_table", shown)).status_code == 403
    assert client.get(url("stakeholder", shown, miners.pk)).status_code == 403
    assert place(client, shown, miners).status_code == 403


def test_what_is_not_shared_is_not_there(sign_in, partner, stranger, shown):
    assert sign_in(stranger).get(shown.get_absolute_url()).status_code == 404
    StakeholderMap.objects.update(is_shared=False)
    client = sign_in(partner)
    assert client.get(shown.get_absolute_url()).status_code == 404
    assert client.get(url("map_svg", shown)).status_code == 404
    tab = reverse("dialogues:initiative_map", args=["access-to-land"])
    assert client.get(tab).status_code == 403
    assert shown.title not in text(client.get(reverse("stakeholders:map_list")))


def test_a_file_never_names_the_protected(sign_in, convenor, world, shown, hidden):
    StakeholderMap.objects.update(
        title="Land of Canary Nightingale", question="Ask Nightingale, Canary"
    )
    body = make.OrganisationFactory(programme=world.programme, name="Canary Nightingale & Sons")
    make.AssessmentFactory(stakeholder=make.StakeholderFactory(map=shown, organisation=body))
    answer = sign_in(convenor).get(url("map_svg", shown))
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "Protected person" in text(answer)
    assert "Nightingale" not in text(answer)
    shown.refresh_from_db()
    facts = read_map(shown)
    assert "Nightingale" not in repr(facts)
    assert "women" not in {gap.kind for gap in facts.gaps}


def test_entries_of_another_programme_are_not_there(sign_in, convenor, shown):
    elsewhere = make.StakeholderMapFactory(slug="elsewhere")
    group = make.GroupFactory(programme=elsewhere.programme)
    row = make.StakeholderFactory(map=elsewhere, group=group)
    client = sign_in(convenor)
    for name in ("stakeholder", "stakeholder_assess", "stakeholder_remove"):
        assert client.get(url(name, shown, row.pk)).status_code == 404
        assert client.get(url(name, elsewhere, row.pk)).status_code == 404
    assert client.get(url("stakeholder_add", shown), {"group": group.pk}).status_code == 404
    assert place(client, shown, row).status_code == 404


# As of a day ------------------------------------------------------------------------------------
def test_a_map_is_read_as_of_a_day(shown, miners, convenor):
    make.AssessmentFactory(stakeholder=miners, on=date(2026, 3, 1), influence=70, interest=85)
    then = read_map(shown, user=convenor, on=date(2026, 2, 1)).points[0]
    assert (then.influence, then.note) == (30, "Whynote")
    assert read_map(shown, user=convenor).points[0].influence == 70
    before = read_map(shown, user=convenor, on=date(2025, 1, 1))
    assert before.points == ()


def test_reading_takes_as_many_queries_for_three_as_for_one(
    sign_in, convenor, world, shown, miners
):
    client = sign_in(convenor)
    addresses = [shown.get_absolute_url(), url("map_table", shown), url("map_svg", shown)]

    def counted():
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as caught:
                assert client.get(address).status_code == 200
            found.append(len(caught))
        return found

    before = counted()
    for number in range(2):
        body = make.OrganisationFactory(programme=world.programme, group=world.companies)
        person = make.PersonFactory(programme=world.programme, organisation=body)
        row = make.StakeholderFactory(map=shown, person=person, reached_by_organisation=body)
        make.AssessmentFactory(stakeholder=row, influence=number)
    assert counted() == before


def test_what_the_address_asks_for_and_is_not_there_is_left_aside(
    sign_in, convenor, shown, miners, other
):
    client = sign_in(convenor)
    for query in (
        {"on": "yesterday", "sort": "note", "group": "x"},
        {"on": "9999-12-31", "group": "999999999999999999999"},
        {"by": "group", "sort": "-position"},
        {"sort": "-influence", "group": str(miners.group_id)},
    ):
        assert client.get(shown.get_absolute_url(), query).status_code == 200
    page = text(client.get(shown.get_absolute_url(), {"sort": "-influence"}))
    table = page[page.index("The same as a table") :]
    assert table.index("Rival Plantedbody") < table.index("Artisanal miners")


# Entered one by one -----------------------------------------------------------------------------
def test_a_map_is_begun_filled_and_named_once(sign_in, convenor, world):
    client = sign_in(convenor)
    made = client.post(reverse("stakeholders:map_add"), {"title": "Mercury", "country": "Ghana"})
    shown = StakeholderMap.objects.get(title="Mercury")
    assert made.url == shown.get_absolute_url()
    assert shown.country == "GH"
    again = client.post(reverse("stakeholders:map_add"), {"title": "Mercury"})
    assert "a stakeholder map of this title" in text(again)
    body = make.OrganisationFactory(programme=world.programme, name="Water Commission")
    found = text(client.get(url("stakeholder_add", shown), {"q": "Watter Comission"}))
    assert f"?organisation={body.pk}" in found
    address = url("stakeholder_add", shown) + f"?organisation={body.pk}"
    given = {"on": "2026-01-12", "influence": "70", "interest": "101", "reached_by": "partner body"}
    assert "less than or equal to 100" in text(client.post(address, given))
    client.post(address, given | {"interest": "20"})
    row = shown.stakeholders.get()
    assert row.reached_by_organisation == world.partner_body
    assert row.assessments.get().influence == 70
    there = client.post(address, given | {"interest": "20"})
    assert there.url == url("stakeholder", shown, row.pk)
    assert shown.stakeholders.count() == 1


def test_an_entry_that_two_people_edit_is_shown_to_the_second(sign_in, convenor, shown, miners):
    client = sign_in(convenor)
    address = url("stakeholder", shown, miners.pk)
    form = client.get(address).context["form"]
    seen = {"version": form["version"].value(), "base": form["base"].value()}
    one = seen | {"reached_by": "Tell the chief", "engagement": "involve", "plan": "First"}
    assert client.post(address, one).status_code == 302
    second = client.post(address, one | {"engagement": "", "plan": "Second"})
    assert second.status_code == 409
    assert "First" in text(second)
    miners.refresh_from_db()
    assert (miners.plan, miners.engagement) == ("First", "involve")


def test_a_name_that_two_have_asks_which_is_meant(sign_in, convenor, world, shown, miners):
    rows = [make.PersonFactory(programme=world.programme, name="Ama Mensah") for _ in range(2)]
    client = sign_in(convenor)
    address = url("stakeholder", shown, miners.pk)
    form = client.get(address).context["form"]
    seen = {"version": form["version"].value(), "base": form["base"].value()}
    assert "Several are called" in text(client.post(address, seen | {"reached_by": "ama mensah"}))
    client.post(address, seen | {"reached_by": f"Ama Mensah #{rows[1].pk}"})
    miners.refresh_from_db()
    assert miners.reached_by_person == rows[1]
    assert miners.reached_by_text == ""


def test_a_judgement_is_kept_for_its_day_and_a_wrong_one_deleted(sign_in, convenor, shown, miners):
    client = sign_in(convenor)
    address = url("stakeholder_assess", shown, miners.pk)
    given = {"version": "1", "on": "2026-02-01", "influence": "55", "position": "sceptical"}
    later = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert "a day that has come" in text(client.post(address, given | {"on": later}))
    assert client.post(address, given | {"version": ""}).status_code == 200
    assert client.post(address, given).status_code == 302
    assert [row.influence for row in miners.assessments.all()] == [30, 55]
    stale = client.post(address, given | {"influence": "77"})
    assert stale.status_code == 409
    assert "77" in text(stale)
    assert client.post(address, given | {"version": "2", "influence": "77"}).status_code == 302
    latest = miners.assessments.last()
    assert (latest.influence, latest.interest) == (77, None)
    client.post(url("assessment_delete", shown, miners.pk, latest.pk))
    assert miners.assessments.count() == 1
    client.post(url("stakeholder_remove", shown, miners.pk))
    assert not shown.stakeholders.exists()


# Dragged ----------------------------------------------------------------------------------------
def test_a_dragged_mark_is_the_judgement_of_today_and_can_be_taken_back(
    sign_in, convenor, shown, miners
):
    Assessment.objects.update(position="opposed", formality="informal")
    client = sign_in(convenor)
    first = place(client, shown, miners).json()
    assert first == {"version": 2, "influence": 10, "interest": 20, "is_new": True}
    today = miners.assessments.get(on=timezone.localdate())
    assert (today.position, today.formality, today.note) == ("opposed", "informal", "")
    assert place(client, shown, miners, influence=15).json()["is_new"] is False
    assert miners.assessments.count() == 2
    assert place(client, shown, miners, back="yes").status_code == 200
    assert [row.influence for row in miners.assessments.all()] == [30]


def test_a_mark_that_somebody_moved_meanwhile_goes_where_they_put_it(
    sign_in, convenor, shown, miners
):
    client = sign_in(convenor)
    place(client, shown, miners, influence=44)
    stale = place(client, shown, miners, version=1)
    assert stale.status_code == 409
    assert (stale.json()["influence"], stale.json()["version"]) == (44, 2)
    for wrong in ({"influence": 101}, {"interest": "x"}, {"version": ""}):
        assert place(client, shown, miners, **wrong).status_code == 400


# As a table -------------------------------------------------------------------------------------
def sent(page):
    """What a browser would send of the table as it stands."""
    table = page.context["table"]
    data = {f"{row.point.key}-state": row.state for row in table.rows}
    for row in table.rows:
        data |= {f"{row.point.key}-{name}": value for name, value in row.values.items()}
    return data


def test_the_table_writes_only_rows_that_were_changed(sign_in, convenor, shown, miners, other):
    client = sign_in(convenor)
    address = url("map_table", shown)
    data = sent(client.get(address))
    client.post(address, data)
    assert Assessment.objects.count() == 2
    client.post(address, data | {f"{miners.pk}-influence": "35", f"{other.pk}-reached": "By radio"})
    today = miners.assessments.get(on=timezone.localdate())
    assert (today.influence, today.interest, today.by) == (35, 80, convenor)
    assert other.assessments.count() == 1
    other.refresh_from_db()
    assert other.reached_by_text == "By radio"
    client.post(f"{address}?on=2026-02-01", sent(client.get(f"{address}?on=2026-02-01")))
    assert miners.assessments.count() == 2


def test_the_table_names_the_row_in_which_something_is_wrong(sign_in, convenor, shown, miners):
    client = sign_in(convenor)
    address = url("map_table", shown)
    data = sent(client.get(address))
    wrong = {f"{miners.pk}-influence": "٣٥", f"{miners.pk}-position": "enemy"}
    page = text(client.post(address, data | wrong))
    assert "Row 1, Artisanal miners, Influence: Give a whole number" in page
    assert "Row 1, Artisanal miners, Position: Choose one" in page
    assert miners.assessments.count() == 1
    odd = {f"{miners.pk}-state": '["x"]', "77-state": "[]", "x-state": "\x00"}
    assert client.post(address, data | odd).status_code in (200, 302)
    assert miners.assessments.count() == 1


def test_the_second_who_saves_the_table_is_told_which_rows_changed_and_loses_nothing(
    sign_in, convenor, shown, miners, other
):
    client = sign_in(convenor)
    address = url("map_table", shown)
    data = sent(client.get(address))
    client.post(address, data | {f"{miners.pk}-influence": "35"})
    mine = {
        f"{miners.pk}-influence": "65",
        f"{miners.pk}-position": "neutral",
        f"{other.pk}-interest": "15",
    }
    page = client.post(address, data | mine)
    assert page.status_code == 409
    assert "1 Artisanal miners" in text(page)
    assert "Influence – 35" in text(page)
    assert other.assessments.count() == 1
    again = sent(page)
    assert again[f"{miners.pk}-influence"] == "65"
    assert client.post(address, again).status_code == 302
    today = miners.assessments.get(on=timezone.localdate())
    assert (today.influence, today.position) == (65, "neutral")
    assert other.assessments.last().interest == 15


def test_rows_that_moved_between_reading_and_writing_stop_the_whole_table(
    convenor, shown, miners, other
):
    judged = dict.fromkeys(("position", "formality", "marginalisation"), "")
    judged |= {"influence": 1, "interest": 1}
    changes = [RowChange(miners.pk, 1, judged, {}), RowChange(other.pk, 7, judged, {})]
    with pytest.raises(RowsMoved) as moved:
        save_table(shown, changes=changes, on=EARLIER, by=convenor)
    assert moved.value.keys == {other.pk}
    miners.refresh_from_db()
    assert (miners.version, miners.assessments.get().influence) == (1, 30)


# Two days ---------------------------------------------------------------------------------------
def test_two_days_are_compared(sign_in, convenor, shown, miners, other):
    make.AssessmentFactory(stakeholder=miners, on=date(2026, 3, 1), influence=70, interest=80)
    client = sign_in(convenor)
    address = url("map_compare", shown)
    assert "Judged on:" in text(client.get(address))
    page = client.get(address, {"then": "2026-03-02", "now": "2026-01-20"})
    [change] = page.context["changes"]
    assert (change.now.name, change.influence_by) == ("Artisanal miners", "+40")
    assert client.get(address, {"then": "soon"}).status_code == 200


# The tab of an initiative -----------------------------------------------------------------------
def test_an_initiative_begins_a_map_or_takes_one(sign_in, convenor, adviser, world):
    client = sign_in(convenor)
    tab = reverse("dialogues:initiative_map", args=[world.initiative.slug])
    assert sign_in(adviser).get(tab).status_code == 403
    client = sign_in(convenor)
    started = client.post(tab, {"title": "Access to land"})
    shown = StakeholderMap.objects.get()
    assert started.url == shown.get_absolute_url()
    assert "nothing to draw" in text(client.get(tab))
    assert sign_in(adviser).post(tab, {"leave": "yes"}).status_code == 403
    client = sign_in(convenor)
    client.post(tab, {"leave": "yes"})
    elsewhere = make.StakeholderMapFactory()
    assert client.post(tab, {"map": elsewhere.pk}).status_code == 200
    client.post(tab, {"map": shown.pk})
    world.initiative.refresh_from_db()
    assert world.initiative.stakeholder_map == shown
    other = make.InitiativeFactory(programme=world.programme)
    tab = reverse("dialogues:initiative_map", args=[other.slug])
    assert client.post(tab, {"map": shown.pk}).status_code == 200
    assert Stakeholder.objects.count() == 0
