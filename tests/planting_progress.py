"""Words planted wherever progress reports keep any: in a period that is written, and in one published."""

from datetime import date

from reports.models import Period
from reports.models.progress import HEADINGS
from reports.progress import services
from tests import factories as make
from tests.planting import short


def plant_progress(world, text, *, by):
    """A period with `text` in each of its texts that is open to donors, and one that was returned."""
    initiative = world.initiative
    make.PublishingProfileFactory(initiative=initiative, reporter=world.partner_body)
    texts = dict.fromkeys(HEADINGS, text)
    told = services.begin_period(
        Period(
            initiative=initiative,
            title=short(f"Told: {text}", 200),
            starts_on=date(2026, 1, 1),
            ends_on=date(2026, 6, 30),
            **texts,
        )
    )
    services.send(told, by=by)
    seen = services.mark_of(Period.objects.get(pk=told.pk))
    services.approve(told, by=by, seen=seen)
    services.publish(told, by=by)
    written = services.begin_period(
        Period(
            initiative=initiative,
            title=short(f"Written: {text}", 200),
            starts_on=date(2025, 1, 1),
            ends_on=date(2025, 6, 30),
            **texts,
        )
    )
    services.send(written, by=by)
    services.give_back(written, by=by, reason=text)
