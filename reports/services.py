"""Every multi-step write of reports."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from convening.models import Registration
from core.services import save_version
from core.uploads import keep_upload
from reports.composer.desk import Desk
from reports.contexts.day.letter import refuse_letter
from reports.exceptions import (
    NotSignedOff,
    PrintedBefore,
    PrintingNotFailed,
    PrintingNotOffered,
    PrintingNotPublishable,
    PrintingNotPublished,
    PrintingTellsTooMuch,
)
from reports.kinds import offer_of
from reports.models import (
    Authorship,
    Edition,
    Format,
    HouseStyle,
    Printing,
    Report,
    ReportKind,
)
from reports.outdated import tells_too_much
from reports.tasks import print_reports

SAME = ("report", "edition", "format", "as_of", "choices")


def report_of(dialogue, kind=ReportKind.MEETING_REPORT):
    """The write-up of `kind` of a dialogue; made with an empty title page if there is none yet."""
    return Report.objects.get_or_create(dialogue=dialogue, kind=kind)[0]


def report_of_version(version, kind):
    """What is printed of a paper's version as `kind`: the paper itself, or its comments."""
    return Report.objects.get_or_create(paper_version=version, kind=kind)[0]


def report_of_map(shown):
    """What is printed of a stakeholder map."""
    kind = ReportKind.STAKEHOLDER_MAP
    return Report.objects.get_or_create(stakeholder_map=shown, kind=kind)[0]


def report_of_briefing(version):
    """What is printed of a version of a briefing."""
    return Report.objects.get_or_create(briefing_version=version, kind=ReportKind.BRIEFING)[0]


def report_of_participation(participation):
    """The invitation letter of somebody who comes to a dialogue. Raises LetterNotOffered for who is
    protected, whose name is in no file, and for who does not come."""
    refuse_letter(participation)
    return Report.objects.get_or_create(participation=participation, kind=ReportKind.LETTER)[0]


@transaction.atomic
def request_badges(dialogue, *, choices, by):
    """Ask for the badges of `dialogue`; answers with the Printing. Who has no code yet is given one:
    a badge shows nothing else of them to who scans it. Atomic."""
    rows = dialogue.participations.filter(registration__isnull=True)
    Registration.objects.bulk_create(
        (Registration(participation=row) for row in rows.exclude(status="declined")),
        ignore_conflicts=True,
    )
    report = report_of(dialogue, ReportKind.BADGES)
    return request_printing(report, edition=Edition.INTERNAL, choices=choices, by=by)


def report_of_release(release):
    """What is printed of a released agenda."""
    return Report.objects.get_or_create(agenda_release=release, kind=ReportKind.AGENDA)[0]


def report_of_meeting(meeting):
    """The minutes of a meeting of a Learning and Leadership Group."""
    return Report.objects.get_or_create(group_meeting=meeting, kind=ReportKind.MINUTES)[0]


def report_of_roadmap(version):
    """What is printed of a version of a roadmap."""
    return Report.objects.get_or_create(roadmap_version=version, kind=ReportKind.ROADMAP)[0]


def wake_printers():
    """Tell a worker, once the transaction is through, that something waits. Without a broker nothing
    is lost (`robust` keeps the answer from failing): the sweeper finds the row."""
    transaction.on_commit(print_reports.delay, robust=True)


def request_printing(report, *, edition, by, file_format=Format.PDF, as_of=None, choices=None):
    """Ask for an edition of a report to be printed; answers with the Printing that will hold it.
    `as_of` is the day of which a map is printed, `choices` what else was chosen, by the kind's own keys.

    Atomic; raises PrintingNotOffered for an edition or a format in which this kind of report is not
    printed. At most one printing of an edition, format, day and choice waits in the queue: whoever asks
    meanwhile joins it, and finds it in *my work* all the same. One that is being composed is not joined,
    as it may have read what has changed since.
    """
    if not offer_of(report).offers(edition, file_format):
        raise PrintingNotOffered
    same = {"report": report, "edition": edition, "format": file_format, "as_of": as_of}
    same["choices"] = choices or {}
    with transaction.atomic():
        printing = _waiting(same) or _queue(same, by)
        if by is not None:
            printing.awaited_by.add(by)
        wake_printers()
    return printing


def _queued(same):
    alike = {name: value for name, value in same.items() if value is not None}
    rows = Printing.objects.filter(**alike, state=Printing.State.QUEUED)
    return rows.filter(as_of__isnull=True) if same["as_of"] is None else rows


def _waiting(same):
    # Locked, so that no worker takes it before we have joined it.
    return _queued(same).select_for_update().first()


def _queue(same, by):
    try:
        with transaction.atomic():
            return Printing.objects.create(**same, requested_by=by)
    except IntegrityError:
        # Somebody else asked in the same moment: theirs is the one that waits.
        return _queued(same).get()


