"""Dialogue packages: loaded whole, once, and given back the same."""

import copy
from datetime import date, time

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from core.package import as_yaml, differences, read
from dialogues.models import AgendaItem, Contribution, Dialogue, Initiative, Participation, Session
from dialogues.stages import BLUEPRINTS
from reports.models import Report
from reports.package import dump, load, schema
from roadmaps.models import LearningGroup, Roadmap
from stakeholders.models import Affiliation, Group, Organisation, Person, Programme
from tests.reports.packages import FULL, changed, full, refusal, small, without, write

pytestmark = pytest.mark.django_db


def dumped(folder, slug="old-pits-a-field-dialogue", name="dump.yaml"):
    path = folder / name
    call_command("dump_package", slug, output=str(path))
    return path


def everything():
    """Every row of every table of ours, as the database holds it."""
    ours = {"core", "stakeholders", "dialogues", "roadmaps", "reports"}
    models = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in ours
    ]
    return {model._meta.label: list(model.objects.order_by("pk").values()) for model in models}


def text_of_everything():
    return repr(everything())


def loaded_elsewhere(path, then):
    """What `then(dialogue)` gives of the file once it is loaded into an empty database."""
    with transaction.atomic():
        for model in (Dialogue, Initiative, Programme):
            model.objects.all().delete()
        (loaded,) = load([path])
        result = then(loaded.dialogue)
        transaction.set_rollback(True)
    return result


# Round trips


def test_a_package_that_uses_every_key_comes_back_as_it_was(tmp_path):
    load([FULL])
    assert list(differences(full(), read(dumped(tmp_path)).data)) == []


def test_the_package_of_these_tests_uses_every_key_of_the_format():
    used = set()

    def walk(node, value):
        node = schema()["$defs"][node["$ref"].split("/")[-1]] if "$ref" in node else node
        for name, inner in node.get("properties", {}).items():
            if isinstance(value, dict) and name in value:
                used.add((node.get("title"), name))
                walk(inner, value[name])
        for item in value if isinstance(value, list) else []:
            walk(node["items"], item)

    walk(schema(), full())
    every = {
        (node["title"], name)
        for node in [schema(), *schema()["$defs"].values()]
        for name in node.get("properties", {})
    }
    assert sorted(every - used) == []


def test_a_dump_loaded_into_an_empty_database_is_dumped_to_the_same_bytes(tmp_path):
    load([FULL])
    first = dumped(tmp_path)
    again = loaded_elsewhere(first, lambda dialogue: as_yaml(dump(dialogue)))
    assert again == first.read_text(encoding="utf-8")


def test_json_carries_the_same_dialogue(tmp_path):
    load([FULL])
    first = dumped(tmp_path, name="dump.json")
    again = loaded_elsewhere(first, dump)
    assert read(first).data == again == full()


def test_a_dump_goes_to_standard_output_too(tmp_path, capsys):
    load([FULL])
    call_command("dump_package", "old-pits-a-field-dialogue")
    assert capsys.readouterr().out == dumped(tmp_path).read_text(encoding="utf-8")


def test_the_least_package_is_a_whole_dialogue(tmp_path):
    (loaded,) = load([write(tmp_path, small())])
    dialogue = loaded.dialogue
    assert (dialogue.starts_on, dialogue.starts_at) == (date(2026, 3, 2), None)
    assert dialogue.ends_on == date(2026, 3, 2)
    assert dialogue.attribution == "on-the-record"
    assert dialogue.timezone == "UTC"
    assert dialogue.initiative.title == dialogue.initiative.programme.title == dialogue.title
    assert not Report.objects.exists()


def test_an_initiative_that_a_package_brings_has_its_stages(tmp_path):
    load([write(tmp_path, small())])
    stages = Initiative.objects.get().stages.values_list("kind", "state")
    assert list(stages) == [(kind, "ahead") for kind in BLUEPRINTS["series"][1]]


