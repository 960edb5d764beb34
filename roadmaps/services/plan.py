"""What a roadmap plans: begun, its vision and themes written, actions added, changed, moved, deleted."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from core.exceptions import Gone
from core.services import move, next_position, save_version
from roadmaps.cycles import circle_from
from roadmaps.exceptions import DueBeforeStart, HasUpdates, PlanMoved, WaitsForItself
from roadmaps.models import (
    Action,
    ActionUpdate,
    Milestone,
    Payment,
    Roadmap,
    Support,
    Theme,
    Topic,
    VisionLine,
)
from roadmaps.ties import BELONGS, WAITS, circle_in_words, needs_of, parents_of


def begin_roadmap(roadmap):
    """Store a new roadmap. Atomic."""
    roadmap.save(force_insert=True)
    return roadmap


def change_roadmap(roadmap, *, based_on, fields):
    """Save what was changed of a roadmap's head. Atomic; raises StaleVersion."""
    return save_version(roadmap, based_on=based_on, fields=fields)


@transaction.atomic
def write_vision(roadmap, *, based_on, lines):
    """Make `lines` (rows with key, was, becomes) the vision, in their order; None leaves it as it is.

    Atomic; raises StaleVersion. Lines that are there already keep their row.
    """
    save_version(roadmap, based_on=based_on, fields=[])
    if lines is None:
        return
    known = {row.pk: row for row in roadmap.vision.all()}
    for position, line in enumerate(lines):
        row = known.pop(line["key"], None) or VisionLine(roadmap=roadmap)
        row.position, row.was, row.becomes = position, line["was"], line["becomes"]
        row.save()
    roadmap.vision.filter(pk__in=known).delete()


# Themes -----------------------------------------------------------------------------------------
@transaction.atomic
def add_theme(theme, *, topic_name=""):
    """Add a theme after the last one, under a shared theme that is made if it is new. Atomic."""
    theme.position = next_position(theme.roadmap.themes)
    theme.topic = topic_called(theme.roadmap, topic_name)
    theme.save(force_insert=True)
    return theme


@transaction.atomic
def change_theme(theme, *, based_on, fields, topic_name=""):
    """Save what was changed of a theme. Atomic; raises StaleVersion."""
    theme.topic = topic_called(theme.roadmap, topic_name)
    return save_version(theme, based_on=based_on, fields=[*fields, "topic"])


def topic_called(roadmap, name):
    """The shared theme of this name in the roadmap's programme, whatever its case; a new one if there is
    none, None without a name. To be called inside a transaction."""
    if not name:
        return None
    programme = roadmap.dialogue.initiative.programme_id
    found = Topic.objects.filter(programme=programme, name__iexact=name).first()
    if found is None:
        found, _made = Topic.objects.get_or_create(programme_id=programme, name=name)
    return found


@transaction.atomic
def delete_theme(theme, *, seen):
    """Delete a theme with its actions, which were `seen` in number. Atomic; raises HasUpdates if updates
    tell of one of them, PlanMoved if there are more or fewer by now."""
    _lock(theme.roadmap_id)
    actions = Action.objects.filter(theme=theme)
    if ActionUpdate.objects.filter(action__in=actions).exists():
        raise HasUpdates
    if actions.count() != seen:
        raise PlanMoved
    # Parts that stand under other themes stay.
    Action.objects.filter(parent__in=actions).exclude(theme=theme).update(parent=None)
    theme.delete()


def move_theme(theme, *, up):
    """Swap a theme with its neighbour; True if it had one. Atomic."""
    return move(theme, Theme.objects.filter(roadmap=theme.roadmap_id), up=up)


# Actions ----------------------------------------------------------------------------------------
def _lock(roadmap_id):
    """Hold the roadmap, so that of two who tie actions at once the second sees what the first did."""
    if not Roadmap.objects.select_for_update().filter(pk=roadmap_id).exists():
        raise Gone