@transaction.atomic
def try_again(printing, *, by):
    """Queue a failed printing anew, with the facts of today. Atomic; raises PrintingNotFailed if it is
    no longer failed. Joins another printing of the same edition and format if one waits already. What was
    withdrawn stays so: another is printed in its stead, which can be published."""
    waiting = _waiting(_same_as(printing)) or _another_of(printing, by)
    waiting.awaited_by.add(by)
    wake_printers()
    return waiting


def _same_as(printing):
    return {name: getattr(printing, name) for name in SAME}


def _another_of(printing, by):
    if printing.withdrawn_at is None:
        return _queue_again(printing)
    if printing.state != Printing.State.FAILED:
        raise PrintingNotFailed(printing)
    return _queue(_same_as(printing), by)


def _queue_again(printing):
    failed = Printing.objects.filter(pk=printing.pk, state=Printing.State.FAILED)
    changes = {"state": Printing.State.QUEUED, "failure": "", "snapshot": None, "attempts": 0}
    try:
        with transaction.atomic():
            if not failed.update(finished_at=None, updated_at=timezone.now(), **changes):
                raise PrintingNotFailed(printing)
    except IntegrityError:
        # Somebody asked for this edition in the same moment: theirs is the one that waits.
        return _queued(_same_as(printing)).get()
    return printing


def publish_printing(printing, *, by, at=None):
    """Let everybody read a ready public edition, and those who take part one for participants: now, or
    from the moment `at` on. Atomic compare-and-set; raises PrintingNotPublishable if it is not ready, for
    the team, published already or withdrawn (what was withdrawn is printed anew), PrintingTellsTooMuch if
    it says what may not be said any more, and, where each part has to be signed off first, NotSignedOff and
    PrintedBefore for what was printed while it said something else."""
    if tells_too_much(printing):
        raise PrintingTellsTooMuch(printing)
    if printing.report.needs_sign_off:
        _refuse_unsigned(printing)
    rows = Printing.objects.filter(
        pk=printing.pk,
        state=Printing.State.READY,
        edition__in=(Edition.PUBLIC, Edition.PARTICIPANTS),
        published_at__isnull=True,
        withdrawn_at__isnull=True,
    )
    if not rows.update(published_at=at or timezone.now(), published_by=by):
        raise PrintingNotPublishable(printing)


def _refuse_unsigned(printing):
    """Raise NotSignedOff unless each part is signed off as it stands, and PrintedBefore unless the printing
    says what was signed off."""
    report = printing.report
    if left := Desk(report).unsigned():
        raise NotSignedOff(left)
    now = offer_of(report).read(report, printing.edition).to_snapshot()
    if _signed_of(now) != _signed_of(printing.snapshot or {}):
        raise PrintedBefore


def _signed_of(snapshot):
    # How it looks, and when it was read, is none of what is signed.
    return {name: told for name, told in snapshot.items() if name not in ("composed_at", "house")}


def withdraw_printing(printing, *, by, reason=""):
    """Take a published edition back. One that was open keeps when, by whom and for which `reason`, which is
    told to who comes back to it; one under embargo is as if nobody had published it. Atomic compare-and-set;
    raises PrintingNotPublished."""
    now = timezone.now()
    rows = Printing.objects.filter(pk=printing.pk)
    # A moment to come first: if it comes in between, the row is open, and is withdrawn as such.
    awaited = rows.filter(published_at__gt=now)
    if awaited.update(published_at=None, published_by=None):
        return
    told = {"withdrawn_at": now, "withdrawn_by": by, "withdrawal_reason": reason}
    if not rows.filter(published_at__lte=now).update(published_at=None, **told):
        raise PrintingNotPublished(printing)


@transaction.atomic
def save_report(report, *, based_on, authors):
    """Save the title page of a report and its authors in their order.

    Atomic; raises StaleVersion if somebody else saved it since version `based_on`.
    """
    fields = ["title", "subtitle", "acknowledgements", "theme", "keywords", "isbn", "doi"]
    save_version(report, based_on=based_on, fields=fields)
    report.authorships.all().delete()
    Authorship.objects.bulk_create(
        Authorship(report=report, person=person, position=position)
        for position, person in enumerate(authors)
    )
    return report


def house_style_of(programme):
    """The house style of a programme; made empty, which changes nothing, if there is none yet."""
    return HouseStyle.objects.get_or_create(programme=programme)[0]


@transaction.atomic
def save_house_style(style, *, based_on, fields, picture=None, without_logo=False):
    """Save the house style of a programme: `fields`, a logo that was brought (`picture`, a Brought), or none.

    Atomic; raises StaleVersion if somebody else saved it since version `based_on`. A logo that is
    replaced stays in the store: what was printed with it can be printed again.
    """
    if without_logo:
        style.logo = None
    save_version(style, based_on=based_on, fields=[*fields, "logo"])
    if picture is not None:
        # Kept once it is certain that the rest is.
        style.logo = keep_upload(picture)
        style.save(update_fields=["logo"])
    return style
