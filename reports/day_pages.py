"""Composes the pages of what is printed for the day and after it: a context in, one HTML document out."""

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from convening.models import Sponsorship
from core.countries import country_name
from dialogues.vocabulary import ACTS_AS, label_of
from reports.codes import qr_svg
from reports.contexts import in_language
from reports.fitting import largest
from reports.house import frame_of
from reports.models import ReportKind
from reports.pages import RUNNING_TITLE, direction_of, mark_of
from reports.pdf import PICTURE
from reports.wording import day, shortened, span, together, weekday
from stakeholders.maps.shapes import DARK_TONES, INK, PAPER, TONES

ON_A_SHEET = 8  # badges, two by four
NAME_SIZES = (27, 23, 20, 17, 15, 13, 11)  # points
NAME_WIDTH, NAME_HEIGHT = 76, 22  # millimetres
CARD_SIZES = (60, 52, 44, 36, 30, 25)
CARD_WIDTH, CARD_HEIGHT = 245, 52
CERTIFIED_SIZES = (36, 30, 25, 21)
CERTIFIED_WIDTH, CERTIFIED_HEIGHT = 220, 30
LONG_TITLE, LONG_BODY = 68, 84  # letters
FEWEST_BLANKS, BLANKS = 8, 10  # lines for walk-ins: at least so many, and one for so many expected


def _render(template, context, pictures=(), **words):
    return render_to_string(
        f"reports/pdf/{template}.html",
        {
            "context": context,
            "meeting": context.meeting,
            **frame_of(context.house, pictures),
            "direction": direction_of(context.language),
            "when": span(context.meeting.starts_on, context.meeting.ends_on),
            "where": place_of(context.meeting),
            "running_title": shortened(context.meeting.title, RUNNING_TITLE),
            "mark": mark_of(context.edition),
            **words,
        },
    )


def place_of(meeting):
    """Where a dialogue is held, as far as it is known."""
    known = (meeting.venue, meeting.city, str(country_name(meeting.country)))
    return ", ".join(dict.fromkeys(name for name in known if name))


def part_label(person):
    """What somebody is there as, in words; empty for who is there as everybody."""
    return str(label_of(ACTS_AS, person.acts_as)) if person.acts_as else ""


def called(person):
    """What stands in large letters for somebody: the name, or of a guest the part, if they have one."""
    return (part_label(person) if person.is_guest else "") or person.name