def test_the_rows_hold_what_the_file_says():
    load([FULL])
    dialogue = Dialogue.objects.get()
    assert dialogue.ends_at == time(16, 30, 15)
    walk = AgendaItem.objects.get(title="Walk")
    assert (walk.date, walk.day_number, walk.start) == (date(2026, 3, 3), None, time(10, 0, 30))
    assert [str(row.person or row.name) for row in walk.appearances.all()] == [
        "Ada Okai",
        "Guest Speaker",
        "Pat Presenter",
        "Dis Cussant",
    ]
    assert [row.acts_as for row in walk.appearances.all()] == [
        "presenter",
        "guide",
        "presenter",
        "discussant",
    ]
    confirmed = Contribution.objects.get(text__startswith="Confirmed")
    assert confirmed.parent.parent.parent is None
    assert confirmed.session == confirmed.parent.session
    assert confirmed.question.key == "how"
    assert Session.objects.get(title="Plenary").synthesises.count() == 2
    assert Participation.objects.get(person__key="ada").group.key == "miners"
    assert Participation.objects.get(person__key="cyn").group.key == "state"
    indicator = Roadmap.objects.get().themes.first().actions.first().indicators.get()
    assert (indicator.baseline, indicator.target) == ("0", '"120"')


def test_a_person_with_an_organisation_has_one_present_affiliation():
    load([FULL])
    load([FULL])
    rows = Affiliation.objects.values_list("person__key", "organisation__key", "role", "until")
    assert sorted(rows) == [("ada", "union", "Secretary", None), ("ben", "deep", "", None)]


def test_people_and_organisations_from_a_file_are_found_by_searching():
    load([FULL])
    for model in (Person, Organisation):
        for row in model.objects.all():
            before = row.search
            row.save()
            assert row.search == before
    assert "ada okai ada@example.org" in Person.objects.get(key="ada").search


def test_times_with_an_offset_are_wall_clock_in_the_dialogues_zone(tmp_path):
    data = small(
        starts="2026-07-01T09:00Z",
        ends="2026-07-01T20:00:00+01:00",
        timezone="Africa/Johannesburg",
        agenda=[{"items": [{"title": "Tea", "start": "08:00+00:00", "end": "10:30"}]}],
    )
    load([write(tmp_path, data)])
    dialogue = Dialogue.objects.get()
    assert (dialogue.starts_at, dialogue.ends_at) == (time(11), time(21))
    assert AgendaItem.objects.get().start == time(10)


def test_an_end_on_the_same_day_without_a_time_says_nothing_new(tmp_path):
    (loaded,) = load([write(tmp_path, small(ends="2026-03-02"))])
    assert "ends" not in dump(loaded.dialogue)["dialogue"]


def test_an_owner_can_be_words_that_look_like_an_id_or_an_id_that_two_share(tmp_path):
    data = small(
        action_points=[
            {"title": "a", "owner": {"text": "same"}},
            {"title": "b", "owner": {"person": "same"}},
            {"title": "c", "owner": {"organisation": "same"}},
            {"title": "d", "owner": "other"},
            {
                "title": "e",
                "owner": {"person": "other", "organisation": "same", "text": "and more"},
            },
        ]
    )
    data["people"] = [{"id": "same", "name": "A"}, {"id": "other", "name": "B"}]
    data["organisations"] = [{"id": "same", "name": "C"}]
    (loaded,) = load([write(tmp_path, data)])
    assert dump(loaded.dialogue)["dialogue"]["action_points"] == data["dialogue"]["action_points"]


# Twice, and again with changes


def test_loading_a_file_twice_changes_nothing_at_all(capsys):
    call_command("load_package", str(FULL))
    before = everything()
    call_command("load_package", str(FULL))
    assert everything() == before
    said = capsys.readouterr().out
    assert "old-pits-a-field-dialogue: loaded" in said
    assert "old-pits-a-field-dialogue: unchanged" in said
    assert "4 groups (4 new)" in said


