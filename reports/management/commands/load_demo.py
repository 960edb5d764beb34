"""`manage.py load_demo`: a shell over reports.demonstration."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from core.package import PackageRefused
from reports import demonstration


class Command(BaseCommand):
    help = _("Load the demo and tell its sign-ins. What is there already stays as it is.")

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help=_("do nothing where somebody has begun to work already"),
        )

    def handle(self, *, if_empty, **_options):
        if settings.PRODUCTION:
            raise CommandError(_("The demo's passwords are public: it is not for production."))
        if if_empty and not demonstration.is_loaded() and not demonstration.is_empty():
            return
        try:
            demonstration.load_demo()
            demonstration.print_demo()
        except PackageRefused as refusal:
            raise CommandError("\n".join(map(str, refusal.problems))) from refusal
        self.stdout.write(
            _("Sign in with the password %(password)s as") % {"password": demonstration.PASSWORD}
        )
        for sign_in in demonstration.CAST:
            self.stdout.write(f"  {sign_in.email:<28} {sign_in.does}")
