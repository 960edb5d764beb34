"""Finds every string of ours that can stand in a printed report, by listing the sources."""

import ast
import re
from pathlib import Path

from django.conf import settings
from django.utils.translation import override
from django.utils.translation.template import templatize

from convening.models import Sponsorship
from core.countries import COUNTRIES
from dialogues.models import (
    Attribution,
    BudgetLine,
    Comment,
    Kind,
    PaperDecision,
    ParticipationRule,
)
from dialogues.outlines import CRITERIA_GROUPS, SCALE
from dialogues.vocabulary import ACTS_AS
from reports.models import Edition, Period, ReportKind
from reports.models.progress import HEADINGS
from roadmaps.models import Action, Decision, MeetingItem, Presence, Result
from stakeholders.models import Assessment, Gender, Stakeholder
from tests.dialogues.test_surveys_languages import catalogue, read_po

# What of `reports/` is a page of the application, its work, or a file for machines, and so is not printed;
# whatever else stands there, or will, is.
NOT_PRINTED = (
    *("admin.py", "apart.py", "apps.py", "day_desk.py", "desk.py", "erasing.py", "exceptions.py"),
    *("feeds.py", "forms.py", "merging.py", "middleware.py", "outdated.py", "package.py", "pdf.py"),
    *("places.py", "print_requests.py", "production.py", "record.py", "services.py", "tasks.py"),
    *(
        "views.py",
        "versions.py",
        "house_views.py",
        "work.py",
        "day_papers.py",
        "iati/",
        "management/",
        "models/",
        "demo",
    ),
    *("progress/forms.py", "progress/services.py", "progress/views.py", "contexts/day/letter.py"),
    *("public.py", "progress/door.py", "progress/digest.py", "progress/files.py"),
    *(
        "progress/subscri",
        "progress/charts.py",
        "migrations/",
        "progress/planning",
        "progress/section",
    ),
    "progress/reminding.py",
    *(f"composer/{name}.py" for name in ("forms", "frame", "notation", "photos", "previewing")),
    *(f"composer/{name}.py" for name in ("services", "templates", "views", "work")),
)
# What higher and lower rooms say in what they hand to a report.
ELSEWHERE = (
    *("stakeholders/maps/drawing.py", "stakeholders/maps/gaps.py", "stakeholders/maps/reading.py"),
    *("stakeholders/briefing_reading.py", "stakeholders/naming.py", "dialogues/pseudonyms.py"),
    *("dialogues/naming.py", "dialogues/reviewing.py", "dialogues/vocabulary.py"),
    *("convening/released.py", "roadmaps/minutes.py", "roadmaps/naming.py"),
)
MODELS = ("roadmaps/models/meetings.py", "dialogues/models/papers.py")
CHOICES = (
    *(ReportKind, Edition, Kind, Attribution, ParticipationRule, Gender, BudgetLine.Category),
    *(Comment.Disposition, PaperDecision.Step, Sponsorship.What),
    *(Action.Status, Result.Level, Decision.How, MeetingItem.Kind, Presence.State),
    *(
        Assessment.Position,
        Assessment.Formality,
        Assessment.Marginalisation,
        Stakeholder.Engagement,
    ),
)
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
STRING = r"u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
IN_TEMPLATE = re.compile(rf"(n?)gettext\({STRING}(?:\s*,\s*{STRING})?")


def modules():
    """The modules of which every translated string may be printed."""
    base = settings.BASE_DIR
    own = (
        path.relative_to(base / "reports").as_posix() for path in (base / "reports").rglob("*.py")
    )
    printed = (f"reports/{name}" for name in sorted(own) if not name.startswith(NOT_PRINTED))
    return [*printed, *ELSEWHERE]


def templates():
    """The templates of which every translated string may be printed."""
    folder = settings.BASE_DIR / "templates" / "reports" / "pdf"
    files = sorted(path for path in folder.rglob("*") if path.suffix in {".html", ".svg"})
    return [path.relative_to(settings.BASE_DIR).as_posix() for path in files]


def said_by_module(name):
    """The strings that a module asks the catalogue for, each with its plural or None."""
    for node in ast.walk(ast.parse(Path(settings.BASE_DIR, name).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) in CALLS:
            texts = [getattr(argument, "value", None) for argument in node.args[:2]]
            if texts[0]:
                yield (*texts, None)[:2]


def said_of_itself(name):
    """The sentences in a module of models: what a row is called. The rest are names of fields."""
    return ((one, many) for one, many in said_by_module(name) if "%(" in one)


def said_by_template(name):
    """The strings that a template asks the catalogue for, each with its plural or None."""
    source = templatize(Path(settings.BASE_DIR, name).read_text(encoding="utf-8"))
    for plural, one, many in IN_TEMPLATE.findall(source):
        yield ast.literal_eval(one), ast.literal_eval(many) if plural else None


def said_by_vocabularies():
    """The labels that reports print of what is chosen from a list."""
    with override("en-gb"):
        yield from (str(label) for of in CHOICES for label in of.labels)
        yield from (str(name) for name in COUNTRIES.values())
        yield from map(str, (*SCALE.values(), *ACTS_AS.values()))
        yield from (str(Period._meta.get_field(name).verbose_name) for name in HEADINGS)
        for title, rows in CRITERIA_GROUPS:
            yield str(title)
            for criterion in rows.values():
                yield from (str(criterion.label), str(criterion.question))


def printed():
    """Every string that can stand in a report: its plural or None, and where it was found."""
    found = {}
    for name in modules():
        for one, many in said_by_module(name):
            found.setdefault(one, (many, name))
    for name in MODELS:
        for one, many in said_of_itself(name):
            found.setdefault(one, (many, name))
    for name in templates():
        for one, many in said_by_template(name):
            found.setdefault(one, (many, name))
    for text in said_by_vocabularies():
        found.setdefault(text, (None, "the vocabularies"))
    return found


def untranslated(language):
    """Of `printed`, the strings that the catalogue of `language` lacks: `where: string`."""
    known = read_po(catalogue(language))
    return [
        f"{where}: {text}"
        for text, (_many, where) in printed().items()
        if not known.get(text, known.get((text, 0)))
    ]
