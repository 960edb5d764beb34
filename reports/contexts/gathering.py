"""Turns rows into facts, asking at each name and number whether the edition may say it."""

from collections import defaultdict

from reports.composer.pieces import pieces_of, recommendations_of, without_unused
from reports.contexts import facts
from reports.contexts.discretion import Discretion, group_of
from reports.contexts.house import house_of


def gather(rows, edition, *, whole=False):
    """The parts of a ReportContext by name, and what takes protected names out of their texts. What the
    report's parts do not print is not among them, unless the `whole` is asked for."""
    discretion = Discretion(rows, edition)
    report, dialogue = rows.report, rows.dialogue
    parts = {
        "title": report.title or dialogue.title,
        "subtitle": report.subtitle,
        "acknowledgements": report.acknowledgements,
        "theme": report.theme,
        "keywords": tuple(map(str, report.keywords or ())),
        "meeting": _meeting(rows, discretion),
        "introduction": dialogue.introduction,
        "summary_heading": dialogue.summary_heading,
        "summary": dialogue.summary_body,
        "key_messages": tuple(message.text for message in rows.key_messages),
        "action_points": tuple(_action_point(row, discretion) for row in rows.action_points),
        "background": tuple(
            facts.Section(row.heading, row.body, row.box) for row in rows.background
        ),
        "logistics": dialogue.logistics,
        "materials_intro": dialogue.materials_intro,
        "materials": tuple(facts.Material(row.title, row.kind, row.url) for row in rows.materials),
        "questions": tuple(facts.Question(row.text, row.short) for row in rows.questions),
        "agenda": _agenda(rows, discretion),
        "sessions": tuple(_session(row, rows, discretion) for row in rows.sessions),
        "next_steps": dialogue.next_steps,
        "annexes": _annexes(rows, discretion),
        "participants": _participants(discretion),
        "authors": tuple(filter(None, map(discretion.author, rows.authors))),
        "imprint": _imprint(rows.convenors),
        "kind": str(report.kind),
        "isbn": report.isbn,
        "doi": report.doi,
        "house": house_of(dialogue.initiative.programme_id),
    }
    composition = () if whole else pieces_of(report, dialogue, edition)
    if whole:
        parts["recommendations"] = _recommendations(dialogue)
    elif composition:
        if any(piece.key == "recommendations" for piece in composition):
            parts["recommendations"] = _recommendations(dialogue)
        parts = without_unused(parts, composition) | {"composition": composition}
    return parts, discretion.redact


def _recommendations(dialogue):
    return tuple(
        facts.Recommendation(row.text, row.addressed_to) for row in recommendations_of(dialogue)
    )


def _iso(moment):
    return moment.isoformat() if moment else ""


def _clock(moment):
    return moment.strftime("%H:%M") if moment else ""


def _meeting(rows, discretion):
    dialogue = rows.dialogue
    event = None
    if dialogue.part_of_title:
        event = facts.Event(
            dialogue.part_of_title,
            _iso(dialogue.part_of_starts),
            _iso(dialogue.part_of_ends),
            dialogue.part_of_place,
        )
    return facts.Meeting(
        title=dialogue.title,
        kind=dialogue.kind,
        starts_on=_iso(dialogue.starts_on),
        ends_on=_iso(dialogue.ends_on),
        starts_at=_clock(dialogue.starts_at),
        ends_at=_clock(dialogue.ends_at),
        timezone=dialogue.timezone,
        venue=dialogue.venue,
        city=dialogue.city,
        country=dialogue.country,
        participation=dialogue.participation,
        attribution=dialogue.attribution,
        convenors=tuple(body.full_name for body in rows.convenors),
        host=dialogue.host.full_name if dialogue.host else "",
        chair=discretion.who(dialogue.chair),
        facilitator=discretion.who(dialogue.facilitator),
        event=event,
    )


def _action_point(row, discretion):
    owner = row.owner_text
    if row.owner_organisation:
        owner = row.owner_organisation.full_name
    elif row.owner_person:
        owner = discretion.owner(row.owner_person)
    return facts.ActionPoint(row.title, row.text, owner, _iso(row.due))


