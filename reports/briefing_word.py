"""Writes a briefing as Word."""

from reports.briefing_pages import label_of
from reports.contexts import in_language
from reports.pages import RUNNING_TITLE
from reports.paper_pages import version_of
from reports.word.file import WordFile
from reports.word.markdown import write_markdown
from reports.wording import shortened


def write_briefing(context, path):
    """Write a BriefingContext to `path`. Raises OSError."""
    with in_language(context.language):
        file = WordFile(
            title=context.title,
            subject=label_of(),
            language=context.language,
            made_at=context.composed_at,
            header=shortened(context.title, RUNNING_TITLE),
            footer=version_of(context),
        )
        file.paragraph([context.programme], "Note")
        file.paragraph([f"{label_of()} · {context.group}"], "Kicker")
        file.paragraph([context.title], "Title")
        for section in context.sections:
            file.heading([section.heading], 1)
            write_markdown(file, section.text, level=2)
        file.save(path)
