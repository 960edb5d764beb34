"""Every write of the sections that others are asked for: asked, written, handed in, returned, taken."""

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from accounts.models import User
from accounts.roles import NOTE_TAKERS, Role
from core.outbox import write_to
from core.services import save_version
from reports.exceptions import SectionMoved
from reports.models import Period, Section
from reports.progress.services import OPEN

State = Section.State


def who_may_be_asked(initiative):
    """Partners and who takes notes at a dialogue of the initiative, and its convenors, by name."""
    at = Q(appointments__dialogue__initiative=initiative)
    at &= Q(appointments__role__in=(Role.PARTNER, *NOTE_TAKERS))
    runs = Q(appointments__initiative=initiative) | Q(
        appointments__programme=initiative.programme_id
    )
    runs &= Q(appointments__role=Role.CONVENOR)
    keys = User.objects.filter(at | runs, is_active=True).order_by().values("pk")
    return User.objects.filter(pk__in=keys).order_by("name", "email")


@transaction.atomic
def ask(section, *, by):
    """Ask somebody for a section, and tell them by mail. Atomic; raises SectionMoved once its period is
    sent."""
    _open_period(section.period_id)
    section.asked_by = by
    section.save(force_insert=True)
    _tell(section, section.asked_of, "asked")


@transaction.atomic
def write(section, *, based_on, hand_in=False):
    """Save the text of a section that was edited from version `based_on`, and hand it in if that was asked.
    Atomic; raises StaleVersion, and SectionMoved once it is taken or its period is sent."""
    stored = _locked(section)
    if stored.state == State.TAKEN:
        raise SectionMoved
    save_version(section, based_on=based_on, fields=["text"])
    if hand_in:
        _move(section, State.HANDED_IN, State.ASKED, State.RETURNED, State.HANDED_IN)
        _tell(section, section.asked_by, "handed-in")


@transaction.atomic
def take(section):
    """Take a section into the report as it stands. Atomic; raises SectionMoved."""
    _locked(section)
    _move(section, State.TAKEN, State.ASKED, State.HANDED_IN, State.RETURNED)


@transaction.atomic
def give_back(section, *, reason):
    """Return a section to whoever wrote it, with the reason, and tell them. Atomic; raises SectionMoved."""
    _locked(section)
    _move(section, State.RETURNED, State.HANDED_IN, State.TAKEN, reason=reason)
    section.refresh_from_db()
    _tell(section, section.asked_of, "returned")


@transaction.atomic
def drop(section):
    """Ask for it no more; its text goes with it. Atomic; raises SectionMoved once its period is sent."""
    _locked(section)
    section.delete()


def _locked(section):
    _open_period(section.period_id)
    row = Section.objects.select_for_update().filter(pk=section.pk).first()
    if row is None:
        raise SectionMoved
    return row


def _open_period(pk):
    if not Period.objects.select_for_update().filter(pk=pk, state__in=OPEN).exists():
        raise SectionMoved


def _move(section, to, *states, **changes):
    rows = Section.objects.filter(pk=section.pk, state__in=states)
    if not rows.update(state=to, **changes):
        raise SectionMoved
    section.state = to


def _tell(section, user, what):
    """Write somebody a mail that `section` was asked for, handed in or returned; once each time."""
    if user is None or not user.is_active:
        return
    facts = {
        "section": section,
        "period": section.period,
        "what": what,
        "url": settings.SITE_URL + section.get_absolute_url(),
    }
    key = f"section:{section.pk}:{what}:{section.version}:{section.updated_at:%Y%m%d%H%M%S%f}"
    write_to(user, "reports/mail/section.txt", facts, key=key)
