"""Fills the tests' world with as much of everything as a measurement asks for, in a few seconds."""

from datetime import date, time, timedelta
from itertools import count

from accounts.models import User
from accounts.roles import Role
from core.text import fold
from dialogues import models as dialogues
from reports.models import Authorship, Edition, Printing, Report
from roadmaps import models as roadmaps
from stakeholders import models as stakeholders
from tests.benchmarks.convening import convene
from tests.benchmarks.preparation import prepare
from tests.benchmarks.table import set_table

numbers = count(1)
TODAY = date(2026, 1, 12)
SENTENCE = (
    "The district officers said that **small mines** wait for a licence for two years, and that nobody "
    "tells them where their application lies meanwhile. "
)


def grow(world, size):
    """Add `size` of everything to `world`, and under what is there already as under what is new."""
    _register(world, size)
    _initiatives(world, size)
    _people_at_dialogues(world, size)
    _prepare(world, size)
    _agenda(world, size)
    _said(world, size)
    _positions(world, size)
    _reports(world, size)
    _roadmaps(world, size)
    _team(world, size)
    prepare(world, size)
    set_table(world, size)
    convene(world, size)


def _times(number, make):
    return [make(next(numbers)) for _ in range(number)]


def _register(world, size):
    programme = world.programme
    models = stakeholders
    models.Group.objects.bulk_create(
        _times(
            size.groups,
            lambda n: models.Group(
                programme=programme, key=f"g{n}", name=f"Stakeholder group {n}", position=n
            ),
        )
    )
    groups = list(programme.groups.order_by("pk"))

    def organisation(n):
        name = f"Organisation of the miners of district {n}"
        return models.Organisation(
            programme=programme,
            key=f"o{n}",
            name=name,
            search=fold(name),
            group=groups[n % len(groups)],
            country="GH",
        )

    models.Organisation.objects.bulk_create(_times(size.organisations, organisation))
    organisations = list(programme.organisations.order_by("-pk"))

    made = count()

    def person(n):
        place = next(made)
        name = f"Invented Person {n}"
        return models.Person(
            programme=programme,
            key=f"p{n}",
            name=name,
            search=fold(name),
            role="District officer",
            organisation=organisations[n % len(organisations)],
            group=groups[n % len(groups)],
            country="GH",
            protected=place % 17 == 0,
            held_by=world.partner_body if place % 3 < 2 else None,
        )

    models.Person.objects.bulk_create(_times(size.people, person))
    # The first of each is what its own page is measured with.
    for someone in programme.people.order_by("pk")[:3]:
        models.Affiliation.objects.bulk_create(
            models.Affiliation(
                person=someone,
                organisation=organisations[0],
                since=TODAY - timedelta(days=400),
                until=TODAY - timedelta(days=30),
            )
            for _ in range(size.lines)
        )
        models.Consent.objects.bulk_create(
            models.Consent(
                person=someone, kind="listed", given=True, asked_on=TODAY, is_current=False
            )
            for _ in range(size.lines)
        )
    newest = list(programme.people.order_by("-pk").values_list("pk", flat=True)[: size.people])
    for place, body in enumerate((world.ngo, world.partner_body)):
        programme.people.filter(pk__in=newest[place::9][: size.lines]).update(organisation=body)


def _initiatives(world, size):
    initiative = world.initiative
    others = _times(
        size.initiatives,
        lambda n: dialogues.Initiative(
            programme=world.programme, title=f"Another initiative {n}", slug=f"another-{n}"
        ),
    )
    others = dialogues.Initiative.objects.bulk_create(others)
    everywhere = [(initiative, size.dialogues), *((other, 1) for other in others)]
    bodies = list(world.programme.organisations.order_by("pk"))
    people = list(world.programme.people.order_by("pk")[:20])

    def dialogue(n, under):
        return dialogues.Dialogue(
            initiative=under,
            title=f"Dialogue in the district {n}",
            slug=f"district-{n}",
            starts_on=TODAY + timedelta(days=n),
            ends_on=TODAY + timedelta(days=n + 1),
            timezone="Africa/Accra",
            attribution="on-the-record",
            host=bodies[0],
            chair=people[0],
            facilitator=people[-1],
            is_public=True,
        )

    new = [dialogue(next(numbers), under) for under, number in everywhere for _ in range(number)]
    dialogues.Dialogue.objects.bulk_create(new)
    for under, _number in everywhere:
        kinds = ("concept-note", "scoping-dialogue", "analysis")
        dialogues.Stage.objects.bulk_create(
            (
                dialogues.Stage(initiative=under, kind=kind, key=kind, state="open")
                for kind in kinds
            ),
            ignore_conflicts=True,
        )
    dialogues.Convening.objects.bulk_create(
        (
            dialogues.Convening(dialogue=one, organisation=body)
            for one in initiative.dialogues.all()
            for body in bodies[: size.lines + one.convenings.count()]
        ),
        ignore_conflicts=True,
    )


