"""Composes the pages of a meeting report: a context in, one HTML document out, the same each time.

Here facts get their words (labels, dates, numbers in the dialogue's language) and their place. Each part
of the write-up that has something to say becomes a `Part` with its own small template; the contents are
made of the same list, so they cannot disagree.
"""

from dataclasses import dataclass, field
from functools import partial

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.countries import country_name
from dialogues.models import Attribution, Kind, ParticipationRule
from dialogues.vocabulary import ACTS_AS, label_of
from reports.composer.notation import NotationError, in_words, read
from reports.composer.registry import PARTS as PART_KINDS
from reports.contexts import in_language
from reports.contexts.facts import AgendaPart
from reports.house import frame_of, rights_of
from reports.models import Edition, ReportKind
from reports.pdf import PICTURE
from reports.programme import programme
from reports.said import blocks_of
from reports.wording import clock, day, is_right_to_left, shortened, span

RUNNING_TITLE, RUNNING_PART = 84, 38  # letters that fit the two halves of a running header
LONG_CONTENTS = 32  # entries after which they are set smaller, to stay on one page if they can
LONG_TITLE, VERY_LONG_TITLE = 70, 150


@dataclass
class Heading:
    """An entry of the contents."""

    id: str
    title: str

    @property
    def running(self):
        return shortened(self.title, RUNNING_PART)


@dataclass
class Part(Heading):
    """A part of the write-up: its heading, what its template prints, and the sections below it."""

    template: str
    facts: dict = field(default_factory=dict)
    sections: list[Heading] = field(default_factory=list)
    # What was written to stand before what the data say.
    lead: str = ""

    @property
    def name(self):
        """The class by which the style sheet knows it: all annexes are alike."""
        return self.template if self.template != "prose" else self.id

    def section(self, title, **facts):
        """Add a section to the part's contents; answers with what its template needs."""
        heading = Heading(f"{self.id}-{len(self.sections) + 1}", title)
        self.sections.append(heading)
        return {"id": heading.id, "title": title, **facts}


def compose(context, pictures=(), *, alone=False):
    """The HTML document of a ReportContext, complete in itself but for the application's own fonts and those
    of its pictures that are among `pictures`, by key. `alone` are its parts without cover and contents."""
    with in_language(context.language):
        parts = with_pictures(parts_of(context), pictures)
        return render_to_string(
            "reports/pdf/meeting_report.html",
            {
                "alone": alone,
                # A summary is a few pages: its parts follow each other.
                "flows": context.kind != ReportKind.MEETING_REPORT,
                **frame_of(context.house, pictures),
                "context": context,
                "direction": direction_of(context.language),
                "cover": cover_of(context),
                "authors": [author.name for author in context.authors],
                "running_title": running_title_of(context),
                "mark": mark_of(context.edition),
                "parts": parts,
                "long_contents": sum(1 + len(part.sections) for part in parts) > LONG_CONTENTS,
            },
        )


def parts_of(context):
    """The Parts of the write-up that have something to say, in their order; in the active language."""
    if context.composition:
        return [part for piece in context.composition for part in _composed(context, piece)]
    return [part for make in MAKERS.values() for part in make(context)]


def with_pictures(parts, pictures):
    """`parts` without what shows a picture that is not among `pictures`: its file is gone."""
    kept = []
    for part in parts:
        if part.template == "diagram" and part.facts["key"] not in pictures:
            continue
        if part.template == "photographs":
            part.facts["photos"] = [
                each for each in part.facts["photos"] if each["key"] in pictures
            ]
        kept.append(part)
    return kept


def _composed(context, piece):
    """The Parts that a piece of a composed report comes to: what the data say, under its own heading if it
    has one, after what was written to stand before them; or what was written in their place."""
    title = piece.heading or str(PART_KINDS[piece.key].label)
    if piece.key in DRAWN:
        return DRAWN[piece.key](piece, title)
    written = [Part(piece.id, title, "prose", {"text": piece.text})] if piece.text else []
    if piece.source == "written":
        return written
    parts = list((MAKERS | CHOSEN)[piece.key](context))
    if not parts:
        return written
    parts[0].lead = piece.text
    if piece.heading and len(parts) == 1:
        parts[0].title = piece.heading
    return parts


