"""Writes of stakeholder maps: who is on them, and how they were judged on which day.

A judgement is a row for a day; the next day's is another one and the earlier stays. Whatever changes an
entry or a judgement of it names the version of the entry that it was based on.
"""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from core.exceptions import Gone, StaleVersion
from core.services import free_slug, save_version
from stakeholders.exceptions import AlreadyOnMap, MapTitleTaken, RowsMoved
from stakeholders.models import Assessment, Stakeholder, StakeholderMap

JUDGED = ("influence", "interest", "position", "formality", "marginalisation")
KINDS = ("group", "organisation", "person")


def add_map(*, programme, **fields):
    """Begin a map in `programme`, with an address of its own. Atomic; raises MapTitleTaken."""
    try:
        with transaction.atomic():
            slug = free_slug(StakeholderMap, fields["title"], fallback="map")
            return StakeholderMap.objects.create(programme=programme, slug=slug, **fields)
    except IntegrityError:
        raise MapTitleTaken from None


def change_map(shown, *, based_on, fields):
    """Save `fields` of a map that was edited from version `based_on`; its address stays. Atomic.

    Raises StaleVersion when somebody saved it meanwhile, MapTitleTaken when another one is called so.
    """
    try:
        return save_version(shown, based_on=based_on, fields=fields)
    except IntegrityError:
        raise MapTitleTaken from None


def add_stakeholder(shown, *, who, reached=None, engagement="", plan="", judged=None, on=None, by):
    """Put `who`, a group, an organisation or a person, on a map, with a first judgement. Atomic.

    `judged` holds values of JUDGED and a `note`; empty, nothing is judged yet. Raises AlreadyOnMap.
    """
    kind = type(who).__name__.lower()
    if kind not in KINDS:
        raise TypeError(kind)
    try:
        with transaction.atomic():
            row = Stakeholder.objects.create(
                map=shown, engagement=engagement, plan=plan, **{kind: who}, **(reached or {})
            )
    except IntegrityError:
        raise AlreadyOnMap(shown.stakeholders.filter(**{kind: who}).first()) from None
    if any(value not in (None, "") for value in (judged or {}).values()):
        _judge(row, on or timezone.localdate(), by, judged)
    return row


def change_stakeholder(row, *, based_on, fields):
    """Save who reaches a stakeholder and what is planned. Atomic; raises StaleVersion and Gone."""
    return save_version(row, based_on=based_on, fields=fields)


def remove_stakeholder(row):
    """Take somebody off the map, with all that was judged of them. Atomic; the register keeps them."""
    row.delete()


@transaction.atomic
def assess(row, *, based_on, on, by, judged):
    """Keep how a stakeholder is judged on the day `on`: over what that day holds, beside other days.

    `judged` holds all values of JUDGED and a `note`. Atomic; raises StaleVersion and Gone.
    """
    _claim(row, based_on)
    return _judge(row, on, by, judged)


@transaction.atomic
def place(row, *, based_on, influence, interest, by, on=None):
    """Put a mark at a place of the drawing: the judgement of today (`on`). Atomic.

    What else was judged before goes on to hold. Returns the judgement and whether it is a new one.
    Raises StaleVersion and Gone.
    """
    day = on or timezone.localdate()
    _claim(row, based_on)
    before = row.assessments.filter(on__lte=day).order_by("-on").first()
    judged = {name: getattr(before, name) for name in JUDGED} if before else {}
    if before is not None and before.on == day:
        judged["note"] = before.note
    judged |= {"influence": influence, "interest": interest}
    is_new = before is None or before.on != day
    return _judge(row, day, by, judged), is_new


@transaction.atomic
def take_back(row, *, based_on, on=None):
    """Undo a placing that began the judgement of today (`on`): the one before holds again. Atomic.

    Raises StaleVersion and Gone.
    """
    _claim(row, based_on)
    row.assessments.filter(on=on or timezone.localdate()).delete()
    return row


@transaction.atomic
def remove_assessment(judgement):
    """Delete a judgement that was wrong. Atomic; the earlier ones stay."""
    stakeholder = Stakeholder.objects.filter(pk=judgement.stakeholder_id)
    stakeholder.update(version=F("version") + 1)
    judgement.delete()


@transaction.atomic
def save_table(shown, *, changes, on, by):
    """Save the rows of the table that were changed, all or none, as judged on the day `on`. Atomic.

    Each change has `key`, `based_on`, `judged` (values of JUDGED, None if they are as before) and
    `fields` of the entry. Raises RowsMoved, with the keys of those that somebody saved meanwhile or
    took off the map, and then writes nothing. Returns how many judgements were written.
    """
    moved = set()
    for change in sorted(changes, key=lambda change: change.key):
        rows = Stakeholder.objects.filter(pk=change.key, map=shown, version=change.based_on)
        if not rows.update(version=F("version") + 1, updated_at=timezone.now(), **change.fields):
            moved.add(change.key)
    if moved:
        raise RowsMoved(moved)
    judged = [change for change in changes if change.judged is not None]
    now = timezone.now()
    Assessment.objects.bulk_create(
        [
            Assessment(stakeholder_id=change.key, on=on, by=by, changed_at=now, **change.judged)
            for change in judged
        ],
        update_conflicts=True,
        unique_fields=["stakeholder", "on"],
        update_fields=[*JUDGED, "by", "changed_at"],
    )
    return len(judged)


def _claim(row, based_on):
    """Count the version of an entry up, if it is still `based_on`."""
    rows = Stakeholder.objects.filter(pk=row.pk, version=based_on)
    if not rows.update(version=F("version") + 1):
        current = Stakeholder.objects.filter(pk=row.pk).first()
        if current is None:
            raise Gone
        raise StaleVersion(current)
    row.version = based_on + 1


def _judge(row, on, by, judged):
    values = dict(judged) | {"by": by}
    judgement, _made = Assessment.objects.update_or_create(stakeholder=row, on=on, defaults=values)
    return judgement