def _people_at_dialogues(world, size):
    groups = list(world.programme.groups.order_by("pk"))
    people = list(world.programme.people.order_by("-pk").values_list("pk", flat=True))
    rows, first = [], 0
    for dialogue in world.initiative.dialogues.order_by("pk"):
        number = size.people_here if dialogue == world.dialogue else size.people_elsewhere
        for place in range(number):
            n = next(numbers)
            rows.append(
                dialogues.Participation(
                    dialogue=dialogue,
                    person_id=people[(first + place) % len(people)],
                    status=dialogues.Participation.Status.values[n % 4],
                    group=groups[n % len(groups)],
                    listed=True,
                    position=place,
                )
            )
        first += number
    dialogues.Participation.objects.bulk_create(rows, ignore_conflicts=True)


def _prepare(world, size):
    """What stands in the tabs of the world's dialogue, but for the agenda and the notes."""
    here = world.dialogue
    someone = world.programme.people.order_by("-pk").first()

    def several(model, number, **values):
        model.objects.bulk_create(
            _times(number, lambda n: model(dialogue=here, position=n, **values))
        )

    dialogues.Question.objects.bulk_create(
        _times(
            size.questions,
            lambda n: dialogues.Question(
                dialogue=here, key=f"q{n}", text=f"What stands in the way of licences {n}?"
            ),
        )
    )
    several(dialogues.Background, size.lines, heading="The law", body=SENTENCE)
    several(dialogues.Material, size.lines, title="A map of the concessions", kind="map")
    several(dialogues.KeyMessage, size.lines, text=SENTENCE)
    several(
        dialogues.ActionPoint,
        size.lines,
        title="Tell applicants how far it is",
        owner_person=someone,
    )
    several(dialogues.Annex, size.lines, title="The programme of the field visit", body=SENTENCE)


def _agenda(world, size):
    here = world.dialogue
    dialogues.AgendaPart.objects.bulk_create(
        _times(size.agenda_parts, lambda n: dialogues.AgendaPart(dialogue=here, title=f"Part {n}"))
    )
    question = here.questions.order_by("pk").last()
    people = list(world.programme.people.order_by("-pk").values_list("pk", flat=True)[:50])

    def item(n, **under):
        return dialogues.AgendaItem(
            title=f"What the district tells us {n}",
            date=here.starts_on,
            start=time(9 + n % 8, n % 60),
            format="presentation",
            question=question,
            text=SENTENCE,
            position=n,
            **under,
        )

    items = [
        item(next(numbers), part=part)
        for part in here.agenda_parts.all()
        for _ in range(size.items_of_a_part)
    ]
    items += [
        item(next(numbers), annex=annex) for annex in here.annexes.all() for _ in range(size.lines)
    ]
    items = dialogues.AgendaItem.objects.bulk_create(items)
    dialogues.Appearance.objects.bulk_create(
        dialogues.Appearance(item=one, person_id=people[(one.pk + place) % len(people)])
        for one in items
        for place in range(2)
    )


def _said(world, size):
    here = world.dialogue
    elsewhere = list(world.initiative.dialogues.exclude(pk=here.pk).order_by("-pk"))
    fresh = elsewhere[: size.dialogues]
    someone = world.programme.people.order_by("-pk").first()
    question = here.questions.order_by("pk").last()

    def session(n, dialogue, **more):
        return dialogues.Session(dialogue=dialogue, title=f"Working group {n}", position=n, **more)

    sessions = [
        session(next(numbers), here, question=question, facilitator=someone)
        for _ in range(size.sessions)
    ]
    sessions += [session(next(numbers), dialogue) for dialogue in fresh]
    dialogues.Session.objects.bulk_create(sessions)
    for synthesis in here.sessions.all()[:1]:
        synthesis.synthesises.add(*here.sessions.exclude(pk=synthesis.pk))
    # Half of this dialogue's notes stand in its first session, whose page is measured.
    own = list(here.sessions.order_by("pk"))
    half = size.notes_here - size.notes_here // 2
    rest, left = divmod(size.notes_here - half, max(1, len(own) - 1))
    shares = [(own[0], half)]
    shares += [(one, rest + (place < left)) for place, one in enumerate(own[1:])]
    away = dialogues.Session.objects.filter(dialogue__in=fresh)
    shares += [(one, size.notes_elsewhere) for one in away]
    _notes(world, shares)


