"""The dialogue package: one file that carries a whole dialogue, loaded and dumped (docs/dialogue-package.md).

`load` takes files, all or none of them; `dump` gives a dialogue back as the plain data of a file. This is
the team's tool: a dump names protected people.
"""

import json
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator

from core.package import (
    Book,
    Choice,
    Many,
    PackageRefused,
    Place,
    Ref,
    Rows,
    Source,
    Text,
    Words,
    check_structure,
    differences,
    dotted,
    read,
    shown,
)
from dialogues.package import (
    DIALOGUE,
    INITIATIVE,
    check_dialogue,
    check_initiative,
    create_dialogue,
    find_dialogue,
    load_initiative,
    read_facts,
    speakers_left_out,
)
from reports.models import Authorship, Report, ReportKind
from roadmaps.package import (
    build_roadmap,
    check_roadmap,
    create_roadmap,
    dump_roadmap,
    load_learning_group,
    replace_roadmap,
)
from stakeholders.package import (
    PROGRAMME,
    check_register,
    dump_register,
    enter_register,
    load_programme,
    load_register,
)

FORMAT = "dialogue-package/1"
SCHEMA = Path(__file__).with_name("dialogue-package.schema.json")
DIFFERENCES_SHOWN = 5

AUTHORSHIP = Rows(
    Authorship,
    Ref("author", "person", to="people"),
    parent="report",
    only="author",
    unique="author",
)
REPORT = Rows(
    Report,
    Choice("kind", default=ReportKind.MEETING_REPORT.value),
    Text("title"),
    Text("subtitle"),
    Text("acknowledgements"),
    Many("authors", AUTHORSHIP),
    Text("theme"),
    Words("keywords"),
    parent="dialogue",
)


@dataclass
class Loaded:
    """What became of one file: its dialogue, whether anything was written, and what a person should know."""

    file: str
    dialogue: object
    outcome: str
    counts: dict
    new: dict
    left_out: int = 0
    notes: list = field(default_factory=list)


