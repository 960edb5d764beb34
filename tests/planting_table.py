"""Plants a text and a person wherever the register, maps, briefings and sheets can hold them."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

from stakeholders import models as m
from tests import factories as make
from tests.planting import short

NOW = datetime(2026, 1, 12, 12, tzinfo=UTC)


def plant_table(world, text, *, person, by, held_by=None, shared=True):
    """Write `text` into every text about stakeholders of `world.initiative`, and let `person` stand
    wherever somebody can. What a partner can bring is `held_by` it."""
    drawn = _map(world, text, person, by, shared)
    return SimpleNamespace(
        map=drawn,
        briefing=_briefing(world, drawn, text, person, by),
        bringing=_import(world, text, person, by, held_by),
        merge=_kept(world, text, person, by),
    )


def _map(world, text, person, by, shared):
    drawn = world.initiative.stakeholder_map or make.StakeholderMapFactory(
        programme=world.programme
    )
    m.StakeholderMap.objects.filter(pk=drawn.pk).update(
        title=short(text, 280) + f"({drawn.pk})", question=text, is_shared=shared
    )
    drawn.refresh_from_db()
    world.initiative.stakeholder_map = drawn
    world.initiative.save(update_fields=["stakeholder_map"])
    reached = {
        "reached_by_person": person,
        "reached_by_text": short(text, 200),
        "plan": text,
        "engagement": "involve",
    }
    for who in ({"person": person}, {"group": world.miners}, {"organisation": world.partner_body}):
        entry = make.StakeholderFactory(map=drawn, **who, **reached)
        for day in (date(2025, 3, 1), date(2026, 1, 12)):
            make.AssessmentFactory(stakeholder=entry, on=day, note=text, by=by, position="opposed")
    return drawn


def _briefing(world, drawn, text, person, by):
    words = {"title": short(text, 300), "gains": text, "risks": text, "ask": text}
    briefing = make.BriefingFactory(map=drawn, group=world.companies, **words)
    for number in (1, 2):
        version = make.BriefingVersionFactory(
            briefing=briefing, number=number, note=short(text, 500), made_by=by, **words
        )
        m.BriefingSending.objects.create(version=version, person=person, sent_by=by, sent_at=NOW)
    return briefing


def _import(world, text, person, by, held_by):
    bringing = make.ImportFactory(
        programme=world.programme,
        held_by=held_by,
        by=by,
        state="preview",
        file_name=f"{short(text, 180)}.csv",
        headings=["Name", "Organisation"],
        sample=[[person.name, short(text, 100)]],
        columns={"name": 0, "organisation": 1},
        row_count=1,
        counts={"warning": 1},
    )
    make.ImportRowFactory(
        import_of=bringing,
        cells=[person.name, short(text, 100)],
        values={"name": person.name, "organisation": short(text, 100)},
        state="warning",
        candidates=[{"person": person.pk, "why": ["name"]}],
        match=person,
    )
    return bringing


def _kept(world, text, person, by):
    m.Consent.objects.create(
        person=person,
        kind="quoted",
        given=True,
        wording=text,
        asked_by=by,
        asked_by_text=short(text, 200),
        asked_on=date(2026, 1, 12),
    )
    make.AffiliationFactory(
        person=person, organisation=world.ngo, role=short(text, 300), until=date(2020, 1, 1)
    )
    category = make.CategoryFactory(programme=world.programme)
    category.people.add(person)
    make.TargetFactory(initiative=world.initiative, category=category)
    return make.MergeFactory(
        programme=world.programme,
        kept=person.pk,
        gone=person.pk + 1000,
        by=by,
        log=[{"model": "stakeholders.person", "before": text}],
    )
