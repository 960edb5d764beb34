"""What a version of a roadmap holds, and what changed from one to the next.

A snapshot is the plan without how far it has come: vision, themes, actions with who leads them. People and
bodies are ids, so that each reader is told no more than they may know, and an erased person is gone.

    {"title", "summary", "vision": [{"id", "was", "becomes"}],
     "themes": [{"id", "title", "text", "topic", "actions": [{"id", "title", …}]}]}
"""

import hashlib
import json
from dataclasses import dataclass, field

from roadmaps.models import Action, Milestone, Payment, Support

PERSON, BODY = "person", "body"
# Facts of an action whose changes are told, in this order.
FACTS = (
    *("title", "text", "lead", "supporters", "start", "due", "milestones", "part_of", "weight"),
    *("needs", "cost", "payments", "result", "dropped"),
)


def freeze(roadmap):
    """The plan of `roadmap` as JSON knows it, in a constant number of queries."""
    actions = _actions(roadmap)
    themes = [
        {
            "id": theme.pk,
            "title": theme.title,
            "text": theme.text,
            "topic": theme.topic.name if theme.topic else "",
            "actions": actions.get(theme.pk, []),
        }
        for theme in roadmap.themes.select_related("topic")
    ]
    vision = roadmap.vision.values_list("pk", "was", "becomes")
    return {
        "title": roadmap.title,
        "summary": roadmap.summary,
        "vision": [{"id": key, "was": was, "becomes": becomes} for key, was, becomes in vision],
        "themes": themes,
    }


