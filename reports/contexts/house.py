"""The house style of a programme as facts, and its logo as a picture."""

from core.models import Upload
from core.text import without_control
from core.uploads import path_of
from reports.contexts.facts import House
from reports.models import HouseStyle

SAID = ("alternative", "colour", "publisher", "place", "imprint", "series", "licence")


def house_of(programme_id):
    """The House of a programme; None if it has none, or an empty one. One query."""
    row = HouseStyle.objects.filter(programme=programme_id).select_related("logo").first()
    if row is None:
        return None
    said = {name: without_control(getattr(row, name)).strip() for name in SAID}
    house = House(logo=str(row.logo.key) if row.logo else "", **said)
    return None if house == House() else house


def kept(keys):
    """The files with these keys: {key: (media type, content)}. What is gone is left out."""
    found = {}
    for upload in Upload.objects.filter(key__in=[key for key in keys if key]):
        try:
            found[str(upload.key)] = (upload.media_type, path_of(upload).read_bytes())
        except OSError:
            continue
    return found


def logo_of(context):
    """The logo that a context shows, by its key."""
    return kept([context.house.logo]) if context.house else {}
