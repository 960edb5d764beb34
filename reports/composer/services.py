"""Every write of composed reports."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.services import move, next_position, save_version
from core.uploads import forget_upload, keep_upload
from reports.composer.pieces import standard_parts
from reports.composer.registry import PARTS
from reports.exceptions import PartStands, TemplateStands
from reports.models import Photograph, Remark, Report, ReportPart, ReportTemplate
from reports.models.composing import SEVERAL

TAKEN_OVER = ("key", "heading", "source", "text", "audience")


@transaction.atomic
def begin(report, *, template=None):
    """Give a report the parts of `template`, or those with which its kind begins; one that has parts keeps
    them. Atomic, under the lock of the report."""
    Report.objects.select_for_update().get(pk=report.pk)
    if report.parts.exists():
        return
    rows = [ReportPart(**_known(row)) for row in template.parts] if template else []
    for position, part in enumerate(rows or standard_parts(report.kind)):
        part.report, part.position = report, position
        part.save(force_insert=True)


def _known(row):
    return {name: row[name] for name in TAKEN_OVER if name in row}


@transaction.atomic
def add_part(report, key):
    """Add the part `key` after the last one. Atomic; raises PartStands if it stands there already."""
    Report.objects.select_for_update().get(pk=report.pk)
    if key not in SEVERAL and report.parts.filter(key=key).exists():
        raise PartStands(PARTS[key].label)
    part = ReportPart(report=report, key=key, position=next_position(report.parts))
    part.save()
    return part


def change_part(part, *, based_on, fields, told=None):
    """Save `fields` of a part that was edited from version `based_on`; `told` is what the data said then.
    Raises StaleVersion and Gone."""
    if told is not None:
        part.told, fields = told, [*fields, "told"]
    return save_version(part, based_on=based_on, fields=fields)


@transaction.atomic
def drop_part(part):
    """Take a part out of its report, with its notes and photographs. Atomic."""
    for photo in part.photographs.select_related("upload"):
        remove_photograph(photo)
    part.delete()


def move_part(part, *, up):
    """Move a part past its neighbour; True if it had one."""
    return move(part, ReportPart.objects.filter(report=part.report_id), up=up)


def keep_rewriting(part, *, told):
    """Take note that the data say `told` now, and keep what was written."""
    ReportPart.objects.filter(pk=part.pk).update(told=told)


def sign_off(part, *, by, mark):
    """Sign a part off as what `mark` says that it was."""
    ReportPart.objects.filter(pk=part.pk).update(
        signed_by=by, signed_at=timezone.now(), signed_mark=mark
    )


def take_back(part):
    """Take a sign-off back."""
    ReportPart.objects.filter(pk=part.pk).update(signed_by=None, signed_at=None, signed_mark="")


def set_sign_off(report, *, needed):
    """Say whether a report is published only once each part is signed off."""
    Report.objects.filter(pk=report.pk).update(needs_sign_off=needed)


# Notes and tasks ---------------------------------------------------------------------------------
def note(remark):
    """Store a note on a part, or a task."""
    remark.save(force_insert=True)


def finish(remark, *, by):
    """Mark a note or task as done, once; one that is done stays as it was."""
    rows = Remark.objects.filter(pk=remark.pk, done_at__isnull=True)
    rows.update(done_at=timezone.now(), done_by=by)


# Photographs -------------------------------------------------------------------------------------
@transaction.atomic
def add_photograph(part, *, file, **said):
    """Keep a photograph (Brought) after the others of its part. Atomic; raises OSError."""
    return Photograph.objects.create(
        part=part,
        upload=keep_upload(file),
        position=next_position(part.photographs),
        **said,
    )


def change_photograph(photo, **said):
    """Change what is said of a photograph."""
    Photograph.objects.filter(pk=photo.pk).update(**said)


@transaction.atomic
def remove_photograph(photo):
    """Delete a photograph and its file: what was printed before holds its own copy, and what is printed
    again goes without. Atomic."""
    upload = photo.upload
    photo.delete()
    forget_upload(upload)


# Templates ---------------------------------------------------------------------------------------
@transaction.atomic
def save_template(report, *, title):
    """Keep the parts of a report as a template of its programme. Of what was written only texts of one's
    own go with it: what was rewritten from the data of one dialogue is none of another's. Atomic; raises
    TemplateStands if there is one of this title."""
    programme = report.dialogue.initiative.programme
    parts = [_kept(part) for part in report.parts.all()]
    try:
        with transaction.atomic():
            return ReportTemplate.objects.create(
                programme=programme, kind=report.kind, title=title, parts=parts
            )
    except IntegrityError:
        raise TemplateStands from None


def _kept(part):
    row = {name: str(getattr(part, name)) for name in TAKEN_OVER}
    if not PARTS[part.key].written:
        row |= {"text": "", "source": "data"}
    return row
