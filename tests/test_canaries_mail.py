"""Every mail that leaves, found by listing the templates it is made of: to somebody else it names nobody
who is protected, though whoever wrote spelt the name out everywhere."""

import re
from datetime import UTC, date, datetime, time, timedelta
from email.header import decode_header, make_header

import pytest
from django.conf import settings
from django.test.signals import template_rendered
from django.utils import timezone

from convening.models import MailKind
from convening.releases import digest_of, freeze
from convening.services import mailings
from convening.services.releases import mark_of, release_agenda
from core import post
from core.models import Mail
from dialogues import models as m
from dialogues import production
from dialogues.services import advisers, review, surveys
from dialogues.services.appointed import tell_appointed
from reports.models import Period, Section
from reports.progress import digest, sections, services, subscribing
from reports.progress.reminding import remind
from roadmaps.models import Roadmap
from roadmaps.services.endorsing import ask
from roadmaps.services.reminding import send_digests, send_due
from roadmaps.services.versions import make_version
from roadmaps.versions import checksum_of
from roadmaps.versions import freeze as freeze_roadmap
from stakeholders.models import Person
from stakeholders.services.briefings import send_briefing
from tests import factories as make
from tests.canaries import NAME, TEXT, leaks, somebody_else, somebody_protected
from tests.planting import plant, short

pytestmark = pytest.mark.once

TITLE = short(TEXT, 200)
# The beginnings of the keys of mails without a template.
MADE_IN_PYTHON = {"mailing", "roadmaps endorse", "roadmaps digest", "roadmaps reminder"}
TODAY = date(2026, 6, 1)


@pytest.fixture
def written():
    """The names of the templates of mails that are rendered in the meantime."""
    names = set()

    def note(sender, template, **_more):
        if template.name and "/mail/" in template.name:
            names.add(template.name)

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


@pytest.fixture
def told(world, llg_member, convenor, donor, partner, time_machine):
    """Everybody of whom something is asked, all of whose titles name somebody protected."""
    time_machine.move_to(datetime(2026, 6, 1, 9, tzinfo=UTC), tick=False)
    person, other = somebody_protected(world), somebody_else(world)
    planted = plant(world, TEXT, person=person, other=other, by=convenor)
    for row in (world.programme, world.initiative, world.dialogue):
        row.title = f"Told by {TITLE}"
        row.save()
    return planted, person, other


def _before_the_meeting(world, planted, other, by):
    asked = Person.objects.filter(pk=other.pk)
    advisers.invite(planted.seats[0], seen=None, by=by)
    paper = planted.requests[0].round.version.paper
    review.send_for_review(
        make.PaperVersionFactory(paper=paper, number=70),
        people=asked,
        due_on=TODAY + timedelta(days=30),
        message=TEXT,
        by=by,
    )
    production.remind_reviewers(at=timezone.now() + timedelta(days=27))
    survey = planted.invitations[0].survey
    survey.invitations.filter(person=other).delete()
    surveys.invite(survey, people=asked)
    m.SurveyInvitation.objects.update(created_at="2026-01-01T00:00:00Z")
    surveys.remind(survey)
    appointed = make.AppointmentFactory(
        user=make.UserFactory(), role="adviser", initiative=world.initiative, appointed_by=by
    )
    tell_appointed(appointed)


def _of_the_meeting(world, other, by):
    dialogue = world.dialogue
    make.PlanFactory(dialogue=dialogue)
    row = make.ParticipationFactory(dialogue=dialogue, person=other, status="invited")
    make.RegistrationFactory(participation=row)
    for kind in MailKind.values:
        mailings.send(mailings.draft(dialogue, kind=kind, participations=[row], by=by), by=by)
    item = make.AgendaItemFactory(
        part=make.AgendaPartFactory(dialogue=dialogue, title=TITLE),
        date=dialogue.starts_on,
        start=time(9),
        end=time(10),
        title=TITLE,
    )
    make.AppearanceFactory(item=item, person=other)
    release_agenda(dialogue, seen=mark_of(0, digest_of(freeze(dialogue))), note=TEXT, by=None)


