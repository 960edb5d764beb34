"""An action with all that belongs to it, as one reader may know it, in a constant number of queries."""

from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.utils import timezone

from roadmaps.figures import briefs_of
from roadmaps.models import Action, ActionUpdate, Blockage
from roadmaps.rollup import own_progress, rolled_up
from roadmaps.state import Standing, standing_on


@dataclass
class ActionView:
    """All that an action's page shows."""

    action: Action
    lead: str
    standing: Standing
    progress: int
    supporters: list
    milestones: list
    parts: list
    needs: list
    needed_by: list
    payments: list
    blockages: list
    indicators: list
    updates: list = field(default_factory=list)


def fetched(rows):
    """`rows` of actions with what `read_action` reads fetched along."""
    return rows.select_related(
        "theme__roadmap__learning_group__programme",
        "theme__roadmap__learning_group__dialogue__initiative",
        "theme__roadmap__dialogue__initiative__programme",
        "lead_person",
        "lead_organisation",
        "parent",
        "result",
    ).prefetch_related(
        "supporters__person",
        "supporters__organisation",
        "milestones",
        "parts__lead_person",
        "parts__lead_organisation",
        "needs",
        "needed_by",
        "payments__organisation",
        Prefetch(
            "blockages",
            Blockage.objects.select_related("unblocker_person", "unblocker_organisation"),
        ),
        Prefetch(
            "updates",
            ActionUpdate.objects.select_related(
                "by_person", "by_organisation", "by_user", "meeting"
            ).prefetch_related("files__upload"),
        ),
    )


def read_action(action, names, *, today=None):
    """The ActionView of an action of `fetched`."""
    today = today or timezone.localdate()
    updates = list(action.updates.all())
    days = [row.date for row in updates if row.date]
    blockages = list(action.blockages.all())
    return ActionView(
        action=action,
        lead=names.of(action.lead_person, action.lead_organisation),
        standing=standing_on(
            today,
            action,
            last_word=max(days, default=None),
            silent_after=action.theme.roadmap.silent_after,
            is_blocked=any(row.resolved_on is None for row in blockages),
        ),
        progress=progress_of(action),
        supporters=[names.of(row.person, row.organisation) for row in action.supporters.all()],
        milestones=list(action.milestones.all()),
        parts=[
            {
                "action": part,
                "lead": names.of(part.lead_person, part.lead_organisation),
                "progress": own_progress(part.status, part.progress),
            }
            for part in action.parts.all()
        ],
        needs=list(action.needs.all()),
        needed_by=list(action.needed_by.all()),
        payments=[
            {"row": row, "who": names.of(None, row.organisation, row.payer)}
            for row in action.payments.all()
        ],
        blockages=[
            {
                "row": row,
                "who": names.of(
                    row.unblocker_person, row.unblocker_organisation, row.unblocker_text
                ),
            }
            for row in blockages
        ],
        indicators=briefs_of([action]).get(action.pk, []),
        updates=told(updates, names),
    )


def progress_of(action):
    """Progress of an action with its direct parts; the parts of those count as their updates say."""
    return rolled_up([action, *action.parts.all()])[action.pk]


def told(updates, names):
    """Updates newest first, each with what it corrects below it: the text that holds, then what stood
    there before."""
    by_key = {row.pk: row for row in updates}
    corrected = {row.corrects_id for row in updates if row.corrects_id}
    found = []
    for row in sorted(updates, key=lambda row: (_first(row, by_key).pk, row.pk), reverse=True):
        if row.pk not in corrected:
            found.append(_told(row, by_key, names))
    found.sort(key=lambda entry: (entry["day"], entry["first"]), reverse=True)
    return found


def _first(row, by_key):
    while row.corrects_id in by_key:
        row = by_key[row.corrects_id]
    return row


def _told(row, by_key, names):
    first = _first(row, by_key)
    before, earlier = row, []
    while before.corrects_id in by_key:
        before = by_key[before.corrects_id]
        earlier.append(_signed(before, names))
    day = (
        (first.date or first.created_at.date()).isoformat()
        if first.date or first.created_at
        else ""
    )
    return _signed(row, names) | {"before": earlier, "day": day, "first": first.pk}


def _signed(row, names):
    by = names.of(row.by_person, row.by_organisation)
    return {
        "row": row,
        "by": by or (row.by_user.get_full_name() if row.by_user else ""),
        "files": list(row.files.all()),
    }
