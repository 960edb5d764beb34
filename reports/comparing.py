"""Two printings of a report side by side, in words: what their snapshots say, as text."""

from core.comparing import changes_of
from reports.composer.as_text import TextFile
from reports.contexts import ReportContext, in_language
from reports.contexts.papers import PaperContext
from reports.kinds import offer_of
from reports.meeting_word import write_part
from reports.pages import parts_of

# What a snapshot holds besides words: no reader misses it in a comparison.
TECHNICAL = {"format", "edition", "language", "composed_at", "id", "key", "source", "kind", "state"}


def changes_between(earlier, later):
    """(rows, counts) of what changed from one printing to another, as core.comparing has them."""
    return changes_of(words_of(earlier), words_of(later))


def words_of(printing):
    """All that a printing says, as Markdown; empty for one that was not composed."""
    if not printing.snapshot:
        return ""
    try:
        context = offer_of(printing.report).thaw(printing.snapshot)
    except (TypeError, ValueError):
        # Of an earlier release: its words are there all the same.
        return _texts(printing.snapshot)
    if isinstance(context, ReportContext):
        return _composed(context)
    if isinstance(context, PaperContext):
        return "\n\n".join((f"# {context.title}", context.note, context.body))
    return _texts(printing.snapshot)


def _composed(context):
    with in_language(context.language):
        file = TextFile()
        file.heading([context.title], 1)
        for words in (context.subtitle, ", ".join(author.name for author in context.authors)):
            file.paragraph([words] if words else [])
        for part in parts_of(context):
            file.heading([part.title], 1)
            if part.template == "diagram":
                file.paragraph([part.facts["alternative"]])
            elif part.template == "photographs":
                for photo in part.facts["photos"]:
                    file.paragraph([f"{photo['alternative']} {photo['caption']}"])
            else:
                write_part(file, part, {})
        return file.text


def _texts(node):
    """The texts of a snapshot, one after another."""
    if isinstance(node, str):
        return node
    if isinstance(node, dict):
        node = [value for name, value in node.items() if name not in TECHNICAL]
    if isinstance(node, list):
        return "\n\n".join(filter(None, map(_texts, node)))
    return "" if node is None or isinstance(node, bool) else str(node)
