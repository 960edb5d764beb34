"""Words planted wherever reports keep any: in a period that is written, in one published, in the parts of a
composed report."""

from datetime import date

from core.uploads import keep_upload
from reports.composer import services as composing
from reports.models import HouseStyle, Period, Photograph, Remark, Section
from reports.models.progress import HEADINGS
from reports.progress import services
from reports.services import report_of
from tests import factories as make
from tests.pictures import picture
from tests.planting import short


def plant_progress(world, text, *, by):
    """A period with `text` in each of its texts that is open to donors, and one that was returned."""
    initiative = world.initiative
    make.PublishingProfileFactory(initiative=initiative, reporter=world.partner_body)
    texts = dict.fromkeys(HEADINGS, text)
    # Stored as they are: other periods that stand there may tell of the same days.
    told = Period.objects.create(
        initiative=initiative,
        title=short(f"Told: {text}", 200),
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 6, 30),
        **texts,
    )
    services.send(told, by=by)
    seen = services.mark_of(Period.objects.get(pk=told.pk))
    services.approve(told, by=by, seen=seen)
    services.publish(told, by=by)
    written = Period.objects.create(
        initiative=initiative,
        title=short(f"Written: {text}", 200),
        starts_on=date(2025, 1, 1),
        ends_on=date(2025, 6, 30),
        **texts,
    )
    services.send(written, by=by)
    services.give_back(written, by=by, reason=text)
    for number, state in enumerate(("taken", "returned")):
        Section.objects.create(
            period=written,
            title=short(f"{number} {text}", 300),
            asked_of=by,
            asked_by=by,
            state=state,
            reason=text,
            text=text,
        )


def plant_composed(world, text, *, by):
    """A summary of which every part holds `text`, with a note, a photograph and a template of the same."""
    report = report_of(world.dialogue, "summary")
    composing.begin(report)
    for part in report.parts.all():
        part.heading, part.source, part.text = short(text, 200), "written", text
        part.told, part.signed_by = text, by
        part.save()
    shown = composing.add_part(report, "photographs")
    words = {
        "alternative": short(text, 500),
        "caption": short(text, 500),
        "credit": short(text, 200),
    }
    Photograph.objects.create(part=shown, upload=keep_upload(picture()), consent="public", **words)
    Remark.objects.create(part=part, text=text, by=by, assigned_to=by, done_by=by)
    template = composing.save_template(report, title=short(f"Kept: {text}", 120))
    template.parts[0]["heading"] = short(text, 200)
    template.save()
    words = ("alternative", "publisher", "place", "series")
    HouseStyle.objects.update_or_create(
        programme=world.programme,
        defaults=dict.fromkeys(words, short(text, 100)) | {"imprint": text},
    )
