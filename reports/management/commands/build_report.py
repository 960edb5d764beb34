"""`manage.py build_report SLUG -o FILE.pdf`: print a dialogue's report here and now, without a worker."""

import os
import time
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.apart import write_apart
from reports.composer.pieces import pictures_of
from reports.composer.registry import COMPOSED
from reports.contexts import ReportContext
from reports.exceptions import PrintFailed
from reports.management.lookup import dialogue_called
from reports.models import Edition, Report, ReportKind
from reports.printers import meeting_pdf


class Command(BaseCommand):
    """Writes nothing to the database: a dialogue without a title page gets an empty one in memory."""

    help = _("Print a report of a dialogue to a PDF file.")

    def add_arguments(self, parser):
        parser.add_argument("slug", help=_("the dialogue's address, as in its page's URL"))
        parser.add_argument(
            "--kind",
            choices=COMPOSED,
            default=ReportKind.MEETING_REPORT.value,
        )
        parser.add_argument("--edition", choices=Edition.values, default=Edition.INTERNAL.value)
        parser.add_argument("-o", "--output", required=True, type=Path, metavar="FILE.pdf")

    def handle(self, *, slug, kind, edition, output, **options):
        """Raises CommandError, in a sentence, for an unknown dialogue, a file that cannot be written, or
        a report that cannot be printed."""
        started = time.monotonic()
        report = _report_of(slug, kind)
        _check_writable(output)
        context = ReportContext.of(report, edition)
        write = partial(meeting_pdf, context, pictures_of(context))
        limits = {"seconds": settings.PRINT_SECONDS, "megabytes": settings.PRINT_MEGABYTES}
        try:
            pages = write_apart(write, output, **limits)
        except PrintFailed as failure:
            raise CommandError(str(failure)) from failure
        message = ngettext(
            "%(file)s: %(pages)d page in %(seconds).1f seconds",
            "%(file)s: %(pages)d pages in %(seconds).1f seconds",
            pages,
        )
        seconds = time.monotonic() - started
        self.stdout.write(message % {"file": output, "pages": pages, "seconds": seconds})


def _report_of(slug, kind):
    dialogue = dialogue_called(slug)
    return Report.objects.filter(dialogue=dialogue, kind=kind).first() or Report(
        dialogue=dialogue, kind=kind
    )


def _check_writable(output):
    folder = output.parent
    if not folder.is_dir():
        raise CommandError(_("There is no folder “%(folder)s”.") % {"folder": folder})
    if output.is_dir():
        raise CommandError(_("“%(file)s” is a folder.") % {"file": output})
    if not os.access(folder, os.W_OK):
        raise CommandError(_("The folder “%(folder)s” is not writable.") % {"folder": folder})
