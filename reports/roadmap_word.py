"""Writes a roadmap as Word: the parts of the printed pages in styles and tables that can be edited."""

from django.utils.translation import gettext as _

from reports.contexts import in_language
from reports.models import Edition, ReportKind
from reports.pages import RUNNING_TITLE, mark_of
from reports.roadmap_pages import parts_of, version_of
from reports.word.file import Run, WordFile
from reports.word.house import dress
from reports.word.markdown import write_markdown
from reports.wording import day, shortened


def write_roadmap(context, pictures, path):
    """Write a RoadmapContext to `path`. Raises OSError."""
    with in_language(context.language):
        label, parts = str(ReportKind.ROADMAP.label), parts_of(context)
        file = WordFile(
            title=context.title,
            subject=label,
            language=context.language,
            made_at=context.composed_at,
            header=shortened(context.title, RUNNING_TITLE),
            footer=mark_of(context.edition),
        )
        dress(file, context.house, pictures)
        file.paragraph([label], "Kicker")
        file.paragraph([context.title], "Title")
        file.paragraph([version_of(context)], "Subtitle")
        for words in (context.group, context.dialogue, context.note):
            if words:
                file.paragraph([words], "Note")
        as_of = _("Status and progress as of %(day)s") % {"day": day(context.on)}
        file.paragraph([as_of], "Note")
        file.paragraph([_("Contents")], "Contents Heading")
        for part in parts:
            file.paragraph([Run(part.title, link=f"#{part.id}")], "Contents")
        for part in parts:
            file.heading([part.title], 1, bookmark=part.id)
            WRITERS[part.template](file, context, part)
        file.save(path)


def _vision(file, context, _part):
    write_markdown(file, context.summary, level=2)
    _table(file, (_("From"), _("To")), [(row.was, row.becomes) for row in context.vision])


def _themes(file, _context, part):
    headings = (_("Action"), _("Who leads"), _("From"), _("Until"), _("Status"), _("Done"))
    for section in part.facts["themes"]:
        file.heading([section["title"]], 2)
        write_markdown(file, section["theme"].text, level=3)
        rows = [
            (
                *(row["action"].title, row["action"].lead or _("Nobody leads it yet")),
                *(row["start"], row["due"], row["action"].label, row["progress"]),
            )
            for row in section["rows"]
        ]
        _table(file, headings, rows, widths=(3, 2, 1.4, 1.4, 1.2, 0.9))


def _indicators(file, _context, part):
    headings = (_("Indicator"), _("Baseline"), _("Target"), _("Actual"))
    rows = [
        (
            *(each["row"].title, each["row"].baseline, each["row"].target),
            ", ".join(filter(None, (each["row"].latest, each["on"]))),
        )
        for each in part.facts["rows"]
    ]
    _table(file, headings, rows, widths=(3, 1, 1, 1.4))


def _endorsement(file, context, _part):
    is_public = context.edition == Edition.PUBLIC
    headings = (_("Constituency"), _("Members") if is_public else _("Name"), _("Answer"))
    rows = [
        (row.group, str(row.number or row.name), row.state or _("has not answered"))
        for row in context.answers
    ]
    _table(file, headings, rows)
    if context.reservations:
        file.heading([_("Reservations")], 2)
    for row in context.reservations:
        write_markdown(file, row.text, level=3)
        if row.by:
            file.paragraph([row.by], "Note")


def _table(file, headings, rows, widths=None):
    if not rows:
        return
    with file.table(widths or [1] * len(headings)) as table:
        for row in (headings, *rows):
            table.row([str(cell) for cell in row], whole=True)


WRITERS = {
    "vision": _vision,
    "themes": _themes,
    "indicators": _indicators,
    "endorsement": _endorsement,
}
