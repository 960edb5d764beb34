"""Everything that is wrong in a package is said at once, each with its place, and nothing is written."""

import json
import subprocess
import sys

import pytest
from django.conf import settings

from core.package import as_yaml
from reports.package import check, load
from stakeholders.models import Programme
from tests.reports.packages import FULL, changed, full, refusal, small, without, write

pytestmark = pytest.mark.django_db

DAMAGE = [
    # Keys that are missing, unknown or of another version
    ("format", "dialogue-package/2", "is “dialogue-package/2”; this version reads"),
    ("format", 1, "is 1; this version"),
    ("dialog", {}, "is not a key of the format. Did you mean “dialogue”?"),
    ("dialogue.vneue", "x", "is not a key of the format. Did you mean “venue”?"),
    ("dialogue.agenda[0].items[1].people[0].xyz", "x", "Known here: person, name, role"),
    ("dialogue.sessions[0].contributions[0].points[0].points[0].txt", "x", "Did you mean “text”?"),
    ("dialogue.part_of.venue", "x", "is not a key of the format"),
    # References
    (
        "organisations[0].group",
        "mienrs",
        "is not the id of anything in “groups”. Did you mean “miners”?",
    ),
    ("people[0].group", "nowhere", "is not the id of anything in “groups”"),
    ("people[0].organisation", "unoin", "Did you mean “union”?"),
    ("initiative.fault_lines[0].positions[0].group", "x", "is not the id of anything in “groups”"),
    ("dialogue.convenors[1]", "ada", "is not the id of anything in “organisations”"),
    ("dialogue.host", "x", "is not the id of anything in “organisations”"),
    ("dialogue.chair", "union", "is not the id of anything in “people”"),
    ("dialogue.facilitator", "adda", "Did you mean “ada”?"),
    ("dialogue.action_points[0].owner", "nobody-here", "in “people” or “organisations”"),
    ("dialogue.action_points[0].owner", {"person": "union"}, "owner.person"),
    ("dialogue.agenda[0].items[1].question", "why", "is not the id of anything in “questions”"),
    ("dialogue.agenda[0].items[1].people[0].person", "x", "is not the id of anything in “people”"),
    ("dialogue.participants[1].person", "x", "is not the id of anything in “people”"),
    ("dialogue.participants[2].group", "x", "is not the id of anything in “groups”"),
    ("dialogue.sessions[0].question", "x", "is not the id of anything in “questions”"),
    ("dialogue.sessions[0].facilitator", "x", "is not the id of anything in “people”"),
    ("dialogue.sessions[0].rapporteur", "x", "is not the id of anything in “people”"),
    (
        "dialogue.sessions[2].synthesises[0]",
        "Table C",
        "No session is called “Table C”. Did you mean",
    ),
    ("dialogue.sessions[2].synthesises[0]", "Plenary", "A session cannot draw itself together"),
    ("dialogue.sessions[2].synthesises[1]", "Table A", "is there twice"),
    ("dialogue.sessions[0].contributions[0].by", "x", "is not the id of anything in “people”"),
    ("dialogue.sessions[0].contributions[0].points[0].by", "x", "is not the id of anything"),
    ("dialogue.sessions[0].contributions[0].points[0].points[0].question", "x", "“questions”"),
    ("dialogue.sessions[0].contributions[0].group", "x", "is not the id of anything in “groups”"),
    ("learning_group.host", "ada", "is not the id of anything in “organisations”"),
    ("learning_group.convenor", "x", "in “people” or “organisations”"),
    ("learning_group.members[0].person", "x", "is not the id of anything in “people”"),
    ("learning_group.members[0].represents", "minerz", "in “groups”. Did you mean “miners”?"),
    ("roadmap.themes[0].actions[0].owner", "Somebody", "in “people” or “organisations”"),
    ("roadmap.themes[0].actions[0].supporting[1]", "x", "in “people” or “organisations”"),
    ("roadmap.themes[0].actions[0].updates[0].by", "x", "in “people” or “organisations”"),
    ("report.authors[0]", "x", "is not the id of anything in “people”"),
    # Twice
    ("groups[1].id", "miners", "“miners” is already in groups[0]"),
    ("groups[1].name", "Artisanal miners", "is already in groups[0]"),
    ("organisations[1].id", "union", "is already in organisations[0]"),
    ("people[1].id", "ada", "is already in people[0]"),
    ("dialogue.questions[1].id", "who", "is already in dialogue.questions[0]"),
    ("dialogue.convenors[1]", "union", "is already in dialogue.convenors[0]"),
    ("dialogue.participants[1].person", "ada", "is already in dialogue.participants[0]"),
    ("learning_group.members[1].person", "ada", "is already in learning_group.members[0]"),
    ("roadmap.themes[0].actions[0].supporting[1]", "ada", "is already in"),
    ("roadmap.themes[0].actions[1].id", "map", "is already in"),
    ("roadmap.themes[1].actions", [{"title": "x", "id": "map"}], "under another theme"),
    ("report.authors[1]", "dee", "is already in report.authors[0]"),
    ("initiative.fault_lines[0].positions[1].group", "miners", "is already in"),
    # Dates and times
    ("dialogue.starts", "5 March", "is no date"),
    ("dialogue.starts", "2026-02-30", "is not a date"),
    ("dialogue.starts", "20260302", "is no date"),
    ("dialogue.starts", "2026-03-02T25:00", "is not a time of day"),
    ("dialogue.starts", "0001-01-01T00:00+14:00", "is not a time of day"),
    ("dialogue.ends", "2026-03-01", "The dialogue ends on 2026-03-01, before it starts"),
    ("dialogue.ends", "2026-03-02T08:59", "before it starts"),
    ("dialogue.timezone", "Africa/Acra", "There is no time zone “Africa/Acra”"),
    ("dialogue.timezone", "../etc/passwd", "There is no time zone"),
    ("dialogue.part_of.ends", "2026-02-28", "The event ends on 2026-02-28, before it starts"),
    ("dialogue.part_of.starts", "soon", "is not a date"),
    ("dialogue.action_points[0].due", "2026-13-01", "is not a date"),
    ("dialogue.agenda[0].items[0].start", "25:00", "“25:00” is not a time of day"),
    ("dialogue.agenda[0].items[0].start", "24:00", "is not a time of day"),
    ("dialogue.agenda[0].items[0].start", "noon", "is not a time of day"),
    ("dialogue.agenda[0].items[0].start", "2026-03-02T09:00", "is not a time of day"),
    ("dialogue.agenda[0].items[0].start", "09:00+99:00", "is not a time of day"),
    ("dialogue.agenda[0].items[0].start", "00:30+02:00", "falls on another day"),
    ("dialogue.agenda[0].items[0].end", "08:00", "ends at 08:00, before it starts at 09:00"),
    ("dialogue.agenda[0].items[0].day", 4, "4 is outside the dialogue"),
    ("dialogue.agenda[0].items[0].day", 0, "is 0; the least is 1"),
    ("dialogue.agenda[0].items[0].day", "2026-03-05", "is outside the dialogue"),
    ("dialogue.agenda[0].items[0].day", "Monday", "is not a date"),
    ("dialogue.annexes[0].agenda[0].start", "7.30", "is not a time of day"),
    ("dialogue.annexes[0].agenda[0].end", "07:00", "before it starts"),
    ("learning_group.endorsed", "spring", "is not a date"),
    ("learning_group.members[0].since", "2026", "is not a date"),
    ("roadmap.agreed", "x", "is not a date"),
    ("roadmap.themes[0].actions[0].start", "x", "is not a date"),
    ("roadmap.themes[0].actions[0].due", "2026-03-31", "due on 2026-03-31, before it starts"),
    ("roadmap.themes[0].actions[0].milestones[0].due", "x", "is not a date"),
    ("roadmap.themes[0].actions[0].milestones[0].done", "maybe", "is not a date"),
    ("roadmap.themes[0].actions[0].indicators[0].values[0].date", "x", "is not a date"),
    ("roadmap.themes[0].actions[0].updates[0].date", "x", "is not a date"),
    # Shapes of codes and addresses
    ("dialogue.country", "Ghana", "two capital letters"),
    ("people[0].country", "gh", "two capital letters"),
    ("initiative.budget.currency", "£", "three capital letters"),
    ("dialogue.language", "English (UK)", "by its tag"),
    ("people[0].languages[1]", "e", "BCP 47"),
    ("people[0].email", "ada at example", "is not an e-mail address"),
    ("organisations[0].email", "x@y z", "is not an e-mail address"),
    ("organisations[0].website", "javascript:alert(1)", "is not a web address"),
    ("dialogue.materials[0].url", "file:///etc/passwd", "is not a web address"),
    ("groups[0].id", "the miners", "letters without accents"),
    # Words of closed lists
    ("dialogue.kind", "fild", "give one of: scoping, field"),
    ("dialogue.kind", "fild", "Did you mean “field”?"),
    ("dialogue.attribution", "secret", "on-the-record, chatham-house"),
    ("dialogue.participation", "closed", "invitation-only, open"),
    (
        "dialogue.participants[0].status",
        "came",
        "invited, requested, waiting, offered, registered, attended, declined",
    ),
    ("dialogue.sessions[0].contributions[0].kind", "idea", "give one of: narrative"),
    ("initiative.fault_lines[0].status", "gone", "give one of: surfaced"),
    ("roadmap.themes[0].actions[0].status", "late", "give one of: planned"),
    ("report.kind", "novel", "give one of: meeting-report"),
    # Numbers
    ("roadmap.themes[0].actions[0].progress", 101, "is 101; the most is 100"),
    ("roadmap.themes[0].actions[0].progress", -1, "is -1; the least is 0"),
    ("roadmap.themes[0].actions[0].progress", 5.5, "is 5.5; give a whole number"),
    ("initiative.budget.amount", -5, "the least is 0"),
    ("initiative.budget.amount", 1.234, "to the cent"),
    ("initiative.budget.amount", 10**12, "is not an amount"),
    ("initiative.budget.amount", "much", "give a number"),
    # Types and blanks
    ("dialogue.title", 123, "is 123; give text. Put it in quotes."),
    ("dialogue.title", None, "is empty; leave the key out or give text"),
    ("dialogue.title", "", "is empty"),
    ("dialogue.title", "  ", "is “”"),
    ("dialogue.title", "x" * 301, "has 301 characters; at most 300 fit"),
    ("dialogue.title", ["x"], "is a list; give text"),
    ("dialogue.title", True, "is true; give text"),
    ("people", "x", "is “x”; give a list"),
    ("people[1]", "ben", "is “ben”; give a mapping of keys"),
    ("people[1]", None, "is empty"),
    ("dialogue", [], "is a list; give a mapping"),
    ("dialogue.agenda", {}, "is a mapping; give a list"),
    ("dialogue.key_messages[0]", 1, "is 1; give text"),
    ("dialogue.key_messages[0]", "", "is empty"),
    ("dialogue.background[0].box", "yes", "give true or false"),
    ("dialogue.participants[0].table", 1.5, "give text or a whole number"),
    ("dialogue.action_points[0]", {}, "is empty"),
    ("dialogue.action_points[0].owner", {}, "is empty"),
    (
        "roadmap.themes[0].actions[0].supporting[0]",
        {"person": "ada", "organisation": "union"},
        "more than one key",
    ),
    ("dialogue.action_points[0]", {"owner": "ada"}, "says nothing; give “title” or “text”"),
    ("dialogue.background[0]", {"heading": " ", "box": True}, "says nothing"),
    ("roadmap.vision[0]", {"from": ""}, "says nothing"),
    ("dialogue.agenda[0].items[1].people[0]", {"as": "chair"}, "Give the “person”"),
    ("roadmap.themes[0].actions[0].indicators[0].baseline", True, "give a number or text"),
    ("programme.summary", "bell \x07", "has a control character (U+0007)"),
]