def checksum_of(snapshot):
    """A SHA-256 of what a snapshot says, the same whatever the order of its keys."""
    text = json.dumps(snapshot, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _actions(roadmap):
    rows = Action.objects.filter(theme__roadmap=roadmap).select_related("result")
    rows = list(rows.order_by("theme_id", "position", "pk"))
    below = {"action__theme__roadmap": roadmap}
    supporters = _by_action(Support.objects.filter(**below), _who_supports)
    milestones = _by_action(
        Milestone.objects.filter(**below), lambda row: [row.title, _day(row.due)]
    )
    payments = _by_action(Payment.objects.filter(**below), _payment)
    needs = {}
    through = Action.needs.through.objects.filter(from_action__theme__roadmap=roadmap)
    for waiting, needed in through.values_list("from_action_id", "to_action_id"):
        needs.setdefault(waiting, []).append(needed)
    found = {}
    for row in rows:
        found.setdefault(row.theme_id, []).append(
            {
                "id": row.pk,
                "title": row.title,
                "text": row.text,
                "lead": _who(row.lead_person_id, row.lead_organisation_id),
                "supporters": supporters.get(row.pk, []),
                "start": _day(row.start),
                "due": _day(row.due),
                "milestones": milestones.get(row.pk, []),
                "part_of": row.parent_id,
                "weight": row.weight,
                "needs": sorted(needs.get(row.pk, [])),
                "cost": f"{row.cost:.2f} {row.currency}" if row.cost is not None else "",
                "payments": payments.get(row.pk, []),
                "result": row.result.title if row.result else "",
                "dropped": row.status == Action.Status.DROPPED,
            }
        )
    return found


def _by_action(rows, told):
    found = {}
    for row in rows.order_by("position", "pk"):
        found.setdefault(row.action_id, []).append(told(row))
    return found


def _who(person, body):
    if person:
        return [PERSON, person]
    return [BODY, body] if body else None


def _who_supports(row):
    return _who(row.person_id, row.organisation_id)


def _payment(row):
    amount = f"{row.amount:.2f}" if row.amount is not None else ""
    who = [BODY, row.organisation_id] if row.organisation_id else row.payer
    return [who, amount, row.state]


def _day(day):
    return day.isoformat() if day else ""


# What changed -----------------------------------------------------------------------------------
@dataclass
class Change:
    """Something that is not as it was. `kind` is added, removed, moved or changed; `what` is roadmap,
    vision, theme or action; `facts` are (name, before, after) of what changed, as snapshots hold them."""

    kind: str
    what: str
    title: str
    facts: list = field(default_factory=list)


def changes(before, after):
    """The Changes from one snapshot to another: the head, the vision, themes, then actions."""
    found = _of_head(before, after)
    found += _of_rows("vision", _vision(before), _vision(after), ("was", "becomes"))
    found += _of_rows("theme", _themes(before), _themes(after), ("title", "text", "topic"))
    found += _moved_themes(before, after)
    return found + _of_actions(before, after)


def _of_head(before, after):
    facts = _facts(before, after, ("title", "summary")) if before else []
    return [Change("changed", "roadmap", after.get("title", ""), facts)] if facts else []


def _facts(before, after, names):
    return [
        (name, before.get(name), after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    ]


def _vision(snapshot):
    return {line["id"]: line for line in snapshot.get("vision", ())}


def _themes(snapshot):
    return {theme["id"]: theme for theme in snapshot.get("themes", ())}


def _name(row):
    return row.get("title") or row.get("becomes") or row.get("was") or ""


def _of_rows(what, before, after, names):
    found = [
        Change("added", what, _name(row), _facts({}, row, ("was", "becomes")))
        for key, row in after.items()
        if key not in before
    ]
    found += [
        Change("removed", what, _name(row)) for key, row in before.items() if key not in after
    ]
    for key, row in after.items():
        facts = _facts(before[key], row, names) if key in before else []
        if facts:
            found.append(Change("changed", what, _name(row), facts))
    return found


def _moved_themes(before, after):
    old, new = list(_themes(before)), list(_themes(after))
    kept_before = [key for key in old if key in new]
    kept_after = [key for key in new if key in old]
    if kept_before == kept_after:
        return []
    titles = _themes(after)
    names = [titles[key]["title"] for key in kept_after]
    was = [titles[key]["title"] for key in kept_before]
    return [Change("moved", "themes", "", [("order", was, names)])]


def _placed(snapshot):
    """{id: (theme's title, theme's id, action)}."""
    return {
        action["id"]: (theme["title"], theme["id"], action)
        for theme in snapshot.get("themes", ())
        for action in theme["actions"]
    }


def _of_actions(before, after):
    old, new = _placed(before), _placed(after)
    titles = {key: action["title"] for key, (_theme, _id, action) in [*old.items(), *new.items()]}
    found = []
    for key, (theme, _theme_id, action) in new.items():
        if key not in old:
            found.append(Change("added", "action", action["title"], [("theme", None, theme)]))
    for key, (theme, _theme_id, action) in old.items():
        if key not in new:
            found.append(Change("removed", "action", action["title"], [("theme", theme, None)]))
    for key, (theme, theme_id, action) in new.items():
        if key not in old:
            continue
        was_theme, was_id, was = old[key]
        if was_id != theme_id:
            found.append(Change("moved", "action", action["title"], [("theme", was_theme, theme)]))
        facts = [
            (name, _titled(name, one, titles), _titled(name, other, titles))
            for name, one, other in _facts(was, action, FACTS)
        ]
        if facts:
            found.append(Change("changed", "action", action["title"], facts))
    return found + _reordered(before, after, old)


def _titled(name, value, titles):
    """Ids of other actions as their titles, which a reader knows."""
    if name == "needs":
        return [titles.get(key, "") for key in value or []]
    if name == "part_of":
        return titles.get(value, "") if value else ""
    return value


def _reordered(before, after, old):
    found, orders = [], {key: theme["actions"] for key, theme in _themes(before).items()}
    for key, theme in _themes(after).items():
        stayed = {row["id"] for row in orders.get(key, ())} & {
            row["id"] for row in theme["actions"]
        }
        was = [row["id"] for row in orders.get(key, ()) if row["id"] in stayed]
        now = [row["id"] for row in theme["actions"] if row["id"] in stayed]
        if was != now:
            titles = {row["id"]: row["title"] for row in theme["actions"]}
            words = [[titles[row] for row in order] for order in (was, now)]
            found.append(Change("moved", "actions", theme["title"], [("order", *words)]))
    return found


def people_in(snapshot):
    """({ids of people}, {ids of bodies}) that a snapshot speaks of."""
    people, bodies = set(), set()
    for _theme, _id, action in _placed(snapshot).values():
        for who in [action["lead"], *action["supporters"], *(row[0] for row in action["payments"])]:
            if isinstance(who, list):
                (people if who[0] == PERSON else bodies).add(who[1])
    return people, bodies
