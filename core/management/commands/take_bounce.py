"""Take one delivery report from standard input: what the mail server pipes in (docs/operations.md)."""

import sys

from django.core.management.base import BaseCommand, CommandError

from core.bounces import LARGEST, NoReport, take

# sysexits.h, EX_DATAERR: a mail server must not try again what will never be understood.
DATA_ERROR = 65


class Command(BaseCommand):
    """Reads one message and notes in the outbox which mail came back."""

    help = "Reads a delivery report (RFC 3464) from standard input and notes which mail came back."

    def handle(self, *args, **options):
        """Raises CommandError, with exit code 65, for what is no report of a mail of ours."""
        try:
            mail = take(sys.stdin.buffer.read(LARGEST + 1))
        except NoReport as problem:
            raise CommandError(str(problem), returncode=DATA_ERROR) from problem
        self.stdout.write("Nothing came back for good." if mail is None else f"Mail {mail.pk}.")
