"""Plants a text and a person wherever the convening of a dialogue can hold them."""

from datetime import UTC, datetime
from types import SimpleNamespace

from convening import models as m
from convening.releases import digest_of, freeze
from core.links import make_link
from tests import factories as make
from tests.planting import LATER, short

NOW = datetime(2026, 1, 12, 12, tzinfo=UTC)


def plant_convening(world, text, *, person, other, by):
    """Write `text` into every text about the convening of `world.dialogue`, where `person` is asked,
    answers, is sponsored, written to and seen at the door.

    `other` is asked the same through a personal link of their own; `by` is the account of whoever ran it.
    """
    dialogue = world.dialogue
    make.PlanFactory(dialogue=dialogue, form_introduction=text, agenda_is_public=True)
    make.QuotaFactory(dialogue=dialogue, group=world.miners, most=7)
    make.QuotaFactory(dialogue=dialogue, partner=world.partner_body, most=3)
    question = _form(dialogue, text)
    registration = _asked(world, text, person, by, {question.key: text, "diet": text})
    asked = _asked(world, text, other, by, {})
    _sponsored(world, text, registration.participation)
    release = _released(world, text, person, by)
    _written(world, text, [registration, asked], by)
    make.CheckInFactory(participation=registration.participation, by=by)
    return SimpleNamespace(registration=registration, asked=asked, release=release)


def _form(dialogue, text):
    section = make.FormSectionFactory(dialogue=dialogue, title=short(text, 200), text=text)
    words = {"label": short(text, 300), "help": short(text, 300)}
    make.FormQuestionFactory(
        section=section, kind="choice", options=[short(text, 100), "Another"], position=1, **words
    )
    return make.FormQuestionFactory(section=section, **words)


def _asked(world, text, person, by, answers):
    found = world.dialogue.participations.filter(person=person).first()
    participation = found or make.ParticipationFactory(
        dialogue=world.dialogue, person=person, group=world.miners, status="registered"
    )
    registration = make.RegistrationFactory(
        participation=participation,
        link=make_link("attend", expires_at=LATER),
        invited_at=NOW,
        invited_by=by,
        via="link",
        answered_at=NOW,
        reason=text,
        answers=answers,
        draft=answers,
    )
    make.ProposalFactory(
        registration=registration,
        name=short(text, 200),
        organisation=short(text, 300),
        why=text,
        decided_by=by,
    )
    return registration


def _sponsored(world, text, participation):
    fund = make.FundFactory(programme=world.programme, title=short(text, 200), note=text)
    sponsorship = make.SponsorshipFactory(
        participation=participation, fund=fund, state="offered", amount=100, note=short(text, 300)
    )
    m.SponsorshipStep.objects.create(sponsorship=sponsorship, state="offered", amount=100)


def _released(world, text, person, by):
    make.AgendaDayFactory(
        dialogue=world.dialogue, title=short(text, 200), place=short(text, 300), transport=text
    )
    part = make.AgendaPartFactory(dialogue=world.dialogue, title=short(text, 300))
    item = make.AgendaItemFactory(
        part=part,
        title=short(text, 500),
        parallel=short(text, 100),
        place=short(text, 300),
        text=text,
        moderator_notes=text,
        date=world.dialogue.starts_on,
    )
    make.AppearanceFactory(item=item, person=person, perspective=short(text, 300))
    snapshot = freeze(world.dialogue)
    release = make.AgendaReleaseFactory(
        dialogue=world.dialogue,
        number=1 + world.dialogue.agenda_releases.count(),
        note=text,
        made_by=by,
        snapshot=snapshot,
        digest=digest_of(snapshot),
    )
    m.AgendaNotice.objects.create(release=release, person=person, problem="no address")
    return release


def _written(world, text, registrations, by):
    texts = {"en": {"subject": short(text, 200), "body": text}}
    make.MailTemplateFactory(
        programme=world.programme, kind="other", subject=short(text, 200), body=text
    )
    reminder = make.ReminderFactory(dialogue=world.dialogue)
    for state in m.Mailing.State.values:
        mailing = make.MailingFactory(
            dialogue=world.dialogue,
            state=state,
            texts=texts,
            made_by=by,
            sent_by=by if state == "sent" else None,
            sent_at=NOW if state == "sent" else None,
            reminder=reminder,
        )
        for registration in registrations:
            make.MessageFactory(mailing=mailing, participation=registration.participation)
