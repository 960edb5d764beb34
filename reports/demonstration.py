"""The demo: a programme with two initiatives, three dialogues and one account for each role.

Everybody in it is invented; the packages beside this file (reports/demo) hold what they said. The
password is public, so the demo is for a trial on one's own machine.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from dialogues.models import Appointment, Dialogue, Initiative, Stage
from reports import production, services
from reports.demo_composed import compose_reports
from reports.demo_convening import convene
from reports.demo_groups import tell_groups
from reports.demo_life import tell_lives
from reports.demo_progress import tell_progress
from reports.demo_table import bring_sheets, set_tables
from reports.models import Edition, Printing
from reports.package import load
from roadmaps.models import Roadmap
from stakeholders.models import Organisation, Person, Programme

PASSWORD = "meet-under-the-tree"
PACKAGES = sorted((Path(__file__).parent / "demo").glob("*.yaml"))
PROGRAMME = "Common Ground on Mining"
LAND, MERCURY = "Ground left behind", "Gold without mercury"


@dataclass(frozen=True)
class SignIn:
    """An account of the demo: what its owner does, and to what they are appointed.

    `person` is the key of their own entry in the register; who has none is called `name`.
    """

    email: str
    does: str
    role: Role | None = None
    scope: str = ""
    acts_for: str = ""
    person: str = ""
    name: str = ""

    @property
    def administers(self):
        """Who has neither a role nor a part runs the installation."""
        return self.role is None and not self.person


CAST = (
    SignIn(
        "convenor@example.org",
        _("convenor of the programme"),
        Role.CONVENOR,
        "programme",
        person="owusu",
    ),
    SignIn(
        "partner@example.org",
        _("partner: registers people for the Nkabom Centre"),
        Role.PARTNER,
        "field",
        acts_for="nkabom",
        person="quaicoe",
    ),
    SignIn(
        "rapporteur@example.org",
        _("rapporteur of the field dialogue"),
        Role.RAPPORTEUR,
        "field",
        person="brobbey",
    ),
    SignIn(
        "facilitator@example.org",
        _("facilitator of the field dialogue"),
        Role.FACILITATOR,
        "field",
        person="seidu",
    ),
    SignIn(
        "adviser@example.org",
        _("advisory group member"),
        Role.ADVISER,
        "initiative",
        person="mensah",
    ),
    SignIn(
        "participant@example.org",
        _("participant of the field dialogue"),
        person="essien",
    ),
    SignIn(
        "member@example.org",
        _("member of the Learning and Leadership Group, leads two actions"),
        person="koranteng",
    ),
    SignIn("donor@example.org", _("donor"), Role.DONOR, "programme", name="Ingrid Solheim"),
    SignIn("administrator@example.org", _("administrator")),
)

# What became of the stages of the initiative on land, and when.
COURSE = (
    ("concept-note", Stage.State.DONE, date(2025, 2, 3), date(2025, 3, 14)),
    ("advisory-group", Stage.State.DONE, date(2025, 3, 17), date(2025, 4, 25)),
    ("scoping-paper", Stage.State.DONE, date(2025, 4, 1), date(2025, 5, 30)),
    ("scoping-dialogue", Stage.State.DONE, date(2025, 6, 2), date(2025, 7, 11)),
    ("field-dialogues", Stage.State.DONE, date(2025, 9, 1), date(2026, 2, 20)),
    ("thematic-dialogues", Stage.State.DROPPED, None, date(2026, 3, 2)),
    ("summary", Stage.State.DONE, date(2026, 2, 23), date(2026, 5, 15)),
    ("learning-group", Stage.State.OPEN, date(2026, 1, 23), None),
    ("follow-up", Stage.State.OPEN, date(2026, 6, 1), None),
)


def is_loaded():
    """True if the demo's programme is there."""
    return Programme.objects.filter(title=PROGRAMME).exists()


def is_empty():
    """True if nobody has begun to work with this installation."""
    return not Programme.objects.exists()


