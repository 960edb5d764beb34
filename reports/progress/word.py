"""Writes a progress report as Word: words in styles that can be edited, figures in tables that hold."""

from django.utils.translation import gettext as _

from reports.contexts import in_language
from reports.models import ReportKind
from reports.pages import RUNNING_TITLE, mark_of
from reports.progress.shown import figure, labelled, shown
from reports.word.file import WordFile
from reports.word.house import dress
from reports.word.markdown import write_markdown
from reports.wording import shortened

FIRST = 2.5  # how much wider than the others the first column of a table is


def write_progress(context, pictures, path):
    """Write a ProgressContext with its logo, if that is among `pictures`, to `path`. Raises OSError."""
    with in_language(context.language):
        context = labelled(context)
        label, view = str(ReportKind.PROGRESS.label), shown(context)
        file = WordFile(
            title=f"{context.initiative}: {context.title}",
            subject=label,
            language=context.language,
            made_at=context.composed_at,
            header=shortened(context.initiative, RUNNING_TITLE),
            footer=f"{context.title} · {mark_of(context.edition)}",
        )
        dress(file, context.house, pictures)
        file.paragraph([label], "Kicker")
        file.paragraph([context.initiative], "Title")
        file.paragraph([f"{context.title} · {view['when']}"], "Note")
        for write in (_figures, _words, _dialogues, _attendance, _results, _money, _corrections):
            write(file, context, view)
        file.save(path)


def _table(file, heading, headings, rows, *, level=1):
    """A heading and a table below it; nothing where there are no rows."""
    rows = list(rows)
    if not rows:
        return
    if heading:
        file.heading([heading], level)
    with file.table([FIRST, *[1] * (len(headings) - 1)]) as table:
        for row in (headings, *rows):
            table.row([str(cell) for cell in row], whole=True)


def _figures(file, context, _view):
    headings = [_("Figure"), context.title]
    if context.before:
        headings.append(context.before)
    rows = [
        (row.label, row.number, "–" if row.before is None else row.before) for row in context.counts
    ]
    _table(file, _("The period in figures"), headings, [row[: len(headings)] for row in rows])


def _words(file, context, _view):
    for text in context.texts:
        file.heading([text.heading], 1)
        write_markdown(file, text.text, level=2)


def _dialogues(file, _context, view):
    rows = [
        (each["row"].title, each["when"], each["row"].place, each["row"].people)
        for each in view["dialogues"]
    ]
    _table(file, _("Dialogues held"), [_("Dialogue"), _("When"), _("Where"), _("Attended")], rows)


def _attendance(file, context, _view):
    headings = [_("Group"), _("All"), _("Women"), _("Men"), _("Other"), _("Not said")]
    rows = [
        (row.group, row.people, *("–",) * 4)
        if row.is_small
        else (row.group, row.people, row.women, row.men, row.others, row.unsaid)
        for row in context.attendance
    ]
    _table(file, _("Who attended"), headings, rows)
    columns = [_("Target"), _("Variance")]
    aims = [
        (
            *(row.group, row.people, *_aimed(row.aim, row.variance)),
            *(_said(row.women), *_aimed(row.aim_women, row.variance_women)),
        )
        for row in context.aims
    ]
    headings = [_("Group"), _("All"), *columns, _("Women"), *columns]
    _table(file, _("Attendance against targets"), headings, aims)


def _said(number):
    return "–" if number is None else number


def _aimed(aim, variance):
    return (_said(aim), "–" if variance is None else f"{variance:+d}")


def _results(file, context, _view):
    if context.results or context.indicators:
        file.heading([_("Results against targets")], 1)
    for row in context.results:
        file.heading([f"{row.level_label}: {row.title}"], 2)
        _indicators(file, row.indicators)
    if context.indicators:
        file.heading([_("Of single actions")], 2)
        _indicators(file, context.indicators)


def _indicators(file, rows):
    headings = [
        _("Indicator"),
        _("Baseline"),
        _("Target"),
        _("Actual"),
        _("Variance"),
        _("Evidence"),
    ]
    told = [
        (
            _called(row),
            *(figure(text) for text in (row.baseline, row.target, row.actual or "–", row.variance)),
            row.source,
        )
        for row in rows
    ]
    _table(file, "", headings, told)


def _called(row):
    return f"{row.title} ({row.unit})" if row.unit else row.title


def _money(file, context, view):
    second = [context.second_currency] if context.second_currency else []
    headings = [_("Line"), _("Budget"), _("In the period"), *second, _("To date"), _("Left")]
    lines = [*view["money"], view["sums"]] if view["sums"] else []
    rows = [
        (row.line, row.planned, row.spent, *([row.second] if second else []), row.to_date, row.left)
        for row in lines
    ]
    _table(file, _("Money against budget"), headings, rows)


def _corrections(file, context, _view):
    rows = [(row.what, row.said, row.now) for row in context.corrections]
    headings = [_("Figure"), _("Reported then"), _("Known now")]
    _table(file, _("Corrections of the period before"), headings, rows)