def test_a_dump_loaded_where_it_came_from_changes_nothing(tmp_path):
    load([FULL])
    before = everything()
    (loaded,) = load([dumped(tmp_path)])
    assert loaded.outcome == "unchanged"
    assert everything() == before


def test_a_dialogue_that_differs_is_refused_with_the_places(tmp_path):
    load([FULL])
    before = everything()
    data = changed(full(), "dialogue.venue", "Elsewhere")
    data = changed(data, "dialogue.sessions[0].contributions[0].points[1].text", "No maps")
    said = refusal(write(tmp_path, data))
    assert "is there already and differs in 2 places" in said
    assert "dialogue.venue, dialogue.sessions[0].contributions[0].points[1].text" in said
    assert "--replace" in said
    assert everything() == before


@pytest.mark.parametrize("part", ["roadmap", "report", "learning_group", "dialogue.sessions"])
def test_a_part_that_is_gone_from_the_file_is_a_difference(tmp_path, part):
    load([FULL])
    assert part in refusal(write(tmp_path, without(full(), part)))


@pytest.mark.parametrize(
    "part", ["roadmap", "report", "learning_group", "dialogue.sessions", "dialogue.questions"]
)
def test_replacing_rebuilds_the_dialogue_under_its_old_address(tmp_path, part):
    load([FULL])
    dialogue = Dialogue.objects.get()
    data = changed(full(), "dialogue.venue", "Elsewhere")
    if part == "dialogue.questions":
        data["dialogue"]["questions"].append({"id": "why", "text": "Why?"})
    else:
        data = without(data, part)
    path = write(tmp_path, data)
    (loaded,) = load([path], replace=True)
    assert (loaded.outcome, loaded.dialogue.pk) == ("replaced", dialogue.pk)
    assert loaded.dialogue.slug == dialogue.slug
    assert list(differences(data, dump(loaded.dialogue))) == []
    assert load([path])[0].outcome == "unchanged"


def test_replacing_keeps_the_roadmap_the_group_and_the_report_that_people_link_to(tmp_path):
    load([FULL])
    before = [model.objects.get().pk for model in (Roadmap, LearningGroup, Report)]
    data = changed(full(), "roadmap.themes[0].title", "Ways in")
    data = changed(data, "learning_group.members[0].role", "Chair")
    load([write(tmp_path, data)], replace=True)
    assert [model.objects.get().pk for model in (Roadmap, LearningGroup, Report)] == before
    assert LearningGroup.objects.get().members.first().role == "Chair"


def test_replacing_what_is_the_same_writes_nothing():
    load([FULL])
    before = everything()
    (loaded,) = load([FULL], replace=True)
    assert loaded.outcome == "unchanged"
    assert everything() == before


# The register that is there


def test_blanks_are_filled_and_what_is_there_is_kept(tmp_path, capsys):
    load([FULL])
    Person.objects.filter(key="ada").update(role="President", phone="")
    Initiative.objects.update(purpose="", issue="Ours")
    data = changed(full(), "dialogue.starts", "2026-03-01T09:00")
    data = changed(data, "people[3].country", "GH")
    data = without(data, "learning_group")
    call_command("load_package", write(tmp_path, data))
    ada = Person.objects.get(key="ada")
    assert (ada.role, ada.phone) == ("President", "0302 000 000")
    assert Person.objects.get(key="dee").country == "GH"
    initiative = Initiative.objects.get()
    assert (initiative.issue, initiative.purpose) == ("Ours", "To find out together.")
    said = capsys.readouterr().out
    assert "people[0].role: kept “President” (the file says “Secretary”)" in said
    assert "initiative.issue: kept “Ours” (the file says “Who may work old pits?”)" in said
    assert Person.objects.count() == 5


