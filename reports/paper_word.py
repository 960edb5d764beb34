"""Writes a paper, and the comments on it, as Word."""

from functools import partial

from django.utils.translation import gettext as _

from reports.comment_pages import counts_of, rows_of, title_of
from reports.contexts import in_language
from reports.paper_pages import (
    caption,
    contents_of,
    frame_of,
    scores_of,
    steps_of,
)
from reports.picture import picture_of
from reports.prose import pieces_of, place_of
from reports.word.file import Run, WordFile
from reports.word.house import dress
from reports.word.markdown import Shown, write_markdown

MOST_HEADINGS = 5000
FULL, EMPTY = "■", "□"


def write_paper(context, pictures, path):
    """Write a PaperContext with its `pictures` to `path`. Raises OSError."""
    with in_language(context.language):
        frame = frame_of(context)
        file = _begun(context, frame, pictures=pictures)
        pieces = pieces_of(context.body)
        _write_contents(file, contents_of(context, pieces))
        if context.file_name:
            words = _("The text of this version is a file of its own: %(name)s")
            file.paragraph([words % {"name": context.file_name}])
        places = (place_of(number) for number in range(1, MOST_HEADINGS))
        figures = dict(_shown(context, pictures))
        write_markdown(file, context.body, figures=figures, bookmarks=places)
        _write_scores(file, scores_of(context))
        _write_steps(file, steps_of(context))
        file.save(path)


def write_comments(context, path):
    """Write a CommentsContext to `path`. Raises OSError."""
    with in_language(context.language):
        frame = frame_of(context)
        file = _begun(context, frame, label=title_of(), wide=True)
        rows = rows_of(context)
        if not rows:
            file.paragraph([_("Nobody has commented on this paper yet.")])
        else:
            file.paragraph([" · ".join(counts_of(context))], "Note")
            _write_remarks(file, rows)
        file.save(path)


def _begun(context, frame, *, label="", wide=False, pictures=()):
    """A file with its title. `label` says what it is, if not the paper itself."""
    file = WordFile(
        title=context.title,
        subject=label or frame["label"],
        language=context.language,
        made_at=context.composed_at,
        header=frame["running_title"],
        footer=frame["mark"],
        wide=wide,
    )
    dress(file, getattr(context, "house", None), pictures)
    file.paragraph([f"{context.initiative} · {context.programme}"], "Note")
    file.paragraph([label or frame["label"]], "Kicker")
    file.paragraph([context.title], "Title")
    paper = f"{frame['label']} · " if label else ""
    file.paragraph([paper + frame["version"]], "Subtitle")
    if getattr(context, "note", ""):
        file.paragraph([context.note], "Note")
    return file


def _write_contents(file, entries):
    if not entries:
        return
    file.paragraph([_("Contents")], "Contents Heading")
    for piece, below in entries:
        file.paragraph([Run(piece.title, link=f"#{piece.id}")], "Contents")
        for each in below:
            file.paragraph([Run(each.title, link=f"#{each.id}")], "Contents Below")


def _shown(context, pictures):
    for figure in context.figures:
        if figure.key in pictures:
            content = picture_of(pictures[figure.key])
            yield figure.key, Shown(content, figure.alternative, caption(figure))


def _write_scores(file, groups):
    if not groups:
        return
    file.heading([_("How the issue was weighed")], 1)
    for group in groups:
        file.heading([group["title"]], 2)
        with file.table((30, 22, 48)) as table:
            table.row((_("Criterion"), _("Score"), _("Why")))
            for row in group["rows"]:
                table.row((row["label"], _score(row), _markdown(file, row["reason"])), whole=True)


def _score(row):
    score = row["score"]
    bar = "" if score is None else f"{FULL * score}{EMPTY * (4 - score)} {score} – "
    return f"{bar}{row['word']}"


def _write_steps(file, steps):
    if not steps:
        return
    file.heading([_("How it was decided")], 1)
    with file.table((22, 18, 60)) as table:
        table.row((_("Date"), _("Step"), _("By, and why")))
        for step in steps:
            why = partial(_write_cell, file, [Run(step["by"])], step["reason"])
            table.row((step["on"], step["step"], why), whole=True)


def _write_remarks(file, rows):
    with file.table((5, 28, 35, 32)) as table:
        table.row((_("No."), _("Where"), _("Comments"), _("Response")))
        for row in rows:
            where = partial(_write_where, file, row)
            comment = partial(_write_cell, file, [Run(row["by"], bold=True)], row["text"])
            disposition = [Run(row["disposition"], bold=True)]
            answer = partial(_write_cell, file, disposition, row["response"])
            table.row((str(row["number"]), where, comment, answer), whole=row["whole"])


def _write_where(file, row):
    if row["section"]:
        file.paragraph([Run(row["section"], bold=True)], "Table Text")
    if row["quote"]:
        file.paragraph([Run(f"“{row['quote']}”", italic=True)], "Table Text")
    elif not row["page"] and not row["section"]:
        file.paragraph([_("The paper as a whole")], "Table Text")
    for more in filter(None, (row["page"], row["version"])):
        file.paragraph([more], "Table Text")


def _markdown(file, text):
    return partial(write_markdown, file, text, level=6, style="Table Text")


def _write_cell(file, first, text):
    if any(run.text for run in first):
        file.paragraph(first, "Table Text")
    if text:
        write_markdown(file, text, level=6, style="Table Text")
