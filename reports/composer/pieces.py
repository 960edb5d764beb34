"""Reads the parts of a report as the pieces of an edition; takes out of its facts what no part prints."""

from collections import Counter, defaultdict

from reports.composer.charted import CHARTS
from reports.composer.drawing import svg_of
from reports.composer.notation import NotationError, read
from reports.composer.registry import OPTIONAL, PARTS, STANDARD, fields_of
from reports.contexts.facts import Photo, Piece
from reports.contexts.house import kept, logo_of
from reports.models import Edition, Photograph, ReportPart
from roadmaps.models import Recommendation

# Who may read more stands later.
WIDEST = ("public", "participants", "internal")
Consent = Photograph.Consent
# The consents with which a photograph stands in an edition.
SHOWN = {
    "internal": (Consent.INTERNAL, Consent.PARTICIPANTS, Consent.PUBLIC, Consent.NOBODY),
    "participants": (Consent.PARTICIPANTS, Consent.PUBLIC, Consent.NOBODY),
    "public": (Consent.PUBLIC, Consent.NOBODY),
}


def stands_in(audience, edition):
    """True if what is meant for `audience` stands in an edition."""
    return WIDEST.index(str(audience)) <= WIDEST.index(str(edition))


def standard_parts(kind):
    """The parts, not stored, with which a report of `kind` begins; none for a kind that is not composed."""
    return [ReportPart(key=key, position=place) for place, key in enumerate(STANDARD.get(kind, ()))]


def parts_in_order(report):
    """The parts of a report; those with which it begins while nobody has composed it."""
    stored = list(report.parts.all()) if report.pk else []
    return stored or standard_parts(report.kind)


def pieces_of(report, dialogue, edition):
    """The Pieces of an edition of `report`, in their order; none for a meeting report that nobody has
    composed, which prints what it has."""
    parts = list(report.parts.all()) if report.pk else []
    if not parts and report.kind != "meeting-report":
        parts = standard_parts(report.kind)
    parts = [part for part in parts if stands_in(part.audience, edition)]
    photos = _photos([part.pk for part in parts if part.key == "photographs"], edition)
    number, found = Counter(), []
    for part in parts:
        number[part.key] += 1
        found.append(
            piece_of(part, dialogue, edition, photos=photos[part.pk], number=number[part.key])
        )
    return tuple(found)


def piece_of(part, dialogue, edition, *, photos=(), number=1):
    """The Piece that one part is in an edition; `number` tells it from others with its key."""
    kind, source, text = PARTS[part.key], str(part.source), part.text
    if kind.written:
        source = "written"
    elif source == "data":
        text = ""
    if kind.drawn and not kind.written and source != "written":
        # What is drawn from data is frozen as what it was on that day.
        text = CHARTS[part.key](dialogue, edition)
    name = part.key if number == 1 else f"{part.key}-{number}"
    return Piece(name, part.key, source, part.heading, text, tuple(photos))


def photos_of(part, edition):
    """The photographs of one part that an edition may show."""
    return _photos([part.pk], edition)[part.pk]


def _photos(parts, edition):
    found = defaultdict(list)
    if parts:
        rows = Photograph.objects.filter(part__in=parts, consent__in=SHOWN[str(edition)])
        for row in rows.select_related("upload"):
            photo = Photo(str(row.upload.key), row.alternative, row.caption, row.credit)
            found[row.part_id].append(photo)
    return found


def recommendations_of(dialogue):
    """What the initiative recommends: what was made at `dialogue`; if nothing was, all of it."""
    rows = Recommendation.objects.filter(initiative=dialogue.initiative_id)
    rows = list(rows)
    return [row for row in rows if row.dialogue_id == dialogue.pk] or rows


def without_unused(facts, pieces):
    """`facts` (fields of a ReportContext by name) without those that none of `pieces` prints: what a
    part was dropped or rewritten of is in no snapshot."""
    printed = fields_of(piece.key for piece in pieces if piece.source != "written")
    return {name: fact for name, fact in facts.items() if name in printed or name not in OPTIONAL}


def pictures_of(context):
    """The pictures that a composed report shows, by key: (media type, content): photographs, and what is
    drawn. What is gone is left out."""
    keys = [photo.key for piece in context.composition for photo in piece.photos]
    return kept(keys) | logo_of(context) | drawings_of(context)


def drawings_of(context):
    """The diagrams of a composed report as SVG, by the id of their piece."""
    found = {}
    for piece in context.composition:
        if PARTS[piece.key].drawn and piece.text:
            try:
                drawn = svg_of(read(piece.text))
            except NotationError:
                # A name that was put otherwise since it was written: the text is printed instead.
                continue
            if drawn:
                found[piece.id] = ("image/svg+xml", drawn.encode())
    return found


def whose_edition(part):
    """The edition from whose facts a part is rewritten: the widest in which it stands, so that nothing is
    copied into it which that edition must not say."""
    return Edition(part.audience)