@lru_cache(maxsize=1)
def schema():
    """The published JSON Schema of the format."""
    return json.loads(SCHEMA.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _validator():
    return Draft202012Validator(schema())


def load(files, *, replace=False):
    """Load every file, in one transaction; returns a Loaded for each.

    Raises PackageRefused, with all problems of all files, and then nothing was written. A dialogue that is
    there already and differs is refused too, unless `replace`: its content is rebuilt from the file.
    """
    sources, problems = [], []
    for name in files:
        try:
            source = check(name)
        except PackageRefused as refusal:
            problems += refusal.problems
        else:
            problems += source.problems
            sources.append(source)
    if problems:
        raise PackageRefused(problems)
    with transaction.atomic():
        loaded = [_load_one(source, replace=replace) for source in sources]
        problems = [problem for source in sources for problem in source.problems]
        if problems:
            raise PackageRefused(problems)
    return loaded


def check(name):
    """The Source of a file, with all problems that can be known without the database."""
    source = read(name)
    if source.data.get("format", FORMAT) != FORMAT:
        message = _("is %(value)s; this version reads “%(format)s”.")
        facts = {"value": shown(source.data["format"]), "format": FORMAT}
        source.wrong(("format",), message % facts)
        return source
    return _checked(source)


def faults(document):
    """Why the plain data of a dump could not be loaded again: what forms allowed and files do not."""
    return _checked(Source(_("The dump"), document)).problems


def _checked(source):
    doc = check_structure(source, _validator())
    place = Place(source, Book())
    check_register(doc, place)
    check_initiative(doc, place)
    check_dialogue(doc, place)
    check_roadmap(doc, place)
    REPORT.check(doc.get("report", {}), place.at("report"))
    return source


def dump(dialogue):
    """The whole of `dialogue` as the plain data of a file. Names protected people: for the team only."""
    initiative = dialogue.initiative
    programme = initiative.programme
    book = Book(chatham_house=dialogue.is_chatham_house)
    register = enter_register(programme, book)
    rest = {
        "programme": PROGRAMME.dump(PROGRAMME.fetch_one("pk", programme.pk), book),
        "initiative": INITIATIVE.dump(INITIATIVE.fetch_one("pk", initiative.pk), book),
        "dialogue": DIALOGUE.dump(DIALOGUE.fetch_one("pk", dialogue.pk), book),
        **dump_roadmap(dialogue, book),
        **_dump_report(dialogue, book),
    }
    return {"format": FORMAT, **dump_register(register, programme, book), **rest}


def _load_one(source, *, replace):
    doc = _with_titles(source.data)
    book = Book(**read_facts(doc["dialogue"]))
    for name in ("groups", "organisations", "people"):
        book.define(name, doc.get(name))
    programme, notes = load_programme(doc["programme"])
    more, new = load_register(doc, programme, book)
    initiative, others = load_initiative(doc["initiative"], programme, book)
    notes = [*notes, *more, *others]

    node = DIALOGUE.build(doc["dialogue"], book)
    dialogue = find_dialogue(doc["dialogue"], initiative)
    outcome = "unchanged"
    if dialogue is None:
        outcome = "loaded"
        dialogue = create_dialogue(node, initiative, book)
        group, more = load_learning_group(doc, programme, dialogue, book)
        create_roadmap(doc, dialogue, group, book)
        _create_report(doc, dialogue, book)
        notes += more
    elif differing := _differing(doc, node, dialogue, programme, book):
        if replace:
            outcome = "replaced"
            DIALOGUE.replace(dialogue, node, book)
            notes += replace_roadmap(doc, programme, dialogue, book)
            _replace_report(doc, dialogue, book)
        else:
            _refuse(source, dialogue, differing)
    left_out = speakers_left_out(doc["dialogue"])
    return Loaded(source.name, dialogue, outcome, _counts(doc), new, left_out, notes)


def _with_titles(doc):
    """The file's data with a programme and an initiative, named after what is there if need be."""
    title = doc["dialogue"]["title"]
    initiative = {"title": title, **doc.get("initiative", {})}
    programme = {"title": initiative["title"], **doc.get("programme", {})}
    return {**doc, "programme": programme, "initiative": initiative}


def _differing(doc, node, dialogue, programme, book):
    """The paths at which the file differs from the dialogue that is there."""
    whole = Book(chatham_house=dialogue.is_chatham_house)
    enter_register(programme, whole)
    ours = {
        "dialogue": DIALOGUE.dump(DIALOGUE.fetch_one("pk", dialogue.pk), whole),
        **dump_roadmap(dialogue, whole, owned=True),
        **_dump_report(dialogue, whole),
    }
    theirs = {"dialogue": DIALOGUE.dump(node, whole)}
    theirs |= build_roadmap(doc, programme, dialogue, book, whole)
    if "report" in doc:
        theirs |= _report_section(REPORT.build(doc["report"], book), whole)
    return list(differences(theirs, ours))


def _refuse(source, dialogue, differing):
    first = ", ".join(dotted(path) for path in differing[:DIFFERENCES_SHOWN])
    if len(differing) > DIFFERENCES_SHOWN:
        first += ", …"
    message = _(
        "The dialogue “%(slug)s” is there already and differs in %(number)d places (%(first)s). "
        "Load with --replace to rebuild its content from the file."
    )
    facts = {"slug": dialogue.slug, "number": len(differing), "first": first}
    source.wrong(("dialogue",), message % facts)


def _report_section(node, book):
    """The report as a file gives it; one that says nothing is none."""
    doc = REPORT.dump(node, book)
    return {"report": doc} if set(doc) != {"kind"} else {}


def _dump_report(dialogue, book):
    node = REPORT.fetch_one("dialogue", dialogue.pk)
    return _report_section(node, book) if node else {}


def _create_report(doc, dialogue, book):
    if "report" in doc:
        REPORT.create([({"dialogue": dialogue}, [REPORT.build(doc["report"], book)])], book)


def _replace_report(doc, dialogue, book):
    """Give the report the file's words, keeping the row: what was printed of it hangs there."""
    kind = ReportKind.MEETING_REPORT
    report = Report.objects.filter(dialogue=dialogue, kind=kind).order_by("pk").first()
    if report is None:
        _create_report(doc, dialogue, book)
    else:
        REPORT.replace(report, REPORT.build(doc.get("report", {}), book), book)


def _counts(doc):
    """How much of what a file holds, by the name of the list."""
    dialogue = doc["dialogue"]
    points = [
        point
        for session in dialogue.get("sessions", [])
        for point in session.get("contributions", [])
    ]
    for point in points:
        points.extend(point.get("points", []))
    themes = doc.get("roadmap", {}).get("themes", [])
    counts = {name: len(doc.get(name, [])) for name in ("groups", "organisations", "people")}
    counts["agenda items"] = sum(len(part.get("items", [])) for part in dialogue.get("agenda", []))
    counts["participants"] = len(dialogue.get("participants", []))
    counts["sessions"] = len(dialogue.get("sessions", []))
    counts["contributions"] = len(points)
    counts["actions"] = sum(len(theme.get("actions", [])) for theme in themes)
    return counts