def test_nobody_loses_protection_by_a_file_and_a_file_can_give_it(tmp_path):
    load([FULL])
    data = changed(full(), "dialogue.title", "Another")
    data["people"][2]["protected"] = False
    data["people"][3]["protected"] = True
    load([write(tmp_path, without(data, "learning_group"))])
    assert set(Person.objects.filter(protected=True).values_list("key", flat=True)) == {
        "cyn",
        "dee",
    }


def test_ids_that_mean_somebody_else_get_a_key_of_their_own(tmp_path):
    first, second = small(chair="a", host="x"), small(title="Second", chair="a", host="x")
    first |= {
        "programme": {"title": "P"},
        "people": [{"id": "a", "name": "First Person"}],
        "organisations": [{"id": "x", "name": "First Body"}],
    }
    second |= {
        "programme": {"title": "P"},
        "people": [{"id": "a", "name": "Second Person"}],
        "organisations": [{"id": "x", "name": "Second Body"}],
    }
    paths = [write(tmp_path, first, "1.yaml"), write(tmp_path, second, "2.yaml")]
    load(paths)
    dialogue = Dialogue.objects.get(title="Second")
    assert (dialogue.chair.name, dialogue.chair.key) == ("Second Person", "a-2")
    assert (dialogue.host.name, dialogue.host.key) == ("Second Body", "x-2")
    before = everything()
    assert [loaded.outcome for loaded in load(paths)] == ["unchanged", "unchanged"]
    assert everything() == before


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ({"email": "A@example.org"}, {"name": "New Name", "email": "a@example.org"}, True),
        ({}, {"email": "a@example.org"}, True),
        ({"organisation": "o"}, {"organisation": "o"}, True),
        ({"name": "Ama Ofori"}, {"name": "AMA  OFORI"}, True),
        ({"organisation": "o"}, {}, False),
        ({"email": "a@example.org"}, {"email": "b@example.org"}, False),
    ],
)
def test_a_person_is_known_by_mail_else_by_name_and_organisation(tmp_path, ours, theirs, same):
    files = []
    for number, person in enumerate((ours, theirs)):
        data = small(title=f"Dialogue {number}", chair=f"p{number}")
        data["programme"] = {"title": "P"}
        data["organisations"] = [{"id": "o", "name": "Body"}]
        data["people"] = [{"id": f"p{number}", "name": "Ama Ofori", **person}]
        files.append(write(tmp_path, data, f"{number}.yaml"))
    load(files)
    assert Person.objects.count() == (1 if same else 2)


def test_two_people_of_one_name_stay_two(tmp_path):
    data = small(participants=[{"person": "a"}, {"person": "b"}])
    data["people"] = [{"id": "a", "name": "Kwame Mensah"}, {"id": "b", "name": "Kwame Mensah"}]
    path = write(tmp_path, data)
    load([path])
    before = everything()
    load([path])
    assert Person.objects.count() == 2
    assert everything() == before


def test_bodies_of_one_name_in_two_countries_are_two(tmp_path):
    data = small(convenors=["gh", "tz"])
    data["organisations"] = [
        {"id": "gh", "name": "Ministry of Mines", "country": "GH"},
        {"id": "tz", "name": "Ministry of Mines", "country": "TZ"},
    ]
    path = write(tmp_path, data)
    load([path])
    assert load([path])[0].outcome == "unchanged"
    assert Organisation.objects.count() == 2


def test_two_dialogues_of_one_initiative_load_in_one_call(tmp_path):
    other = changed(full(), "dialogue.title", "The second meeting")
    other = without(without(other, "learning_group"), "roadmap")
    loaded = load([FULL, write(tmp_path, other)])
    assert [one.outcome for one in loaded] == ["loaded", "loaded"]
    assert Initiative.objects.get().dialogues.count() == 2
    assert (Person.objects.count(), Group.objects.count()) == (5, 4)
    assert loaded[1].new == {"groups": 0, "organisations": 0, "people": 0}


