"""Progress reports: the periods of an initiative, one that is written, one that is published; the door."""

from datetime import date

from reports.models import Period
from reports.progress import services
from stakeholders.models import Organisation
from tests import factories as make
from tests.routes import Route


def routes(world):
    initiative, convenor = world.initiative, make.UserFactory()
    written = _begun(initiative, "Written", date(2026, 7, 1), date(2026, 12, 31))
    sent = _begun(initiative, "Sent", date(2025, 7, 1), date(2025, 12, 31))
    services.send(sent, by=convenor)
    told = _begun(initiative, "Told", date(2026, 1, 1), date(2026, 6, 30))
    services.send(told, by=convenor)
    seen = services.mark_of(Period.objects.get(pk=told.pk))
    services.approve(told, by=convenor, seen=seen)
    services.publish(told, by=convenor)
    body = Organisation.objects.filter(programme=world.programme).first()
    make.PublishingProfileFactory(initiative=initiative, reporter=body)
    slug = (initiative.slug,)
    return [
        Route("reports:door"),
        Route("reports:periods", slug),
        Route("reports:period_new", slug),
        Route("reports:publishing_profile", slug),
        Route("reports:period", (written.pk,), label="written"),
        Route("reports:period", (sent.pk,), label="sent"),
        Route("reports:period", (told.pk,), label="told"),
        Route("reports:period_edit", (written.pk,)),
        Route("reports:period_approve", (written.pk,)),
        Route("reports:period_return", (sent.pk,)),
        Route("reports:period_publish", (written.pk,)),
        Route("reports:period_step", (written.pk, "send")),
        *(
            Route("reports:period_file", (told.pk, form), label=form)
            for form in ("xlsx", "xml", "pdf")
        ),
        Route("reports:period_file", (written.pk, "xlsx"), label="written"),
    ]


def _begun(initiative, title, first, last):
    return services.begin_period(
        Period(initiative=initiative, title=title, starts_on=first, ends_on=last)
    )