def _diagram(piece, title):
    if not piece.text:
        return []
    try:
        words = in_words(read(piece.text))
    except NotationError:
        return [Part(piece.id, title, "prose", {"text": piece.text})]
    facts = {"src": f"{PICTURE}{piece.id}", "key": piece.id, "alternative": words}
    return [Part(piece.id, title, "diagram", facts)] if words else []


def _photographs(piece, title):
    photos = [
        {
            "src": f"{PICTURE}{photo.key}",
            "key": photo.key,
            "alternative": photo.alternative,
            "caption": ". ".join(filter(None, (photo.caption.rstrip("."), photo.credit))),
        }
        for photo in piece.photos
    ]
    if not photos and not piece.text:
        return []
    return [Part(piece.id, title, "photographs", {"photos": photos}, lead=piece.text)]


def running_title_of(context):
    """The title as it stands at the head of each page."""
    return shortened(context.title, RUNNING_TITLE)


def mark_of(edition):
    """What every page of an edition that is not for everybody says of itself."""
    marks = {
        Edition.INTERNAL: _("For the team – not for circulation"),
        Edition.PARTICIPANTS: _("For participants – not for circulation"),
    }
    return marks.get(edition, "")


def direction_of(language):
    return "rtl" if is_right_to_left(language) else "ltr"


def _place(*names, country=""):
    known = [*names, str(country_name(country))]
    return ", ".join(dict.fromkeys(name for name in known if name))


def cover_of(context):
    """What stands on the cover besides title, subtitle and authors."""
    meeting, event = context.meeting, context.meeting.event
    length = len(context.title)
    when = span(meeting.starts_on, meeting.ends_on)
    return {
        "label": str(ReportKind(context.kind).label),
        "size": ("long" if length > LONG_TITLE else "") if length <= VERY_LONG_TITLE else "longest",
        "event": event and event.title,
        "event_when": event
        and ", ".join(filter(None, (span(event.starts, event.ends), event.place))),
        "dialogue": meeting.title if meeting.title != context.title else "",
        "when": when,
        "where": _place(meeting.venue, meeting.city, country=meeting.country),
        "convenors": meeting.convenors,
    }


def _acknowledgements(context):
    if context.acknowledgements:
        return Part(
            "acknowledgements",
            _("Acknowledgements"),
            "prose",
            {"text": context.acknowledgements},
        )
    return None


def _introduction(context):
    if context.introduction:
        title = context.meeting.title
        if title == context.title:
            title = _("Introduction")
        facts = {
            "text": context.introduction,
            "lead": True,
            "runs_on": bool(context.acknowledgements),
        }
        return Part("introduction", title, "prose", facts)
    return None


def _summary(context):
    if not (context.summary or context.key_messages or context.action_points):
        return None
    part = Part("summary", _("Summary"), "summary")
    if context.summary and context.summary_heading:
        part.facts["body"] = part.section(context.summary_heading, text=context.summary)
    elif context.summary:
        part.facts["body"] = {"text": context.summary}
    if context.key_messages:
        part.facts["heard"] = part.section(_("What we heard"), messages=context.key_messages)
    if context.action_points:
        part.facts["actions"] = part.section(
            _("Our key action points and next steps"),
            points=_points_of(context),
        )
    return part


def _points_of(context):
    return [
        {"title": point.title, "text": point.text, "source": _undertaken(point)}
        for point in context.action_points
    ]


def _undertaken(point):
    """Who is to do it, and by when; the day as people write it into a plan."""
    owner = _("Owner: %(name)s") % {"name": point.owner} if point.owner else ""
    due = _("Due: %(date)s") % {"date": point.due} if point.due else ""
    return " · ".join(filter(None, (owner, due)))


