"""Fills what belongs to the convening of a dialogue: answers, form, funds, mail, releases, the door."""

from datetime import UTC, datetime, time, timedelta
from itertools import count

from convening import models as m
from convening.releases import digest_of, freeze
from core.links import make_link
from dialogues.models import AgendaDay, Participation

NOW = datetime(2026, 1, 12, 12, tzinfo=UTC)
LATER = datetime(2099, 1, 1, tzinfo=UTC)
STATUSES = ("requested", "waiting", "offered")
numbers = count(1)


def convene(world, size):
    """Add as many of everything as `size.convening` says, to what is there already too."""
    dialogue = world.dialogue
    m.Plan.objects.get_or_create(dialogue=dialogue)
    _agenda(dialogue, size.convening)
    registrations = _answers(dialogue, size.convening)
    _form(dialogue, size.convening)
    _money(world, registrations, size.convening)
    _mail(world, registrations, size.convening)
    m.CheckIn.objects.bulk_create(
        m.CheckIn(participation=row.participation, day=dialogue.starts_on, at=NOW)
        for row in registrations
    )


def _agenda(dialogue, size):
    known = dialogue.agenda_days.count()
    AgendaDay.objects.bulk_create(
        AgendaDay(dialogue=dialogue, date=dialogue.starts_on + timedelta(days=1000 + known + n))
        for n in range(size)
    )
    for _number in range(size):
        snapshot = freeze(dialogue)
        m.AgendaRelease.objects.create(
            dialogue=dialogue,
            number=1 + dialogue.agenda_releases.count(),
            snapshot=snapshot,
            digest=digest_of(snapshot),
        )


def _answers(dialogue, size):
    """Answers of all who have none, and somebody of each status in which people wait."""
    # Of those who were invented for this: of the others more pages are asked for than this one.
    people = dialogue.initiative.programme.people.filter(name__startswith="Invented")
    people = people.exclude(participations__dialogue=dialogue)
    Participation.objects.bulk_create(
        Participation(dialogue=dialogue, person=person, status=STATUSES[n % len(STATUSES)])
        for n, person in enumerate(people.filter(protected=False)[: size * len(STATUSES)])
    )
    without = dialogue.participations.filter(registration__isnull=True)
    made = [
        m.Registration.objects.create(
            participation=row,
            link=make_link("attend", expires_at=LATER),
            invited_at=NOW,
            answers={"diet": ["vegetarian"]},
            waiting_since=NOW if row.status == "waiting" else None,
            offer_until=LATER if row.status == "offered" else None,
        )
        for row in without.select_related("person")
    ]
    m.Proposal.objects.bulk_create(
        m.Proposal(registration=row, name=f"Proposed {next(numbers)}") for row in made[:size]
    )
    return made


def _form(dialogue, size):
    for _number in range(size):
        section = m.FormSection.objects.create(
            dialogue=dialogue, title="More", position=dialogue.form_sections.count()
        )
        for position in range(size):
            m.FormQuestion.objects.create(
                section=section,
                key=f"grown-{next(numbers)}",
                label="What else?",
                position=position,
            )


def _money(world, registrations, size):
    funds = [
        m.Fund.objects.create(
            programme=world.programme, title=f"Grown fund {next(numbers)}", amount=1000
        )
        for _number in range(size)
    ]
    for row in registrations:
        if row.participation.sponsorships.exists():
            continue
        sponsorship = m.Sponsorship.objects.create(
            participation=row.participation,
            what="travel",
            state="offered",
            fund=funds[0],
            amount=10,
        )
        m.SponsorshipStep.objects.create(sponsorship=sponsorship, state="offered", amount=10)


def _mail(world, registrations, size):
    for _number in range(size):
        m.Reminder.objects.create(dialogue=world.dialogue, days=-7, at=time(9))
        for state in m.Mailing.State.values:
            mailing = m.Mailing.objects.create(
                dialogue=world.dialogue,
                kind="other",
                state=state,
                texts={"en": {"subject": "News", "body": "Dear {name}"}},
            )
            m.Message.objects.bulk_create(
                m.Message(mailing=mailing, participation=row.participation) for row in registrations
            )
