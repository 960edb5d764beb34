"""Progress reports: the periods of an initiative, one that is written, one that is published; the door."""

from datetime import date

from accounts.models import User
from accounts.roles import Role
from reports.models import Period, Section
from reports.progress import sections, services, subscribing
from stakeholders.models import Organisation
from tests import factories as make
from tests.routes import Route


def routes(world):
    initiative, convenor = world.initiative, make.UserFactory()
    initiative.budget_currency = "GHS"
    initiative.save()
    written = _begun(initiative, "Written", date(2026, 7, 1), date(2026, 12, 31))
    sent = _begun(initiative, "Sent", date(2025, 7, 1), date(2025, 12, 31))
    services.send(sent, by=convenor)
    told = _begun(initiative, "Told", date(2026, 1, 1), date(2026, 6, 30))
    services.send(told, by=convenor)
    seen = services.mark_of(Period.objects.get(pk=told.pk))
    services.approve(told, by=convenor, seen=seen)
    services.publish(told, by=convenor)
    asked = _asked(world, written, convenor)
    body = Organisation.objects.filter(programme=world.programme).first()
    make.PublishingProfileFactory(initiative=initiative, reporter=body)
    theirs = make.AppointmentFactory(role=Role.DONOR, initiative=initiative).user
    ending = subscribing.address_to_end(theirs).rstrip("/").rpartition("/")[2]
    shown = make.InitiativeFactory(is_public=True)
    slug = (initiative.slug,)
    return [
        Route("reports:door"),
        Route("reports:subscription"),
        Route("reports:feed_make"),
        Route("reports:feed_take_back"),
        Route("reports:donor_feed", (subscribing.make_feed(theirs),)),
        Route("reports:unsubscribe", (ending,)),
        Route("reports:initiative_feed", slug),
        Route("reports:initiative_feed", (shown.slug,), label="public"),
        Route("reports:periods", slug),
        Route("reports:period_new", slug),
        Route("reports:periods_plan", slug),
        Route("reports:publishing_profile", slug),
        Route("reports:period", (written.pk,), label="written"),
        Route("reports:period", (sent.pk,), label="sent"),
        Route("reports:period", (told.pk,), label="told"),
        Route("reports:period_edit", (written.pk,)),
        Route("reports:period_approve", (written.pk,)),
        Route("reports:period_return", (sent.pk,)),
        Route("reports:period_publish", (written.pk,)),
        Route("reports:period_step", (written.pk, "send")),
        Route("reports:period_targets", (written.pk,)),
        Route("reports:section_ask", (written.pk,)),
        Route("reports:section", (asked.pk,)),
        Route("reports:section_return", (asked.pk,)),
        Route("reports:section_step", (asked.pk, "take")),
        *(
            Route("reports:period_file", (told.pk, form), label=form)
            for form in ("xlsx", "xml", "pdf")
        ),
        Route("reports:period_file", (written.pk, "xlsx"), label="written"),
    ]


def _begun(initiative, title, first, last):
    # Stored as it is: what a test planted may tell of the same days.
    return Period.objects.create(initiative=initiative, title=title, starts_on=first, ends_on=last)


def _asked(world, period, by):
    """A section that the partner of the cast is asked for."""
    partner = User.objects.filter(
        appointments__role="partner", appointments__dialogue=world.dialogue
    ).first()
    section = Section(
        period=period, heading="lessons", title="What was learned", asked_of=partner or by
    )
    sections.ask(section, by=by)
    return section
