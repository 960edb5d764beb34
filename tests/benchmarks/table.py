"""Fills what belongs to stakeholders: maps with judgements, briefings, sheets, categories, what was kept."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from dialogues.models import Target
from stakeholders import models as m

TODAY = date(2026, 1, 12)
NOW = datetime(2026, 1, 12, 12, tzinfo=UTC)
numbers = count(1)


def set_table(world, size):
    """Add as many of everything as `size.table` says, to what is there already too."""
    people = list(world.programme.people.filter(protected=False).order_by("-pk")[: size.table * 3])
    _categories(world, size.table, people)
    _maps(world, size.table, people)
    _briefings(world, size.table, people)
    _imports(world, size.table, people)
    _kept(world, size.table)


def _categories(world, size, people):
    for _ in range(size):
        number = next(numbers)
        category = m.Category.objects.create(
            programme=world.programme, name=f"Grown category {number}", position=number
        )
        category.people.set(people)
        for of in ({"initiative": world.initiative}, {"dialogue": world.dialogue}):
            Target.objects.create(category=category, least=3, **of)


def _maps(world, size, people):
    programme = world.programme
    made = [
        m.StakeholderMap(programme=programme, title=f"Grown map {n}", slug=f"grown-map-{n}")
        for n in (next(numbers) for _ in range(size))
    ]
    m.StakeholderMap.objects.bulk_create(made)
    bodies = list(programme.organisations.order_by("-pk")[:size])
    for drawn in programme.maps.all():
        there = set(drawn.stakeholders.values_list("person_id", "organisation_id"))
        rows = [
            m.Stakeholder(map=drawn, person=row) for row in people if (row.pk, None) not in there
        ]
        rows += [
            m.Stakeholder(
                map=drawn, organisation=row, reached_by_organisation=row, plan="Ring them."
            )
            for row in bodies
            if (None, row.pk) not in there
        ]
        rows = m.Stakeholder.objects.bulk_create(rows)
        m.Assessment.objects.bulk_create(
            m.Assessment(
                stakeholder=row,
                on=TODAY - timedelta(days=days),
                influence=next(numbers) % 100,
                interest=next(numbers) % 100,
                position="neutral",
                formality="informal",
                note="Because.",
            )
            for row in rows
            for days in (0, 200)
        )


def _briefings(world, size, people):
    for drawn in world.programme.maps.all():
        # The companies' is still to be begun: that page is measured too.
        taken = {world.companies.pk, *drawn.briefings.values_list("group_id", flat=True)}
        groups = world.programme.groups.exclude(pk__in=taken).order_by("-pk")[:size]
        m.Briefing.objects.bulk_create(
            m.Briefing(map=drawn, group=group, title="Come", gains="Much.") for group in groups
        )
    for briefing in m.Briefing.objects.filter(map__programme=world.programme):
        last = briefing.versions.count()
        versions = m.BriefingVersion.objects.bulk_create(
            m.BriefingVersion(
                briefing=briefing, number=last + n, title="Come", gains="More.", made_at=NOW
            )
            for n in range(1, size + 1)
        )
        m.BriefingSending.objects.bulk_create(
            m.BriefingSending(version=version, person=person, sent_at=NOW)
            for version in versions
            for person in people
        )


def _imports(world, size, people):
    m.Import.objects.bulk_create(
        m.Import(
            programme=world.programme,
            held_by=held_by,
            file_name="people.csv",
            size=100,
            state=m.Import.State.DONE,
            finished_at=NOW,
        )
        for held_by in (None, world.partner_body)
        for _ in range(size)
    )
    for bringing in m.Import.objects.filter(programme=world.programme):
        m.ImportRow.objects.bulk_create(
            m.ImportRow(
                import_of=bringing,
                number=1000 + next(numbers),
                cells=["Somebody", "Some body"],
                values={"name": "Somebody"},
                state="warning",
                candidates=[{"person": person.pk, "why": ["name"]}],
                match=person,
            )
            for person in people[: size * 2]
        )


def _kept(world, size):
    for _ in range(size):
        m.Merge.objects.create(
            programme=world.programme, kind="person", kept=next(numbers), gone=10**6, at=NOW
        )
        m.Disclosure.objects.create(
            programme=world.programme, at=NOW, what="people", format="csv", number=3
        )