@pytest.mark.parametrize(("path", "value", "message"), DAMAGE)
def test_one_wrong_thing_is_named_with_its_place(tmp_path, path, value, message):
    file = write(tmp_path, json.dumps(changed(full(), path, value)), "package.json")
    said = refusal(file)
    assert any(
        line.startswith(f"{file}: {path}") and message in line for line in said.splitlines()
    ), said
    assert not Programme.objects.exists()


@pytest.mark.parametrize(
    "path",
    [
        "format",
        "dialogue",
        "dialogue.title",
        "dialogue.starts",
        "people[0].name",
        "people[0].id",
        "groups[0].name",
        "dialogue.questions[0].text",
        "dialogue.agenda[0].items[0].title",
        "dialogue.participants[0].person",
        "dialogue.sessions[0].title",
        "dialogue.sessions[0].contributions[0].points[0].text",
        "dialogue.annexes[0].title",
        "learning_group.name",
        "learning_group.members[0].person",
        "roadmap.title",
        "roadmap.themes[0].actions[0].title",
        "roadmap.themes[0].actions[0].indicators[0].values[0].value",
    ],
)
def test_what_must_be_there_and_is_not_is_named(tmp_path, path):
    file = write(tmp_path, without(full(), path))
    assert f"{file}: {path}: is missing" in refusal(file)


