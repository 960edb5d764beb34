"""The demo's progress reports: a period that its donor reads, and one that is being written."""

from datetime import UTC, date, datetime
from decimal import Decimal

from core.models import Mail
from core.outbox import cancel
from reports.models import Period, PublishingProfile
from reports.progress import services
from roadmaps.models import Roadmap
from stakeholders.models import Organisation

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


def tell_progress(programme, *, by):
    """Store the periods of the initiative of `programme` that has a roadmap, as the work of the user `by`."""
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
    told = services.begin_period(Period(initiative=initiative, **TOLD))
    services.send(told, by=by)
    seen = services.mark_of(Period.objects.get(pk=told.pk))
    services.approve(told, by=by, seen=seen, at=datetime(2026, 7, 20, 10, tzinfo=UTC))
    services.publish(told, by=by, at=datetime(2026, 7, 21, 8, tzinfo=UTC))
    # Nobody waits for the demo's mail.
    cancel(Mail.objects.filter(key__startswith=f"progress:{told.pk}:"))
    services.begin_period(Period(initiative=initiative, **WRITTEN))
