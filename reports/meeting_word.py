"""Writes a meeting report as Word: the parts of the printed pages, in their order and words, to be edited."""

from functools import partial
from textwrap import indent

from django.utils.translation import gettext as _

from reports.contexts import in_language
from reports.house import licence_of
from reports.pages import cover_of, mark_of, parts_of, running_title_of, with_pictures
from reports.picture import picture_of
from reports.word.file import Run, WordFile
from reports.word.house import dress
from reports.word.markdown import write_markdown

CELL = "Table Text"
STEP = "    "  # by which a point of Markdown stands below another


def write_meeting(context, pictures, path):
    """Write a ReportContext with those of its pictures that are among `pictures`, by key: (media type,
    content), to `path`. Raises OSError."""
    with in_language(context.language):
        parts = with_pictures(parts_of(context), pictures)
        file = WordFile(
            title=context.title,
            subject=cover_of(context)["label"],
            language=context.language,
            made_at=context.composed_at,
            header=running_title_of(context),
            footer=mark_of(context.edition),
        )
        _write_properties(file, context)
        _write_cover(file, context, pictures)
        _write_contents(file, parts)
        for part in parts:
            file.heading([part.title], 1, bookmark=part.id)
            write_part(file, part, pictures)
        file.save(path)


def write_part(file, part, pictures):
    """Write what stands under the heading of a Part into `file`."""
    _text(file, part.lead, 2)
    if part.template in SHOWN:
        SHOWN[part.template](file, part.facts, pictures)
    else:
        WRITERS[part.template](file, part.facts)


def _write_properties(file, context):
    licence = licence_of(context)
    file.about(
        authors="; ".join(author.name for author in context.authors),
        keywords=", ".join(context.keywords),
        rights=" ".join(licence) if licence else "",
    )


def _write_cover(file, context, pictures):
    cover = cover_of(context)
    dress(file, context.house, pictures)
    for words in (cover["event"], cover["event_when"]):
        if words:
            file.paragraph([words], "Note")
    file.paragraph([cover["label"]], "Kicker")
    file.paragraph([context.title], "Title")
    if context.subtitle:
        file.paragraph([context.subtitle], "Subtitle")
    names = ", ".join(author.name for author in context.authors)
    for words in (
        names,
        cover["dialogue"],
        cover["when"],
        cover["where"],
        "; ".join(cover["convenors"]),
    ):
        if words:
            file.paragraph([words], "Note")


def _write_contents(file, parts):
    file.paragraph([_("Contents")], "Contents Heading")
    for part in parts:
        file.paragraph([Run(part.title, link=f"#{part.id}")], "Contents")
        for section in part.sections:
            file.paragraph([Run(section.title, link=f"#{section.id}")], "Contents Below")


def _heading(file, section, level=2):
    """The heading of a section; False where there is none of it."""
    if not section:
        return False
    if section.get("title"):
        file.heading([section["title"]], level, bookmark=section.get("id", ""))
    return True


def _text(file, text, level=3):
    if text:
        write_markdown(file, text, level=level)


def _point(text, source="", depth=0):
    """A point of a list in Markdown, with all that belongs to its text below it."""
    told = f"{text.strip()} ({source})" if source else text.strip()
    first, _break, more = told.partition("\n")
    lines = f"{STEP * depth}- {first}"
    return lines + (f"\n{indent(more, STEP * (depth + 1))}" if more else "")


def _list(file, points):
    """A list of `points`, Markdown each."""
    if points:
        write_markdown(file, "\n".join(points), level=6)


# The parts ---------------------------------------------------------------------------------------
def _prose(file, facts):
    _text(file, facts["text"], 2)


def _summary(file, facts):
    if _heading(file, facts.get("body")):
        _text(file, facts["body"]["text"])
    if _heading(file, facts.get("heard")):
        _messages(file, facts["heard"])
    if _heading(file, facts.get("actions")):
        _actions(file, facts["actions"])


def _messages(file, facts):
    _list(file, [_point(message) for message in facts["messages"]])


def _actions(file, facts):
    with file.table((60, 40)) as table:
        table.row((_("Action point"), _("Owner and day")))
        for point in facts["points"]:
            table.row((partial(_action, file, point), point["source"]), whole=True)


def _recommendations(file, facts):
    for number, row in enumerate(facts["rows"], start=1):
        write_markdown(file, f"{number}. " + indent(row.text.strip(), "   ").strip(), level=6)
        if row.addressed_to:
            whom = _("To: %(whom)s") % {"whom": row.addressed_to}
            file.paragraph([whom], "Note")


def _diagram(file, facts, pictures):
    file.picture(picture_of(pictures[facts["key"]]), facts["alternative"])


def _photographs(file, facts, pictures):
    for photo in facts["photos"]:
        file.picture(picture_of(pictures[photo["key"]]), photo["alternative"])
        if photo["caption"]:
            file.paragraph([photo["caption"]], "Note")


def _action(file, point):
    if point["title"]:
        file.paragraph([Run(point["title"], bold=True)], CELL)
    if point["text"]:
        write_markdown(file, point["text"], level=6, style=CELL)


def _background(file, facts):
    for section in facts["sections"]:
        _heading(file, section)
        _text(file, section["text"])


def _logistics(file, facts):
    section = facts["when_and_where"]
    _heading(file, section)
    _text(file, section["text"])
    with file.table((30, 70), headings=False) as table:
        for row in section["rows"]:
            value = row["value"]
            shown = _who(value) if hasattr(value, "name") else [str(value)]
            table.row(([Run(str(row["label"]), bold=True)], shown), whole=True)
    if _heading(file, facts.get("questions")):
        _list(file, [_point(text) for text in facts["questions"]["texts"]])
    if _heading(file, facts.get("materials")):
        _text(file, facts["materials"]["intro"])
        for row in facts["materials"]["rows"]:
            runs = [Run(row["title"], link=row["url"])]
            file.paragraph([*runs, f" ({row['kind']})"] if row["kind"] else runs)
    if _heading(file, facts.get("outline")):
        _programme(file, facts["outline"]["programme"])


