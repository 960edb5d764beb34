"""What people and organisations committed to in roadmaps, for their pages in the register.

A roadmap's page names who leads its actions and sits in its group to everybody who may read it, the
protected to the convenors of its dialogue alone; so does this.
"""

from django.db.models import Q
from django.utils.translation import gettext as _

from dialogues.models import Dialogue
from dialogues.standing import standing_of
from roadmaps.models import Action, Roadmap
from stakeholders.naming import is_hidden_from
from stakeholders.record import Entry, Kind


def person_entries(user, person):
    """Actions that `person` leads or supports and the groups they sit in, as `user` may know."""
    roadmaps = Roadmap.objects.visible_to(user).order_by()
    if person.protected and person.pk not in standing_of(user).people:
        if is_hidden_from(user, person):
            return
        run = Dialogue.objects.run_by(user).order_by().values("pk")
        roadmaps = roadmaps.filter(dialogue__in=run)
    yield from _actions(roadmaps, lead={"lead_person": person}, support={"person": person})
    rows = roadmaps.filter(learning_group__members__person=person).distinct()
    for roadmap in rows.select_related("learning_group"):
        yield _seat(roadmap, _("Member"))
    for roadmap in roadmaps.filter(learning_group__convenor_person=person).select_related(
        "learning_group"
    ):
        yield _seat(roadmap, _("Convenor"))


def organisation_entries(user, organisation):
    """Actions that `organisation` leads or supports and the groups it hosts, as `user` may know."""
    roadmaps = Roadmap.objects.visible_to(user).order_by()
    yield from _actions(
        roadmaps, lead={"lead_organisation": organisation}, support={"organisation": organisation}
    )
    rows = roadmaps.filter(
        Q(learning_group__host=organisation) | Q(learning_group__convenor_organisation=organisation)
    )
    for roadmap in rows.select_related("learning_group"):
        group = roadmap.learning_group
        hosts = group.host_id == organisation.pk
        yield _seat(roadmap, _("Host") if hosts else _("Convenor"))


def _seat(roadmap, role):
    group = roadmap.learning_group
    return Entry(
        title=group.name,
        url=roadmap.get_absolute_url(),
        detail=role,
        when=group.endorsed or roadmap.agreed,
    )


def _actions(roadmaps, *, lead, support):
    (name, whoever), (other, _same) = (*lead.items(), *support.items())
    rows = Action.objects.filter(
        Q(**lead) | Q(**{f"supporters__{other}": whoever}), theme__roadmap__in=roadmaps.values("pk")
    )
    for row in rows.select_related("theme__roadmap").distinct():
        leads = getattr(row, f"{name}_id") == whoever.pk
        yield Entry(
            title=row.title,
            url=row.get_absolute_url(),
            detail=", ".join(
                (
                    _("Leads the action") if leads else _("Supports the action"),
                    row.theme.roadmap.title,
                )
            ),
            state=row.status,
            state_label=row.get_status_display(),
            when=row.due or row.start,
            kind=Kind.COMMITTED,
        )
