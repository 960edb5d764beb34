"""`manage.py build_report SLUG -o FILE.pdf`: print a dialogue's report here and now, without a worker."""

import os
import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.contexts import ReportContext
from reports.exceptions import PrintFailed
from reports.management.lookup import dialogue_called
from reports.models import Edition, Report, ReportKind
from reports.pages import compose
from reports.pdf import print_apart


class Command(BaseCommand):
    """Writes nothing to the database: a dialogue without a title page gets an empty one in memory."""

    help = _("Print a report of a dialogue to a PDF file.")

    def add_arguments(self, parser):
        parser.add_argument("slug", help=_("the dialogue's address, as in its page's URL"))
        parser.add_argument(
            "--kind",
            choices=[ReportKind.MEETING_REPORT.value],
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
        html = compose(ReportContext.of(report, edition))
        try:
            pages = print_apart(
                html, output, seconds=settings.PRINT_SECONDS, megabytes=settings.PRINT_MEGABYTES
            )
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
