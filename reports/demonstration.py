"""The demo: a programme in two countries with three initiatives, one at its concept note, one between its
field dialogues, one with a roadmap in its second year, and one account for each role.

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
from reports.demo_register import begin_third, register
from reports.demo_reports import print_reports
from reports.demo_table import bring_sheets, set_tables
from reports.models import Edition, Printing
from reports.package import load
from roadmaps.models import Roadmap
from stakeholders.models import Organisation, Person, Programme

PASSWORD = "meet-under-the-tree"
PACKAGES = [
    Path(__file__).parent / "demo" / f"{name}.yaml"
    for name in (
        "tarkwa-scoping-dialogue",
        "tarkwa-field-dialogue",
        "one-year-on",
        "visioning-workshop",
        "nyarugusu-field-dialogue",
        "mgusu-field-dialogue",
    )
]
PROGRAMME = "Common Ground on Mining"
LAND, MERCURY, SCHOOL = "Ground left behind", "Gold without mercury", "School or shaft"


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

# What became of the stages of each initiative, and when.
COURSES = {
    LAND: (
        ("concept-note", Stage.State.DONE, date(2024, 2, 5), date(2024, 3, 15)),
        ("advisory-group", Stage.State.DONE, date(2024, 3, 18), date(2024, 4, 26)),
        ("scoping-paper", Stage.State.DONE, date(2024, 4, 2), date(2024, 5, 31)),
        ("scoping-dialogue", Stage.State.DONE, date(2024, 6, 3), date(2024, 7, 12)),
        ("field-dialogues", Stage.State.DONE, date(2024, 9, 2), date(2025, 2, 21)),
        ("thematic-dialogues", Stage.State.DROPPED, None, date(2025, 3, 17)),
        ("summary", Stage.State.DONE, date(2025, 2, 24), date(2025, 9, 5)),
        ("learning-group", Stage.State.OPEN, date(2025, 1, 24), None),
        ("follow-up", Stage.State.OPEN, date(2025, 9, 15), None),
    ),
    MERCURY: (
        ("concept-note", Stage.State.DONE, date(2025, 6, 2), date(2025, 9, 5)),
        ("advisory-group", Stage.State.DONE, date(2025, 9, 8), date(2025, 11, 28)),
        ("scoping-paper", Stage.State.DONE, date(2025, 12, 1), date(2026, 3, 6)),
        ("scoping-dialogue", Stage.State.DONE, date(2026, 3, 9), date(2026, 5, 29)),
        ("field-dialogues", Stage.State.OPEN, date(2026, 6, 15), None),
    ),
    SCHOOL: (("concept-note", Stage.State.OPEN, date(2026, 8, 31), None),),
}


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
    """The first dialogue of this kind of the initiative on land."""
    rows = Dialogue.objects.filter(initiative__programme__title=PROGRAMME, initiative__title=LAND)
    return rows.filter(kind=kind).order_by("starts_on").first()


def _tell_the_story():
    """What packages do not carry: the course of the stages, what is public, who registered whom."""
    programme = Programme.objects.get(title=PROGRAMME)
    begin_third(programme, SCHOOL)
    register(programme)
    for title, course in COURSES.items():
        initiative = Initiative.objects.get(programme=programme, title=title)
        for kind, state, opened, closed in course:
            initiative.stages.filter(kind=kind).update(
                state=state, opened_on=opened, closed_on=closed
            )
    land = Initiative.objects.get(programme=programme, title=LAND)
    Initiative.objects.filter(pk=land.pk).update(is_public=True)
    held = [_dialogue(kind).pk for kind in ("scoping", "field", "national")]
    Dialogue.objects.filter(pk__in=held).update(is_public=True)
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


def print_demo():
    """Print what the demo shows of each stage, as far as it is not there yet: some ten seconds."""
    programme = Programme.objects.get(title=PROGRAMME)
    print_reports(programme, by=User.objects.get(email=CAST[0].email))


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
