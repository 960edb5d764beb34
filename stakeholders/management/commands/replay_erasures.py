"""Erase again whoever was erased before, after a backup was restored."""

from django.core.management.base import BaseCommand, CommandError

from stakeholders.keeping import ledger
from stakeholders.services.keeping import replay


class Command(BaseCommand):
    """`manage.py replay_erasures [file]`: safe to repeat; says ids, never names."""

    help = (
        "Erases again whoever stands in the ledger of erasures and is in the database all the same."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "file", nargs="?", help="a ledger; without it, the one that this installation keeps"
        )

    def handle(self, *args, **options):
        where = options["file"] or ledger.path()
        lines, broken = ledger.read(where)
        if not lines and options["file"]:
            raise CommandError(f"No erasure can be read from {where}.")
        erased, others = replay(lines)
        for pk in erased:
            self.stdout.write(f"entry {pk}: erased again")
        for pk in others:
            self.stdout.write(f"entry {pk}: somebody else stands under this id now; left")
        if broken:
            self.stderr.write(f"{broken} lines cannot be read; look at {where}")
        ledger.mend()
        self.stdout.write(f"{len(lines)} erasures in the ledger, {len(erased)} done again.")