def _background(context):
    if not context.background:
        return None
    part = Part("background", _("Background"), "background")
    part.facts["sections"] = [
        {
            "box": section.box,
            "text": section.body,
            "level": 4 if section.heading else 3,
            **(part.section(section.heading) if section.heading else {}),
        }
        for section in context.background
    ]
    return part


def _logistics(context):
    part = Part("logistics", _("Session logistics"), "logistics")
    part.facts["when_and_where"] = part.section(
        _("When and where"), text=context.logistics, rows=_facts_of(context)
    )
    if context.questions:
        title = _("Question of the dialogue") if len(context.questions) == 1 else ""
        part.facts["questions"] = part.section(
            title or _("Questions of the dialogue"), texts=[row.text for row in context.questions]
        )
    if context.materials or context.materials_intro:
        part.facts["materials"] = part.section(
            _("Session materials"),
            intro=context.materials_intro,
            rows=[_material(material) for material in context.materials],
        )
    if context.agenda:
        part.facts["outline"] = part.section(
            _("Session outline"),
            programme=programme(context.agenda, first_day=context.meeting.starts_on),
        )
    return part


def _facts_of(context):
    """When and where, row by row; what is not known has no row."""
    meeting = context.meeting
    hours = "–".join(clock(at) for at in (meeting.starts_at, meeting.ends_at) if at)
    if hours and meeting.timezone:
        zone = meeting.timezone.rpartition("/")[2].replace("_", " ")
        hours = _("%(hours)s (%(place)s time)") % {"hours": hours, "place": zone}
    rows = [
        (_("Meeting"), Kind(meeting.kind).label if meeting.kind in Kind.values else meeting.kind),
        (_("Date"), span(meeting.starts_on, meeting.ends_on)),
        (_("Time"), hours),
        (_("Place"), _place(meeting.venue, meeting.city, country=meeting.country)),
        (_("Convened by"), "; ".join(meeting.convenors)),
        (_("Hosted by"), meeting.host),
        (_("Chair"), meeting.chair),
        (_("Facilitator"), meeting.facilitator),
        (_("Participation"), _label(ParticipationRule, meeting.participation)),
        (_("Attribution"), _label(Attribution, meeting.attribution)),
    ]
    if meeting.title != context.title and not context.introduction:
        rows.insert(0, (_("Dialogue"), meeting.title))
    return [{"label": label, "value": value} for label, value in rows if value]


def _label(choices, value):
    return choices(value).label if value in choices.values else value


def _material(material):
    kind = "" if material.kind.casefold() in material.title.casefold() else material.kind
    return {
        "title": material.title,
        "kind": kind.replace("-", " "),
        "url": material.url if material.url.startswith(("https://", "http://")) else "",
    }


def _notes(context):
    if not context.sessions:
        return None
    part = Part("notes", _("Session notes"), "notes")
    part.facts["groups"] = groups = []
    beside = {}
    for session in context.sessions:
        if session.parallel and session.parallel in beside:
            beside[session.parallel]["sessions"].append(_session(session))
        elif session.parallel:
            group = part.section(
                session.parallel, parallel=True, level=5, sessions=[_session(session)]
            )
            beside[session.parallel] = group
            groups.append(group)
        else:
            alone = {**_session(session), **part.section(session.title)}
            groups.append({"level": 4, "sessions": [alone]})
    return part


def _session(session):
    return {
        "title": session.title,
        "question": session.question if session.question != session.title else "",
        "people": [
            f"{label}: {', '.join(filter(None, (who.name, who.organisation)))}"
            for label, who in (
                (_("Facilitator"), session.facilitator),
                (_("Rapporteur"), session.rapporteur),
            )
            if who
        ],
        "synthesises": session.synthesises,
        "blocks": blocks_of(session.contributions),
    }


def _next_steps(context):
    if context.next_steps:
        return Part(
            "next-steps", _("Next steps"), "prose", {"text": context.next_steps, "runs_on": True}
        )
    return None


