"""Where actions come from, and what became of recommendations and action points: the trail, both ways.

`sources_of(actions, user)` is for the pages of actions, with `roadmaps/sources.html`.
"""

from dataclasses import dataclass, field

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from core.markdown import plain
from dialogues.models import ActionPoint
from dialogues.trail_steps import inside
from roadmaps.models import Recommendation, Roadmap, Source
from roadmaps.naming import Names
from roadmaps.standing import group_standing_of


@dataclass(frozen=True)
class SourceShown:
    """Something that an action comes from, as one reader may know it; `url` where they may follow it."""

    pk: int
    kind: str
    text: str
    detail: str = ""
    url: str = ""


@dataclass
class Found:
    """A recommendation or an action point of which actions can be made; `became` are those made of it."""

    key: str
    kind: str
    text: str
    detail: str
    owner: str = ""
    due: object = None
    url: str = ""
    became: list = field(default_factory=list)


def sources_of(actions, user):
    """{pk of an action: [SourceShown]} of `actions`, rows or a queryset; one query.

    What was recommended or undertaken is told to who prepares the initiative, was inside the dialogue, or
    belongs to the roadmap's group; what was said, to those who take notes there.
    """
    rows = Source.objects.filter(action__in=actions).select_related(
        "action__theme__roadmap__learning_group",
        "action__theme__roadmap__dialogue__initiative",
        "recommendation__initiative",
        "recommendation__dialogue",
        "action_point__dialogue__initiative",
        "contribution__session__dialogue__initiative",
    )
    found = {}
    for row in rows:
        shown = _shown(row, user)
        if shown is not None:
            found.setdefault(row.action_id, []).append(shown)
    return found


def belongs_to(user, roadmap):
    """True for the members of the roadmap's group, and for who runs it."""
    return roadmap.learning_group_id in group_standing_of(user).inside or user.has_perm(
        "roadmaps.change_roadmap", roadmap
    )


def is_inside(user, dialogue):
    """True for who may read what the dialogue came to: the twin of dialogues.trail_steps.inside."""
    return user.has_perm("dialogues.view_people", dialogue) or user.has_perm(
        "dialogues.take_notes", dialogue
    )


def _shown(row, user):
    own = belongs_to(user, row.action.theme.roadmap)
    if row.recommendation is not None:
        return _recommended(row, row.recommendation, user, own)
    if row.action_point is not None:
        return _undertaken(row, row.action_point, user, own)
    return _said(row, row.contribution, user)


def _recommended(row, recommendation, user, own):
    prepares = user.has_perm("dialogues.view_preparation", recommendation.initiative)
    if not (prepares or own):
        return None
    url = recommendation_url(recommendation) if prepares else ""
    detail = recommendation.dialogue.title if recommendation.dialogue else ""
    return SourceShown(row.pk, _("Recommendation"), recommendation.text, detail, url)


def _undertaken(row, point, user, own):
    there = is_inside(user, point.dialogue)
    if not (there or own):
        return None
    url = _point_url(point) if there else ""
    words = point.title or point.text
    return SourceShown(row.pk, _("Action point"), words, point.dialogue.title, url)


def _said(row, note, user):
    dialogue = note.session.dialogue
    if not user.has_perm("dialogues.take_notes", dialogue):
        return None
    url = note.get_absolute_url()
    return SourceShown(row.pk, _("Said at a dialogue"), note.text, dialogue.title, url)


def recommendation_url(recommendation):
    """The page of a recommendation."""
    return reverse("roadmaps:recommendation", args=[recommendation.pk])


def _point_url(point):
    address = reverse("dialogues:dialogue_outcomes", args=[point.dialogue.slug])
    return f"{address}#action-points-{point.pk}"


# What can become actions ------------------------------------------------------------------------
def recommendations_for(user, roadmap):
    """The recommendations of the roadmap's initiative that who runs the roadmap may make actions of: all
    for who prepares the initiative; else those of its dialogue, or of none in particular."""
    initiative = roadmap.dialogue.initiative
    rows = Recommendation.objects.filter(initiative=initiative)
    if user.has_perm("dialogues.view_preparation", initiative):
        return rows
    return rows.filter(Q(dialogue__isnull=True) | Q(dialogue=roadmap.dialogue_id))


def action_points_for(user, roadmap):
    """The action points of the initiative's dialogues that who runs the roadmap may make actions of."""
    rows = ActionPoint.objects.filter(dialogue__initiative=roadmap.dialogue.initiative_id)
    own = rows.filter(dialogue=roadmap.dialogue_id).values("pk")
    others = rows.filter(inside(user, "dialogue__")).values("pk")
    return rows.filter(Q(pk__in=own) | Q(pk__in=others))


def found_for(user, roadmap):
    """Every recommendation and action point that may become an action of `roadmap`, with what became of
    it already on roadmaps that `user` may see, in four queries."""
    recommendations = recommendations_for(user, roadmap).select_related("dialogue")
    points = action_points_for(user, roadmap).select_related(
        "dialogue__initiative", "owner_person", "owner_organisation"
    )
    found = [_from_recommendation(row, user, roadmap) for row in recommendations]
    points = points.order_by("dialogue__starts_on", "dialogue_id", "position", "pk")
    found += [_from_point(row, user) for row in points]
    by_key = {row.key: row for row in found}
    for source in _became(user, roadmap):
        key = f"r{source.recommendation_id}" if source.recommendation_id else ""
        key = key or f"p{source.action_point_id}"
        if key in by_key:
            by_key[key].became.append(became_of(source))
    return found


def _became(user, roadmap):
    seen = Roadmap.objects.visible_to(user).values("pk")
    initiative = roadmap.dialogue.initiative_id
    rows = Source.objects.filter(
        Q(recommendation__initiative=initiative) | Q(action_point__dialogue__initiative=initiative),
        action__theme__roadmap__in=seen,
    )
    return rows.select_related("action__theme__roadmap").order_by("pk")


def became_of(source):
    """An action that came of something, for a list: `{"source", "title", "url", "state", "state_label",
    "roadmap"}`."""
    action = source.action
    return {
        "source": source.pk,
        "title": action.title,
        "url": action.get_absolute_url(),
        "state": action.status,
        "state_label": action.get_status_display(),
        "roadmap": action.theme.roadmap,
    }


def _from_recommendation(row, user, roadmap):
    prepares = user.has_perm("dialogues.view_preparation", roadmap.dialogue.initiative)
    return Found(
        key=f"r{row.pk}",
        kind=_("Recommendation"),
        text=plain(row.text),
        detail=row.dialogue.title if row.dialogue else "",
        owner=_("to %(whom)s") % {"whom": row.addressed_to} if row.addressed_to else "",
        url=recommendation_url(row) if prepares else "",
    )


def _from_point(row, user):
    names = Names(user.has_perm("dialogues.see_identities", row.dialogue))
    return Found(
        key=f"p{row.pk}",
        kind=_("Action point"),
        text=plain(row.title or row.text),
        detail=row.dialogue.title,
        owner=names.of(row.owner_person, row.owner_organisation, row.owner_text),
        due=row.due,
        url=_point_url(row) if is_inside(user, row.dialogue) else "",
    )
