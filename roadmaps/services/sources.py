"""Recommendations written, and what becomes of them and of action points: actions, or ties to some."""

from django.db import transaction

from core.markdown import plain
from core.services import move, next_position, save_version
from roadmaps.models import Action, Recommendation, Source, Theme
from roadmaps.services.plan import add_theme

LONGEST = Action._meta.get_field("title").max_length


# Recommendations --------------------------------------------------------------------------------
@transaction.atomic
def add_recommendation(recommendation, *, contributions=None, fault_lines=()):
    """Store a new recommendation after the last of its initiative, with what it rests on. Atomic."""
    recommendation.position = next_position(recommendation.initiative.recommendations)
    recommendation.save(force_insert=True)
    _tie(recommendation, contributions, fault_lines)
    return recommendation


@transaction.atomic
def change_recommendation(recommendation, *, based_on, fields, contributions=None, fault_lines=()):
    """Save what was changed of a recommendation. Atomic; raises StaleVersion. Contributions that are None
    stay as they are."""
    save_version(recommendation, based_on=based_on, fields=fields)
    _tie(recommendation, contributions, fault_lines)


def _tie(recommendation, contributions, fault_lines):
    recommendation.fault_lines.set(fault_lines)
    if contributions is not None:
        recommendation.contributions.set(contributions)


def move_recommendation(recommendation, *, up):
    """Swap a recommendation with its neighbour; True if it had one. Atomic."""
    rows = Recommendation.objects.filter(initiative=recommendation.initiative_id)
    return move(recommendation, rows, up=up)


def delete_recommendation(recommendation):
    """Delete a recommendation; actions that came of it stay."""
    recommendation.delete()


# From dialogue to roadmap -----------------------------------------------------------------------
@transaction.atomic
def make_actions(roadmap, *, recommendations, action_points, theme=None, theme_title=""):
    """An action of `roadmap` of each recommendation and action point, under `theme` or a new one called
    `theme_title`, with owner and due date taken over, and the fault lines; the actions. Atomic."""
    if theme is None:
        theme = add_theme(Theme(roadmap=roadmap, title=theme_title))
    position = next_position(Action.objects.filter(theme=theme))
    made = []
    for source in [*recommendations, *action_points]:
        action = _action_of(source)
        action.theme, action.position = theme, position + len(made)
        action.save(force_insert=True)
        _link(action, source)
        made.append(action)
    return made


def _action_of(source):
    if isinstance(source, Recommendation):
        return _titled(source.text, "")
    action = _titled(source.title or source.text, source.text if source.title else "")
    action.lead_person_id = source.owner_person_id
    action.due = source.due
    if source.owner_person_id is None:
        action.lead_organisation_id = source.owner_organisation_id
        if source.owner_organisation_id is None and source.owner_text:
            action.text = "\n\n".join(part for part in (action.text, source.owner_text) if part)
    return action


def _titled(words, text):
    title = " ".join(plain(words).split())
    if len(title) > LONGEST:
        return Action(title=f"{title[: LONGEST - 1]}…", text=words)
    return Action(title=title, text=text)


def _link(action, source):
    kind = "recommendation" if isinstance(source, Recommendation) else "action_point"
    Source.objects.get_or_create(action=action, **{kind: source})
    action.fault_lines.add(*source.fault_lines.all())


@transaction.atomic
def tie(action, *, recommendations, action_points):
    """Say that `action` came of these, too; those that it came of already stay. Atomic."""
    for source in [*recommendations, *action_points]:
        _link(action, source)


def untie(source):
    """Say no longer that an action came of something; both stay."""
    source.delete()