def test_every_problem_of_every_file_is_said_at_once_with_its_line(tmp_path):
    first = write(
        tmp_path,
        "format: dialogue-package/1\n"
        "titel: x\n"
        "dialogue:\n"
        "  title: 5\n"
        "  starts: 2026-03-02\n"
        "  ends: 2026-03-01\n"
        "  chair: nobody\n"
        "  chair: somebody\n",
        "first.yaml",
    )
    second = write(tmp_path, "- a\n", "second.yaml")
    said = refusal(first, second, str(tmp_path / "third.yaml")).splitlines()
    late = "The dialogue ends on 2026-03-01, before it starts on 2026-03-02."
    assert said[0].startswith(f"{first}: titel: is not a key of the format.")
    assert said[0].endswith("(line 2)")
    assert said[1:5] == [
        f"{first}: dialogue.title: is 5; give text. Put it in quotes. (line 4)",
        f"{first}: dialogue.ends: {late} (line 6)",
        f"{first}: dialogue.chair: “nobody” is not the id of anything in “people”. (line 7)",
        f"{first}: dialogue.chair: is there twice (first in line 7); keep one (line 8)",
    ]
    assert said[5].startswith(f"{second}: holds a list")
    assert "third.yaml: cannot be read" in said[6]
    assert said[7] == "7 problems. Nothing was loaded."