def _agenda(rows, discretion):
    parts = (
        facts.AgendaPart(part.title, _items(rows.items_of_part[part.pk], rows, discretion))
        for part in rows.agenda_parts
    )
    return tuple(part for part in parts if part.title or part.items)


def _annexes(rows, discretion):
    return tuple(
        facts.Annex(
            row.title,
            row.heading,
            row.when,
            row.where,
            row.body,
            _items(rows.items_of_annex[row.pk], rows, discretion),
        )
        for row in rows.annexes
    )


def _items(items, rows, discretion):
    return tuple(_item(item, rows.appearances_of[item.pk], discretion) for item in items)


def _item(item, appearances, discretion):
    people = (_appearance(row, discretion) for row in appearances)
    return facts.AgendaItem(
        title=item.title,
        date=_iso(item.date),
        day_number=item.day_number or 0,
        start=_clock(item.start),
        end=_clock(item.end),
        format=item.format,
        question=item.question.text if item.question else "",
        presentation=item.presentation,
        place=item.place,
        text=item.text,
        moderator_notes=item.moderator_notes if discretion.says_moderator_notes else "",
        people=tuple(person for person in people if person is not None),
    )


def _appearance(row, discretion):
    """Somebody's part in an item; None where nothing of it may be said."""
    who = discretion.who(row.person) if row.person else discretion.stranger(row)
    if who is None and not (row.perspective or row.presentation):
        return None
    return facts.Appearance(
        who,
        row.acts_as,
        row.perspective,
        row.presentation,
        row.moderator_notes if discretion.says_moderator_notes else "",
    )


def _session(row, rows, discretion):
    return facts.Session(
        title=row.title,
        question=row.question.text if row.question else "",
        parallel=row.parallel,
        facilitator=discretion.who(row.facilitator),
        rapporteur=discretion.who(row.rapporteur),
        synthesises=tuple(rows.synthesised_by[row.pk]),
        contributions=_contributions(row, rows.contributions_of[row.pk], discretion),
    )


def _contributions(session, rows, discretion):
    """The tree of what was said, in reading order; without recursion, as it may be of any depth."""
    known = {row.pk for row in rows}
    under = defaultdict(list)
    for row in rows:
        # A parent in another session cannot be drawn: its points stand for themselves.
        under[row.parent_id if row.parent_id in known else None].append(row)
    said = []
    waiting = [(row, 0) for row in reversed(under[None])]
    while waiting:
        row, depth = waiting.pop()
        said.append(_contribution(row, depth, session, discretion))
        waiting.extend((point, depth + 1) for point in reversed(under[row.pk]))
    return tuple(said)


def _contribution(row, depth, session, discretion):
    question = ""
    if row.question_id and row.question_id != session.question_id:
        question = row.question.text
    return facts.Contribution(
        kind=row.kind,
        text=row.text,
        depth=depth,
        question=question,
        group=discretion.view(row),
        table=row.table if discretion.says_tables else "",
        speaker=discretion.speaker(row),
    )


def _participants(discretion):
    """Who was there by group, in the groups' order; those of no group last."""
    present, groups = defaultdict(list), {}
    for row in discretion.attended:
        group = group_of(row)
        key = (0, group.position, group.pk) if group else (1, 0, 0)
        present[key].append(row)
        groups[key] = group
    found = []
    for key in sorted(present):
        named = tuple(
            _participant(row, discretion) for row in present[key] if discretion.lists(row)
        )
        others = discretion.count(len(present[key]) - len(named))
        if named or others:
            name = groups[key].full_name if groups[key] else ""
            found.append(facts.GroupPresent(name, named, others))
    return tuple(found)


def _participant(row, discretion):
    return facts.Participant(discretion.named(row.person), row.acts_as)


def _imprint(convenors):
    if not convenors:
        return None
    body = convenors[0]
    return facts.Imprint(
        body.full_name, body.address, body.phone, body.fax, body.email, body.website
    )