def _notes(world, shares):
    """A tree in each session: a narrative with four points, each of those with two more, and so on."""
    groups = list(world.programme.groups.order_by("pk"))
    questions = list(world.dialogue.questions.order_by("pk"))
    people = list(world.dialogue.participations.order_by("pk").values_list("person_id", flat=True))
    made = count()  # the first note is of the first group, whose page is measured

    def note(session, parent):
        n = next(numbers)
        return dialogues.Contribution(
            session=session,
            parent=parent,
            text=f"{n}. {SENTENCE}",
            group=groups[next(made) % len(groups)],
            question=questions[n % len(questions)] if n % 3 else None,
            speaker_id=people[n % len(people)]
            if session.dialogue_id == world.dialogue.pk
            else None,
            on_the_record=True,
            position=n,
        )

    level = [(session, None, number) for session, number in shares]
    while level:
        rows, below = [], []
        for session, parent, number in level:
            tops = -(-number // 13) if parent is None else min(number, 4)
            rest, more = divmod(number - tops, tops) if tops else (0, 0)
            for place in range(tops):
                row = note(session, parent)
                rows.append(row)
                share = rest + (place < more)
                # Even a single note has a point under it.
                below.append((session, row, share or int(parent is None)))
        dialogues.Contribution.objects.bulk_create(rows, batch_size=1_000)
        level = [share for share in below if share[2]]


def _positions(world, size):
    initiative = world.initiative
    dialogues.FaultLine.objects.bulk_create(
        _times(
            size.fault_lines,
            lambda n: dialogues.FaultLine(
                initiative=initiative, title=f"Who may mine where {n}", text=SENTENCE
            ),
        )
    )
    dialogues.GroupPosition.objects.bulk_create(
        (
            dialogues.GroupPosition(fault_line=line, group=group, text=SENTENCE)
            for line in initiative.fault_lines.all()
            for group in world.programme.groups.order_by("pk")
        ),
        ignore_conflicts=True,
    )


def _reports(world, size):
    fresh = dialogues.Dialogue.objects.filter(
        initiative__programme=world.programme, reports__isnull=True
    )
    Report.objects.bulk_create(Report(dialogue=dialogue, title=str(dialogue)) for dialogue in fresh)
    authors = world.programme.people.order_by("-pk")[: size.lines]
    report, *others = Report.objects.filter(dialogue__initiative__programme=world.programme)
    Authorship.objects.bulk_create(
        (Authorship(report=report, person=person) for person in authors), ignore_conflicts=True
    )
    printings = [(report, Edition.INTERNAL) for _ in range(size.printings)]
    # Each edition is printed once elsewhere, so that lists grow with the dialogues.
    printings += [(other, Edition.PUBLIC) for other in others if not other.printings.exists()]
    Printing.objects.bulk_create(
        Printing(report=one, edition=edition, state="ready", file_name="a.pdf", pages=40)
        for one, edition in printings
    )


def _roadmaps(world, size):
    people = list(world.programme.people.order_by("-pk")[: max(size.members, size.lines)])
    bodies = list(world.programme.organisations.order_by("-pk")[:20])
    shown = roadmaps.Roadmap.objects.order_by("pk").first()
    if shown is None:
        shown = roadmaps.Roadmap.objects.create(dialogue=world.dialogue, title="A roadmap")
    if shown.learning_group is None:
        shown.learning_group = roadmaps.LearningGroup.objects.create(
            programme=world.programme, name="Learning and Leadership Group of Ghana"
        )
        shown.save()
    roadmaps.Roadmap.objects.bulk_create(
        _times(
            size.lines, lambda n: roadmaps.Roadmap(dialogue=world.dialogue, title=f"Roadmap {n}")
        )
    )
    roadmaps.Membership.objects.bulk_create(
        (
            roadmaps.Membership(learning_group=shown.learning_group, person=person)
            for person in people[: size.members]
        ),
        ignore_conflicts=True,
    )
    roadmaps.VisionLine.objects.bulk_create(
        roadmaps.VisionLine(roadmap=shown, was="Licences take years", becomes="They take weeks")
        for _ in range(size.lines)
    )
    roadmaps.Theme.objects.bulk_create(
        roadmaps.Theme(roadmap=shown, title=f"Theme {n}") for n in range(size.lines)
    )
    themes = list(shown.themes.all())

    def action(n):
        return roadmaps.Action(
            theme=themes[n % len(themes)],
            title=f"Open an office in district {n}",
            text=SENTENCE,
            lead_person=people[n % len(people)] if n % 2 else None,
            lead_organisation=None if n % 2 else bodies[n % len(bodies)],
            due=TODAY,
        )

    actions = roadmaps.Action.objects.bulk_create(_times(size.actions, action))
    roadmaps.Support.objects.bulk_create(
        roadmaps.Support(action=one, organisation=bodies[0]) for one in actions
    )
    roadmaps.Milestone.objects.bulk_create(
        roadmaps.Milestone(action=one, title="The office is open") for one in actions
    )
    indicators = roadmaps.Indicator.objects.bulk_create(
        roadmaps.Indicator(action=one, title="Days until a licence") for one in actions
    )
    roadmaps.IndicatorValue.objects.bulk_create(
        roadmaps.IndicatorValue(indicator=one, value="300") for one in indicators
    )
    roadmaps.ActionUpdate.objects.bulk_create(
        roadmaps.ActionUpdate(action=one, text=SENTENCE, by_person=people[0]) for one in actions
    )


def _team(world, size):
    users = User.objects.bulk_create(
        _times(size.team, lambda n: User(email=f"team{n}@example.org", name=f"Team {n}"))
    )
    dialogues.Appointment.objects.bulk_create(
        [
            *(
                dialogues.Appointment(user=user, role=Role.ADVISER, initiative=world.initiative)
                for user in users
            ),
            *(
                dialogues.Appointment(user=user, role=Role.RAPPORTEUR, dialogue=world.dialogue)
                for user in users
            ),
        ]
    )