def _who(who):
    return [Run(who.name, bold=True), f", {who.affiliation}" if who.affiliation else ""]


def _programme(file, programme):
    for day in programme["tables"]:
        if day["heading"]:
            file.heading([day["heading"]], 3)
        notes = [_("Moderator notes")] if programme["has_notes"] else []
        with file.table((14, 50, 36) if notes else (16, 84)) as table:
            table.row((_("Time"), _("Segment"), *notes))
            for part in day["parts"]:
                if part["title"]:
                    title = [Run(part["title"], bold=True)]
                    table.row(([""], title, *([[""]] if notes else [])), whole=True)
                for row in part["rows"]:
                    cells = [row.time, partial(_segment, file, row)]
                    if notes:
                        cells.append(partial(_note, file, row.notes))
                    table.row(cells, whole=row.is_short)


def _note(file, text):
    if text:
        write_markdown(file, text, level=6, style=CELL)


def _segment(file, row):
    item = row.item
    if item:
        file.paragraph([Run(item.title, bold=True)], CELL)
        if item.place:
            file.paragraph([item.place], CELL)
        _note(file, item.text)
        if item.presentation:
            file.paragraph([Run(f"“{item.presentation}”", italic=True)], CELL)
    for group in row.people:
        if group["label"]:
            file.paragraph([group["label"]], CELL)
        for person in group["people"]:
            runs = _who(person.who) if person.who else []
            if person.perspective:
                runs += [" – " if runs else "", Run(person.perspective, italic=True)]
            if person.presentation:
                runs += [" " if runs else "", f"“{person.presentation}”"]
            if runs:
                file.paragraph(runs, CELL)


def _notes(file, facts):
    for group in facts["groups"]:
        if group.get("parallel"):
            _heading(file, group)
            file.paragraph([_("Parallel sessions")], "Note")
        for session in group["sessions"]:
            _heading(file, session, 3 if group.get("parallel") else 2)
            _text(file, session["question"], 4)
            if session["people"]:
                file.paragraph([" · ".join(session["people"])], "Note")
            if session["synthesises"]:
                drawn = "; ".join(session["synthesises"])
                file.paragraph([f"{_('Draws together')}: {drawn}"], "Note")
            _blocks(file, session["blocks"])


def _blocks(file, blocks):
    for block in blocks:
        kind = block["type"]
        if kind in ("prose", "question"):
            _text(file, block["text"], 4)
        elif kind == "quote":
            write_markdown(file, indent(block["text"], "> ", lambda _line: True), level=4)
            if block["source"]:
                file.paragraph([block["source"]], "Note")
        else:
            if block["label"]:
                file.paragraph([Run(block["label"], bold=True)], "Note", keep=True)
            _list(file, list(_points(block["points"])))


def _points(points, depth=0):
    """The points of a list and those below them, as Markdown. What stands below a point and is none, such
    as a quotation, becomes one."""
    for point in points:
        yield _point(point["text"], point["source"], depth)
        for block in point["blocks"]:
            if block["type"] == "points":
                yield from _points(block["points"], depth + 1)
            else:
                yield _point(block["text"], block.get("source", ""), depth + 1)


def _annex(file, facts):
    annex = facts["annex"]
    for words in (annex.heading, annex.when, annex.where):
        if words:
            file.paragraph([words], "Note")
    _text(file, annex.body, 2)
    if facts.get("programme"):
        _programme(file, facts["programme"])


def _participants(file, facts):
    for group in facts["groups"]:
        if group["title"]:
            file.heading([group["title"]], 2)
        if group["named"]:
            with file.table((40, 60)) as table:
                table.row((_("Name"), _("Role and organisation")))
                for person in group["named"]:
                    table.row((person["name"], person["does"]), whole=True)
        if group["others"]:
            file.paragraph([group["others"]])


def _about(file, facts):
    if _heading(file, facts.get("authors")):
        for who in facts["authors"]["people"]:
            file.paragraph(_who(who))
    if _heading(file, facts.get("event")):
        section = facts["event"]
        told = f", {section['when']}" if section["when"] else ""
        file.paragraph([Run(section["event"], bold=True), told])
        words = _("“%(dialogue)s” was part of it, on %(on)s.")
        file.paragraph([words % {"dialogue": section["dialogue"], "on": section["on"]}])
    for label, words in ((_("Theme"), facts["theme"]), (_("Keywords"), facts["keywords"])):
        if words:
            file.paragraph([f"{label}: {words}"])
    _rights(file, facts)
    if facts["imprint"]:
        imprint = facts["imprint"]
        file.paragraph([Run(imprint.name, bold=True)], "Note")
        for words in (imprint.address, imprint.phone, imprint.email, imprint.website):
            if words:
                file.paragraph([words], "Note")


def _rights(file, facts):
    for row in facts["rights"]:
        file.paragraph([f"{row['label']}: ", Run(row["words"], link=row["url"])])
    for line in facts["lines"].splitlines():
        file.paragraph([line], "Note")


WRITERS = {
    "prose": _prose,
    "summary": _summary,
    "background": _background,
    "logistics": _logistics,
    "notes": _notes,
    "annex": _annex,
    "participants": _participants,
    "about": _about,
    "messages": _messages,
    "actions": _actions,
    "recommendations": _recommendations,
}
# What shows pictures.
SHOWN = {"diagram": _diagram, "photographs": _photographs}
