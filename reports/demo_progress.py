"""The demo's progress reports: a period that its donor reads, and one that is being written."""

from datetime import UTC, date, datetime
from decimal import Decimal

from core.models import Mail
from core.outbox import cancel
from reports.models import Period, PublishingProfile, Section
from reports.progress import sections, services
from roadmaps.models import Roadmap
from stakeholders.models import Organisation

BEFORE = {
    "title": "The year 2025",
    "starts_on": date(2025, 1, 1),
    "ends_on": date(2025, 12, 31),
    "due_on": date(2026, 1, 31),
    "second_currency": "GHS",
    "rate": Decimal("15.1"),
    "activities": """The fault lines of the scoping dialogue were taken back to the villages, and the field
dialogue was prepared: routes, interpreters, who sleeps where, who pays a day’s wage.""",
    "lessons": "People come when somebody they trust has told them what it will cost them.",
    "ahead": "The field dialogue in January, and the roadmap that is to come of it.",
}
TOLD = {
    "title": "First half of 2026",
    "starts_on": date(2026, 1, 1),
    "ends_on": date(2026, 6, 30),
    "due_on": date(2026, 7, 31),
    "second_currency": "GHS",
    "rate": Decimal("15.4"),
    "activities": """The field dialogue met for two days at the workings and two in the room, and ended with a
roadmap that all nine constituencies put their names to. The Learning and Leadership Group has
met twice since:

- the boundary was walked by both sides together, and turned out narrower than either map showed;
- the first release of ground was agreed on, with the villages as witnesses;
- the bell at the pit head was rung at the end of the first meeting, to hear how far it carries.""",
    "deviations": """The training of carriers began six weeks late, since the rains closed the road to
Kwabedu North. The money that was meant for it is spent in the next period.""",
    "lessons": """Walk first, talk afterwards. What had divided the table for three years was a strip of forty
metres, and nobody had stood on it together before.""",
    "risks": """An election in December may move the officers who signed for the assembly. Each has named a
deputy who knows the file.""",
    "ahead": """The second release of ground, the register of pits, and a visit of the group in Geita.""",
}
WRITTEN = {
    "title": "Second half of 2026",
    "starts_on": date(2026, 7, 1),
    "ends_on": date(2026, 12, 31),
    "due_on": date(2027, 1, 31),
    "activities": "The register of pits is open, and the second release of ground is surveyed.",
}


def tell_progress(programme, *, by, partner):
    """Store the periods of the initiative of `programme` that has a roadmap, as the work of the user `by`.
    The user `partner` is asked for a section."""
    roadmap = (
        Roadmap.objects.filter(dialogue__initiative__programme=programme).order_by("pk").first()
    )
    initiative = roadmap.dialogue.initiative
    reporter = Organisation.objects.get(programme=programme, key="nkabom")
    PublishingProfile.objects.create(
        initiative=initiative,
        reporter=reporter,
        reporter_ref="GH-RGD-CG000000000",
        reporter_type="22",
        identifier="GH-RGD-CG000000000-shared-ground",
        sector="32220",
        countries=["GH"],
    )
    _publish(initiative, BEFORE, datetime(2026, 1, 20, 9, tzinfo=UTC), by)
    _publish(initiative, TOLD, datetime(2026, 7, 21, 8, tzinfo=UTC), by)
    written = services.begin_period(Period(initiative=initiative, **WRITTEN))
    sections.ask(
        Section(
            period=written,
            heading="lessons",
            title="What was learned",
            asked_of=partner,
            by_day=date(2027, 1, 10),
        ),
        by=by,
    )
    cancel(Mail.objects.filter(key__startswith="section:"))


def _publish(initiative, told, at, by):
    period = services.begin_period(Period(initiative=initiative, **told))
    services.send(period, by=by)
    seen = services.mark_of(Period.objects.get(pk=period.pk))
    services.approve(period, by=by, seen=seen, at=at)
    services.publish(period, by=by, at=at)
    # Nobody waits for the demo's mail.
    cancel(Mail.objects.filter(key__startswith=f"progress:{period.pk}:"))