def _annex(annex, number):
    title = _("Annex %(number)d: %(title)s") % {"number": number, "title": annex.title}
    part = Part(f"annex-{number}", title, "annex", {"annex": annex})
    if annex.items:
        part.facts["programme"] = programme((AgendaPart("", annex.items),), first_day="")
    return part


def _participants(context):
    if not context.participants:
        return None
    part = Part("participants", _("Participants"), "participants")
    part.facts["groups"] = [
        {
            "title": group.name or (_("Others") if len(context.participants) > 1 else ""),
            "named": [{"name": person.who.name, "does": _does(person)} for person in group.named],
            "others": _others(group),
        }
        for group in context.participants
    ]
    return part


def _does(person):
    """Role and organisation, and what somebody did at the dialogue if it was more than taking part."""
    plain = person.acts_as in {"", "participant"}
    did = "" if plain else str(label_of(ACTS_AS, person.acts_as))
    return " · ".join(filter(None, (person.who.affiliation, did)))


def _others(group):
    """How many of a group were there besides those named; empty if nobody, or if it may not be said."""
    number = group.others
    if not number:
        return ""
    if group.named:
        return ngettext("and %(number)d more", "and %(number)d more", number) % {"number": number}
    return ngettext("%(number)d person", "%(number)d people", number) % {"number": number}


def _about(context):
    """The last page: who wrote the report, what it belongs to, and who answers for it."""
    event = context.meeting.event
    rights = rights_of(context)
    told = (context.authors, event, context.theme, context.keywords, context.imprint, rights)
    if not any(told):
        return None
    part = Part("about", _("About this report"), "about", {"imprint": context.imprint})
    part.facts["rights"] = rights
    part.facts["lines"] = context.house.imprint if context.house else ""
    if context.imprint:
        address = context.imprint.website
        part.facts["website"] = address.partition("://")[2].rstrip("/") or address
    if context.authors:
        part.facts["authors"] = part.section(_("About the authors"), people=context.authors)
    if event:
        part.facts["event"] = part.section(
            _("About the event"),
            event=event.title,
            when=", ".join(filter(None, (span(event.starts, event.ends), event.place))),
            dialogue=context.meeting.title,
            on=span(context.meeting.starts_on, context.meeting.ends_on),
        )
    part.facts["theme"] = context.theme
    part.facts["keywords"] = ", ".join(context.keywords)
    part.facts["composed_on"] = day(context.composed_at[:10])
    return part


def _annexes(context):
    return [_annex(annex, number) for number, annex in enumerate(context.annexes, start=1)]


def _messages(context):
    if not context.key_messages:
        return None
    return Part("messages", _("What we heard"), "messages", {"messages": context.key_messages})


def _actions(context):
    if not context.action_points:
        return None
    return Part("actions", _("Action points"), "actions", {"points": _points_of(context)})


def _recommendations(context):
    if not context.recommendations:
        return None
    facts = {"rows": context.recommendations}
    return Part("recommendations", _("Recommendations"), "recommendations", facts)


def _one(make, context):
    """What `make` makes of a context as a list: of one Part or none."""
    part = make(context)
    return [part] if part else []


# Key of a part -> what makes Parts of a context. Those up to `about` are the write-up as it stands when
# nobody has composed it.
MAKERS = {
    "acknowledgements": partial(_one, _acknowledgements),
    "introduction": partial(_one, _introduction),
    "summary": partial(_one, _summary),
    "background": partial(_one, _background),
    "logistics": partial(_one, _logistics),
    "notes": partial(_one, _notes),
    "next-steps": partial(_one, _next_steps),
    "annexes": _annexes,
    "participants": partial(_one, _participants),
    "about": partial(_one, _about),
}
# Parts that stand in a report only where somebody put them.
CHOSEN = {
    "messages": partial(_one, _messages),
    "actions": partial(_one, _actions),
    "recommendations": partial(_one, _recommendations),
}
DRAWN = {
    **dict.fromkeys(("diagram", "pathway", "components", "process"), _diagram),
    "photographs": _photographs,
}