def test_a_learning_group_endorsed_elsewhere_is_kept(tmp_path):
    load([FULL])
    other = changed(full(), "dialogue.title", "The second meeting")
    other = changed(other, "learning_group.members[0].role", "Guest")
    path = write(tmp_path, other)
    (loaded,) = load([path])
    assert LearningGroup.objects.get().members.first().role == "Convenor"
    assert any("kept the members" in note for note in loaded.notes)
    before = everything()
    assert load([path])[0].outcome == "unchanged"
    assert everything() == before
    assert dump(loaded.dialogue)["learning_group"]["name"] == "Oredale group"


def test_a_participant_stands_for_the_group_that_the_file_gives_them(tmp_path):
    load([FULL])
    data = changed(full(), "dialogue.title", "The second meeting")
    data = without(changed(data, "people[0].group", "firms"), "learning_group")
    path = write(tmp_path, data)
    (loaded,) = load([path])
    assert Person.objects.get(key="ada").group.key == "miners"
    assert loaded.dialogue.participations.get(person__key="ada").group.key == "firms"
    assert dump(loaded.dialogue)["dialogue"]["participants"][0]["group"] == "firms"
    assert load([path])[0].outcome == "unchanged"


# What a dump holds of the register


def test_a_dump_holds_whom_it_refers_to_and_those_whom_no_dialogue_does(tmp_path):
    other = small(title="Elsewhere", chair="zed")
    other |= {
        "programme": full()["programme"],
        "people": [{"id": "zed", "name": "Zed", "organisation": "zedorg"}],
        "organisations": [{"id": "zedorg", "name": "Zed's body"}],
        "groups": [{"id": "zeds", "name": "Zeds"}],
    }
    load([FULL, write(tmp_path, other)])
    document = dump(Dialogue.objects.get(title="Old pits: a field dialogue"))
    assert [person["id"] for person in document["people"]] == ["ada", "ben", "cyn", "dee", "nobody"]
    assert [body["id"] for body in document["organisations"]] == ["union", "deep", "bystander"]
    assert len(document["groups"]) == 5
    document = dump(Dialogue.objects.get(title="Elsewhere"))
    assert [person["id"] for person in document["people"]] == ["nobody", "zed"]
    assert [body["id"] for body in document["organisations"]] == ["bystander", "zedorg"]


def test_somebody_whom_a_partner_registered_and_nobody_invited_stays_out_of_a_dump():
    load([FULL])
    Person.objects.filter(key="nobody").update(held_by=Organisation.objects.get(key="deep"))
    assert "Somebody whom nothing refers to" not in repr(dump(Dialogue.objects.get()))


def test_a_dialogue_that_is_not_there_is_refused_with_the_near_ones():
    load([FULL])
    with pytest.raises(CommandError, match="Near it: old-pits-a-field-dialogue"):
        call_command("dump_package", "old-pits-field-dialogue")


def test_sessions_that_a_file_could_not_tell_apart_are_not_dumped():
    load([FULL])
    Session.objects.filter(title="Table B").update(title="Table A")
    with pytest.raises(CommandError, match="rename one"):
        call_command("dump_package", "old-pits-a-field-dialogue")


def test_a_dump_that_could_not_be_loaded_says_why(tmp_path, capsys):
    load([FULL])
    AgendaItem.objects.filter(title="Walk").update(date=date(2026, 4, 1))
    dumped(tmp_path)
    said = capsys.readouterr().err
    assert "It cannot be loaded again as it is." in said
    assert "dialogue.agenda[0].items[1].day: “2026-04-01” is outside the dialogue" in said


# The Chatham House Rule


def under_the_rule():
    return changed(full(), "dialogue.attribution", "chatham-house")