@transaction.atomic
def add_action(action, *, needs=None, supporters=None, milestones=None, payments=None):
    """Store a new action after the last of its theme, with its rows. Atomic."""
    action.position = next_position(Action.objects.filter(theme=action.theme_id))
    action.save(force_insert=True)
    _write_rows(action, needs, supporters, milestones, payments)
    return action


@transaction.atomic
def change_action(
    action, *, based_on, fields, needs=None, supporters=None, milestones=None, payments=None
):
    """Save what was changed of an action, and its rows; rows that are None stay as they are.

    Atomic; raises StaleVersion, WaitsForItself where somebody tied the circle's other end meanwhile, and
    DueBeforeStart where an update moved the due date.
    """
    roadmap_id = action.theme.roadmap_id
    _lock(roadmap_id)
    rows = Action.objects.select_for_update(of=("self",)).filter(pk=action.pk)
    before, due = rows.values_list("theme", "due").first() or (None, None)
    if "due" not in fields and action.start and due and due < action.start:
        raise DueBeforeStart(action.start, due)
    if before != action.theme_id:
        action.position = next_position(Action.objects.filter(theme=action.theme_id))
        fields = [*fields, "position"]
    save_version(action, based_on=based_on, fields=fields)
    _write_rows(action, needs, supporters, milestones, payments)
    _refuse_circles(action, roadmap_id)
    return action


def _refuse_circles(action, roadmap_id):
    for kind, edges in ((WAITS, needs_of(roadmap_id)), (BELONGS, parents_of(roadmap_id))):
        circle = circle_from(action.pk, edges)
        if circle is not None:
            raise WaitsForItself(circle_in_words(circle, kind))


def _write_rows(action, needs, supporters, milestones, payments):
    if needs is not None:
        action.needs.set([row["action"] for row in needs])
    if supporters is not None:
        action.supporters.all().delete()
        Support.objects.bulk_create(
            Support(action=action, position=number, **row) for number, row in enumerate(supporters)
        )
    if milestones is not None:
        _replace(action.milestones, Milestone, action, milestones)
    if payments is not None:
        _replace(action.payments, Payment, action, payments)


def _replace(rows, model, action, sent):
    """Change the rows whose keys were sent, add the others, delete those that were not."""
    known = {row.pk: row for row in rows.all()}
    for position, values in enumerate(sent):
        row = known.pop(values["key"], None) or model(action=action)
        row.position = position
        for name, value in values.items():
            if name != "key":
                setattr(row, name, value)
        if model is Milestone:
            row.done_on = (row.done_on or timezone.localdate()) if row.done else None
        row.save()
    rows.filter(pk__in=known).delete()


def delete_action(action):
    """Delete an action of which no update tells; its parts then stand by themselves. Atomic; raises
    HasUpdates."""
    with transaction.atomic():
        _lock(action.theme.roadmap_id)
        if action.updates.exists():
            raise HasUpdates
        action.parts.update(parent=None)
        action.delete()


def move_action(action, *, up):
    """Swap an action with its neighbour under the theme; True if it had one. Atomic."""
    return move(action, Action.objects.filter(theme=action.theme_id), up=up)


@transaction.atomic
def move_actions(roadmap, *, keys, theme):
    """Put the actions `keys` of `roadmap` at the end of `theme`, in their order; how many they were.

    Atomic. Their versions stay: what somebody is writing about them is not touched by where they stand.
    """
    _lock(roadmap.pk)
    rows = Action.objects.filter(theme__roadmap=roadmap, pk__in=keys).exclude(theme=theme)
    rows = list(rows.order_by("theme__position", "position", "pk"))
    last = Action.objects.filter(theme=theme).aggregate(last=Max("position"))["last"]
    first = 0 if last is None else last + 1
    for position, row in enumerate(rows, start=first):
        Action.objects.filter(pk=row.pk).update(theme=theme, position=position)
    return len(rows)