def load_demo():
    """Load the demo's packages, make its accounts, print and publish a first report.

    What is there already stays as it is. Raises core.package.PackageRefused if somebody has a
    programme of the same title with other contents.
    """
    with transaction.atomic():
        is_new = not is_loaded()
        if is_new:
            load([str(path) for path in PACKAGES])
            _tell_the_story()
        accounts = {sign_in.email: _account(sign_in) for sign_in in CAST}
        if is_new:
            programme = Programme.objects.get(title=PROGRAMME)
            tell_lives(programme, by=accounts["convenor@example.org"])
            set_tables(programme, by=accounts["convenor@example.org"])
            tell_groups(programme, by=accounts["convenor@example.org"])
            tell_progress(
                programme,
                by=accounts["convenor@example.org"],
                partner=accounts["partner@example.org"],
            )
            ahead = convene(programme, by=accounts["convenor@example.org"])
            _appoint_for(ahead, accounts)
    convenor = accounts["convenor@example.org"]
    bring_sheets(
        Programme.objects.get(title=PROGRAMME), by=convenor, partner=accounts["partner@example.org"]
    )
    compose_reports(
        Programme.objects.get(title=PROGRAMME),
        by=convenor,
        writer=accounts["rapporteur@example.org"],
    )
    _publish_first_report(convenor)


def _appoint_for(ahead, accounts):
    """Who has a part in the dialogue that was held has the same in the one that lies ahead."""
    for sign_in in CAST:
        if sign_in.scope == "field":
            Appointment.objects.create(
                user=accounts[sign_in.email],
                role=sign_in.role,
                dialogue=ahead,
                organisation=Organisation.objects.filter(
                    programme=ahead.initiative.programme, key=sign_in.acts_for
                ).first(),
            )


def _dialogue(kind):
    return Dialogue.objects.get(initiative__programme__title=PROGRAMME, kind=kind)


def _tell_the_story():
    """What packages do not carry: the course of the stages, what is public, who registered whom."""
    land = Initiative.objects.get(programme__title=PROGRAMME, title=LAND)
    for kind, state, opened, closed in COURSE:
        land.stages.filter(kind=kind).update(state=state, opened_on=opened, closed_on=closed)
    mercury = Initiative.objects.get(programme__title=PROGRAMME, title=MERCURY)
    mercury.stages.filter(kind="concept-note").update(
        state=Stage.State.DONE, opened_on=date(2026, 6, 1), closed_on=date(2026, 9, 4)
    )
    mercury.stages.filter(kind="advisory-group").update(
        state=Stage.State.OPEN, opened_on=date(2026, 9, 7)
    )
    Initiative.objects.filter(pk=land.pk).update(is_public=True)
    Dialogue.objects.filter(pk=_dialogue("scoping").pk).update(is_public=True)
    Roadmap.objects.filter(dialogue__initiative=land).update(is_public=True)
    nkabom = Organisation.objects.get(programme=land.programme, key="nkabom")
    of_the_district = ["asm", "customary"]
    Person.objects.filter(
        participations__dialogue=_dialogue("field"), group__key__in=of_the_district
    ).update(held_by=nkabom)


def _account(sign_in):
    """The account of `sign_in`, made with what it is appointed to if it is not there."""
    user = User.objects.filter(email=sign_in.email).first()
    if user is not None:
        return user
    programme = Programme.objects.get(title=PROGRAMME)
    person = Person.objects.filter(programme=programme, key=sign_in.person).first()
    user = User.objects.create_user(
        sign_in.email,
        PASSWORD,
        name=person.name if person else sign_in.name or str(sign_in.does).capitalize(),
        is_staff=sign_in.administers,
    )
    # As if the first mail had been answered: a second factor asks for a confirmed address.
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if person:
        Person.objects.filter(pk=person.pk).update(user=user)
    if sign_in.role:
        Appointment.objects.create(
            user=user,
            role=sign_in.role,
            organisation=Organisation.objects.filter(
                programme=programme, key=sign_in.acts_for
            ).first(),
            **_scope(sign_in.scope, programme),
        )
    return user


def _scope(name, programme):
    if name == "programme":
        return {"programme": programme}
    if name == "initiative":
        return {"initiative": Initiative.objects.get(programme=programme, title=LAND)}
    return {"dialogue": _dialogue(name)}


def _publish_first_report(convenor):
    """Print the scoping dialogue's report for the public here and now, so that readers find one."""
    report = services.report_of(_dialogue("scoping"))
    if report.printings.exists():
        return
    printing = services.request_printing(report, edition=Edition.PUBLIC, by=convenor)
    production.produce(printing.pk)
    printing.refresh_from_db()
    if printing.state == Printing.State.READY:
        services.publish_printing(printing, by=convenor)