def test_under_the_chatham_house_rule_only_speakers_who_agreed_are_stored(tmp_path, capsys):
    call_command("load_package", write(tmp_path, under_the_rule()))
    speakers = Contribution.objects.exclude(speaker=None)
    assert [(row.speaker.key, row.attributed) for row in speakers] == [("cyn", True)]
    assert not Contribution.objects.filter(on_the_record=True).exists()
    assert "the speakers of 2 contributions were left out" in capsys.readouterr().out


def test_what_was_left_out_is_nowhere_in_the_database(tmp_path):
    data = small(
        attribution="chatham-house",
        sessions=[
            {
                "title": "S",
                "contributions": [
                    {
                        "text": "One",
                        "by": "uniqueid",
                        "points": [{"text": "Two", "by": "uniqueid", "attributed": False}],
                    }
                ],
            }
        ],
    )
    data["people"] = [{"id": "uniqueid", "name": "Unique Name"}]
    load([write(tmp_path, data)])
    person = Person.objects.get()
    for relation in Person._meta.related_objects:
        assert not relation.related_model.objects.filter(**{relation.field.name: person}).exists()
    assert "by:" not in as_yaml(dump(Dialogue.objects.get()))
    assert text_of_everything().count("uniqueid") == 1


def test_loading_under_the_rule_twice_changes_nothing(tmp_path):
    path = write(tmp_path, under_the_rule())
    load([path])
    before = everything()
    (loaded,) = load([path])
    assert (loaded.outcome, loaded.left_out) == ("unchanged", 2)
    assert everything() == before


def test_on_the_record_every_speaker_is_stored():
    load([FULL])
    speakers = Contribution.objects.exclude(speaker=None).order_by("pk")
    assert sorted(row.speaker.key for row in speakers) == ["ada", "ben", "cyn"]
    assert not Contribution.objects.filter(on_the_record=False).exists()


def test_words_taken_on_the_record_are_not_dumped_with_a_name_under_the_rule():
    load([FULL])
    Dialogue.objects.update(attribution="chatham-house")
    sessions = dump(Dialogue.objects.get())["dialogue"]["sessions"]
    assert "by" not in sessions[0]["contributions"][0]
    assert sessions[0]["contributions"][0]["points"][0]["by"] == "cyn"


# All or nothing, and in how many steps


def test_one_wrong_file_keeps_all_out(tmp_path):
    before = everything()
    said = refusal(
        str(FULL), write(tmp_path, small(starts="tomorrow")), str(tmp_path / "none.yaml")
    )
    assert "dialogue.starts: “tomorrow” is no date" in said
    assert "none.yaml: cannot be read" in said
    assert "2 problems. Nothing was loaded." in said
    assert everything() == before


def test_a_refused_change_takes_the_other_files_with_it(tmp_path):
    load([FULL])
    before = everything()
    new = write(tmp_path, small(), "new.yaml")
    refusal(new, write(tmp_path, changed(full(), "dialogue.city", "Other")))
    assert everything() == before


def of_size(count):
    data = copy.deepcopy(full())
    data["people"] += [
        {"id": f"p{n}", "name": f"Person {n}", "group": "firms"} for n in range(count)
    ]
    data["dialogue"]["participants"] += [{"person": f"p{n}"} for n in range(count)]
    data["dialogue"]["sessions"][1]["contributions"] = [
        {"text": f"Point {n}", "by": f"p{n}", "points": [{"text": f"Under it {n}"}]}
        for n in range(count)
    ]
    return data


@pytest.mark.parametrize("verb", ["load", "load again", "dump"])
def test_the_number_of_queries_does_not_grow_with_people_and_contributions(tmp_path, verb):
    numbers = []
    for count in (3, 30):  # SQLite takes forty people at once
        path = write(tmp_path, of_size(count))
        with transaction.atomic():
            if verb != "load":
                load([path])
            dialogue = Dialogue.objects.first()
            with CaptureQueriesContext(connection) as queries:
                load([path]) if verb.startswith("load") else dump(dialogue)
            transaction.set_rollback(True)
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]