# Sign-in sheet ------------------------------------------------------------------------------------
def compose_sign_in(context, pictures=()):
    """The HTML document of the sign-in sheet: a set of pages for each day."""
    with in_language(context.language):
        number = len(context.people)
        blanks = max(FEWEST_BLANKS, -(-number // BLANKS))
        return _render(
            "sign_in",
            context,
            pictures,
            label=str(ReportKind.SIGN_IN.label),
            days=[weekday(each) for each in context.days],
            guests=range(number + 1, number + context.guests + 1),
            blanks=range(blanks),
        )


# Badges and table cards ---------------------------------------------------------------------------
def compose_badges(context):
    """The HTML document of the badges, eight on a sheet, and the pictures that it shows: the code of each
    and the marks to cut along."""
    with in_language(context.language):
        badges = [_badge(person, at) for at, person in enumerate(context.people)]
        pictures = {
            f"qr-{at}": _svg(qr_svg(person.code))
            for at, person in enumerate(context.people)
            if person.code
        }
        pictures["cuts"] = _svg(_cuts())
        sheets = [badges[at : at + ON_A_SHEET] for at in range(0, len(badges), ON_A_SHEET)]
        html = _render(
            "badges",
            context,
            label=str(ReportKind.BADGES.label),
            sheets=sheets,
            sizes=NAME_SIZES,
            tones=tones(),
            cuts=f"{PICTURE}cuts",
            title=shortened(context.meeting.title, LONG_TITLE),
        )
    return html, pictures


def _svg(drawing):
    return ("image/svg+xml", drawing.encode())


def _badge(person, at):
    name = called(person)
    return {
        "place": at % ON_A_SHEET,
        "name": name,
        "size": largest(name, NAME_SIZES, width=NAME_WIDTH, height=NAME_HEIGHT),
        "under": "" if name == person.name or not person.is_guest else person.name,
        "organisation": shortened(person.organisation, LONG_BODY),
        "part": "" if name != person.name else part_label(person),
        "group": shortened(person.group, 46),
        "tone": person.tone,
        "code": person.code,
        "picture": f"{PICTURE}qr-{at}" if person.code else "",
    }


def _cuts():
    """Marks in the margins of a sheet of 210 by 297 mm, at each edge of a badge of 90 by 60."""
    across = [f"M{x} 17v8M{x} 272v8" for x in (15, 105, 195)]
    down = [f"M5 {y}h8M197 {y}h8" for y in range(28, 269, 60)]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 297" width="793.7" '
        f'height="1122.5"><path d="{"".join(across + down)}" fill="none" stroke="{INK}" '
        'stroke-width="0.15"/></svg>'
    )


def tones():
    """The colours of groups: number, ground and letters on it."""
    rows = ((tone, ground) for tone, ground in TONES.items() if tone)
    return [(tone, ground, PAPER if tone in DARK_TONES else INK) for tone, ground in rows]


def compose_table_cards(context):
    """The HTML document of the table cards: a sheet each, to be folded in the middle."""
    with in_language(context.language):
        cards = []
        for person in context.people:
            name = called(person)
            size = largest(name, CARD_SIZES, width=CARD_WIDTH, height=CARD_HEIGHT)
            cards.append(
                {
                    "name": name,
                    "size": size,
                    "under": person.organisation,
                    "part": "" if name != person.name else part_label(person),
                    "group": person.group,
                    "tone": person.tone,
                }
            )
        label = str(ReportKind.TABLE_CARDS.label)
        return _render(
            "table_cards", context, label=label, cards=cards, tones=tones(), sizes=CARD_SIZES
        )


# After the dialogue -------------------------------------------------------------------------------
def compose_certificates(context, pictures=()):
    """The HTML document of the certificates: a page each."""
    with in_language(context.language):
        every = context.days
        certified = [
            {
                "person": person,
                "size": largest(
                    person.name, CERTIFIED_SIZES, width=CERTIFIED_WIDTH, height=CERTIFIED_HEIGHT
                ),
                "days": "" if set(every) <= set(person.days) else _days(person.days),
            }
            for person in context.people
        ]
        label = str(ReportKind.CERTIFICATES.label)
        hosts = together(context.meeting.convenors)
        return _render(
            "certificates",
            context,
            pictures,
            label=label,
            certified=certified,
            hosts=hosts,
            sizes=CERTIFIED_SIZES,
        )


def _days(days):
    """“5 February 2014 and 6 February 2014”."""
    return together([day(each) for each in days])


def compose_participants(context, pictures=()):
    """The HTML document of the participants' list, by stakeholder group."""
    with in_language(context.language):
        groups = [
            {
                "name": group.name or _("Others"),
                "rows": [(person, part_label(person)) for person in group.people],
                "others": group.others,
            }
            for group in context.groups
        ]
        label = str(ReportKind.PARTICIPANTS.label)
        return _render("participants", context, pictures, label=label, groups=groups)


# Invitation letter --------------------------------------------------------------------------------
def compose_letter(context, pictures=()):
    """The HTML document of an invitation letter. Its title names the dialogue and nobody."""
    with in_language(context.language):
        given = (
            (_("Name as in the passport"), context.name),
            (_("Nationality"), context.nationality),
            (_("Passport number"), context.passport),
            (_("Passport valid until"), _day_if_one(context.passport_expires)),
            (_("Role"), context.role),
            (_("Organisation"), context.organisation),
        )
        paid = [(str(Sponsorship.What(each.what).label), each.by) for each in context.paid]
        return _render(
            "letter",
            context,
            pictures,
            label=str(ReportKind.LETTER.label),
            given=[(label, value) for label, value in given if value],
            paid=paid,
            hosts=together(context.meeting.convenors),
            written_on=day(context.composed_at[:10]),
        )


def _day_if_one(text):
    try:
        return day(text)
    except ValueError:
        return text