def test_what_is_wrong_in_one_place_hides_nothing_elsewhere(tmp_path):
    data = changed(full(), "people[0].name", 5)
    data = changed(data, "people[1].organisation", "x")
    data = changed(data, "dialogue.participants[0]", "ada")
    data = changed(data, "dialogue.participants[1].person", "y")
    said = refusal(write(tmp_path, data))
    for path in (
        "people[0].name",
        "people[1].organisation",
        "dialogue.participants[0]",
        "dialogue.participants[1].person",
    ):
        assert f": {path}: " in said
    # An id whose entry has another fault is still known.
    assert "4 problems" in said


def test_very_many_problems_are_counted(tmp_path):
    data = small(key_messages=[1] * 500)
    said = refusal(write(tmp_path, data))
    assert "… and 300 more" in said
    assert "500 problems" in said


def test_points_go_deep_but_not_without_end(tmp_path):
    def nested(depth):
        point = {"text": "last"}
        for number in range(depth):
            point = {"text": f"{number}", "points": [point]}
        return small(sessions=[{"title": "S", "contributions": [point]}])

    load([write(tmp_path, nested(45))])
    assert "levels deep" in refusal(write(tmp_path, json.dumps(nested(200)), "deep.json"))


def test_titles_that_a_synthesis_cannot_tell_apart_are_a_problem(tmp_path):
    data = changed(full(), "dialogue.sessions[1].title", "Table A")
    data = changed(data, "dialogue.sessions[2].synthesises", ["Table A"])
    assert "“Table A” is the title of more than one session" in refusal(write(tmp_path, data))


def test_an_owner_that_could_be_two_is_a_problem(tmp_path):
    data = changed(full(), "organisations[1].id", "ben")
    data = changed(data, "dialogue.action_points[0].owner", "ben")
    said = refusal(write(tmp_path, data))
    assert "write {person: ben} or {organisation: ben}" in said


@pytest.mark.parametrize("name", ["package.yaml", "package.json"])
def test_a_key_cannot_smuggle_anything_onto_the_terminal(tmp_path, name):
    key = "\\u001b[31mred\\u009b\\ud800" if name.endswith("json") else "\\e[31mred"
    said = refusal(write(tmp_path, f'{{"format": "dialogue-package/1", "{key}": 1}}', name))
    assert "red" in said
    assert not set("\x1b\x9b\ud800") & set(said)


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"\xff\xfe", b"[" * 20_000, b"a: \xe9"])
def test_a_file_that_is_no_package_is_refused_without_a_traceback(tmp_path, content):
    assert "Nothing was loaded" in refusal(write(tmp_path, content))


def test_the_command_ends_with_one_and_says_why_on_standard_error(tmp_path):
    path = write(tmp_path, "dialogue: {}\n")
    done = subprocess.run(
        [sys.executable, "manage.py", "load_package", path],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert f"{path}: format: is missing" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_package_of_these_tests_is_without_fault():
    assert check(FULL).problems == []
    assert "format: dialogue-package/1" in as_yaml(full())
