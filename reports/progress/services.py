"""Every write of progress reports: periods are begun, written, sent, returned or approved, published."""

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from core.exceptions import StaleVersion
from core.models import Mail
from core.outbox import cancel, write_to
from core.services import save_version
from reports.exceptions import FiguresMoved, PeriodMoved, SectionsOut
from reports.models import (
    AttendanceTarget,
    Edition,
    Format,
    Period,
    PublishingProfile,
    Report,
    ReportKind,
)
from reports.progress.context import ProgressContext
from reports.progress.planning import refuse_overlap
from reports.progress.subscribing import address_to_end, told_at_once
from reports.services import request_printing
from roadmaps.versions import checksum_of
from stakeholders.services.register import add_organisation

State = Period.State
OPEN = (State.DRAFT, State.RETURNED)


@transaction.atomic
def begin_period(period):
    """Store a new period. Atomic, under the lock of its initiative; raises PeriodsOverlap."""
    refuse_overlap(period.initiative, [period])
    period.save(force_insert=True)
    return period


@transaction.atomic
def change_period(period, *, based_on, fields):
    """Save `fields` of a period that was edited from version `based_on`. Atomic; raises StaleVersion,
    PeriodMoved once it is sent or approved, and PeriodsOverlap."""
    _locked(period, *OPEN)
    refuse_overlap(period.initiative, [period])
    return save_version(period, based_on=based_on, fields=fields)


@transaction.atomic
def set_targets(period, targets):
    """Store how many of each group a period aims for: (group, people, women) each, and no other. Atomic;
    raises PeriodMoved once it is sent or approved."""
    row = _locked(period, *OPEN)
    row.targets.all().delete()
    AttendanceTarget.objects.bulk_create(
        AttendanceTarget(period=row, group=group, people=people, women=women)
        for group, people, women in targets
    )


@transaction.atomic
def send(period, *, by, sure=False):
    """Send a period for approval. Atomic; raises PeriodMoved unless it is being written, and SectionsOut
    while sections of it are out, unless one is `sure`: it is told without them then."""
    row = _locked(period, *OPEN)
    out = [section.title for section in row.sections.all() if section.is_out]
    if out and not sure:
        raise SectionsOut(out)
    row.state, row.sent_by, row.sent_at = State.PENDING, by, timezone.now()
    row.save(update_fields=["state", "sent_by", "sent_at", "updated_at"])


@transaction.atomic
def give_back(period, *, by, reason):
    """Return a period to be written on, with the reason. Atomic; raises PeriodMoved unless it was sent."""
    row = _locked(period, State.PENDING)
    row.state, row.reason = State.RETURNED, reason
    row.save(update_fields=["state", "reason", "updated_at"])


@transaction.atomic
def approve(period, *, by, seen, at=None, opens_at=None):
    """Approve a period and freeze what it says. `seen` is the mark (`mark_of`) of what was looked at.
    With `opens_at` it is published at that moment (`publish`).

    Atomic, under the lock of its row; raises PeriodMoved unless it was sent, and FiguresMoved if it says
    something else by now.
    """
    row = _locked(period, State.PENDING)
    if mark_of(row) != seen:
        raise FiguresMoved
    row.state = State.APPROVED
    snapshot = ProgressContext.of_period(row, at=at).to_snapshot()
    row.snapshot, row.checksum = snapshot, checksum_of(snapshot)
    row.approved_by, row.approved_at = by, at or timezone.now()
    row.save(
        update_fields=[
            *("state", "snapshot", "checksum", "approved_by", "approved_at", "updated_at"),
        ]
    )
    if opens_at is not None:
        publish(row, by=by, at=opens_at)


def mark_of(period):
    """What a page carries that showed the figures and words of a period that is not frozen."""
    return mark_of_facts(ProgressContext.of_period(period))


