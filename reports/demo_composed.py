"""The demo's composed reports, a template of them, and how the programme's reports look."""

from datetime import date
from io import BytesIO

from PIL import Image, ImageDraw

from core.uploads import Brought, keep_upload
from dialogues.models import Dialogue
from reports.composer import services
from reports.composer.desk import Desk
from reports.models import Photograph, Remark, ReportKind
from reports.services import house_style_of, report_of, save_house_style

PATHWAY = """[What we do]
+ Walk the boundary together: both sides, with witnesses
> Release ground in three steps
- Open a register of pits
[What comes of it]
Miners work by day
Land is given back as it is used
[What it is for]
Nobody dies at work
Walk the boundary together -> Release ground in three steps -> Miners work by day
Open a register of pits -> Land is given back as it is used
Miners work by day -> Nobody dies at work
Land is given back as it is used -> Nobody dies at work"""
OPENING = """We chaired this dialogue together because neither of us could have done so alone. One of us has
signed refusals for the district, the other has dug there without a paper.

What follows is what we heard, not what we think. Where the table did not agree, we say so."""


HELD = "Ground left behind: the Tarkwa field dialogue"


def give_a_style(programme):
    """Give `programme` a house style, with a logo that is drawn here."""
    style = house_style_of(programme)
    said = {
        "alternative": "Two hands over a table.",
        "colour": "#7a3b12",
        "publisher": "Common Ground Forum",
        "place": "Accra",
        "imprint": "Printed on paper from land that was given back.",
        "series": "Ground left behind",
        "licence": "by",
    }
    for name, value in said.items():
        setattr(style, name, value)
    save_house_style(style, based_on=style.version, fields=list(said), picture=_logo())


def _logo():
    image = Image.new("RGB", (480, 160), "#ffffff")
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((8, 96, 472, 120), radius=12, fill="#7a3b12")
    for x, turn in ((60, 1), (300, -1)):
        draw.polygon(((x, 96), (x + 60, 30), (x + 90, 30), (x + 120, 96)), fill="#b9722f")
        draw.ellipse((x + 50 - 10 * turn, 18, x + 110 - 10 * turn, 66), fill="#7a3b12")
    made = BytesIO()
    image.save(made, "PNG", optimize=True)
    return Brought("common-ground.png", "image/png", made.getvalue(), 480, 160)


def compose_reports(programme, *, by, writer):
    """Compose the summary and the co-chairs' summary of the field dialogue of `programme`, as the work of
    the user `by`, with a task for `writer`; one that is composed already stays."""
    dialogue = Dialogue.objects.get(initiative__programme=programme, title=HELD)
    summary = report_of(dialogue, ReportKind.SUMMARY)
    if summary.parts.exists():
        return
    give_a_style(programme)
    services.begin(summary)
    drawn = services.add_part(summary, "diagram")
    _write(drawn, heading="How one thing leads to another", text=PATHWAY)
    for _step in range(2):
        services.move_part(drawn, up=True)
    shown = services.add_part(summary, "photographs")
    Photograph.objects.create(
        part=shown,
        upload=keep_upload(_picture()),
        alternative="A pit with terraced walls and a lake at its western end, seen from above.",
        caption="Kwabedu North, drawn from the survey of January 2025.",
        credit="Nkabom Centre for Mining Livelihoods",
        consent="nobody",
    )
    services.move_part(shown, up=True)
    services.save_template(summary, title="Summary with a pathway")
    first = summary.parts.get(key="process")
    services.sign_off(first, by=by, mark=Desk(summary).mark_of(first))
    heard = summary.parts.get(key="messages")
    services.note(
        Remark(
            part=heard,
            text="The second message needs the number of hectares. Could you ask the survey?",
            by=by,
            assigned_to=writer,
            due_on=date(2026, 12, 4),
        )
    )
    chairs = report_of(dialogue, ReportKind.CO_CHAIRS)
    services.begin(chairs)
    opening = services.add_part(chairs, "written")
    _write(opening, heading="From the two of us", text=OPENING)
    for _step in range(chairs.parts.count()):
        services.move_part(opening, up=True)


def _write(part, **values):
    for name, value in values.items():
        setattr(part, name, value)
    services.change_part(part, based_on=part.version, fields=list(values))


def _picture():
    """A drawing of the pit: no photograph of a real place could be given away with the demo."""
    image = Image.new("RGB", (1200, 700), "#e7dfc9")
    draw = ImageDraw.Draw(image)
    for step, colour in enumerate(("#c9b68a", "#b59d6b", "#9c8352", "#83693e", "#6b5230")):
        inset = 60 + 70 * step
        draw.ellipse((inset, inset * 0.6, 1200 - inset, 700 - inset * 0.6), fill=colour)
    draw.ellipse((380, 290, 640, 430), fill="#4f7c8a")
    draw.line((900, 90, 780, 240, 820, 330), fill="#3d2f1c", width=10)
    made = BytesIO()
    image.save(made, "PNG", optimize=True)
    return Brought("kwabedu-north.png", "image/png", made.getvalue(), 1200, 700)
