"""A world in which nothing is missing: a row of every registered model, a report of every kind, and a word in
every text that the registers of personal data know (core.personal)."""

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction

from core.personal import Erasure
from dialogues import models as dialogues
from reports import services
from reports.models import KINDS_OF, Authorship
from reports.progress.services import report_of_period
from reports.services import report_of
from stakeholders.keeping.registers import registers, rows_in, texts_of
from stakeholders.models import Person, RememberedColumn
from tests import factories as make
from tests.planting import plant
from tests.planting_convening import plant_convening
from tests.planting_progress import plant_composed, plant_progress
from tests.planting_roadmaps import plant_roadmaps
from tests.planting_table import plant_table

SOMETHING = "Something else. "


def furnish(world, person, by):
    """A row of every registered model in the programme, and a row of the person's own of each that has."""
    other = make.PersonFactory(programme=world.programme, organisation=world.ngo)
    text = SOMETHING * 40
    plant(world, text, person=person, other=other, by=by)
    plant_table(world, text, person=person, by=by)
    plant_convening(world, text, person=person, other=other, by=by)
    dialogue = world.dialogue
    make.CategoryFactory(programme=world.programme)
    make.AffiliationFactory(person=person, organisation=world.ngo)
    make.AffiliationFactory(person=other, organisation=world.ngo)
    for each in (person, other):
        make.ConsentFactory(person=each)
    annex = make.AnnexFactory(dialogue=dialogue)
    item = make.AgendaItemFactory(part=make.AgendaPartFactory(dialogue=dialogue))
    make.AgendaItemFactory(part=None, annex=annex)
    make.AppearanceFactory(item=item, person=other)
    make.AppearanceFactory(item=item, person=person)
    make.AppearanceFactory(item=item, person=None, name=person.name)
    dialogues.Background.objects.create(dialogue=dialogue)
    dialogues.Material.objects.create(dialogue=dialogue)
    make.ActionPointFactory(dialogue=dialogue, owner_person=person)
    plant_roadmaps(world, text, person=person, other=other, by=by)
    plant_progress(world, text, by=by)
    plant_composed(world, text, by=by)
    make.SeatFactory(initiative=world.initiative, person=make.PersonFactory())
    report = report_of(dialogue)
    Authorship.objects.create(report=report, person=person)
    make.CalendarFeedFactory(user=by, name="Everything")
    make.ImportRowFactory(
        import_of=make.ImportFactory(programme=world.programme),
        values={"name": person.name},
        person=None,
    )
    RememberedColumn.objects.create(user=by, heading=person.name.lower())
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(Person),
        object_id=str(person.pk),
        object_repr=person.name,
        action_flag=CHANGE,
    )
    return other


def reports_of(world):
    """A report of each kind about a furnished `world`, by kind."""
    initiative, dialogue = world.initiative, world.dialogue
    reports = {kind: report_of(dialogue, kind) for kind in KINDS_OF["dialogue"]}
    for version in dialogues.PaperVersion.objects.filter(paper__initiative=initiative, number=2):
        for kind in (version.paper.kind, "comments"):
            reports[kind] = services.report_of_version(version, kind)
    drawn = initiative.stakeholder_map
    guest = dialogue.participations.filter(person__protected=False, status="registered").first()
    roadmap = dialogue.roadmaps.filter(learning_group__meetings__isnull=False).first()
    return reports | {
        "stakeholder-map": services.report_of_map(drawn),
        "briefing": services.report_of_briefing(drawn.briefings.first().versions.first()),
        "invitation-letter": services.report_of_participation(guest),
        "agenda": services.report_of_release(dialogue.agenda_releases.first()),
        "minutes": services.report_of_meeting(roadmap.learning_group.meetings.first()),
        "progress-report": report_of_period(initiative.reporting_periods.first()),
        "roadmap": services.report_of_roadmap(roadmap.versions.first()),
    }


# What people write or bring; what the rest is made of.
TEXTS = (Erasure.NAMES, Erasure.BLANK, Erasure.ROW)
AS_THEY_ARE = (models.EmailField, models.SlugField, models.URLField, models.UUIDField)


def write_everywhere(world, words, *, spare=None):
    """Write `words`, one after the other, into every text of every registered row of the programme, as long
    as its column takes; not into the entry `spare`. Answers the fields that were written."""
    written, turn = set(), 0
    for model, fields in registers():
        rows = rows_in(model, world.programme.pk)
        if rows is None:
            continue
        if model is Person and spare is not None:
            rows = rows.exclude(pk=spare.pk)
        for name in texts_of(model, fields, *TEXTS):
            if model is Person and name in ("name", "title", "gender"):
                continue  # of two with the same name nobody can tell who is meant
            field = model._meta.get_field(name)
            if isinstance(field, AS_THEY_ARE) or name in ("key", "phone") or field.choices:
                continue
            for row in rows.values("pk", name):
                turn += 1
                value = _put(row[name], words[turn % len(words)], field)
                if value != row[name] and _stored(model, row["pk"], name, value):
                    written.add((model.__name__, name))
    return written


def _put(value, word, field):
    if isinstance(field, models.JSONField):
        return _in_leaves(value, word)
    # A name that is cut in two is another matter.
    return value if field.max_length and len(word) > field.max_length else word


def _in_leaves(node, word):
    """JSON with `word` in place of the words that were furnished."""
    if isinstance(node, str):
        return word if SOMETHING.strip() in node else node
    if isinstance(node, list):
        return [_in_leaves(each, word) for each in node]
    if isinstance(node, dict):
        return {key: _in_leaves(each, word) for key, each in node.items()}
    return node


def _stored(model, pk, name, value):
    try:
        with transaction.atomic():
            return bool(model._base_manager.filter(pk=pk).update(**{name: value}))
    except IntegrityError:
        # Two rows may not be called the same, or the text is one of a few.
        return False