def mark_of_facts(facts):
    """The same of a ProgressContext that was read for the team."""
    told = facts.to_snapshot().items()
    # How it looks, and when it was read, is none of what is approved.
    return checksum_of(
        {name: value for name, value in told if name not in ("composed_at", "house")}
    )


@transaction.atomic
def publish(period, *, by, at=None):
    """Open an approved period to the donors of its initiative, now or at the moment `at`: its files are
    printed, and each donor who wants it is told by mail when it opens, once. Atomic; raises PeriodMoved
    unless it is approved and not published yet."""
    row = _locked(period, State.APPROVED)
    if row.published_at is not None:
        raise PeriodMoved
    row.published_at, row.published_by = at or timezone.now(), by
    row.save(update_fields=["published_at", "published_by", "updated_at"])
    report = report_of_period(row)
    for file_format in (Format.PDF, Format.WORD):
        request_printing(report, edition=Edition.PUBLIC, by=None, file_format=file_format)
    for donor in told_at_once(donors_of(row.initiative), row.initiative):
        _tell(row, donor)


@transaction.atomic
def withdraw(period, *, by):
    """Close a published period to donors again; mails that wait are not sent. Atomic; raises PeriodMoved."""
    row = _locked(period, State.APPROVED)
    if row.published_at is None:
        raise PeriodMoved
    row.published_at = row.published_by = None
    row.save(update_fields=["published_at", "published_by", "updated_at"])
    cancel(Mail.objects.filter(key__startswith=f"progress:{row.pk}:"))


def donors_of(initiative):
    """Users who are appointed donors of an initiative or of its programme, each once."""
    of = User.objects.filter(is_active=True, appointments__role=Role.DONOR)
    own = of.filter(appointments__initiative=initiative)
    return (own | of.filter(appointments__programme=initiative.programme_id)).distinct()


def report_of_period(period):
    """What is printed of a period."""
    return Report.objects.get_or_create(period=period, kind=ReportKind.PROGRESS)[0]


@transaction.atomic
def save_profile(profile, *, based_on, fields, new_reporter=""):
    """Save what IATI files say of an initiative besides its figures. Atomic; raises StaleVersion.

    `new_reporter` names an organisation that reports and comes into the register, unless it is there.
    """
    if new_reporter:
        programme = profile.initiative.programme
        known = programme.organisations.filter(name__iexact=new_reporter).first()
        profile.reporter = known or add_organisation(programme=programme, name=new_reporter)
    if profile.pk is None:
        return _first(profile)
    return save_version(profile, based_on=based_on, fields=fields)


def _first(profile):
    try:
        with transaction.atomic():
            profile.save(force_insert=True)
    except IntegrityError:
        stands = PublishingProfile.objects.filter(initiative=profile.initiative_id).first()
        if stands is None:
            raise
        raise StaleVersion(stands) from None
    return profile


def _locked(period, *states):
    rows = Period.objects.select_for_update(of=("self",)).select_related("initiative__programme")
    row = rows.filter(pk=period.pk, state__in=states).first()
    if row is None:
        raise PeriodMoved
    return row


def _formats_of(period):
    yield from ((Format.PDF, "PDF"), (Format.WORD, "Word"), ("xlsx", "Excel"))
    if PublishingProfile.objects.filter(initiative=period.initiative_id).exists():
        yield "xml", "IATI"


def _file_url(period, form):
    return settings.SITE_URL + reverse("reports:period_file", args=[period.pk, form])


def _tell(period, donor):
    end = address_to_end(donor, period.initiative)
    facts = {
        "end": end,
        "period": period,
        "initiative": period.initiative,
        "url": settings.SITE_URL + reverse("reports:period", args=[period.pk]),
        "files": [(label, _file_url(period, form)) for form, label in _formats_of(period)],
    }
    key = f"progress:{period.pk}:{donor.pk}:{period.published_at:%Y%m%d%H%M%S}"
    more = {"not_before": period.published_at, "unsubscribe": end}
    write_to(donor, "reports/mail/progress.txt", facts, key=key, **more)
