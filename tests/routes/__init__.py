"""Every address of the application in the tests' world: what the matrix and the canary tests walk."""

import pkgutil
from dataclasses import dataclass
from importlib import import_module

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from reports.models import Edition
from reports.services import report_of
from tests import factories as make

# allauth's own addresses are tested by allauth; how they answer is in tests/test_permission_matrix.py.
FOREIGN = ("account_", "mfa_")


def named_patterns(patterns=None, prefix=""):
    """The name of each route, with its namespace, and its pattern."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from named_patterns(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield prefix + pattern.name, pattern


def route_names():
    """The names of all routes, with their namespace."""
    return (name for name, _pattern in named_patterns())


@dataclass(frozen=True)
class Route:
    """An address in the tests' world; `label` tells rows of the same name apart."""

    name: str
    args: tuple = ()
    query: str = ""
    label: str = ""

    @property
    def url(self):
        return reverse(self.name, args=self.args) + self.query

    @property
    def key(self):
        return f"{self.name} {self.label}".strip()


def routes(world):
    """A Route for every name, on objects that are made here if the world has none."""
    dialogue, initiative, programme = world.dialogue, world.initiative, world.programme
    d, i, p = (dialogue.slug,), (initiative.slug,), (programme.slug,)
    person = make.PersonFactory(programme=programme, group=world.miners)
    participation = make.ParticipationFactory(dialogue=dialogue, person=person)
    held = make.PersonFactory(programme=programme, held_by=world.partner_body)
    own = make.ParticipationFactory(dialogue=dialogue, person=held)
    question = make.QuestionFactory(dialogue=dialogue)
    session = make.SessionFactory(dialogue=dialogue)
    contribution = make.ContributionFactory(session=session, on_the_record=True)
    fault_line = make.FaultLineFactory(initiative=initiative)
    report = report_of(dialogue)
    ready = make.PrintingFactory(report=report, edition=Edition.PUBLIC, state="ready")
    other = make.PrintingFactory(report=report, state="ready")
    published = make.PrintingFactory(
        report=report, state="ready", published_at=ready.created_at, file_name="published.pdf"
    )
    roadmap = make.roadmap_of(world.dialogue)
    appointment = make.AppointmentFactory(role="adviser", initiative=initiative)
    note, line = ("contributions", contribution.pk), ("fault-lines", fault_line.pk)
    asked = ("questions", question.pk)
    return [
        Route("healthz"),
        Route("styleguide"),
        Route("search", query="?q=dialogue"),
        Route("accounts:my_work"),
        Route("accounts:profile"),
        Route("stakeholders:person_list"),
        Route("stakeholders:person_add"),
        Route("stakeholders:person", (person.pk,)),
        Route("stakeholders:person", (held.pk,), label="held by the partner"),
        Route("stakeholders:person_edit", (person.pk,)),
        Route("stakeholders:person_edit", (held.pk,), label="held by the partner"),
        Route("stakeholders:organisation_list"),
        Route("stakeholders:organisation_add"),
        Route("stakeholders:organisation", (world.ngo.pk,)),
        Route("stakeholders:organisation", (world.partner_body.pk,), label="the partner's own"),
        Route("stakeholders:organisation_edit", (world.ngo.pk,)),
        Route("stakeholders:group_list"),
        Route("stakeholders:group_add", p),
        Route("stakeholders:group_edit", (world.miners.pk,)),
        Route("stakeholders:group_move", (world.miners.pk,)),
        Route("dialogues:programme_list"),
        Route("dialogues:programme_add"),
        Route("dialogues:programme", p),
        Route("dialogues:programme_edit", p),
        Route("dialogues:initiative_list"),
        Route("dialogues:initiative_add"),
        Route("dialogues:initiative", i),
        Route("dialogues:initiative_edit", i),
        Route("dialogues:initiative_team", i),
        Route("dialogues:appointment_remove", (*i, appointment.pk)),
        Route("dialogues:initiative_part_add", (*i, "fault-lines")),
        Route("dialogues:initiative_part_edit", (*i, *line)),
        Route("dialogues:initiative_part_delete", (*i, *line)),
        Route("dialogues:initiative_part_move", (*i, *line)),
        Route("dialogues:dialogue_list"),
        Route("dialogues:dialogue_add", query=f"?initiative={initiative.slug}"),
        Route("dialogues:dialogue", d),
        Route("dialogues:dialogue_edit", d),
        Route("dialogues:dialogue_attribution", d),
        Route("dialogues:dialogue_agenda", d),
        Route("dialogues:dialogue_people", d),
        Route("dialogues:participant_add", d),
        Route("dialogues:participant_edit", (*d, participation.pk)),
        Route("dialogues:participant_edit", (*d, own.pk), label="held by the partner"),
        Route("dialogues:participant_remove", (*d, participation.pk)),
        Route("dialogues:participant_remove", (*d, own.pk), label="held by the partner"),
        Route("dialogues:dialogue_said", d),
        Route("dialogues:session", (*d, session.pk)),
        Route("dialogues:dialogue_outcomes", d),
        Route("dialogues:dialogue_annexes", d),
        Route("dialogues:part_add", (*d, "questions")),
        Route("dialogues:part_add", (*d, "sessions"), label="notes"),
        Route("dialogues:part_edit", (*d, *asked)),
        Route("dialogues:part_edit", (*d, *note), label="notes"),
        Route("dialogues:part_delete", (*d, *asked)),
        Route("dialogues:part_delete", (*d, *note), label="notes"),
        Route("dialogues:part_move", (*d, *asked)),
        Route("dialogues:part_move", (*d, *note), label="notes"),
        Route("roadmaps:roadmap_list"),
        Route("roadmaps:roadmap", (roadmap.pk,)),
        Route("reports:home"),
        Route("reports:report_list"),
        Route("reports:feed"),
        Route("reports:dialogue_reports", d),
        Route("reports:report_edit", (*d, "meeting-report")),
        Route("reports:request_printing", d),
        Route("reports:printing", (ready.pk,)),
        Route("reports:printing", (published.pk,), label="published"),
        Route("reports:printing_download", (published.pk,), label="published, its file gone"),
        Route("reports:printing_download", (ready.pk,)),
        Route("reports:printing_retry", (ready.pk,)),
        Route("reports:printing_publish", (ready.pk,)),
        Route("reports:printing_withdraw", (published.pk,)),
        Route("reports:printing_compare", (ready.pk,), query=f"?with={other.pk}"),
        *further(world),
    ]


def further(world):
    """The routes of the modules beside this one, each for a part of the application."""
    for module in pkgutil.iter_modules(__path__):
        yield from import_module(f"{__name__}.{module.name}").routes(world)


def is_foreign(name):
    """True for routes of allauth."""
    return name.startswith(FOREIGN)
