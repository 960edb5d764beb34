"""`manage.py load_package FILE…`: a shell over reports.package.load."""

from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.exceptions import Refusal
from core.package import PackageRefused
from reports.package import load

MOST_PROBLEMS = 200


class Command(BaseCommand):
    help = "Load dialogue packages (YAML or JSON), all of them or nothing. See docs/dialogue-package.md."

    def add_arguments(self, parser):
        parser.add_argument(
            "files", nargs="+", metavar="FILE", help="a package; - is standard input"
        )
        parser.add_argument(
            "--replace",
            action="store_true",
            help="rebuild a dialogue that is there already and differs from its file",
        )

    def handle(self, *, files, replace, verbosity, **_options):
        try:
            results = load(files, replace=replace)
        except PackageRefused as refusal:
            raise CommandError(_listed(refusal.problems)) from refusal
        except Refusal as refusal:
            raise CommandError(_("%s\nNothing was loaded.") % refusal) from refusal
        except DatabaseError as error:
            message = _("The database did not take it: %s\nNothing was loaded.")
            raise CommandError(message % error) from error
        if verbosity:
            for loaded in results:
                self._report(loaded)

    def _report(self, loaded):
        outcomes = {"loaded": _("loaded"), "replaced": _("replaced"), "unchanged": _("unchanged")}
        self.stdout.write(f"{loaded.file}: {loaded.dialogue.slug}: {outcomes[loaded.outcome]}")
        self.stdout.write(f"  {_counted(loaded)}")
        if loaded.left_out:
            text = ngettext(
                "Chatham House Rule: the speaker of %d contribution was left out"
                " (they did not agree to be named for these words).",
                "Chatham House Rule: the speakers of %d contributions were left out"
                " (they did not agree to be named for these words).",
                loaded.left_out,
            )
            self.stdout.write(f"  {text % loaded.left_out}")
        for note in loaded.notes:
            self.stdout.write(f"  {note}")


def _listed(problems):
    """All problems, a line each, and that nothing was written."""
    lines = [str(problem) for problem in problems[:MOST_PROBLEMS]]
    if len(problems) > MOST_PROBLEMS:
        lines.append(_("… and %d more") % (len(problems) - MOST_PROBLEMS))
    number = len(problems)
    end = ngettext("%d problem. Nothing was loaded.", "%d problems. Nothing was loaded.", number)
    return "\n".join([*lines, end % number])


def _counted(loaded):
    """How much the file holds: `8 groups, 25 organisations (3 new) …`."""
    words = {
        "groups": _("groups"),
        "organisations": _("organisations"),
        "people": _("people"),
        "agenda items": _("agenda items"),
        "participants": _("participants"),
        "sessions": _("sessions"),
        "contributions": _("contributions"),
        "actions": _("actions"),
    }
    parts = []
    for name, number in loaded.counts.items():
        if number:
            new = loaded.new.get(name)
            parts.append(f"{number} {words[name]}" + (f" ({_('%d new') % new})" if new else ""))
    return ", ".join(parts) or _("nothing but its title")
