"""Updates: the dated, signed words by which an action moves. Each is a row that is never changed.

What an action's status, progress and due date are follows from the updates that nobody corrected: of each
the last that said something of it. Two that come at once both stand, one after the other, since each is
written under a lock of the action's row.
"""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core.uploads import keep_upload
from roadmaps.exceptions import CorrectedAlready, DueBeforeStart, SaidNowhereElse
from roadmaps.models import Action, ActionUpdate, Blockage, Milestone, UpdateFile

MOVED = ("status", "progress", "due")


@transaction.atomic
def write_update(update, *, files=(), milestones=(), blockage=None, resolved=()):
    """Store the unsaved `update` of its action, and move the action by it; the update as it stands.

    `files` are what upload fields cleaned to, with a caption each; `milestones` ids of those that were
    reached; `blockage` an unsaved Blockage; `resolved` ids of blockages that are over, with `update.text`
    as how. One that was sent twice, by its `token`, is one. Atomic; raises CorrectedAlready if what it
    corrects was corrected meanwhile, DueBeforeStart if the start was moved meanwhile, SaidNowhereElse if it
    leaves out what nothing but the corrected one says.
    """
    action = Action.objects.select_for_update(of=("self",)).get(pk=update.action_id)
    if update.token is not None:
        same = ActionUpdate.objects.filter(token=update.token).first()
        if same is not None:
            return same
    if update.corrects_id and ActionUpdate.objects.filter(corrects=update.corrects_id).exists():
        raise CorrectedAlready
    update.date = update.date or timezone.localdate()
    update.save(force_insert=True)
    for file, caption in files:
        UpdateFile.objects.create(update=update, upload=keep_upload(file), caption=caption)
    Milestone.objects.filter(action=action, pk__in=milestones, done=False).update(
        done=True, done_on=update.date
    )
    Blockage.objects.filter(action=action, pk__in=resolved, resolved_on__isnull=True).update(
        resolved_on=update.date, resolution=update.text
    )
    if blockage is not None:
        blockage.action = action
        blockage.since = blockage.since or update.date
        blockage.save()
    _move(action, update)
    return update


def _move(action, update):
    """Set what `update` says of the action; after a correction, what holds now of all that was said."""
    values = _as_said(action, update) if update.corrects_id else _told(update)
    due = values.get("due")
    if action.start and due and due < action.start:
        raise DueBeforeStart(action.start, due)
    if values:
        Action.objects.filter(pk=action.pk).update(version=F("version") + 1, **values)


def _as_said(action, update):
    """What the updates that nobody corrected said last of each; a correction stands in the place of what
    it corrects. Raises SaidNowhereElse."""
    rows = list(ActionUpdate.objects.filter(action=action).order_by("pk"))
    replaced = {row.corrects_id: row for row in rows if row.corrects_id}
    found = {}
    for row in rows:
        if row.corrects_id:
            continue
        while row.pk in replaced:
            row = replaced[row.pk]
        found |= _told(row)
    # How the action stood before is kept nowhere else, so it would stay as the wrong update left it.
    for name in _told(update.corrects):
        if name not in found:
            raise SaidNowhereElse(name)
    return found


def _told(update):
    """What an update says of MOVED; what is done has come all of the way."""
    told = {name: value for name in MOVED if (value := getattr(update, name)) not in ("", None)}
    if told.get("status") == Action.Status.DONE:
        told.setdefault("progress", 100)
    return told


@transaction.atomic
def resolve(blockage, *, on, how):
    """End a blockage on a day, saying how. Idempotent."""
    rows = Blockage.objects.filter(pk=blockage.pk, resolved_on__isnull=True)
    return bool(rows.update(resolved_on=on, resolution=how))