def _of_the_map(world, other, by):
    briefing = make.BriefingFactory(
        map=make.StakeholderMapFactory(programme=world.programme), group=world.miners, title=TITLE
    )
    version = make.BriefingVersionFactory(briefing=briefing, number=1, title=TITLE, ask=TEXT)
    send_briefing(version, people=[other.pk], by=by)


def _of_progress(world, convenor, donor, partner):
    period = services.begin_period(
        Period(
            initiative=world.initiative,
            title=TITLE,
            starts_on=date(2026, 1, 1),
            ends_on=date(2026, 5, 31),
            due_on=TODAY,
            activities=TEXT,
        )
    )
    remind(today=TODAY)
    section = Section(period=period, title=TITLE, asked_of=partner)
    sections.ask(section, by=convenor)
    sections.give_back(_handed_in(section), reason=TEXT)
    services.send(period, by=convenor, sure=True)
    seen = services.mark_of(Period.objects.get(pk=period.pk))
    services.approve(period, by=convenor, seen=seen)
    services.publish(period, by=convenor)
    subscribing.choose(donor, {None: "monthly"})
    digest.send_digests(now=datetime(2026, 7, 1, 9, tzinfo=UTC))


def _handed_in(section):
    section.text = TEXT
    sections.write(section, based_on=section.version, hand_in=True)
    return Section.objects.get(pk=section.pk)


def _of_the_roadmap(other, by):
    roadmap = Roadmap.objects.first()
    roadmap.title, roadmap.reminders_on = TITLE, True
    roadmap.save()
    action = make.ActionFactory(
        theme=make.ThemeFactory(roadmap=roadmap),
        title=TITLE,
        lead_person=other,
        due=TODAY - timedelta(days=1),
    )
    make.ActionUpdateFactory(action=action, date=TODAY - timedelta(days=9), text=TEXT)
    member = make.MembershipFactory(
        learning_group=roadmap.learning_group, person=other, wants_digest=True
    )
    send_due(now=datetime(2026, 6, 1, 10, tzinfo=UTC))
    send_digests(now=datetime(2026, 6, 1, 10, tzinfo=UTC))
    version = make_version(roadmap, seen=checksum_of(freeze_roadmap(roadmap)))
    ask(version, members=[member], by=by)


def _said_by(message):
    """All that a mail says, whatever it is packed in."""
    mime = message.message()
    headers = [str(make_header(decode_header(value))) for value in mime.values()]
    parts = [part.get_payload(decode=True) for part in mime.walk() if not part.is_multipart()]
    return "\n".join([*headers, *(part.decode() for part in parts)])


def test_no_mail_that_leaves_names_somebody_protected(
    world, told, written, convenor, donor, partner
):
    planted, person, other = told
    _before_the_meeting(world, planted, other, convenor)
    _of_the_meeting(world, other, convenor)
    _of_the_map(world, other, convenor)
    _of_progress(world, convenor, donor, partner)
    _of_the_roadmap(other, convenor)
    root = settings.BASE_DIR / "templates"
    assert written == {str(path.relative_to(root)) for path in root.glob("*/mail/*")}
    sent = Mail.objects.exclude(to_email=person.email)
    raw = {mail.key: f"{mail.subject} {mail.body}" for mail in sent}
    veiled = {mail.key: _said_by(post.message_of(mail)) for mail in sent}
    assert {" ".join(re.findall("[a-z]+", key)[:2]) for key in raw} >= MADE_IN_PYTHON
    # As most of them wait they hold the name: that it is gone is the veil's doing.
    assert sum(NAME in text for text in raw.values()) > len(written)
    assert leaks(veiled.items()) == {}
    assert leaks((mail.key, mail.to_name) for mail in sent) == {}
