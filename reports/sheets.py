"""What of a report is a table, as a workbook: the facts that its pages are made of, so that no edition says
more here than there. Headings are in the report's language; Markdown stands without its marks."""

import os
from datetime import date

from django.utils.translation import gettext as _

from core.markdown import plain
from core.sheets.writing import write_book
from dialogues.vocabulary import ACTS_AS, label_of
from reports.comment_pages import rows_of
from reports.contexts import in_language


def write_sheets(context, path, sheets):
    """Write as a workbook at `path` what `sheets(context)` answers with: each its title, headings and rows.
    A sheet without rows is left out, unless there is no other. Raises OSError."""
    with in_language(context.language):
        made = [(title, headings, list(rows)) for title, headings, rows in sheets(context)]
        filled = [sheet for sheet in made if sheet[2]] or made[:1]
        content = write_book(filled, title=title_of(context), language=context.language)
    with open(path, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def title_of(context):
    """What a report calls itself."""
    title = getattr(context, "title", "") or context.meeting.title
    of = getattr(context, "group", "")
    return f"{of}: {title}" if of else title


def _day(iso):
    return date.fromisoformat(iso) if iso else None


def _part(acts_as):
    return str(label_of(ACTS_AS, acts_as)) if acts_as else ""


# A meeting -----------------------------------------------------------------------------------------
def meeting_sheets(context):
    """Action points, participants and agenda of a ReportContext."""
    yield (
        _("Action points"),
        (_("Action point"), _("Text"), _("Owner"), _("Due")),
        ((row.title, plain(row.text), row.owner, _due(row.due)) for row in context.action_points),
    )
    yield (
        _("Participants"),
        (_("Group"), _("Name"), _("Role"), _("Organisation"), _("As")),
        _present(context),
    )
    yield _agenda_sheet(context.agenda, first_day=context.meeting.starts_on)


def _due(text):
    """A day where it is one; people write other things into a plan, too."""
    try:
        return _day(text)
    except ValueError:
        return text


def _present(context):
    for group in context.participants:
        for person in group.named:
            who = person.who
            yield (group.name, who.name, who.role, who.organisation, _part(person.acts_as))
        if group.others:
            yield (group.name, _more(group.others), "", "", "")


def _more(number):
    return _("%(number)d more") % {"number": number}


def _agenda_sheet(parts, first_day=""):
    rows = [
        (
            _day(item.date or ("" if item.day_number else first_day)),
            part.title,
            item.start,
            item.end,
            plain(item.title),
            item.place,
            "; ".join(filter(None, (_appears(person) for person in item.people))),
            plain(item.text),
            "\n".join(filter(None, map(plain, _notes(item)))),
        )
        for part in parts
        for item in part.items
    ]
    headings = (
        *(_("Date"), _("Part"), _("From"), _("Until"), _("Segment"), _("Place"), _("Who")),
        *(_("Text"), _("Moderator notes")),
    )
    if not any(row[-1] for row in rows):
        headings, rows = headings[:-1], [row[:-1] for row in rows]
    return _("Agenda"), headings, rows


def _appears(person):
    who = person.who
    name = ", ".join(filter(None, (who.name, who.affiliation))) if who else ""
    label = _part(person.acts_as)
    return ": ".join(filter(None, (label, name or person.perspective)))


def _notes(item):
    yield item.moderator_notes
    for person in item.people:
        yield person.moderator_notes


def agenda_sheets(context):
    """A released agenda, all days in one table."""
    yield _agenda_sheet([part for day in context.days for part in day.parts])


def participants_sheets(context):
    """The participants' list."""
    headings = (_("Group"), _("Name"), _("Organisation"), _("As"))
    yield _("Participants"), headings, _listed(context)


def _listed(context):
    for group in context.groups:
        for person in group.people:
            yield (group.name, person.name, person.organisation, _part(person.acts_as))
        if group.others:
            yield (group.name, _more(group.others), "", "")


# A group's meeting ---------------------------------------------------------------------------------
def minutes_sheets(context):
    """Decisions, actions that moved, and who was there, of a MinutesContext."""
    yield (
        _("Decisions"),
        (
            *(_("Point"), _("Decision"), _("How"), _("In favour"), _("Against"), _("Abstained")),
            *(_("Who"), _("Due"), _("Without a quorum"), _("Dissent")),
        ),
        _decisions(context),
    )
    yield (
        _("Actions that moved"),
        (_("Action"), _("Status"), _("Progress"), _("Now due"), _("In words")),
        (
            (row.action, row.status, row.progress, _day(row.due), plain(row.text))
            for row in context.changes
        ),
    )
    yield (
        _("Who was there"),
        (_("Who"), _("Constituency"), _("Presence"), _("Note")),
        (
            (row.name, row.stands_for, row.state, row.note)
            for row in (*context.present, *context.away)
        ),
    )


def _decisions(context):
    for point in context.points:
        for row in point.decisions:
            yield _decision(point.title, row)
    for row in context.loose:
        yield _decision("", row)


def _decision(point, row):
    dissents = (": ".join(filter(None, (each.by, each.text))) for each in row.dissents)
    return (
        *(point, plain(row.text), row.how, *(row.votes or (None, None, None)), row.owner),
        *(_day(row.due), _("yes") if row.without_quorum else "", "\n".join(dissents)),
    )


# Comments ------------------------------------------------------------------------------------------
def comments_sheets(context):
    """The comments on a paper and the responses to them."""
    headings = (
        *(_("No."), _("Section"), _("Where"), _("Page"), _("Version"), _("By"), _("Comment")),
        *(_("Disposition"), _("Response")),
    )
    yield _("Comments"), headings, _remarks(context)


def _remarks(context):
    for told, row in zip(rows_of(context), context.remarks, strict=True):
        yield (
            *(told["number"], row.section, row.quote, row.page or None, row.version or None),
            *(row.by, plain(row.text), told["disposition"], plain(row.response)),
        )


# A roadmap -----------------------------------------------------------------------------------------
def roadmap_sheets(context):
    """Actions, milestones, indicators, vision and endorsement of a RoadmapContext."""
    yield (
        _("Actions"),
        (
            *(_("Theme"), _("Action"), _("Who leads"), _("Supporters"), _("From"), _("Until")),
            *(_("Status"), _("Progress (%)"), _("Cost")),
        ),
        (
            (
                *(theme.title, row.title, row.lead, row.supporters, _day(row.start)),
                *(_day(row.due), row.label, row.progress if row.progress >= 0 else None, row.cost),
            )
            for theme in context.themes
            for row in theme.actions
        ),
    )
    yield (
        _("Milestones"),
        (_("Action"), _("Milestone"), _("Until")),
        (
            (row.title, each.title, _day(each.due))
            for theme in context.themes
            for row in theme.actions
            for each in row.milestones
        ),
    )
    yield (
        _("Indicators"),
        (
            *(_("Action or result"), _("Indicator"), _("Unit"), _("Baseline"), _("Target")),
            *(_("Actual"), _("Date")),
        ),
        (
            (row.of, row.title, row.unit, row.baseline, row.target, row.latest, _day(row.latest_on))
            for row in context.measures
        ),
    )
    yield (
        _("Vision"),
        (_("From"), _("To")),
        ((plain(row.was), plain(row.becomes)) for row in context.vision),
    )
    yield (
        _("Who endorses it"),
        (_("Constituency"), _("Name"), _("Answer"), _("Members")),
        ((row.group, row.name, row.state, row.number or None) for row in context.answers),
    )
