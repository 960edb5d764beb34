"""The demo's progress reports: periods that their donor reads, and those that are being written."""

from datetime import UTC, datetime, time
from decimal import Decimal
from pathlib import Path

import yaml

from core.models import Mail
from core.outbox import cancel
from dialogues.models import Initiative
from reports.models import Period, PublishingProfile, Section
from reports.progress import sections, services
from stakeholders.models import Organisation

FILES = sorted((Path(__file__).parent / "demo" / "progress").glob("*.yaml"), reverse=True)
NGO = "22"  # national NGO, of IATI's code list of organisation types


def tell_progress(programme, *, by, partner):
    """Store the periods that the files tell of in `programme`, as the work of the user `by`. The user
    `partner` is asked for the sections. Nobody waits for the demo's mail."""
    for path in FILES:
        told = yaml.safe_load(path.read_text("utf-8"))
        initiative = Initiative.objects.get(programme=programme, title=told["initiative"])
        _profile(initiative, **told["profile"])
        for period in told["periods"]:
            _tell(initiative, by=by, partner=partner, **period)


def _profile(initiative, *, reporter, **values):
    PublishingProfile.objects.create(
        initiative=initiative,
        reporter=Organisation.objects.get(programme=initiative.programme, key=reporter),
        reporter_type=NGO,
        **values,
    )


def _tell(initiative, *, by, partner, published=None, **values):
    asked = values.pop("sections", ())
    if "rate" in values:
        values["rate"] = Decimal(values["rate"])
    period = services.begin_period(Period(initiative=initiative, **values))
    if published:
        _publish(period, datetime.combine(published, time(9), tzinfo=UTC), by)
    for section in asked:
        sections.ask(Section(period=period, asked_of=partner, **section), by=by)
    cancel(Mail.objects.filter(key__startswith="section:"))


def _publish(period, at, by):
    services.send(period, by=by)
    seen = services.mark_of(Period.objects.get(pk=period.pk))
    services.approve(period, by=by, seen=seen, at=at)
    services.publish(period, by=by, at=at)
    cancel(Mail.objects.filter(key__startswith=f"progress:{period.pk}:"))
