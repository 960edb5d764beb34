"""`manage.py dump_package SLUG -o FILE`: a shell over reports.package.dump."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from core.exceptions import Refusal
from core.package import as_json, as_yaml
from reports.management.lookup import dialogue_called
from reports.package import dump, faults


class Command(BaseCommand):
    help = (
        "Write a dialogue as a package. The file names protected people and all participants: "
        "it is for the convening team only."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "slug", metavar="SLUG", help="the dialogue, as its page's address names it"
        )
        parser.add_argument(
            "-o", "--output", metavar="FILE", help="where to write; JSON if it ends in .json"
        )

    def handle(self, *, slug, output, **_options):
        dialogue = dialogue_called(slug)
        try:
            document = dump(dialogue)
            for problem in faults(document):
                self.stderr.write(_("It cannot be loaded again as it is. %s") % problem)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        if not output:
            self.stdout.write(as_yaml(document), ending="")
            return
        text = as_json(document) if output.lower().endswith(".json") else as_yaml(document)
        try:
            Path(output).write_text(text, encoding="utf-8")
        except OSError as error:
            message = _("%(file)s cannot be written (%(reason)s).")
            raise CommandError(message % {"file": output, "reason": error.strerror}) from error
